"""An office corrects the time zone of a community; the effects are shown first."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.signing import Signer
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import actions
from communities.access import OfficeRequest, office_view
from communities.forms import TimeZoneForm
from communities.models import Community
from communities.models.communities import ANSWERING, zone_named
from tfc.periods import HalfYear, half_year_text
from tfc.text.line_breaks import moment_words
from tfc.zones import place_words, zone_words


@dataclass(frozen=True)
class ZoneChange:
    """``zones``: the old and the new time zone. ``now``: this moment by the clock of each. ``ends``: when the half-year
    that is current by the old one ends, by each. ``office``: the zones of the office's pages, None if they stay.
    """

    zones: tuple[str, str]
    now: tuple[dt.datetime, dt.datetime]
    half_year: HalfYear
    ends: tuple[dt.datetime, dt.datetime]
    office: tuple[ZoneInfo, ZoneInfo] | None


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def community_time_zone(request: OfficeRequest, community_slug: str) -> HttpResponse:
    community = get_object_or_404(Community, office=request.office, slug=community_slug)
    if request.is_guest:
        return redirect("communities:office-community", request.office.slug, community.slug)
    if request.method != "POST":
        return _page(request, community, TimeZoneForm(stored=community.time_zone))
    form = TimeZoneForm(request.POST, stored=community.time_zone)
    if not form.is_valid():
        return _page(request, community, form, status=422)
    if not constant_time_compare(form.cleaned_data["preview"], _sign_preview(community, form)):
        return _page(request, community, form)
    try:
        actions.change_time_zone(
            community=community,
            time_zone=form.cleaned_data["time_zone"],
            shown_time_zone=form.cleaned_data["was"],
            by=request.user,
        )
    except actions.TimeZoneChangedError:
        community.refresh_from_db(fields=["time_zone"])
        return _page(request, community, form)
    messages.success(request, _("Saved."))
    return redirect("communities:office-community", request.office.slug, community.slug)


def _page(
    request: OfficeRequest, community: Community, form: TimeZoneForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "town": community}
    if form.is_bound and form["was"].value() != community.time_zone:
        form.saw(community.time_zone)
        form.full_clean()
        context["is_overtaken"], status = True, 409
    if form.is_bound and form.is_valid():
        change = zone_change(community, form.cleaned_data["time_zone"], timezone.now())
        context["changes"] = list(_in_words(change))
        context["preview"] = _sign_preview(community, form)
    return render(request, "communities/time_zone_change.html", context, status=status)


def _sign_preview(community: Community, form: TimeZoneForm) -> str:
    """Return what only the page with the effects of this change holds, so that no request skips it."""
    change = f"{community.pk} {form['was'].value()} {form.cleaned_data['time_zone']}"
    return Signer(salt="communities.time_zone").signature(change)


def _in_words(change: ZoneChange) -> Iterator[str]:
    before, after = map(place_words, change.zones)
    yield _("The time zone is %(after)s instead of %(before)s.") % {"after": after, "before": before}
    before, after = map(moment_words, change.now)
    # "1 p.m." ends with its own dot.
    yield _("The clock there shows %(after)s instead of %(before)s.") % {
        "after": after,
        "before": before.removesuffix("."),
    }
    before, after = (moment_words(timezone.localtime(moment)) for moment in change.ends)
    if before != after:
        message = _("%(half_year)s ends at %(after)s instead of %(before)s, by your office's clock.")
        half_year = half_year_text(change.half_year)
        yield message % {"half_year": half_year, "after": after, "before": before.removesuffix(".")}
    yield _("Figures of open reporting periods are calculated again.")
    yield _("New meetings, reminders and deadlines use the new time zone.")
    if change.office:
        before, after = (zone_words(zone.key) for zone in change.office)
        message = _(
            "Your office's pages use the time zone of most of its communities: %(after)s instead of %(before)s."
        )
        yield message % {"after": after, "before": before}


def zone_change(community: Community, name: str, now: dt.datetime) -> ZoneChange:
    old, new = community.zone, ZoneInfo(name)
    half_year = HalfYear.of_instant(now, old)
    return ZoneChange(
        (community.time_zone, name),
        (now.astimezone(old), now.astimezone(new)),
        half_year,
        (half_year.bounds(old)[1], half_year.bounds(new)[1]),
        _office_change(community, name),
    )


def _office_change(community: Community, name: str) -> tuple[ZoneInfo, ZoneInfo] | None:
    """Return the office's zone before and after, determined like `get_zone_names`."""
    towns = Community.objects.filter(office=community.office_id).by_name()
    zones = dict(towns.values_list("pk", "time_zone")[:ANSWERING])
    before = _get_most_common_zone(Counter(zones.values()))
    if community.pk in zones:
        zones[community.pk] = name
    after = _get_most_common_zone(Counter(zones.values()))
    return None if before == after else (before, after)


def _get_most_common_zone(zones: Counter[str]) -> ZoneInfo:
    return zone_named(min(zones, key=lambda name: (-zones[name], name), default=None))

"""The community's calendar: months, a file of one event, and the secret address for other calendars."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, LinkRequest, community_view, fresh_login, link_view
from communities.models import Membership, Role
from communities.visitor_pages import busy_file, dead_link
from events.actions.calendar_links import make_calendar_link, revoke_calendar_link
from events.calendar_page import calendar_page, parse_month
from events.event_icons import ICONS
from events.feeds import feed
from events.ical import MEDIA_TYPE, build_calendar
from events.models import CalendarLink, Event, EventKind
from events.month import Month
from events.views.lookups import event_url, find_event
from tfc.downloads import attachment
from tfc.rate_limit import seconds_to_wait
from tfc.tokens import hash_token

# How far a feed reaches back.
BACK = dt.timedelta(days=184)
# Per hour: a member's phone, tablet and computer refresh every few minutes at most.
MOST_OF_A_LINK = 120


@community_view(Role.MEMBER)
@require_safe
def event_calendar(request: CommunityRequest) -> HttpResponse:
    today = timezone.localdate()
    month, is_right = parse_month(request.GET, today)

    def build_row(event: Event) -> dict[str, Any]:
        return {
            "title": str(event),
            "kind": event.get_kind_display() if event.title else "",
            "kind_code": event.kind,
            "icon": ICONS[EventKind(event.kind)],
            "state": event.status,
            "is_unresolved": event.is_unresolved,
            "place": event.place,
            "url": event_url(request, event),
        }

    context = {
        **calendar_page(month, _events_in(month), build_row, query=request.GET, today=today),
        "is_wrong": not is_right,
        "may_record": request.role >= Role.LEADER,
        "link_url": reverse("events:calendar-link", args=[request.community.slug]),
    }
    return render(request, "events/event_calendar.html", context, status=200 if is_right else 422)


def _events_in(month: Month) -> list[Event]:
    """Return the events of the month's weeks, including those that began before; one query."""
    weeks = month.weeks()
    return list(Event.objects.not_deleted().on_days(weeks[0][0], weeks[-1][-1]).soonest_first())


@community_view(Role.MEMBER)
@require_safe
def event_ics(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Return one event as an iCalendar file."""
    event = find_event(event_id)
    address = settings.SITE_URL + event_url(request, event)
    content = build_calendar(
        [event],
        name=request.community.name,
        language=request.community.letters_in,
        url_of=lambda _event: address,
    )
    return attachment(content, MEDIA_TYPE, f"{request.community.slug}-{event.pk}.ics")


@community_view(Role.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_link(request: CommunityRequest) -> HttpResponseBase:
    """Show the calendar link page; a POST creates the address, shows it once, and invalidates an earlier one."""
    return _link_made(request) if request.method == "POST" else _link_page(request, "")


@fresh_login
def _link_made(request: CommunityRequest) -> HttpResponse:
    """Create the link. Danger: it outlives all sessions, so reauthentication protects it from a person who briefly
    uses an open session.
    """
    token = make_calendar_link(community=request.community, by=request.user)
    path = reverse("events:calendar-feed", args=[request.community.slug, token])
    return _link_page(request, settings.SITE_URL + path)


def _link_page(request: CommunityRequest, address: str) -> HttpResponse:
    own = CalendarLink.objects.filter(membership__user=request.user, membership__ended_at=None)
    context = {"address": address, "webcal": address.partition("://")[2], "link": own.first()}
    response = render(request, "events/calendar_link.html", context)
    # Going back in the browser must not show the address again.
    response["Cache-Control"] = "no-store"
    return response


@community_view(Role.MEMBER)
@require_POST
def calendar_link_revoke(request: CommunityRequest) -> HttpResponse:
    revoke_calendar_link(community=request.community, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("events:calendar-link", request.community.slug)


@link_view
@require_safe
def calendar_feed(request: LinkRequest, token: str) -> HttpResponseBase:
    """Return the team's events to any client with the address, while the person is a member with an active account."""
    link = CalendarLink.objects.filter(token_hash=hash_token(token)).first()
    if link is None or not _is_in(link):
        return dead_link(404)
    if seconds := seconds_to_wait(f"calendar-link:{link.pk}", MOST_OF_A_LINK):
        return busy_file(seconds)
    community = request.community
    events = (
        Event.objects.not_deleted().without_note().filter(ends_at__gte=timezone.now() - BACK).soonest_first()
    )

    def build_url(event: Event) -> str:
        return settings.SITE_URL + reverse("events:event-detail", args=[community.slug, event.pk])

    return feed(request, community, events, f"{community.slug}.ics", url_of=build_url)


def _is_in(link: CalendarLink) -> bool:
    members = Membership.objects.current().filter(user__is_active=True)
    return members.filter(pk=link.membership_id).exists()

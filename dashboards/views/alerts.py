"""A person's alerts in a community or an office."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.models import Community, Office, Role
from dashboards.actions.alerts import add_alert, delete_alert
from dashboards.alerts import describe_alert
from dashboards.forms.alerts import AlertForm
from dashboards.models import Alert
from tfc.number_text import number_text
from tfc.query_params import row_number

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# Communities named with an alert.
NAMED = 10


@dataclass(frozen=True)
class AlertRow:
    """``names``: of the first communities to which it applies, and how many more; ``since``: the earliest day."""

    alert: Alert
    text: str
    names: Sequence[str]
    since: dt.datetime | None


@community_view(Role.COORDINATOR)
@get_or_post
def alerts(request: CommunityRequest) -> HttpResponse:
    return _answer(request, request.community, "dashboards:alerts")


@office_view
@get_or_post
def office_alerts(request: OfficeRequest) -> HttpResponse:
    if request.is_guest:
        return redirect("dashboards:office-home", request.office.slug)
    return _answer(request, request.office, "dashboards:office-alerts")


def _answer(request: CommunityRequest | OfficeRequest, place: Community | Office, page: str) -> HttpResponse:
    form = AlertForm(
        request.POST if request.method == "POST" else None,
        office=place if isinstance(place, Office) else None,
    )
    if "delete" in request.POST:
        delete_alert(place=place, alert_id=row_number(request.POST["delete"]) or 0, by=request.user)
        messages.success(request, _("Deleted."))
        return redirect(page, place.slug)
    if form.is_bound and form.is_valid():
        try:
            add_alert(place=place, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. Alerts are checked every five minutes."))
            return redirect(page, place.slug)
    own = Alert.objects.of_place(place).filter(user=request.user).select_related("about").order_by("-pk")
    context = {"form": form, "rows": _build_rows(list(own)), "place": place}
    return render(request, "dashboards/alerts.html", context, status=422 if form.errors else 200)


def _build_rows(alerts: Sequence[Alert]) -> list[AlertRow]:
    first = {alert.pk: list(alert.matches)[:NAMED] for alert in alerts}
    ids = {pk for matches in first.values() for pk in matches}
    names = {str(pk): name for pk, name in Community.objects.filter(pk__in=ids).values_list("pk", "name")}
    return [
        AlertRow(
            alert,
            describe_alert(alert),
            _list_names(alert, [names[pk] for pk in first[alert.pk] if pk in names]),
            min(map(dt.datetime.fromisoformat, alert.matches.values()), default=None),
        )
        for alert in alerts
    ]


def _list_names(alert: Alert, names: list[str]) -> list[str]:
    rest = len(alert.matches) - len(names)
    more = ngettext("%(number)s more", "%(number)s more", rest) % {"number": number_text(rest)}
    return [*names, more] if rest else names

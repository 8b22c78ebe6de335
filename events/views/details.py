"""Everything about one event."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.check_in import is_open
from events.event_page import event_with_series, seen_at
from events.guests import count_set_aside
from events.joint import partners_of
from events.models import Constituency, Event, EventKind, EventStatus
from events.views.finding import event_url
from events.views.research import researches_of
from events.words import (
    counts_of,
    facts_of,
    guest_words,
    history_of,
    joined_into,
    outputs_of,
    when_words,
)
from stakeholders.models import Sector


@community_view(Role.MEMBER)
@require_safe
def event_detail(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Also of an event in the bin, which its leaders can take out again."""
    event = next(iter(event_with_series(event_id)), None)
    if event is None:
        raise Http404
    seen, now = seen_at(event), timezone.now()
    pages = (
        "edit",
        "record",
        "cancel",
        "reopen",
        "delete",
        "restore",
        "ics",
        "check-in",
        "share",
        "leave",
        "guests",
    )
    context: dict[str, Any] = {
        "event": event,
        "joined_with": joined_into(event) if event.deleted_at else "",
        "when": when_words(event),
        "facts": facts_of(event),
        "was_held": event.status == EventStatus.HELD,
        "is_cancelled": event.status == EventStatus.CANCELLED,
        "members": seen.members,
        "sectors": _sectors(seen.organizations),
        "constituencies": [Constituency(one).label for one in seen.attendance.constituencies],
        "tables": counts_of(seen.attendance),
        "outputs": outputs_of(seen.attendance),
        "history": history_of(event),
        "researches": researches_of(request, event),
        "partners": partners_of(event),
        "may_record": request.role >= Role.LEADER,
        "guests": guest_words(seen.guests),
        "set_aside": count_set_aside(event) if request.role >= Role.COORDINATOR else 0,
        "may_check_in": is_open(event, now) or event.local_day == now.astimezone(event.zone).date(),
        "list_url": reverse("events:event-list", args=[request.community.slug]),
        "urls": {page.replace("-", "_"): event_url(request, event, page) for page in pages},
        "again_url": _again(request, event),
    }
    return render(request, "events/event_detail.html", context)


def _again(request: CommunityRequest, event: Event) -> str:
    """Where one like it begins: a meeting that was held is logged, anything else is planned."""
    logged = event.kind == EventKind.TEAM_MEETING and event.status == EventStatus.HELD
    name = "events:meeting-log" if logged else "events:event-plan"
    return f"{reverse(name, args=[request.community.slug])}?from={event.pk}"


def _sectors(present: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Names of organizations present, by sector."""
    found: dict[str, list[str]] = {}
    for name, sector in present:
        found.setdefault(sector, []).append(name)
    return [{"label": sector.label, "organizations": found[sector]} for sector in Sector if sector in found]

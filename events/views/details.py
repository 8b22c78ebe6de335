"""The page of one event."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.check_in import is_open
from events.event_page import event_with_series, get_attendance
from events.guests import count_set_aside
from events.joint import get_partners
from events.models import Constituency, Event, EventKind, EventStatus
from events.views.lookups import event_url
from events.views.research import get_research_links
from events.words import (
    format_event_time,
    get_count_tables,
    get_facts,
    get_history,
    get_merge_target,
    get_output_lines,
    guest_words,
)
from stakeholders.models import Sector
from tfc.registry import get_panels


@community_view(Role.MEMBER)
@require_safe
def event_detail(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Show the event; also one in the trash, which leaders can restore."""
    event = next(iter(event_with_series(event_id)), None)
    if event is None:
        raise Http404
    recorded_attendance, now = get_attendance(event), timezone.now()
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
        "joined_with": get_merge_target(event) if event.deleted_at else "",
        "when": format_event_time(event),
        "facts": get_facts(event),
        "was_held": event.status == EventStatus.HELD,
        "is_cancelled": event.status == EventStatus.CANCELLED,
        "members": recorded_attendance.members,
        "invited": recorded_attendance.attendance.invited,
        "sectors": _sectors(recorded_attendance.organizations),
        "constituencies": [
            Constituency(code).label for code in recorded_attendance.attendance.constituencies
        ],
        "tables": get_count_tables(recorded_attendance.attendance),
        "outputs": get_output_lines(recorded_attendance.attendance),
        "counts": [
            count
            for get_counts in get_panels("event_counts")
            for count in get_counts(request.community, event, recorded_attendance)
        ],
        "history": get_history(event),
        "researches": get_research_links(request, event),
        "partners": get_partners(event),
        "may_record": request.role >= Role.LEADER,
        "guests": guest_words(recorded_attendance.guests),
        "set_aside": count_set_aside(event) if request.role >= Role.COORDINATOR else 0,
        "may_check_in": is_open(event, now) or event.local_day == now.astimezone(event.zone).date(),
        "list_url": reverse("events:event-list", args=[request.community.slug]),
        "urls": {page.replace("-", "_"): event_url(request, event, page) for page in pages},
        "again_url": _get_repeat_url(request, event),
    }
    return render(request, "events/event_detail.html", context)


def _get_repeat_url(request: CommunityRequest, event: Event) -> str:
    """Return the link to repeat the event: a held meeting is logged, anything else is planned."""
    logged = event.kind == EventKind.TEAM_MEETING and event.status == EventStatus.HELD
    name = "events:meeting-log" if logged else "events:event-plan"
    return f"{reverse(name, args=[request.community.slug])}?from={event.pk}"


def _sectors(present: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the names of organizations present, by sector."""
    names_by_sector: dict[str, list[str]] = {}
    for name, sector in present:
        names_by_sector.setdefault(sector, []).append(name)
    return [
        {"label": sector.label, "organizations": names_by_sector[sector]}
        for sector in Sector
        if sector in names_by_sector
    ]

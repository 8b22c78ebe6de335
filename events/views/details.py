"""Everything about one event."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.actions.attendance import attendance_of
from events.check_in import is_open
from events.guests import guests_of
from events.joint import partners_of
from events.models import Event, EventStatus
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
    event = get_object_or_404(Event.objects.select_related("series"), pk=event_id)
    recorded, now = attendance_of(event), timezone.now()
    pages = ("edit", "record", "cancel", "reopen", "delete", "restore", "ics", "check-in", "share", "leave")
    context: dict[str, Any] = {
        "event": event,
        "joined_with": joined_into(event) if event.deleted_at else "",
        "when": when_words(event),
        "facts": facts_of(event),
        "was_held": event.status == EventStatus.HELD,
        "is_cancelled": event.status == EventStatus.CANCELLED,
        "members": _members(event),
        "sectors": _sectors(event),
        "constituencies": [
            one.get_constituency_display() for one in event.constituencypresences.order_by("id")
        ],
        "tables": counts_of(recorded),
        "outputs": outputs_of(recorded),
        "history": history_of(event),
        "researches": researches_of(request, event),
        "partners": partners_of(event),
        "may_record": request.role >= Role.LEADER,
        "guests": guest_words(guests_of(event)),
        "may_check_in": is_open(event, now) or event.local_day == now.astimezone(event.zone).date(),
        "list_url": reverse("events:event-list", args=[request.community.slug]),
        "urls": {page.replace("-", "_"): event_url(request, event, page) for page in pages},
    }
    return render(request, "events/event_detail.html", context)


def _members(event: Event) -> list[str]:
    rows = event.memberpresences.select_related("membership__user")
    return sorted((str(one.membership.user) for one in rows), key=str.casefold)


def _sectors(event: Event) -> list[dict[str, Any]]:
    """Organizations present, by sector."""
    rows = event.organizationpresences.select_related("organization").order_by("organization__name")
    found = [one.organization for one in rows]
    return [
        {"label": sector.label, "organizations": [one for one in found if one.sector == sector]}
        for sector in Sector
        if any(one.sector == sector for one in found)
    ]

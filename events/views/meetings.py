"""Log a team meeting that was held."""

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.models import Role
from events.actions import log_meeting
from events.forms import MeetingForm
from events.models import Event, EventKind
from events.prefill import add_last_time, get_last_time, propose, write_habit
from events.words import format_event_time

# The number of past meetings used for the usual values.
HABIT = 6
JUST_PLANNED = timedelta(days=14)


# The name of the button for the same attendance and place.
SAME = "same_as_last_time"


@community_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def meeting_log(request: CommunityRequest) -> HttpResponse:
    """Show one short page with the usual day, time and place; ``?from=`` copies them from another meeting."""
    past = _past()
    if SAME in request.POST:
        data = add_last_time(request.POST, get_last_time(past))
        form = _form(request, data)
        form.leave_unchecked()
        return _page(request, form, past)
    if request.method == "POST":
        form = _form(request, request.POST)
        if form.is_valid():
            try:
                event = log_meeting(
                    details=form.details(),
                    attendance=form.attendance(),
                    client_id=form.cleaned_data["client_id"],
                    by=request.user,
                )
            except ValidationError as error:
                form.show(error)
            else:
                return _redirect_after_recording(request, event)
        return _page(request, form, past, status=422)
    proposed = propose(request.community, past, request.GET.get("from"))
    form = _form(request, initial=proposed.initial)
    return _page(request, form, past, explanation=proposed.explanation)


def _form(request: CommunityRequest, *args: Any, **kwargs: Any) -> MeetingForm:
    is_coordinator = request.role >= Role.COORDINATOR
    return MeetingForm(*args, community=request.community, with_invited=is_coordinator, **kwargs)


def _past() -> list[Event]:
    """Return the last team meetings, newest first."""
    return list(Event.objects.held().filter(kind=EventKind.TEAM_MEETING).newest_first()[:HABIT])


def _page(
    request: CommunityRequest,
    form: MeetingForm,
    past: list[Event],
    *,
    explanation: str = "",
    status: int = 200,
) -> HttpResponse:
    # Older meetings are in the list; the one being logged is probably recent.
    lately = timezone.now() - JUST_PLANNED
    planned = Event.objects.unresolved(timezone.now()).filter(kind=EventKind.TEAM_MEETING)
    waiting = planned.filter(starts_at__gt=lately).soonest_first().first()
    last = get_last_time(past)
    context = {
        "form": form,
        "explanation": explanation,
        "same": SAME,
        "last": last,
        # For the script, which does on the device what the button does on the server.
        "last_values": json.dumps(last.values) if last else "",
        "habit": write_habit(past),
        "is_same": SAME in request.POST,
        "known_places": list(dict.fromkeys(event.place for event in past if event.place)),
        "waiting": waiting,
        "waiting_when": format_event_time(waiting) if waiting else "",
    }
    return render(request, "events/meeting_log.html", context, status=status)


def _redirect_after_recording(request: CommunityRequest, event: Event) -> HttpResponse:
    place = [request.community.slug, event.pk]
    messages.success(request, _("Saved."), extra_tags=reverse("events:event-delete", args=place))
    return redirect("events:event-detail", *place)

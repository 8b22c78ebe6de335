"""Record that an event was held and its attendance, or correct it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.offline_queue import is_to_keep
from events.actions import ConflictError, hold_event, record_event
from events.actions.recording import get_attendance
from events.counts import Attendance
from events.forms.attendance import attendance_initial
from events.forms.recording import RecordForm
from events.models import Event, EventStatus
from events.views.lookups import event_url, find_event, get_conflict_context
from events.words import format_event_time


@community_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def event_record(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Record attendance. A planned event becomes held by it; a future one is refused."""
    event = find_event(event_id)
    if request.method != "POST":
        if refusal := _refusal(event, ahead=is_to_keep(request)):
            messages.warning(request, refusal)
            return redirect(event_url(request, event))
        return _page(request, event, _form(request, event))
    form = _form(request, event, request.POST)
    if form.is_valid():
        act = record_event if event.status == EventStatus.HELD else hold_event
        try:
            event = act(
                event=event,
                attendance=form.attendance(),
                revision=form.cleaned_data["revision"],
                by=request.user,
            )
        except ValidationError as error:
            form.show(error)
        except ConflictError as conflict:
            initial = attendance_initial(get_attendance(conflict.stored))
            conflict_context = get_conflict_context(form, conflict.stored, initial)
            form.offer(conflict.stored)
            return _page(request, event, form, conflict=conflict_context, status=409)
        else:
            _tell(request, form.attendance())
            return redirect(event_url(request, event))
    return _page(request, event, form, status=422)


def _form(request: CommunityRequest, event: Event, *args: Any) -> RecordForm:
    is_coordinator = request.role >= Role.COORDINATOR
    return RecordForm(*args, event=event, community=request.community, with_invited=is_coordinator)


def _tell(request: CommunityRequest, attendance: Attendance) -> None:
    """Show the result. Missing attendance is no error but is mentioned, since figures stay ranges without it."""
    if attendance == Attendance():
        message = _("Recorded as held. Attendance is missing: until it is recorded, your figures are ranges.")
        messages.warning(request, message)
    else:
        messages.success(request, _("Saved."))


def _refusal(event: Event, *, ahead: bool) -> str:
    """Return why attendance cannot be recorded, or "". ``ahead``: a future event is allowed, since the device stores
    the form for a time without a connection.
    """
    if event.status == EventStatus.CANCELLED:
        return _("This event was canceled. Undo the cancellation to record attendance.")
    if not event.has_begun and not ahead:
        return _("You can record attendance once it has begun.")
    return ""


def _page(
    request: CommunityRequest,
    event: Event,
    form: RecordForm,
    *,
    conflict: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "event": event,
        "when": format_event_time(event),
        "form": form,
        "conflict": conflict,
        "detail_url": event_url(request, event),
        "edit_url": event_url(request, event, "edit"),
    }
    return render(request, "events/event_record.html", context, status=status)

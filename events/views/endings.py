"""Cancel an event, reopen it, delete it to the trash and restore it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.places import back_to
from communities.trash import add_deleted_message
from events.actions import ConflictError, cancel_event, delete_event, reopen_event, restore_event
from events.forms import CancelForm
from events.models import Event, EventStatus
from events.views.lookups import event_url, find_event
from events.words import format_event_time, get_merge_target


@community_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def event_cancel(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Cancel an event, with a reason."""
    event = find_event(event_id)
    if request.method != "POST":
        if event.status != EventStatus.PLANNED:
            messages.warning(request, _("Only a planned event can be canceled."))
            return redirect(event_url(request, event))
        return _cancel_page(request, event, CancelForm(event=event))
    form = CancelForm(request.POST, event=event)
    if not form.is_valid():
        return _cancel_page(request, event, form, status=422)
    try:
        cancelled = cancel_event(
            event=event,
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            later=form.wants_later(),
            by=request.user,
        )
    except ValidationError as error:
        form.show(error)
        return _cancel_page(request, event, form, status=422)
    except ConflictError as conflict:
        form.offer(conflict.stored)
        return _cancel_page(request, conflict.stored, form, changed=True, status=409)
    number = len(cancelled)
    text = ngettext("The event was canceled.", "%(number)d events were canceled.", number) % {
        "number": number
    }
    messages.success(request, text, extra_tags=event_url(request, event, "reopen"))
    return redirect(event_url(request, event))


def _cancel_page(
    request: CommunityRequest, event: Event, form: CancelForm, *, changed: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "event": event,
        "when": format_event_time(event),
        "form": form,
        "changed": changed,
        "detail_url": event_url(request, event),
    }
    return render(request, "events/event_cancel.html", context, status=status)


@community_view(Role.LEADER)
@require_POST
def event_reopen(request: CommunityRequest, event_id: int) -> HttpResponse:
    """Reopen a canceled event and all that were canceled with it."""
    event = find_event(event_id)
    number = len(reopen_event(event=event, by=request.user))
    text = ngettext("The event is planned again.", "%(number)d events are planned again.", number)
    messages.success(request, text % {"number": number})
    return back_to(request, event_url(request, event))


@community_view(Role.LEADER)
@require_POST
def event_delete(request: CommunityRequest, event_id: int) -> HttpResponse:
    event = find_event(event_id)
    delete_event(event=event, by=request.user)
    undo = event_url(request, event, "restore")
    add_deleted_message(request, _("Deleted."), undo)
    return back_to(request, reverse("events:event-list", args=[request.community.slug]))


@community_view(Role.LEADER)
@require_POST
def event_restore(request: CommunityRequest, event_id: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=event_id)
    joined_with = get_merge_target(event) if event.deleted_at else ""
    restore_event(event=event, by=request.user)
    if joined_with:
        message = _("The event was restored. “%(event)s” keeps the data merged into it. Check both.")
        messages.success(request, message % {"event": joined_with})
    else:
        messages.success(request, _("Restored."))
    return redirect(event_url(request, event))

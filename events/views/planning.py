"""Plan an event, and change it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version, get_saved_message
from communities.models import Role
from events.actions import ConflictError, change_series, plan_event, plan_series, update_event
from events.actions.campaigns import set_campaign
from events.forms import EditForm, PlanForm
from events.forms.planning import edit_initial
from events.models import Event, EventKind
from events.views.lookups import event_url, find_event, get_conflict_context
from tfc.query_params import row_number

# Fields that are not copied when an event is repeated.
OF_ITS_OWN = ("day", "ends_day", "revision", "note")


@community_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def event_plan(request: CommunityRequest) -> HttpResponse:
    """Plan one or recurring events. After planning an event in the past, the attendance page follows."""
    if request.method == "POST":
        form = PlanForm(request.POST, zone=request.community.zone)
        if form.is_valid():
            try:
                event = _plan(request, form)
            except ValidationError as error:
                form.show(error)
            else:
                return _redirect_after_planning(request, event)
        return render(request, "events/event_plan.html", {"form": form}, status=422)
    form = PlanForm(initial=_begun(request), zone=request.community.zone)
    return render(request, "events/event_plan.html", {"form": form})


def _begun(request: CommunityRequest) -> dict[str, Any]:
    """Return the initial values: a repeated event, ``?from=<number>``, or a kind and a title."""
    like = Event.objects.not_deleted().filter(pk=row_number(request.GET.get("from", "")) or 0).first()
    if like is not None:
        return {name: value for name, value in edit_initial(like).items() if name not in OF_ITS_OWN}
    kind = request.GET.get("kind")
    return {
        "kind": kind if kind in EventKind.values else "",
        "title": request.GET.get("title", "")[:160],
        "campaign": row_number(request.GET.get("campaign", "")),
    }


def _plan(request: CommunityRequest, form: PlanForm) -> Event:
    typed = form.cleaned_data
    if typed["repeat"]:
        event = plan_series(
            details=form.details(),
            repeat=typed["repeat"],
            until=typed["until"],
            client_id=typed["client_id"],
            by=request.user,
        )
    else:
        event = plan_event(details=form.details(), client_id=typed["client_id"], by=request.user)
    if typed["campaign"]:
        events = event.series.events.all() if event.series else [event]
        set_campaign(events=events, campaign=typed["campaign"], by=request.user)
    return event


def _redirect_after_planning(request: CommunityRequest, event: Event) -> HttpResponse:
    if event.series is not None:
        number = event.series.events.count()
        messages.success(request, _("%(number)d events are planned.") % {"number": number})
        return redirect(event_url(request, event))
    if event.is_unresolved:
        messages.success(request, _("The event was saved. Now record attendance."))
        return redirect(event_url(request, event, "record"))
    undo = event_url(request, event, "delete")
    messages.success(request, _("Saved."), extra_tags=undo)
    return redirect(event_url(request, event))


@community_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def event_edit(request: CommunityRequest, event_id: int) -> HttpResponse:
    event = find_event(event_id)
    if request.method != "POST":
        shown = get_requested_version(request, event)
        # This page does not change whether the event was held.
        shown.status = event.status
        return _edit_page(request, event, EditForm(event=shown))
    form = EditForm(request.POST, event=event)
    if form.is_valid():
        change = change_series if form.wants_later() else update_event
        try:
            event = change(
                event=event,
                details=form.details(),
                revision=form.cleaned_data["revision"],
                by=request.user,
            )
        except ValidationError as error:
            form.show(error)
        except ConflictError as conflict:
            conflict_context = get_conflict_context(form, conflict.stored, edit_initial(conflict.stored))
            form.offer(conflict.stored)
            return _edit_page(request, event, form, conflict=conflict_context, status=409)
        else:
            messages.success(request, get_saved_message(request, event, _("Saved.")))
            return redirect(event_url(request, event))
    return _edit_page(request, event, form, status=422)


def _edit_page(
    request: CommunityRequest,
    event: Event,
    form: EditForm,
    *,
    conflict: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "event": event,
        "form": form,
        "conflict": conflict,
        "detail_url": event_url(request, event),
    }
    return render(request, "events/event_edit.html", context, status=status)

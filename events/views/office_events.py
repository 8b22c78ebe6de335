"""An office's own events: list, detail, add, edit, delete, restore."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import OfficeRequest, office_view
from communities.audit.versions import get_requested_version
from communities.trash import DeletedRecord
from events.actions import office_events as actions
from events.forms.filters import OfficeEventFilterForm
from events.forms.office_events import OfficeEventForm
from events.models import OfficeEvent
from events.models.office_events import OfficeEventQuerySet
from events.office_events import describe_office_event, describe_output_line, format_people
from stakeholders.views.changing import add_page, change_page, redirect_deleted, redirect_restored

# An office holds some dozens a year; the newest are shown, and the export has all.
AT_MOST = 200
# The most recently deleted; older ones are still in the database, but rarely needed.
TRASH_SIZE = 10
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@office_view
@require_safe
def office_event_list(request: OfficeRequest) -> HttpResponse:
    form = OfficeEventFilterForm(request.GET)
    valid = form.is_valid()
    events = form.narrow(_events(request)) if valid else _events(request).none()
    deleted = OfficeEvent.objects.filter(office=request.office).in_trash().order_by("-deleted_at", "-id")
    context = {
        "form": form,
        "narrowed": form.is_narrowed(),
        "rows": [
            {"event": event, "meta": describe_office_event(event)}
            for event in events.newest_first()[:AT_MOST]
        ],
        "deleted": []
        if request.is_guest
        else [_deleted(event, request.office.slug) for event in deleted[:TRASH_SIZE]],
    }
    return render(request, "events/office_event_list.html", context, status=200 if valid else 422)


def _events(request: OfficeRequest) -> OfficeEventQuerySet:
    return OfficeEvent.objects.filter(office=request.office).not_deleted()


def _deleted(event: OfficeEvent, slug: str) -> DeletedRecord:
    return DeletedRecord(
        title=event.title,
        meta=describe_office_event(event),
        record=event,
        restore_url=reverse("events:office-event-restore", args=[slug, event.pk]),
    )


def _list_url(request: OfficeRequest) -> str:
    return reverse("events:office-event-list", args=[request.office.slug])


@office_view
@require_safe
def office_event_detail(request: OfficeRequest, office_event_id: int) -> HttpResponse:
    event = get_object_or_404(_events(request).select_related("recorded_by", "campaign"), pk=office_event_id)
    context = {
        "event": event,
        "people": format_people(event),
        "outputs": [describe_output_line(line) for line in actions.get_output_lines(event)],
    }
    return render(request, "events/office_event_detail.html", context)


@office_view
@get_or_post
def office_event_add(request: OfficeRequest) -> HttpResponse:
    if request.is_guest:
        return redirect(_list_url(request))
    return add_page(
        request,
        OfficeEventForm(
            request.POST or None, office=request.office, initial={"campaign": request.GET.get("campaign")}
        ),
        actions.add_office_event,
        template="events/office_event_form.html",
        done_url=_list_url(request),
    )


@office_view
@get_or_post
def office_event_edit(request: OfficeRequest, office_event_id: int) -> HttpResponse:
    event = get_object_or_404(_events(request), pk=office_event_id)
    url = reverse("events:office-event-detail", args=[request.office.slug, event.pk])
    if request.is_guest:
        return redirect(url)
    return change_page(
        request,
        OfficeEventForm(
            request.POST or None, instance=get_requested_version(request, event), office=request.office
        ),
        partial(actions.edit_office_event, event=event),
        partial(get_object_or_404, _events(request), pk=office_event_id),
        template="events/office_event_form.html",
        context={"event": event},
        done_url=url,
        shown=lambda stored: {"stored": {"title": stored.title, "meta": describe_office_event(stored)}},
    )


@office_view
@require_POST
def office_event_delete(request: OfficeRequest, office_event_id: int) -> HttpResponse:
    event = get_object_or_404(OfficeEvent, office=request.office, pk=office_event_id)
    actions.delete_office_event(event=event, by=request.user)
    undo_url = reverse("events:office-event-restore", args=[request.office.slug, event.pk])
    return redirect_deleted(request, _list_url(request), undo_url=undo_url)


@office_view
@require_POST
def office_event_restore(request: OfficeRequest, office_event_id: int) -> HttpResponse:
    event = get_object_or_404(OfficeEvent, office=request.office, pk=office_event_id)
    actions.restore_office_event(event=event, by=request.user)
    return redirect_restored(request, _list_url(request))

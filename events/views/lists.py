"""The list of events, and the trash."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.trash import DeletedRecord, TrashTexts, render_trash_page
from events.event_time import LONGEST
from events.forms.filters import CANCELLED, COMING, HELD, UNRESOLVED, EventFilterForm
from events.keyset import Cursor, Page, get_first_page, get_page
from events.list_queries import AHEAD, ahead, half_years_with_events, joint_questions, newest, past, planned
from events.models import Event, EventAction, EventChange
from events.models.events import EventQuerySet
from events.views.lookups import event_url
from events.words import EventRow, Words
from tfc.periods import HalfYear


@community_view(Role.MEMBER)
@require_safe
def event_list(request: CommunityRequest) -> HttpResponse:
    """List unresolved, upcoming and past events; with a chosen state that one alone, page by page."""
    now = timezone.now()
    today = HalfYear.of_instant(now, request.community.zone)
    form = EventFilterForm(request.GET, half_years=half_years_with_events(today))
    valid = form.is_valid()
    narrowed, status = form.is_narrowed(), form.wanted_status()
    cursor = Cursor.parse(request.GET.get("at", ""))
    first_page = cursor is None and not status
    row_builder = Words(request.community)
    context = {
        "form": form,
        "narrowed": narrowed,
        "may_record": request.role >= Role.LEADER,
        "status": status,
        "this_year": today.year,
    }
    if first_page and not narrowed:
        page = get_first_page(newest())
        context |= _ahead(planned(now, now - LONGEST), now, row_builder)
    else:
        events = form.narrowed(Event.objects.not_deleted())
        page = get_page(_filter_by_status(events, status), cursor, soonest=status == COMING)
        context |= _ahead(ahead(events, now, now - LONGEST), now, row_builder) if first_page else {}
    context |= {"asked": joint_questions(request.community.pk)} if first_page else {}
    context |= {"rows": [row_builder.row(event) for event in page.events], **_links(request, page)}
    return render(request, "events/event_list.html", context, status=200 if valid else 422)


def _filter_by_status(events: EventQuerySet, status: str) -> EventQuerySet:
    if status == COMING:
        return events.coming()
    if status == UNRESOLVED:
        return events.unresolved()
    if status in (HELD, CANCELLED):
        return events.filter(status=status)
    return past(events)


def _ahead(events: Iterable[Event], now: dt.datetime, row_builder: Words) -> dict[str, Any]:
    waiting: list[EventRow] = []
    coming: list[EventRow] = []
    for event in events:
        (waiting if event.ends_at < now else coming).append(row_builder.row(event))
    return {
        name: {"rows": rows[:AHEAD], "more": len(rows) > AHEAD}
        for name, rows in (("waiting", waiting), ("coming", coming))
    }


def _links(request: CommunityRequest, page: Page) -> dict[str, str]:
    """Return the links of the other pages and of the list in one state, with the filters."""

    def address(**values: str) -> str:
        query = request.GET.copy()
        query.pop("at", None)
        for name, value in values.items():
            query[name] = value
        return f"{request.path}?{query.urlencode()}"

    return {
        "previous_url": address(at=str(page.previous)) if page.previous else "",
        "next_url": address(at=str(page.next)) if page.next else "",
        "coming_url": address(status=COMING),
        "unresolved_url": address(status=UNRESOLVED),
        "here": request.get_full_path(),
    }


@community_view(Role.LEADER)
@require_safe
def event_trash(request: CommunityRequest) -> HttpResponse:
    """List deleted events, to restore them."""
    page = get_page(Event.objects.in_trash(), Cursor.parse(request.GET.get("at", "")))
    rows = [
        DeletedRecord(
            title=str(event),
            meta=event.place,
            day=event.local_day,
            record=event,
            url=event_url(request, event),
            restore_url=event_url(request, event, "restore"),
        )
        for event in page.events
    ]
    texts = TrashTexts(
        heading=_("Deleted events"),
        lead=_("Deleted events are not counted."),
        none=_("What you delete stays here, in case it was a mistake."),
    )
    by = _get_deleters([event.pk for event in page.events])
    return render_trash_page(request, rows, texts, by=by, **_links(request, page))


def _get_deleters(ids: Collection[int]) -> dict[int, str]:
    """Return the user who deleted each event; leaders can also read this in its history."""
    deletions = EventChange.objects.filter(event__in=ids, action=EventAction.DELETED).select_related("by")
    return {deletion.event_id: str(deletion.by) for deletion in deletions.order_by("at", "id")}

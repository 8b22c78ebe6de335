"""The list of events, and the bin."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.trash import Binned, BinWords, bin_page
from events.event_time import LONGEST
from events.forms.filters import CANCELLED, COMING, HELD, UNRESOLVED, EventFilterForm
from events.keyset import Cursor, Page, first_page_of, page_of
from events.list_queries import AHEAD, ahead, half_years_with_events, joint_questions, newest, past, planned
from events.models import Deed, Event, EventChange
from events.models.events import EventQuerySet
from events.views.finding import event_url
from events.words import Row, Words
from tfc.periods import HalfYear


@community_view(Role.MEMBER)
@require_safe
def event_list(request: CommunityRequest) -> HttpResponse:
    """Not yet resolved, coming and past; with a state chosen, that one alone, page by page."""
    now = timezone.now()
    today = HalfYear.of_instant(now, request.community.zone)
    form = EventFilterForm(request.GET, half_years=half_years_with_events(today))
    valid = form.is_valid()
    narrowed, status = form.is_narrowed(), form.wanted_status()
    cursor = Cursor.parse(request.GET.get("at", ""))
    first_page = cursor is None and not status
    words = Words(request.community)
    context = {
        "form": form,
        "narrowed": narrowed,
        "may_record": request.role >= Role.LEADER,
        "status": status,
        "this_year": today.year,
    }
    if first_page and not narrowed:
        page = first_page_of(newest())
        context |= _ahead(planned(now, now - LONGEST), now, words)
    else:
        events = form.narrowed(Event.objects.kept())
        page = page_of(_of_status(events, status), cursor, soonest=status == COMING)
        context |= _ahead(ahead(events, now, now - LONGEST), now, words) if first_page else {}
    context |= {"asked": joint_questions(request.community.pk)} if first_page else {}
    context |= {"rows": [words.row(event) for event in page.events], **_links(request, page)}
    return render(request, "events/event_list.html", context, status=200 if valid else 422)


def _of_status(events: EventQuerySet, status: str) -> EventQuerySet:
    if status == COMING:
        return events.coming()
    if status == UNRESOLVED:
        return events.unresolved()
    if status in (HELD, CANCELLED):
        return events.filter(status=status)
    return past(events)


def _ahead(events: Iterable[Event], now: dt.datetime, words: Words) -> dict[str, Any]:
    waiting: list[Row] = []
    coming: list[Row] = []
    for event in events:
        (waiting if event.ends_at < now else coming).append(words.row(event))
    return {
        name: {"rows": rows[:AHEAD], "more": len(rows) > AHEAD}
        for name, rows in (("waiting", waiting), ("coming", coming))
    }


def _links(request: CommunityRequest, page: Page) -> dict[str, str]:
    """The addresses of the pages around, and of the list in one state, with the filters kept."""

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
def event_bin(request: CommunityRequest) -> HttpResponse:
    """What was deleted, to take it out again."""
    page = page_of(Event.objects.in_bin(), Cursor.parse(request.GET.get("at", "")))
    rows = [
        Binned(
            title=str(event),
            meta=event.place,
            day=event.local_day,
            record=event,
            url=event_url(request, event),
            restore_url=event_url(request, event, "restore"),
        )
        for event in page.events
    ]
    words = BinWords(
        heading=_("Deleted events"),
        lead=_("Deleted events count nowhere, and come back as they were."),
        back_url=reverse("events:event-list", args=[request.community.slug]),
        back_label=_("Events"),
        none=_("What you delete stays here, in case it was a mistake."),
    )
    by = _who_deleted([event.pk for event in page.events])
    return bin_page(request, rows, words, by=by, **_links(request, page))


def _who_deleted(ids: Collection[int]) -> dict[int, str]:
    """Of each event; its leaders read its history as well."""
    deeds = EventChange.objects.filter(event__in=ids, deed=Deed.DELETED).select_related("by")
    return {one.event_id: str(one.by) for one in deeds.order_by("at", "id")}

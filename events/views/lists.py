"""The list of events, and the bin."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.bins import Binned, BinWords, bin_page
from communities.models import Role
from events.forms.filters import CANCELLED, COMING, HELD, UNRESOLVED, EventFilterForm, half_years_of
from events.keyset import Cursor, Page, page_of
from events.models import Event, EventStatus, JointShare
from events.models.events import EventQuerySet
from events.views.finding import event_url
from events.words import row_of
from tfc.periods import HalfYear

# Shown of what is coming and of what waits for an answer, above what is past.
AHEAD = 5


@community_view(Role.MEMBER)
@require_safe
def event_list(request: CommunityRequest) -> HttpResponse:
    """Not yet resolved, coming and past; with a state chosen, that one alone, page by page."""
    today = HalfYear.of_instant(timezone.now(), request.community.zone)
    kept = Event.objects.kept()
    form = EventFilterForm(request.GET, half_years=half_years_of(kept, today))
    valid = form.is_valid()
    events = form.narrowed(kept)
    cursor = Cursor.parse(request.GET.get("at", ""))
    status = form.wanted_status()
    first_page = cursor is None and not status
    page = page_of(_of_status(events, status), cursor, soonest=status == COMING)
    context = {
        "form": form,
        "narrowed": form.is_narrowed(),
        "may_record": request.role >= Role.LEADER,
        "status": status,
        "waiting": _few(events.unresolved()) if first_page else None,
        "coming": _few(events.coming()) if first_page else None,
        "asked": JointShare.objects.waiting_for(request.community) if first_page else (),
        "rows": [row_of(event) for event in page.events],
        "this_year": today.year,
        **_links(request, page),
    }
    return render(request, "events/event_list.html", context, status=200 if valid else 422)


def _of_status(events: EventQuerySet, status: str) -> EventQuerySet:
    if status == COMING:
        return events.coming()
    if status == UNRESOLVED:
        return events.unresolved()
    if status in (HELD, CANCELLED):
        return events.filter(status=status)
    return events.exclude(status=EventStatus.PLANNED)


def _few(events: EventQuerySet) -> dict[str, Any]:
    found = list(events.soonest_first()[: AHEAD + 1])
    return {"rows": [row_of(event) for event in found[:AHEAD]], "more": len(found) > AHEAD}


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
            deleted_at=event.deleted_at,
            url=event_url(request, event),
            restore_url=event_url(request, event, "restore"),
        )
        for event in page.events
    ]
    words = BinWords(
        heading=_("Deleted events"),
        lead=_("Deleted events count nowhere. Each can be put back as it was."),
        back_url=reverse("events:event-list", args=[request.community.slug]),
        back_label=_("Events"),
        none=_("What you delete stays here, in case it was a mistake."),
    )
    return bin_page(request, rows, words, **_links(request, page))

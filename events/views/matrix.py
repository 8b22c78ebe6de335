"""Connections: the matrix, and the meetings of one of its cells."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.chart_files import chart_file
from communities.models import Role
from events.matrix_page import Page, plan_url
from events.matrix_words import cell_words, pair_name
from events.meeting_matrix import (
    GROUP_PAIRS,
    SECTOR_PAIRS,
    Cell,
    HeldEvent,
    Meeting,
    Pair,
    build_matrix,
    count_unrecorded,
    meetings_of_pair,
    order_pair,
    organizations_of_pair,
    proposals,
)
from events.models import (
    Constituency,
    ConstituencyPresence,
    Event,
    EventKind,
    EventStatus,
    OrganizationPresence,
)
from stakeholders.date_range import SpanForm, get_half_years, get_spans, paginate
from stakeholders.models import FocusStakeholder, Organization

PAIR_PAGE = 50


def _periods(request: CommunityRequest) -> tuple[SpanForm, bool]:
    """Return the form to choose a period, and whether any event was held at all."""
    today = timezone.now().astimezone(request.community.zone).date()
    half_years = get_half_years(Event.objects.held(), "local_day")
    return SpanForm(request.GET, spans=get_spans(half_years, today)), bool(half_years)


@community_view(Role.MEMBER)
@require_safe
def meeting_matrix(request: CommunityRequest) -> HttpResponseBase:
    """Show a heat map of sectors, the same as a table, sectors by constituencies, and listening groups to plan."""
    form, any_held = _periods(request)
    span = form.span()
    rows = get_held_events(span.first, span.last)
    matrix = build_matrix(rows)
    organizations_by_sector = Organization.objects.not_deleted().counted_by_sector()
    today = timezone.now().astimezone(request.community.zone).date()
    focus = FocusStakeholder.objects.current(today).values_list("sector", flat=True)
    page = Page(matrix, span, request.community.slug, organizations_by_sector)
    chart = page.chart(request.community.name, today)
    if file := chart_file(request, [chart] if matrix.total and form.is_valid() else []):
        return file
    context = {
        "form": form,
        "span": span,
        "matrix": matrix,
        "any_held": any_held,
        "unrecorded": count_unrecorded(rows),
        "chart": chart,
        "sectors": page.sector_table(),
        "groups": page.group_table(),
        "met": page.met(SECTOR_PAIRS),
        "met_groups": page.met(GROUP_PAIRS),
        "never": page.never(),
        "proposals": page.proposals(proposals(matrix, organizations_by_sector, focus)),
        "may_record": request.role >= Role.LEADER,
    }
    return render(request, "events/meeting_matrix.html", context, status=200 if form.is_valid() else 422)


def _pair(first: str, second: str) -> Pair:
    """Return the pair, given in any order, or 404."""
    try:
        pair = order_pair(first, second)
    except KeyError as error:
        raise Http404 from error
    if pair not in (*SECTOR_PAIRS, *GROUP_PAIRS):
        raise Http404
    return pair


@community_view(Role.MEMBER)
@require_safe
def matrix_pair(request: CommunityRequest, first: str, second: str) -> HttpResponse:
    """Show the meetings of a cell, newest first."""
    pair = _pair(first, second)
    form, _any_held = _periods(request)
    span = form.span()
    meetings = meetings_of_pair(get_held_events(span.first, span.last), *pair)
    last = meetings[0].day if meetings else None
    cell = Cell(len(meetings), len(organizations_of_pair(meetings, *pair)), last)
    kind = EventKind.LISTENING_GROUP if pair in GROUP_PAIRS else EventKind.STAKEHOLDER_MEETING
    matrix_url = reverse("events:connections", args=[request.community.slug])
    page = paginate(request, span, meetings, PAIR_PAGE)
    context = {
        "form": form,
        "span": span,
        "title": pair_name(pair),
        "cell": cell,
        "cell_words": cell_words(cell),
        **page,
        "rows": _rows(page["rows"], pair),
        "matrix_url": f"{matrix_url}?{urlencode({'period': span.code})}",
        "plan_url": plan_url(request.community.slug, kind, pair_name(pair)),
        "may_record": request.role >= Role.LEADER,
    }
    status = 200 if form.is_valid() else 422
    return render(request, "events/meeting_matrix_pair.html", context, status=status)


def _rows(meetings: list[Meeting], pair: Pair) -> list[dict[str, Any]]:
    """Return each meeting with its events and organizations, those of the pair first: two queries."""
    events = Event.objects.in_bulk([event_id for meeting in meetings for event_id in meeting.event_ids])
    everybody = {organization_id for meeting in meetings for organization_id in meeting.organizations}
    organizations = Organization.objects.in_bulk(everybody)
    rows = []
    for meeting in meetings:
        there = [organizations[organization_id] for organization_id in meeting.organizations]
        there.sort(
            key=lambda organization: (
                organization.sector not in pair,
                organization.name.lower(),
                organization.pk,
            )
        )
        people = [
            str(Constituency(code).label) for code in Constituency.values if code in meeting.constituencies
        ]
        rows.append(
            {
                "day": meeting.day,
                "events": [events[event_id] for event_id in meeting.event_ids],
                "organizations": there,
                "people": people,
            }
        )
    return rows


def get_held_events(first: dt.date, last: dt.date) -> list[HeldEvent]:
    """Return the held events, in the community's scope: three queries, however many events there are."""
    events = list(
        Event.objects.held()
        .filter(local_day__range=(first, last))
        .values_list("id", "local_day", "joint_key", "kind")
    )
    # The condition above is repeated, so that the database joins instead of reading a list of thousands of ids.
    of_those = {
        "event__status": EventStatus.HELD,
        "event__deleted_at": None,
        "event__local_day__range": (first, last),
    }
    organizations: dict[int, dict[int, str]] = {}
    present = OrganizationPresence.objects.filter(**of_those)
    for event, organization_id, sector in present.values_list(
        "event_id", "organization_id", "organization__sector"
    ):
        organizations.setdefault(event, {})[organization_id] = sector
    constituencies: dict[int, set[str]] = {}
    groups = ConstituencyPresence.objects.filter(**of_those)
    for event, code in groups.values_list("event_id", "constituency"):
        constituencies.setdefault(event, set()).add(code)
    return [
        HeldEvent(
            id=event,
            day=day,
            organizations=organizations.get(event, {}),
            constituencies=frozenset(constituencies.get(event, ())),
            joint_key=str(joint_key) if joint_key else None,
            kind=kind,
        )
        for event, day, joint_key, kind in events
    ]

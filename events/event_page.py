"""Everything that the page of one event shows, in as few queries as possible."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value

from communities.models import Invitation
from events.counts import Attendance
from events.invited import list_waiting_invitations
from events.models import (
    CampaignEvent,
    ConstituencyPresence,
    Event,
    EventChange,
    GuestCount,
    Headcount,
    MemberPresence,
    Occasion,
    OrganizationPresence,
    Output,
    ResearchEvent,
)
from tfc.compiled_queries import CompiledQuery, parameter

MEMBER, INVITED, ORGANIZATION, GROUP, COUNTED, MADE, GUESTS = (
    "member",
    "invited",
    "organization",
    "group",
    "counted",
    "made",
    "guests",
)


@dataclass(frozen=True)
class RecordedAttendance:
    """The attendance, with the names of members, the names and sectors of organizations, and the counts of guests."""

    attendance: Attendance
    members: list[str]
    organizations: list[tuple[str, str]]
    guests: dict[Occasion, int]


def get_attendance(event: Event) -> RecordedAttendance:
    """Return the recorded attendance; one query."""
    rows_by_part: dict[str, list[tuple[int, str, str, bool]]] = defaultdict(list)
    for what, _row, number, word, second, is_least in sorted(_recorded(event.pk)):
        rows_by_part[what].append((number, word, second, is_least))
    organizations = rows_by_part[ORGANIZATION]
    attendance = Attendance.stored(
        event.people_present,
        organizations=(pk for pk, *_rest in organizations),
        constituencies=sorted(code for _pk, code, *_rest in rows_by_part[GROUP]),
        memberships=(pk for pk, *_rest in rows_by_part[MEMBER]),
        invited=(pk for pk, *_rest in rows_by_part[INVITED]),
        counted=((dimension, group, people) for people, dimension, group, _flag in rows_by_part[COUNTED]),
        outputs=((unit, quantity, at_least, what) for quantity, unit, what, at_least in rows_by_part[MADE]),
    )
    return RecordedAttendance(
        attendance,
        sorted((name or email for _pk, name, email, _flag in rows_by_part[MEMBER]), key=str.casefold),
        sorted((name, sector) for _pk, name, sector, _flag in organizations),
        guests_by_occasion((occasion, people) for people, occasion, *_rest in rows_by_part[GUESTS]),
    )


def guests_by_occasion(rows: Iterable[tuple[str, int]]) -> dict[Occasion, int]:
    """Return the people of each occasion, 0 where there are none."""
    counted = dict(rows)
    return {occasion: counted.get(occasion, 0) for occasion in Occasion}


def _build_recorded_rows() -> QuerySet[Any, tuple[str, int, int, str, str, bool]]:
    """Return rows of table, row id, number, two words, and whether the number is a lower bound."""

    def select_part(
        model: Any, what: str, number: str, name: str, more: Any = None, flag: Any = None
    ) -> QuerySet[Any, Any]:
        # None of these names is the name of a field, which `annotate` would refuse.
        rows = model._default_manager.filter(event=parameter(0))
        return select_columns(rows, what, number, F(name), more, flag)

    def select_columns(
        rows: QuerySet[Any], what: str, number: str, name: Any, more: Any = None, flag: Any = None
    ) -> QuerySet[Any, Any]:
        columns = {
            "told": Value(what),
            "row_id": F("id"),
            "number": F(number),
            "word": name,
            "second": more or Value(""),
            "is_least": flag or Value(False),
        }
        return rows.annotate(**columns).values_list(*columns).order_by()

    user = "membership__user"
    members = select_part(MemberPresence, MEMBER, "membership_id", f"{user}__name", F(f"{user}__email"))
    sector = F("organization__sector")
    waiting = Invitation.objects.filter(pk__in=list_waiting_invitations(parameter(0)))
    return members.union(
        select_columns(waiting, INVITED, "id", Value("")),
        select_part(OrganizationPresence, ORGANIZATION, "organization_id", "organization__name", sector),
        select_part(ConstituencyPresence, GROUP, "id", "constituency"),
        select_part(Headcount, COUNTED, "people", "dimension", F("group")),
        select_part(Output, MADE, "quantity", "unit", F("what"), F("at_least")),
        select_part(GuestCount, GUESTS, "people", "occasion"),
        all=True,
    )


_recorded = CompiledQuery(_build_recorded_rows)


def event_with_series(event_id: int) -> "QuerySet[Event]":
    """Return the event, with the ``campaign_number`` and ``campaign_title`` of its campaign, or None."""
    links = CampaignEvent.objects.filter(event=OuterRef("pk"), campaign__deleted_at=None)
    return (
        Event.objects.select_related("series")
        .filter(pk=event_id)
        .annotate(
            campaign_number=Subquery(links.values("campaign")),
            campaign_title=Subquery(links.values("campaign__title")),
        )
    )


changes_of = CompiledQuery(
    lambda: EventChange.objects.filter(event=parameter(0)).select_related("by").order_by("-at", "-id")
)


def get_guest_counts(event_id: int) -> "QuerySet[GuestCount, tuple[str, int]]":
    return GuestCount.objects.filter(event=event_id).values_list("occasion", "people")


research_links_of = CompiledQuery(
    lambda: (
        ResearchEvent.objects.filter(
            event=parameter(0), method__deleted_at=None, method__research__deleted_at=None
        )
        .select_related("method__research")
        .order_by("id")
    )
)

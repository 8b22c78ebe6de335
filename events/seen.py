"""Everything that the page of one event shows, in as few questions as it takes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value

from events.counts import Attendance
from events.models import (
    ConstituencyPresence,
    Event,
    EventChange,
    GuestCount,
    Headcount,
    MemberPresence,
    OrganizationPresence,
    Output,
    ResearchEvent,
)
from tfc.prepared import Prepared, given

MEMBER, ORGANIZATION, GROUP = "member", "organization", "group"


@dataclass(frozen=True)
class Seen:
    """Who was there, with the names of members, and names and sectors of organizations."""

    attendance: Attendance
    members: list[str]
    organizations: list[tuple[str, str]]


def seen_at(event: Event) -> Seen:
    """Three queries."""
    there: dict[str, list[tuple[int, str, str]]] = {MEMBER: [], ORGANIZATION: [], GROUP: []}
    for what, pk, name, more in who_was_there(event.pk):
        there[what].append((pk, name, more))
    attendance = Attendance.stored(
        event.people_present,
        organizations=(pk for pk, _name, _sector in there[ORGANIZATION]),
        constituencies=(code for _pk, code, _nothing in sorted(there[GROUP])),
        memberships=(pk for pk, _name, _email in there[MEMBER]),
        counted=_headcounts(event.pk),
        outputs=_outputs(event.pk),
    )
    members = sorted((name or email for _pk, name, email in there[MEMBER]), key=str.casefold)
    return Seen(attendance, members, sorted((name, sector) for _pk, name, sector in there[ORGANIZATION]))


def _who_was_there() -> QuerySet[Any, tuple[str, int, str, str]]:
    """What, its id, and two words: name and e-mail address, name and sector, or code."""

    def told(found: QuerySet[Any], what: str, pk: str, name: str, more: Any) -> QuerySet[Any, Any]:
        named = found.filter(event=given(0)).annotate(what=Value(what), row=F(pk), name=F(name), more=more)
        return named.values_list("what", "row", "name", "more").order_by()

    user = "membership__user"
    members = told(
        MemberPresence.objects.all(), MEMBER, "membership_id", f"{user}__name", F(f"{user}__email")
    )
    organization = F("organization__sector")
    return members.union(
        told(
            OrganizationPresence.objects.all(),
            ORGANIZATION,
            "organization_id",
            "organization__name",
            organization,
        ),
        told(ConstituencyPresence.objects.all(), GROUP, "id", "constituency", Value("")),
        all=True,
    )


who_was_there = Prepared(_who_was_there)
_headcounts = Prepared(
    lambda: (
        Headcount.objects.filter(event=given(0)).order_by("id").values_list("dimension", "group", "people")
    )
)
_outputs = Prepared(
    lambda: (
        Output.objects.filter(event=given(0))
        .order_by("id")
        .values_list("unit", "quantity", "at_least", "what")
    )
)
event_with_series = Prepared(lambda: Event.objects.select_related("series").filter(pk=given(0)))
changes_of = Prepared(
    lambda: EventChange.objects.filter(event=given(0)).select_related("by").order_by("-at", "-id")
)
guest_counts_of = Prepared(
    lambda: GuestCount.objects.filter(event=given(0)).values_list("occasion", "people")
)
research_links_of = Prepared(
    lambda: (
        ResearchEvent.objects.filter(
            event=given(0), method__deleted_at=None, method__research__deleted_at=None
        )
        .select_related("method__research")
        .order_by("id")
    )
)

"""The figures of a half-year once more, by plain loops over the raw rows: nothing here uses the app's own counting."""

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from communities.models import Community, PopulationProfile, RolePeriod
from events.models import (
    ConstituencyPresence,
    Event,
    Headcount,
    MemberPresence,
    OrganizationPresence,
)
from tests.base import within
from tests.e2e.help_sums import help_sums
from tests.e2e.path_sums import path_sums


class Sum(NamedTuple):
    """``whole`` is None for a count. ``part`` has a half only in item 3."""

    part: int | Fraction
    whole: int | None = None

    @property
    def value(self) -> Fraction:
        """In percent where it is a share."""
        return Fraction(self.part) if self.whole is None else Fraction(100 * self.part) / self.whole

    @property
    def shown(self) -> str:
        """As people read it, half a percent rounded up."""
        return str(self.part) if self.whole is None else f"{int(self.value + Fraction(1, 2))}%"

    @property
    def made_of(self) -> str:
        return "" if self.whole is None else f"{float(self.part):g} of {self.whole}"


class Rows:
    """The events of the half-year that took place, and who was at them, by the id of the event."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.events: list[dict[str, Any]] = []
        for row in Event.objects.filter(status="held", deleted_at=None).values():
            day = row["starts_at"].astimezone(ZoneInfo(row["time_zone"])).date()
            if first <= day <= last:
                self.events.append({**row, "day": day})
        self.members: dict[int, set[int]] = defaultdict(set)
        for event, user in MemberPresence.objects.values_list("event_id", "membership__user_id"):
            self.members[event].add(user)
        self.sectors: dict[int, set[str]] = defaultdict(set)
        for event, sector in OrganizationPresence.objects.values_list("event_id", "organization__sector"):
            self.sectors[event].add(sector)
        self.groups: dict[int, set[str]] = defaultdict(set)
        for event, group in ConstituencyPresence.objects.values_list("event_id", "constituency"):
            self.groups[event].add(group)
        self.people: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
        for event, dimension, group, people in Headcount.objects.values_list(
            "event_id", "dimension", "group", "people"
        ):
            self.people[event][dimension, group] = people

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["kind"] in kinds]


# Where sectors sit at one table; not outreach, lessons or campaign actions.
TABLES = (
    "team_meeting", "stakeholder_meeting", "stakeholder_training", "community_workshop", "listening_group",
)  # fmt: skip


def sums(community: Community, first: dt.date, last: dt.date) -> dict[str, Sum]:
    """By the label of the part: those that the events and the team's list tell, and what else is recorded."""
    with within(community):
        rows = Rows(first, last)
        meetings = [
            event
            for event in rows.of(*TABLES)
            if len(rows.sectors[event["id"]] | rows.groups[event["id"]]) >= 2
        ]
        sectors: set[str] = set()
        for event in meetings:
            sectors |= rows.sectors[event["id"]]
        return {
            "1a": met_months(rows),
            "1b": represented(rows),
            "4a": Sum(len(meetings)),
            "4b": Sum(len(sectors), 8),
            "5": engagement(rows),
            "10": trained_leaders(rows, last),
            "11": professionals(rows),
            **{label: Sum(*share) for label, share in path_sums(last).items()},
            **{label: Sum(*share) for label, share in help_sums(community, first, last).items()},
        }


def met_months(rows: Rows) -> Sum:
    """The rhythm is a month from the half-year's first day, so the windows are its six months."""
    months = set()
    for meeting in rows.of("team_meeting"):
        if len(rows.members[meeting["id"]]) >= 3:
            months.add(meeting["day"].month)
    return Sum(len(months), 6)


def represented(rows: Rows) -> Sum:
    """Groups of 5 % of the town or more that have half that share of those counted; nobody under 15."""
    came: dict[tuple[str, str], int] = defaultdict(int)
    for meeting in rows.of("team_meeting"):
        for key, people in rows.people[meeting["id"]].items():
            came[key] += people
    town = {}
    for dimension, group, people in PopulationProfile.objects.values_list("dimension", "group", "people"):
        if (dimension, group) != ("age_band", "0-14"):
            town[dimension, group] = people
    found = asked = 0
    for (dimension, group), people in town.items():
        lives_here = Fraction(people, sum(town[key] for key in town if key[0] == dimension))
        counted = sum(came[key] for key in town if key[0] == dimension)
        if lives_here >= Fraction(5, 100):
            asked += 1
            found += Fraction(came[dimension, group], counted) >= lives_here / 2
    return Sum(found, asked)


def engagement(rows: Rows) -> Sum:
    number = 0
    for event in rows.of(
        "awareness", "education", "stakeholder_training", "community_workshop", "listening_group", "campaign"
    ):
        number += event["hosting"] in ("hosted", "co_hosted", "facilitated")
    return Sum(number)


def trained_leaders(rows: Rows, last: dt.date) -> Sum:
    leaders = set()
    for user, role, since, until in RolePeriod.objects.values_list(
        "user_id", "role", "started_on", "ended_on"
    ):
        if role >= 2 and (last - since).days >= 60 and (until is None or until > last):
            leaders.add(user)
    trained = set()
    for training in rows.of("leadership_training"):
        trained |= rows.members[training["id"]] & leaders
    return Sum(len(trained), len(leaders))


def professionals(rows: Rows) -> Sum:
    """At least as many as were at the largest training, profession by profession."""
    number = 0
    for profession in ("police", "prosecutors", "judges", "first_responders"):
        trained = (rows.people[event["id"]] for event in rows.of("stakeholder_training"))
        number += max((people.get(("profession", profession), 0) for people in trained), default=0)
    return Sum(number)

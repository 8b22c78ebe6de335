"""Hill's records of a half-year, including some that must not count."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from communities.actions.settings import declare_cadence, replace_profile
from communities.actions.team import confirm_roster
from communities.models import CadenceKind, Membership, StageChange
from communities.population_csv import Group
from events.actions import Attendance, Details, EventTime, cancel_event, delete_event, log_meeting, plan_event
from events.models import Event, EventKind, Hosting
from stakeholders.actions.register import add_organization
from stakeholders.models import Organization, Sector
from tests.base import World, within
from tfc.periods import HalfYear

EVENING, NIGHT = dt.time(18, 0), dt.time(23, 30)
PROFILE = {
    "gender": {"female": 52_000, "male": 48_000},
    "age_band": {"0-14": 20_000, "15-24": 16_000, "25-44": 30_000, "45-64": 22_000, "65+": 12_000},
    "language": {"en": 70_000, "es": 27_000, "zh": 3_000},
}
REGISTER = {
    "Hill High School": Sector.SCHOOLS,
    "The Hill Post": Sector.MEDIA,
    "First Church": Sector.FAITH_NGOS,
    "Second Church": Sector.FAITH_NGOS,
    "Corner Bank": Sector.LOCAL_BUSINESS,
    "City Council": Sector.LOCAL_LEGISLATURES,
    "Police Department": Sector.LAW_ENFORCEMENT,
    "Fire Department": Sector.FIRST_RESPONDERS,
}


def make_half_year(town: World) -> HalfYear:
    """Return the last completed half-year, whatever today's date is."""
    return HalfYear.of_instant(timezone.now(), town.hill.zone).previous()


@dataclass
class Diary:
    """Writes the events of the half-year through actions. ``day(0, 10)``: the 10th of its first month."""

    town: World
    half_year: HalfYear
    register: dict[str, Organization] = field(default_factory=dict)

    def day(self, month: int, day: int) -> dt.date:
        return self.half_year.first_day.replace(month=self.half_year.first_day.month + month, day=day)

    def details(self, kind: str, day: dt.date, starts: dt.time = EVENING, **fields: Any) -> Details:
        return Details(kind=kind, when=EventTime(day=day, starts=starts, zone=self.town.hill.zone), **fields)

    def hold(
        self,
        kind: str,
        day: dt.date,
        starts: dt.time = EVENING,
        *,
        hosting: str = Hosting.HOSTED,
        **came: Any,
    ) -> Event:
        names, members = came.pop("organizations", ()), came.pop("members", ())
        attendance = Attendance(
            organizations=tuple(self.register[name].pk for name in names),
            memberships=tuple(self._membership(name) for name in members),
            **came,
        )
        details = self.details(kind, day, starts, hosting=hosting)
        return log_meeting(details=details, attendance=attendance, by=self.town["hill-leader"])

    def planned(self, kind: str, day: dt.date) -> Event:
        return plan_event(details=self.details(kind, day), by=self.town["hill-leader"])

    def _membership(self, role: str) -> int:
        return Membership.objects.get(user=self.town[f"hill-{role}"]).pk

    def write(self) -> None:
        with within(self.town.hill):
            self._declare()
            self._team_meetings()
            self._stakeholders()
            self._trainings()
            self._engagement()
            self._what_does_not_count()

    def _declare(self) -> None:
        hill, by = self.town.hill, self.town["hill-coordinator"]
        StageChange.objects.create(
            office=hill.office, stage=hill.stage, since=dt.date(2024, 1, 1), reason="A team.", by=by
        )
        declare_cadence(community=hill, kind=CadenceKind.MONTH, declared_on=self.half_year.first_day, by=by)
        groups = [
            Group(dimension, group, people)
            for dimension, of_it in PROFILE.items()
            for group, people in of_it.items()
        ]
        replace_profile(groups=groups, source="census", year=2020, by=by)
        confirm_roster(half_year=self.half_year, by=by)
        self.register = {
            name: add_organization(by=by, name=name, sector=sector) for name, sector in REGISTER.items()
        }

    def _team_meetings(self) -> None:
        """Record team meetings of months 1 to 4, the last with too few members; the browser logs the sixth."""
        three = ("member", "leader", "coordinator")
        meetings: list[tuple[int, tuple[str, ...], int, dict[str, dict[str, int]]]] = [
            (0, three, 10, {"gender": {"female": 7, "male": 3}, "age_band": {"15-24": 2, "25-44": 5, "45-64": 3},
                            "language": {"en": 9, "es": 1}}),
            (1, three, 10, {"gender": {"female": 8, "male": 1}, "age_band": {"25-44": 6, "45-64": 3},
                            "language": {"en": 8, "es": 1}}),
            (2, three, 8, {"gender": {"female": 6, "male": 2}, "language": {"en": 8},
                           "age_band": {"0-14": 1, "15-24": 1, "25-44": 4, "45-64": 2}}),
            (3, ("leader", "coordinator"), 6, {"gender": {"female": 5, "male": 1}, "language": {"en": 6},
                                               "age_band": {"25-44": 4, "45-64": 2}}),
        ]  # fmt: skip
        for month, members, people, headcounts in meetings:
            day = self.day(month, 10)
            self.hold(
                EventKind.TEAM_MEETING, day, members=members, people_present=people, headcounts=headcounts
            )

    def _stakeholders(self) -> None:
        """Three that count (one late on the last evening, which is the next half-year in UTC), and one with a single
        sector."""
        meeting = EventKind.STAKEHOLDER_MEETING
        self.hold(meeting, self.day(0, 20), organizations=("Hill High School", "The Hill Post"))
        self.hold(meeting, self.day(1, 20), organizations=("First Church", "Second Church"))
        self.hold(meeting, self.day(2, 20), organizations=("Hill High School",), constituencies=("parents",))
        self.hold(meeting, self.half_year.last_day, NIGHT, organizations=("Corner Bank", "City Council"))
        self.planned(meeting, self.day(3, 20))  # past, without an outcome

    def _trainings(self) -> None:
        self.hold(
            EventKind.STAKEHOLDER_TRAINING, self.day(1, 25), organizations=("Police Department",),
            people_present=20, headcounts={"profession": {"police": 12, "prosecutors": 2, "teachers": 3}},
        )  # fmt: skip
        self.hold(
            EventKind.STAKEHOLDER_TRAINING, self.day(3, 25), organizations=("Police Department", "Fire Department"),
            people_present=13, headcounts={"profession": {"police": 8, "first_responders": 5}},
        )  # fmt: skip
        self.hold(
            EventKind.LEADERSHIP_TRAINING, self.day(2, 5), members=("leader", "member"), people_present=6
        )

    def _engagement(self) -> None:
        self.hold(EventKind.EDUCATION, self.day(2, 15), hosting=Hosting.CO_HOSTED)
        self.hold(EventKind.LISTENING_GROUP, self.day(0, 15), hosting=Hosting.FACILITATED)
        self.hold(EventKind.CAMPAIGN, self.day(4, 15), hosting=Hosting.ATTENDED)

    def _what_does_not_count(self) -> None:
        """Record events that do not count: before the first local midnight, canceled, and deleted."""
        everybody = ("member", "leader", "coordinator")
        before = self.half_year.first_day - dt.timedelta(days=1)
        self.hold(EventKind.TEAM_MEETING, before, NIGHT, members=everybody, people_present=30)
        self.hold(EventKind.AWARENESS, before, NIGHT, organizations=("Corner Bank", "First Church"))
        by = self.town["hill-leader"]
        for kind in (EventKind.TEAM_MEETING, EventKind.AWARENESS):
            called_off = self.planned(kind, self.day(4, 12))
            cancel_event(event=called_off, reason="Snow", revision=called_off.revision, by=by)
        mistaken = self.hold(
            EventKind.STAKEHOLDER_MEETING, self.day(4, 20), organizations=("First Church", "Corner Bank")
        )
        delete_event(event=mistaken, by=by)
        twice = self.hold(EventKind.TEAM_MEETING, self.day(4, 10), members=everybody, people_present=3)
        delete_event(event=twice, by=by)

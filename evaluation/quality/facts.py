"""The data that the checks need about a community, as plain rows."""

import datetime as dt
from dataclasses import dataclass, field

from events.counts import has_attendance
from events.models import EventStatus


@dataclass(frozen=True)
class EventFact:
    """An event that is not canceled. ``title`` is empty if none was given; ``entered_at`` is in the event's time zone.

    ``groups``: people by dimension, summed over its groups. ``members``: how many members were recorded as present.
    """

    id: int
    kind: str
    title: str
    status: str
    day: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    entered_at: dt.datetime
    people_present: int | None = None
    members: int = 0
    groups: dict[str, int] = field(default_factory=dict)

    @property
    def entered_on(self) -> dt.date:
        return self.entered_at.date()

    @property
    def is_held(self) -> bool:
        return self.status == EventStatus.HELD

    @property
    def has_attendance(self) -> bool:
        return has_attendance(self.people_present, self.members, self.groups)


@dataclass(frozen=True)
class ServiceFact:
    id: int
    name: str
    confirmed_on: dt.date | None
    is_doubted: bool
    has_pathway: bool
    called_on: dt.date | None


@dataclass(frozen=True)
class SurveyFact:
    """A half-year with an open round."""

    half_year: str
    due_on: dt.date
    is_handed_in: bool


@dataclass(frozen=True)
class DatedFact:
    """A record with a day that was typed; ``about`` is the record whose page shows it."""

    id: int
    about: int
    title: str
    on: dt.date


@dataclass
class Facts:
    """Facts about one community, as of ``now``; ``today`` is its local day. ``events`` are those since ``since``, and
    earlier ones still planned.

    ``contradicted``: half-year and part of figures that a declaration and a record make unknown. ``dimensions`` are
    those of the census profile. ``roster_is_confirmed``: the roster was confirmed in this half-year;
    ``has_residents_survey``: one is planned, running or over in it.
    """

    now: dt.datetime
    today: dt.date
    since: dt.date
    takes_part: bool
    events: list[EventFact] = field(default_factory=list)
    services: list[ServiceFact] = field(default_factory=list)
    surveys: list[SurveyFact] = field(default_factory=list)
    contradicted: list[tuple[str, str]] = field(default_factory=list)
    contributions: list[DatedFact] = field(default_factory=list)
    evidence: list[DatedFact] = field(default_factory=list)
    dimensions: set[str] = field(default_factory=set)
    has_cadence: bool = False
    has_languages: bool = False
    roster_is_confirmed: bool = False
    has_residents_survey: bool = False
    last_meeting: dt.date | None = None
    meeting_is_planned: bool = False
    # The day from which the time without a meeting is too long for the declared rhythm; None without one.
    gap_is_long_on: dt.date | None = None

    @property
    def held(self) -> list[EventFact]:
        return [event for event in self.events if event.is_held]

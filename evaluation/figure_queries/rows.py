"""The data that the measures need, as plain rows: read for many communities at once, then computed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from communities.models import Community, Role
from communities.models.communities import TAKES_PART
from communities.thresholds import Thresholds
from evaluation.figure_queries.research_rows import (
    AssessmentRow,
    Entry,
    FindingRow,
    FocusRow,
    ResearchRow,
    StrategyRow,
)
from evaluation.figure_queries.service_rows import ServiceRow, WaveRow
from evaluation.measures import CadenceDeclaration
from events.counts import has_attendance
from events.models import EventKind
from residents.tallies import Tallies
from stakeholders.contribution_sums import Gift, Partner
from tfc.periods import HalfYear

Counts = defaultdict[str, defaultdict[str, int]]  # people by dimension and group


def counts() -> Counts:
    return defaultdict(lambda: defaultdict(int))


@dataclass
class EventRow:
    """A held event, or a past event without an outcome."""

    id: int
    revision: int
    kind: str
    hosting: str
    sponsored_by_oasis: bool
    day: date
    held: bool
    joint_key: str | None
    people_present: int | None
    members: set[int] = field(default_factory=set)  # membership ids
    organizations: dict[int, int] = field(default_factory=dict)  # revision by id
    sectors: set[str] = field(default_factory=set)
    constituencies: set[str] = field(default_factory=set)
    people: Counts = field(default_factory=counts)

    @property
    def entry(self) -> Entry:
        return self.id, self.revision

    @property
    def has_attendance(self) -> bool:
        return has_attendance(self.people_present, self.members, self.people)

    @property
    def headcount(self) -> int:
        """Return how many people were certainly present: the number given, or the recorded people
        where they are more.
        """
        recorded = (sum(groups.values()) for groups in self.people.values())
        return max(self.people_present or 0, len(self.members), *recorded, 0)


@dataclass(frozen=True)
class RoleRow:
    """A period in a role; ``ended_on`` is the first day after it."""

    id: int
    user_id: int
    membership_id: int
    role: int
    started_on: date
    ended_on: date | None

    def leads_on(self, day: date) -> bool:
        """Return True if this is a leader's role and holds on this day."""
        ended = self.ended_on is not None and self.ended_on <= day
        return self.role >= Role.LEADER and self.started_on <= day and not ended


@dataclass(frozen=True)
class SignUpRow:
    """A sign-up for a past office training. ``was_there`` is None until attendance is recorded."""

    entry: Entry
    membership_id: int
    was_there: bool | None
    attendance: Entry | None


@dataclass
class CommunityRows:
    """One community's rows for one half-year, as of a day. `events` include earlier ones within the
    look-back of 1a.
    """

    community: Community
    half_year: HalfYear
    as_of: date
    thresholds: Thresholds
    stage: str
    stage_change: int | None = None
    events: list[EventRow] = field(default_factory=list)
    # Of campaigns won in the half-year by the as-of date: the stage by which they were won.
    wins: list[Entry] = field(default_factory=list)
    joint_wins: list[str] = field(default_factory=list)  # keys of the joint campaigns among them
    cadences: list[tuple[int, CadenceDeclaration]] = field(default_factory=list)
    declarations: dict[str, int] = field(default_factory=dict)  # id by part code
    profile: Counts = field(default_factory=counts)
    profile_rows: list[Entry] = field(default_factory=list)
    required_languages: dict[int, str] = field(default_factory=dict)  # by id
    roles: list[RoleRow] = field(default_factory=list)
    roster: tuple[int, date] | None = None  # id and local day of the confirmation
    sign_ups: list[SignUpRow] = field(default_factory=list)  # for trainings of the half-year
    # Active organizations: revision and last day present, by id.
    organizations: dict[int, tuple[int, date]] = field(default_factory=dict)
    # Ids of organizations that were present at an event before the half-year began.
    present_earlier: set[int] = field(default_factory=set)
    researches: list[ResearchRow] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)
    focuses: list[FocusRow] = field(default_factory=list)
    strategies: list[StrategyRow] = field(default_factory=list)
    assessments: list[AssessmentRow] = field(default_factory=list)
    gifts: list[tuple[Entry, Gift]] = field(default_factory=list)
    new_partners: list[tuple[Entry, Partner]] = field(default_factory=list)
    services: list[ServiceRow] = field(default_factory=list)
    # Waves by id, by half-year: of this half-year and of earlier ones.
    waves: defaultdict[str, dict[int, WaveRow]] = field(default_factory=lambda: defaultdict(dict))
    # For each residents' survey of the half-year, why it may have no result.
    survey_reasons: list[str] = field(default_factory=list)

    # The tallies of these half-years: see residents.py.
    tallied: dict[str, list[Tallies]] = field(default_factory=dict)

    @property
    def takes_part(self) -> bool:
        return self.stage in TAKES_PART

    def declared(self, code: str) -> bool:
        """Return True if "none this half-year" was declared for this part."""
        return code in self.declarations

    @property
    def cadence_declarations(self) -> list[CadenceDeclaration]:
        return [declaration for _id, declaration in self.cadences]

    def of_kind(self, *kinds: str, held: bool = True) -> list[EventRow]:
        """Return the half-year's events of these kinds that were held, or with `held=False` those
        without an outcome.
        """
        return [event for event in self._in_period if event.kind in kinds and event.held == held]

    def meetings_since(self, first: date | None) -> list[EventRow]:
        """Return team meetings from this day on, held or without an outcome; from the half-year's
        first day for None.
        """
        since = self.half_year.first_day if first is None else first
        return [
            meeting
            for meeting in self.events
            if meeting.kind == EventKind.TEAM_MEETING and meeting.day >= since
        ]

    @cached_property
    def _in_period(self) -> list[EventRow]:
        """Cached: use only after all events are read."""
        first = self.half_year.first_day
        return [event for event in self.events if event.day >= first]

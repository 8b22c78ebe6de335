"""What the measures need to know of a community, as plain rows: read for many communities at once, then computed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from communities.models import Community, Role
from communities.models.communities import TAKES_PART
from communities.thresholds import Thresholds
from evaluation.figure_queries.help_rows import ServiceRow, WaveRow
from evaluation.figure_queries.path_rows import (
    AssessmentRow,
    Entry,
    FindingRow,
    FocusRow,
    ResearchRow,
    StrategyRow,
)
from evaluation.measures import CadenceDeclaration
from events.models import EventKind
from residents.tallies import Tallies
from stakeholders.contribution_sums import Gift, Partner
from tfc.periods import HalfYear

Counts = defaultdict[str, defaultdict[str, int]]  # people by dimension and group


def counts() -> Counts:
    return defaultdict(lambda: defaultdict(int))


@dataclass
class EventRow:
    """An event that was held, or one that is over and of which nobody said yet whether it took place."""

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
    def headcount(self) -> int:
        """How many people were surely there: the number given, or what is recorded of them where that is more."""
        recorded = (sum(groups.values()) for groups in self.people.values())
        return max(self.people_present or 0, len(self.members), *recorded, 0)


@dataclass(frozen=True)
class RoleRow:
    """A time in a role, until before `ended_on`."""

    id: int
    user_id: int
    membership_id: int
    role: int
    started_on: date
    ended_on: date | None

    def leads_on(self, day: date) -> bool:
        """Whether it is one of a leader in post, and holds on this day."""
        ended = self.ended_on is not None and self.ended_on <= day
        return self.role >= Role.LEADER and self.started_on <= day and not ended


@dataclass(frozen=True)
class SignUpRow:
    """Somebody who had signed up for a training of the office that is over. ``was_there``: None until that is known."""

    entry: Entry
    membership_id: int
    was_there: bool | None
    attendance: Entry | None


@dataclass
class CommunityRows:
    """One community's rows for one half-year, as of a day. `events` also hold earlier ones that 1a looks back to."""

    community: Community
    half_year: HalfYear
    as_of: date
    thresholds: Thresholds
    stage: str
    stage_change: int | None = None
    events: list[EventRow] = field(default_factory=list)
    cadences: list[tuple[int, CadenceDeclaration]] = field(default_factory=list)
    declarations: dict[str, int] = field(default_factory=dict)  # id by part code
    profile: Counts = field(default_factory=counts)
    profile_rows: list[Entry] = field(default_factory=list)
    required_languages: dict[int, str] = field(default_factory=dict)  # by id
    roles: list[RoleRow] = field(default_factory=list)
    roster: tuple[int, date] | None = None  # id and local day of the confirmation
    sign_ups: list[SignUpRow] = field(default_factory=list)  # for trainings of the half-year
    # Of those in the register: revision and last day present, by id.
    organizations: dict[int, tuple[int, date]] = field(default_factory=dict)
    # The ids of those that were present at an event before the half-year began.
    present_earlier: set[int] = field(default_factory=set)
    researches: list[ResearchRow] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)
    focuses: list[FocusRow] = field(default_factory=list)
    strategies: list[StrategyRow] = field(default_factory=list)
    assessments: list[AssessmentRow] = field(default_factory=list)
    gifts: list[tuple[Entry, Gift]] = field(default_factory=list)
    new_partners: list[tuple[Entry, Partner]] = field(default_factory=list)
    services: list[ServiceRow] = field(default_factory=list)
    # Of the half-year and of those before it: waves by id, by half-year.
    waves: defaultdict[str, dict[int, WaveRow]] = field(default_factory=lambda: defaultdict(dict))
    # Of the half-year, for each survey of residents: why it may have no result.
    survey_reasons: list[str] = field(default_factory=list)

    # Of these half-years, counted: see residents.py.
    tallied: dict[str, list[Tallies]] = field(default_factory=dict)

    @property
    def takes_part(self) -> bool:
        return self.stage in TAKES_PART

    def declared(self, code: str) -> bool:
        """Whether somebody signed "none this half-year" for this part."""
        return code in self.declarations

    @property
    def cadence_declarations(self) -> list[CadenceDeclaration]:
        return [declaration for _id, declaration in self.cadences]

    def of_kind(self, *kinds: str, held: bool = True) -> list[EventRow]:
        """The events of the half-year of these kinds that were held, or with `held=False` that are unresolved."""
        return [event for event in self._in_period if event.kind in kinds and event.held == held]

    def meetings_since(self, first: date | None) -> list[EventRow]:
        """The team meetings from this day on, held or unresolved; from the half-year's first day with None."""
        since = self.half_year.first_day if first is None else first
        return [
            meeting
            for meeting in self.events
            if meeting.kind == EventKind.TEAM_MEETING and meeting.day >= since
        ]

    @cached_property
    def _in_period(self) -> list[EventRow]:
        """Once all events are read."""
        first = self.half_year.first_day
        return [event for event in self.events if event.day >= first]

"""Rows of research, findings, focus and strategies: dates, codes and ids, and never free text."""

from dataclasses import dataclass, field
from datetime import date, timedelta

# A record in a receipt: its id and its revision.
Entry = tuple[int, int]


@dataclass(frozen=True)
class StepRow:
    """A research step with the day on which it was finished, or a method with the day on which it began.

    ``count``: for a method, the people heard and places observed.
    """

    entry: Entry
    code: str
    day: date | None
    count: int = 0

    def by(self, as_of: date) -> bool:
        return self.day is not None and self.day <= as_of


@dataclass
class ResearchRow:
    entry: Entry
    begun_on: date
    has_design: bool = False
    steps: list[StepRow] = field(default_factory=list)
    methods: list[StepRow] = field(default_factory=list)


@dataclass(frozen=True)
class FindingRow:
    entry: Entry
    observed_on: date
    confidence: int = 0
    checked_on: date | None = None


@dataclass(frozen=True)
class FocusRow:
    """A focus; ``finding`` is None if there is none or it is in the trash."""

    entry: Entry
    sector: str
    finding: Entry | None
    has_plan: bool


@dataclass
class StrategyStepRow:
    """A step of a strategy, as in stakeholders.strategy_status."""

    id: int
    rung: str
    on: date


@dataclass(frozen=True)
class EvidenceRow:
    entry: Entry
    on: date


@dataclass
class StrategyRow:
    """A strategy with ``steps`` and ``evidence`` up to the as-of date, in the order recorded."""

    entry: Entry
    organization: Entry
    ended_on: date | None
    steps: list[StrategyStepRow] = field(default_factory=list)
    evidence: list[EvidenceRow] = field(default_factory=list)

    @property
    def newest_evidence(self) -> EvidenceRow | None:
        return max(self.evidence, key=lambda row: (row.on, row.entry), default=None)

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it ran; None if no end is set."""
        return None if self.ended_on is None else self.ended_on - timedelta(days=1)

    def runs_on(self, day: date) -> bool:
        return self.ended_on is None or self.ended_on > day


@dataclass(frozen=True)
class AssessmentRow:
    """An assessment: the organization was asked and had no strategy."""

    id: int
    organization: int

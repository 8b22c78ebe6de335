"""Which of the five steps of a research are finished. Pure, so that the pages and item 2 count alike."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stakeholders.models import Step
from tfc.dates import is_within_months

# For how long a finding describes the community, unless an office sets another number.
FINDING_MONTHS = 24
METHODS_NEEDED = 2
# People heard plus places observed, needed before fieldwork counts.
COUNT_NEEDED = 5
CONFIDENCE_NEEDED = 2


@dataclass(frozen=True)
class MethodUse:
    """`count`: people heard plus places observed."""

    method: str
    begun_on: dt.date
    count: int


@dataclass(frozen=True)
class FindingDays:
    """A finding that was not withdrawn."""

    observed_on: dt.date
    confidence: int
    checked_on: dt.date | None = None


@dataclass(frozen=True)
class ResearchRecord:
    """`has_design`: the question, the places and the people to hear are written. `done_on`: by code of the step."""

    begun_on: dt.date
    has_design: bool = False
    done_on: Mapping[Step, dt.date] = field(default_factory=dict)
    methods: Sequence[MethodUse] = ()


@dataclass(frozen=True)
class Progress:
    """`methods`: how many different ones count; `count`: their people and places until the fieldwork was finished.

    `impossible`: steps with a day before an earlier step or in the future, which therefore do not count.
    """

    finished: Sequence[Step]
    methods: int = 0
    count: int = 0
    impossible: Sequence[Step] = ()


@dataclass
class _Calendar:
    """Accepts days in the order of the steps: none before the day of an earlier step, and none after `today`."""

    latest: dt.date
    today: dt.date

    def fits(self, on: dt.date | None) -> bool:
        return on is not None and self.latest <= on <= self.today

    def accept(self, on: dt.date | None) -> bool:
        if on is None or not self.fits(on):
            return False
        self.latest = on
        return True


def get_progress(
    record: ResearchRecord, findings: Iterable[FindingDays], day: dt.date, months: int = FINDING_MONTHS
) -> Progress:
    """Return the steps finished on `day`, in order; none of them may be before the previous step."""
    calendar = _Calendar(record.begun_on, day)
    past_findings = [finding for finding in findings if finding.observed_on <= day]
    done_on = record.done_on
    is_accepted = {Step.DESIGN: calendar.accept(done_on.get(Step.DESIGN))}
    uses = [use for use in record.methods if use.count >= 1 and calendar.fits(use.begun_on)]
    is_accepted[Step.METHODS] = all(calendar.fits(use.begun_on) for use in record.methods)
    first_days = _get_first_days(uses)
    if len(first_days) >= METHODS_NEEDED:
        calendar.accept(first_days[METHODS_NEEDED - 1])
    until = done_on.get(Step.FIELDWORK, day)
    count = sum(use.count for use in uses if use.begun_on <= until)
    for step in (Step.FIELDWORK, Step.RANKED_FINDINGS):
        is_accepted[step] = calendar.accept(done_on.get(step))
    meets_rule = {
        Step.DESIGN: is_accepted[Step.DESIGN] and record.has_design,
        Step.METHODS: len(first_days) >= METHODS_NEEDED,
        Step.FIELDWORK: is_accepted[Step.FIELDWORK] and count >= COUNT_NEEDED,
        Step.RANKED_FINDINGS: is_accepted[Step.RANKED_FINDINGS]
        and any(_is_solid(finding, day, months) for finding in past_findings),
        Step.COMMUNITY_CHECK: any(calendar.fits(finding.checked_on) for finding in past_findings),
    }
    dated = {*done_on, Step.METHODS} & is_accepted.keys()
    impossible = [step for step in Step if step in dated and not is_accepted[step]]
    return Progress([step for step in Step if meets_rule[step]], len(first_days), count, impossible)


def _get_first_days(uses: Iterable[MethodUse]) -> list[dt.date]:
    """Return when each different method was first used, the earliest first."""
    first_days: dict[str, dt.date] = {}
    for use in uses:
        first_days[use.method] = min(use.begun_on, first_days.get(use.method, use.begun_on))
    return sorted(first_days.values())


def _is_solid(finding: FindingDays, day: dt.date, months: int) -> bool:
    return finding.confidence >= CONFIDENCE_NEEDED and is_fresh(finding.observed_on, day, months)


def is_fresh(observed_on: dt.date | None, day: dt.date, months: int = FINDING_MONTHS) -> bool:
    """Return whether a finding of ``observed_on`` still describes the community on ``day``."""
    return is_within_months(observed_on, day, months)

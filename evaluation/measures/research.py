"""Items 2, research done, and 3, focus chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from communities.thresholds import Thresholds
from evaluation.instrument import Unit
from evaluation.measures.measured import Measurement, State, build_declared_zero, share, unknown
from stakeholders.models import Step
from stakeholders.research_steps import FindingDays, ResearchRecord, get_progress

STEPS = len(Step)


@dataclass(frozen=True)
class Research:
    """The records of a research and of all the community's findings, up to the as-of date."""

    record: ResearchRecord
    findings: Sequence[FindingDays] = ()


def research_done(
    research: Research | None,
    as_of: date,
    *,
    declared_none: bool = False,
    thresholds: Thresholds | None = None,
) -> Measurement:
    """Measure 2: steps finished / 5, in percent (see stakeholders.research_steps). `research` None: there is no
    record.
    """
    if research is None:
        return (
            build_declared_zero(Unit.PERCENT, STEPS)
            if declared_none
            else unknown(Unit.PERCENT, "no_research")
        )
    if declared_none:
        return unknown(Unit.PERCENT, "declaration_contradicted")
    months = (thresholds or Thresholds()).finding_months
    progress = get_progress(research.record, research.findings, as_of, months)
    newest = max(
        (finding.observed_on for finding in research.findings if finding.observed_on <= as_of), default=None
    )
    details = {
        "steps": {step.value: step in progress.finished for step in Step},
        "methods": progress.methods,
        "count": progress.count,
        "has_design": research.record.has_design,
        "dated": sorted(str(step) for step in research.record.done_on),
        "impossible": [step.value for step in progress.impossible],
        "ranked": research.record.done_on.get(Step.RANKED_FINDINGS, date.max) <= as_of,
        "newest_finding": newest.isoformat() if newest else None,
        "finding_months": months,
    }
    return share(len(progress.finished), STEPS, details=details)


@dataclass(frozen=True)
class Focus:
    """A sector or organization that is a focus at the as-of date, and whether it has a finding and a plan."""

    code: str
    has_finding: bool
    has_plan: bool


def focus_chosen(research: Measurement, focuses: Sequence[Focus]) -> Measurement:
    """Measure 3: 1 / 1 for one or two focuses that each have a finding and a plan, ½ for more than two such, else 0.

    `research` is item 2 of the same community and half-year: if it is unknown, so is the focus.
    """
    if not research.has_value:
        return unknown(Unit.PERCENT, "research_unknown")
    if not focuses and research.state == State.DECLARED_ZERO:
        return build_declared_zero(Unit.PERCENT, 1)
    tied = bool(focuses) and all(focus.has_finding and focus.has_plan for focus in focuses)
    full: int | Fraction = 1 if len(focuses) <= 2 else Fraction(1, 2)
    rows = [{"focus": focus.code, "finding": focus.has_finding, "plan": focus.has_plan} for focus in focuses]
    return share(full if tied else 0, 1, details={"focuses": rows})

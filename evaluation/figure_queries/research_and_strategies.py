"""Items 2, 3 and 9: from research to a focus, and to what organizations change."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from evaluation import measures
from evaluation.figure_queries import receipts
from evaluation.figure_queries.receipts import PartComputation
from evaluation.figure_queries.research_rows import Entry, EvidenceRow, ResearchRow, StepRow, StrategyRow
from evaluation.figure_queries.rows import CommunityRows
from evaluation.measures import Measurement
from stakeholders.models import Step
from stakeholders.research_steps import (
    CONFIDENCE_NEEDED,
    COUNT_NEEDED,
    FindingDays,
    MethodUse,
    ResearchRecord,
)
from stakeholders.strategy_status import get_level_on
from tfc.dates import is_within_months


def research_done(rows: CommunityRows) -> PartComputation:
    """Compute 2. Of several researches the one with the most finished steps counts, of equal ones the newest."""
    measured, counted = _best_research(rows)
    months = rows.thresholds.finding_months
    # A finding too old for the ranking may still be the one that was checked with the community.
    counting = [
        finding.entry
        for finding in rows.findings
        if is_within_months(finding.observed_on, rows.as_of, months)
        or (finding.checked_on is not None and finding.checked_on <= rows.as_of)
    ]
    others = [finding.entry for finding in rows.findings if finding.entry not in counting]
    steps = counted.steps if counted else []
    done = [step for step in steps if step.by(rows.as_of)]
    return PartComputation(
        measured,
        filters={
            "done_by": rows.as_of.isoformat(),
            "findings_within_months": months,
            "people_or_places_at_least": COUNT_NEEDED,
            "confidence_at_least": CONFIDENCE_NEEDED,
        },
        records={
            receipts.RESEARCHES: [counted.entry] if counted else [],
            receipts.RESEARCH_STEPS: [step.entry for step in done],
            receipts.METHODS: [method.entry for method in _begun(counted, rows.as_of)],
            receipts.FINDINGS: counting if counted else [],
        },
        considered={
            receipts.RESEARCHES: [research.entry for research in rows.researches if research is not counted],
            receipts.RESEARCH_STEPS: [step.entry for step in steps if step not in done],
            receipts.FINDINGS: others if counted else [*counting, *others],
        },
    )


def _best_research(rows: CommunityRows) -> tuple[Measurement, ResearchRow | None]:
    if not rows.researches:
        return _measure_research(rows, None), None
    newest_first = sorted(
        rows.researches, key=lambda research: (research.begun_on, research.entry), reverse=True
    )
    worked = [(_measure_research(rows, research), research) for research in newest_first]
    return max(worked, key=lambda pair: pair[0].numerator or 0)


def _measure_research(rows: CommunityRows, research: ResearchRow | None) -> Measurement:
    declared = rows.declared("research_done")
    plain = _plain(rows, research) if research else None
    return measures.research_done(plain, rows.as_of, declared_none=declared, thresholds=rows.thresholds)


def _plain(rows: CommunityRows, research: ResearchRow) -> measures.Research:
    record = ResearchRecord(
        research.begun_on,
        has_design=research.has_design,
        done_on={Step(step.code): step.day for step in research.steps if step.day},
        methods=[
            MethodUse(method.code, method.day, method.count)
            for method in _begun(research, rows.as_of)
            if method.day
        ],
    )
    findings = [
        FindingDays(finding.observed_on, finding.confidence, finding.checked_on) for finding in rows.findings
    ]
    return measures.Research(record, findings)


def _begun(research: ResearchRow | None, as_of: date) -> list[StepRow]:
    return [method for method in research.methods if method.by(as_of)] if research else []


def focus_chosen(rows: CommunityRows) -> PartComputation:
    """Compute 3, which depends on item 2: on the research that item 2 counted, or on the declaration that there was
    none.
    """
    research, counted = _best_research(rows)
    focuses = [
        measures.Focus(focus.sector, focus.finding is not None, focus.has_plan) for focus in rows.focuses
    ]
    records: dict[str, list[Entry]] = {
        receipts.RESEARCHES: [counted.entry] if counted else [],
        receipts.FOCUSES: [focus.entry for focus in rows.focuses],
        receipts.FINDINGS: list({focus.finding for focus in rows.focuses if focus.finding}),
    }
    if rows.declared("research_done"):
        records[receipts.DECLARATIONS] = [(rows.declarations["research_done"], 1)]
    filters = {"current_on": rows.as_of.isoformat()}
    return PartComputation(measures.focus_chosen(research, focuses), filters=filters, records=records)


def strategies_implemented(rows: CommunityRows) -> PartComputation:
    """Compute 9. Engaged organizations were present at events, after an earlier one before the half-year, or have
    strategies.
    """
    months = rows.thresholds.evidence_months
    engaged = _get_engaged_revisions(rows, months)
    strategies: dict[int, list[StrategyRow]] = defaultdict(list)
    for strategy in rows.strategies:
        strategies[strategy.organization[0]].append(strategy)
    assessed = {assessment.organization for assessment in rows.assessments} | strategies.keys()
    organizations = [
        measures.EngagedOrganization(
            list(_claims(strategies[identity], rows.as_of)), assessed=identity in assessed, key=str(identity)
        )
        for identity in engaged
    ]
    measured = measures.strategies_implemented(organizations, rows.as_of, thresholds=rows.thresholds)
    of_engaged = [strategy for identity in engaged for strategy in strategies[identity]]
    return PartComputation(
        measured,
        filters={
            "present_within_months": months,
            "first_present_before": rows.half_year.first_day.isoformat(),
            "evidence_within_months": months,
        },
        records={receipts.ORGANIZATIONS: engaged.items(), **_records(rows, of_engaged, set(engaged))},
        considered={
            receipts.EVIDENCE: [evidence.entry for evidence in _evidence(rows, of_engaged, fresh=False)]
        },
    )


def _get_engaged_revisions(rows: CommunityRows, months: int) -> dict[int, int]:
    """Return the revision by id of each organization that was present, or had a running strategy, in the last months.

    One that was first present in this half-year is left out, so that inviting it does not immediately lower the
    figure.
    """
    present = {
        identity: revision
        for identity, (revision, last_present) in rows.organizations.items()
        if identity in rows.present_earlier and is_within_months(last_present, rows.as_of, months)
    }
    with_strategy = (
        strategy.organization
        for strategy in rows.strategies
        if strategy.runs_on(rows.as_of) or is_within_months(strategy.last_day, rows.as_of, months)
    )
    return present | dict(with_strategy)


def _claims(strategies: Sequence[StrategyRow], as_of: date) -> Iterator[measures.Claim]:
    for strategy in strategies:
        level, newest = get_level_on(strategy.steps, as_of), strategy.newest_evidence
        if level and strategy.runs_on(as_of):
            yield measures.Claim(level, newest.on if newest else None)


def _records(
    rows: CommunityRows, strategies: Sequence[StrategyRow], engaged: set[int]
) -> dict[str, list[Entry]]:
    return {
        receipts.STRATEGIES: [strategy.entry for strategy in strategies],
        # Steps have no revision: a strategy that advances has one more of them.
        receipts.STRATEGY_STEPS: [(step.id, 1) for strategy in strategies for step in strategy.steps],
        receipts.EVIDENCE: [evidence.entry for evidence in _evidence(rows, strategies, fresh=True)],
        receipts.ASSESSMENTS: [
            (assessment.id, 1) for assessment in rows.assessments if assessment.organization in engaged
        ],
    }


def _evidence(rows: CommunityRows, strategies: Sequence[StrategyRow], *, fresh: bool) -> list[EvidenceRow]:
    """Return the newest evidence of each strategy, if still fresh, or with ``fresh=False`` if too old."""
    months = rows.thresholds.evidence_months
    newest = [strategy.newest_evidence for strategy in strategies]
    return [
        evidence
        for evidence in newest
        if evidence and is_within_months(evidence.on, rows.as_of, months) == fresh
    ]

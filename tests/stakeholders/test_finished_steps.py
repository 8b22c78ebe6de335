"""Which steps of a research are finished: the rule for pages and item 2."""

from datetime import date
from typing import Any

import pytest

from stakeholders.models import Step
from stakeholders.research_steps import FindingDays, MethodUse, ResearchRecord, get_progress, is_fresh

DAY = date(2026, 6, 30)
BEGUN = date(2026, 1, 1)
DONE = {
    Step.DESIGN: date(2026, 1, 10),
    Step.FIELDWORK: date(2026, 3, 1),
    Step.RANKED_FINDINGS: date(2026, 3, 10),
}
METHODS = (MethodUse("interview", date(2026, 2, 1), 4), MethodUse("observation", date(2026, 2, 10), 1))
FINDINGS = (FindingDays(date(2026, 2, 20), 2, checked_on=date(2026, 3, 20)),)


def finished(
    findings: tuple[FindingDays, ...] = FINDINGS, day: date = DAY, months: int = 24, **changes: Any
) -> list[str]:
    values: dict[str, Any] = {"has_design": True, "done_on": DONE, "methods": METHODS} | changes
    return [
        step.value for step in get_progress(ResearchRecord(BEGUN, **values), findings, day, months).finished
    ]


def without(*steps: str) -> list[str]:
    return [step.value for step in Step if step.value not in steps]


def test_it_takes_what_was_done_for_all_five():
    assert finished() == without()


def test_dates_alone_meet_no_step():
    """All dates were typed within five minutes, and nobody was interviewed."""
    record = ResearchRecord(BEGUN, done_on=dict.fromkeys(Step, date(2026, 2, 1)))
    assert get_progress(record, (), DAY).finished == []


def test_a_design_is_a_question_with_places_and_people():
    assert finished(has_design=False) == without("design")


@pytest.mark.parametrize(
    ("methods", "missing"),
    [
        (METHODS[:1], ("methods", "fieldwork")),
        ((METHODS[0], MethodUse("interview", date(2026, 2, 10), 9)), ("methods",)),
        ((METHODS[0], MethodUse("observation", date(2026, 2, 10), 0)), ("methods", "fieldwork")),
        ((MethodUse("interview", date(2026, 2, 1), 3), METHODS[1]), ("fieldwork",)),
        # Interviewed after the fieldwork was finished: too late.
        ((*METHODS[1:], MethodUse("interview", date(2026, 3, 2), 9)), ("fieldwork",)),
        ((), ("methods", "fieldwork")),
    ],
)
def test_it_wants_two_methods_and_five_people_or_places(
    methods: tuple[MethodUse, ...], missing: tuple[str, ...]
):
    assert finished(methods=methods) == without(*missing)


@pytest.mark.parametrize(
    ("observed_on", "confidence", "counts"),
    [
        (date(2024, 6, 30), 2, True),
        (date(2024, 6, 29), 2, False),
        (date(2026, 6, 30), 1, False),
        (date(2026, 7, 1), 5, False),
    ],
)
def test_the_ranking_wants_a_recent_finding_that_is_rather_sure(
    observed_on: date, confidence: int, counts: bool
):
    findings = (FindingDays(observed_on, confidence),)
    assert finished(findings) == without("community_check", *(() if counts else ("ranked_findings",)))


@pytest.mark.parametrize("checked_on", [None, date(2026, 3, 9), date(2026, 7, 1)])
def test_the_check_is_of_a_finding_and_not_before_the_ranking(checked_on: date | None):
    assert finished((FindingDays(date(2026, 2, 20), 3, checked_on),)) == without("community_check")


@pytest.mark.parametrize(
    ("step", "on"),
    [
        (Step.DESIGN, date(2025, 12, 31)),
        (Step.DESIGN, date(2026, 7, 1)),
        (Step.FIELDWORK, date(2026, 2, 9)),
        (Step.RANKED_FINDINGS, date(2026, 2, 28)),
        (Step.RANKED_FINDINGS, date(2026, 7, 1)),
    ],
)
def test_a_step_before_an_earlier_one_or_in_the_future_does_not_count(step: Step, on: date):
    record = ResearchRecord(BEGUN, True, DONE | {step: on}, METHODS)
    progress = get_progress(record, FINDINGS, DAY)
    assert step not in progress.finished
    assert progress.impossible == [step]


def test_a_method_before_the_design_does_not_count():
    early = (METHODS[0], MethodUse("observation", date(2026, 1, 9), 8))
    progress = get_progress(ResearchRecord(BEGUN, True, DONE, early), FINDINGS, DAY)
    assert (progress.methods, progress.impossible) == (1, [Step.METHODS])


def test_one_day_may_hold_all_steps():
    result = dict.fromkeys(DONE, BEGUN)
    methods = tuple(MethodUse(use.method, BEGUN, use.count) for use in METHODS)
    assert finished((FindingDays(BEGUN, 2, BEGUN),), done_on=result, methods=methods) == without()


@pytest.mark.parametrize(
    ("months", "first"), [(24, date(2024, 6, 30)), (12, date(2025, 6, 30)), (36, date(2023, 6, 30))]
)
def test_it_takes_a_finding_for_fresh_as_long_as_the_office_says(months: int, first: date):
    assert is_fresh(first, DAY, months)
    assert not is_fresh(first.replace(day=29), DAY, months)
    assert not is_fresh(date(2026, 7, 1), DAY, months)
    assert not is_fresh(None, DAY, months)

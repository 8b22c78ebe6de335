from datetime import date
from fractions import Fraction

import pytest

from evaluation.instrument import part
from evaluation.measures import Focus, Rating, Research, focus_chosen, rate, research_done

AS_OF = date(2026, 6, 30)
ALL = Research(True, 2, True, True, (date(2026, 1, 1),), True)
FULL = Focus("schools", True, True)


def test_it_counts_finished_steps_of_five():
    assert research_done(ALL, AS_OF).value == 100
    assert research_done(Research(designed=True, methods=1, fieldwork=True), AS_OF).value == 40
    assert research_done(Research(), AS_OF).numerator == 0


@pytest.mark.parametrize(
    ("found_on", "steps"),
    [(date(2024, 6, 30), 1), (date(2024, 6, 29), 0), (date(2026, 7, 1), 0)],
)
def test_it_counts_ranked_findings_for_24_months(found_on, steps):
    research = Research(ranked=True, finding_days=[found_on])
    assert research_done(research, AS_OF).numerator == steps


def test_it_takes_the_29th_of_february_as_the_28th_two_years_on():
    research = Research(ranked=True, finding_days=[date(2024, 2, 29)])
    assert research_done(research, date(2026, 2, 28)).numerator == 1
    assert research_done(research, date(2026, 3, 1)).numerator == 0


def test_it_tells_unknown_declared_none_and_contradiction_apart():
    assert research_done(None, AS_OF).reason == "no_research"
    declared = research_done(None, AS_OF, declared_none=True)
    assert (declared.state, declared.numerator, declared.denominator) == ("declared_zero", 0, 5)
    assert research_done(ALL, AS_OF, declared_none=True).reason == "declaration_contradicted"


@pytest.mark.parametrize(
    ("focuses", "numerator", "rating"),
    [
        ([FULL], 1, Rating.MET),
        ([FULL] * 2, 1, Rating.MET),
        ([FULL] * 3, Fraction(1, 2), Rating.PARTLY),
        ([], 0, Rating.NOT_MET),
        ([FULL, Focus("media", True, False)], 0, Rating.NOT_MET),
        ([Focus("media", False, True)], 0, Rating.NOT_MET),
    ],
)
def test_it_wants_one_or_two_focuses_that_are_each_tied(focuses, numerator, rating):
    measured = focus_chosen(research_done(ALL, AS_OF), focuses)
    assert (measured.numerator, measured.denominator) == (numerator, 1)
    assert rate(part("focus_chosen"), measured) == rating


def test_it_knows_no_focus_without_knowing_the_research():
    assert focus_chosen(research_done(None, AS_OF), [FULL]).reason == "research_unknown"


def test_it_is_not_met_when_research_was_declared_none():
    measured = focus_chosen(research_done(None, AS_OF, declared_none=True), [])
    assert (measured.state, measured.value) == ("declared_zero", 0)
    assert rate(part("focus_chosen"), measured) == Rating.NOT_MET

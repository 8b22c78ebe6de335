from datetime import date
from fractions import Fraction

import pytest

from evaluation.instrument import part
from evaluation.measures import Focus, Rating, Research, focus_chosen, rate, research_done
from stakeholders.models import Step
from stakeholders.research_steps import FindingDays, MethodUse, ResearchRecord

DATED = (Step.FIELDWORK, Step.RANKED_FINDINGS)

AS_OF = date(2026, 6, 30)
BEGUN = date(2026, 1, 1)
METHODS = (MethodUse("interview", date(2026, 2, 1), 4), MethodUse("mapping", date(2026, 2, 2), 6))
ALL = Research(
    ResearchRecord(
        BEGUN, True, dict.fromkeys((Step.DESIGN,), BEGUN) | dict.fromkeys(DATED, date(2026, 3, 1)), METHODS
    ),
    [FindingDays(date(2026, 1, 5), 2, date(2026, 3, 2))],
)
FULL = Focus("schools", True, True)


def test_it_counts_finished_steps_of_five():
    assert research_done(ALL, AS_OF).value == 100
    designed = Research(ResearchRecord(BEGUN, True, {Step.DESIGN: BEGUN}, METHODS[:1]))
    measured = research_done(designed, AS_OF)
    assert (measured.numerator, measured.details["methods"]) == (1, 1)
    assert research_done(Research(ResearchRecord(BEGUN)), AS_OF).numerator == 0


def test_it_distinguishes_unknown_declared_none_and_contradiction():
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

import datetime as dt

from stakeholders.focus_compared import (
    CorrectedFinding,
    RemovedFinding,
    ScoreChange,
    WeightChange,
    compare_rankings,
)
from stakeholders.scores import ExclusionReason, Fact, Term, rank

DAY = dt.date(2026, 6, 30)
WEIGHTS = {"a": {"schools": 2}, "b": {"media": 1}}


def fact(number: int, vulnerability: str = "a", severity: int = 2, **more) -> Fact:
    return Fact(number, vulnerability, severity, 3, **{"observed_on": DAY} | more)


def test_it_finds_nothing_in_two_alike():
    ranking = rank([fact(1), fact(2, "b")], WEIGHTS, DAY)
    assert not compare_rankings(ranking, rank([fact(2, "b"), fact(1)], WEIGHTS, DAY + dt.timedelta(days=9)))


def test_it_explains_what_was_added_and_removed():
    then = rank([fact(1), fact(2)], WEIGHTS, DAY)
    now = rank([fact(1, is_open=False), fact(3, "b")], WEIGHTS, DAY)
    result = compare_rankings(then, now)
    assert result.added == (Term(3, "b", 2, 3, 1),)
    assert result.gone == (
        RemovedFinding(Term(1, "a", 2, 3, 2), ExclusionReason.NOT_OPEN),
        RemovedFinding(Term(2, "a", 2, 3, 2), None),
    )
    assert result.moved == (ScoreChange("schools", 24, 0), ScoreChange("media", 0, 6))
    assert (result.changed, result.reweighed) == ((), ())


def test_it_distinguishes_corrected_findings_from_changed_weights():
    then = rank([fact(1)], WEIGHTS, DAY)
    result = compare_rankings(then, rank([fact(1, severity=4)], WEIGHTS, DAY))
    assert result.changed == (CorrectedFinding(Term(1, "a", 2, 3, 2), Term(1, "a", 4, 3, 2)),)
    assert result.reweighed == ()
    result = compare_rankings(then, rank([fact(1)], {"a": {"schools": 1, "media": 3}}, DAY))
    assert result.changed == ()
    assert result.reweighed == (WeightChange("a", "media", 0, 3), WeightChange("a", "schools", 2, 1))
    assert result.moved == (ScoreChange("schools", 12, 6), ScoreChange("media", 0, 18))

"""Which steps of a research are done: the one rule behind the pages and item 2."""

from datetime import date
from itertools import combinations

import pytest

from evaluation import measures
from stakeholders.models import Research, Step
from stakeholders.research import finished
from stakeholders.steps import is_fresh, steps_done

RECORDED = [step for step in Step if step != Step.METHODS]
DAY = date(2026, 6, 30)


def test_it_finishes_nothing_without_records():
    assert steps_done([], methods=0, fresh_finding=True) == []


@pytest.mark.parametrize(("methods", "done"), [(1, False), (2, True), (6, True)])
def test_it_takes_two_methods(methods: int, done: bool):
    assert (Step.METHODS in steps_done([], methods=methods, fresh_finding=False)) is done


def test_it_takes_nobodys_word_for_the_methods():
    assert steps_done(["methods"], methods=0, fresh_finding=True) == []


def test_it_counts_the_ranking_only_with_a_fresh_finding():
    assert steps_done(["ranked_findings"], methods=0, fresh_finding=True) == [Step.RANKED_FINDINGS]
    assert steps_done(["ranked_findings"], methods=0, fresh_finding=False) == []


@pytest.mark.parametrize(
    ("months", "first"), [(24, date(2024, 6, 30)), (12, date(2025, 6, 30)), (36, date(2023, 6, 30))]
)
def test_it_takes_a_finding_for_fresh_as_long_as_the_office_says(months: int, first: date):
    assert is_fresh(first, DAY, months)
    assert not is_fresh(first.replace(day=29), DAY, months)
    assert not is_fresh(date(2026, 7, 1), DAY, months)
    assert not is_fresh(None, DAY, months)


def test_pages_and_figure_agree_on_every_research():
    for size in range(len(RECORDED) + 1):
        for recorded in combinations(RECORDED, size):
            for methods in (["interview"], ["interview", "survey"]):
                for day in (date(2026, 1, 1), date(2024, 1, 1)):
                    research = Research()
                    research.steps_done, research.methods_begun = list(recorded), methods
                    counted = measures.research_done(
                        measures.Research(
                            designed=Step.DESIGN in recorded,
                            methods=len(methods),
                            fieldwork=Step.FIELDWORK in recorded,
                            ranked=Step.RANKED_FINDINGS in recorded,
                            finding_days=[day],
                            checked=Step.COMMUNITY_CHECK in recorded,
                        ),
                        DAY,
                    )
                    shown = finished(research, fresh_finding=is_fresh(day, DAY))
                    assert counted.numerator == len(shown)
                    assert counted.details["steps"] == {step.value: step in shown for step in Step}

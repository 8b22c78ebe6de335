"""Needs × languages by hand: covered, unconfirmed and missing cells, and next steps."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import pytest

from dashboards.service_gaps import WHERE_TO_LOOK
from support.coverage import Call, Cell, Coverage, Grid, NextStep, Offer, Readiness, build_grid, latest_call
from support.models import Need, ServiceKind

DAY = dt.date(2026, 6, 30)
DAYS = 184
FRESH = DAY - dt.timedelta(days=DAYS)
STALE = FRESH - dt.timedelta(days=1)
NEEDS = ["physical", "psychological", "spiritual", "social"]


def offer(
    number: int, kinds: str, languages: str, confirmed_on: dt.date | None = FRESH, **fields: object
) -> Offer:
    return Offer(
        id=number,
        name=f"Service {number}",
        kinds=frozenset(kinds.split()),
        languages=frozenset(languages.split()),
        confirmed_on=confirmed_on,
        **fields,  # type: ignore[arg-type]
    )


def prepared(offer: Offer, call: Call | None = None) -> Offer:
    return replace(offer, begun=True, written=True, contact_trained=True, call=call)


def answered(*cells: Cell, on: dt.date = FRESH) -> Call:
    return Call(on, answered=True, accepts=frozenset(cells))


def grid(languages: str, offers: Iterable[Offer], **speakers: int) -> Grid:
    return build_grid(languages.split(), list(offers), speakers, DAY, DAYS)


def coverage(grid: Grid) -> dict[str, list[str]]:
    return {row.language: [cell.result.coverage.value for cell in row.cells] for row in grid.rows}


def readiness(grid: Grid) -> dict[str, list[str]]:
    return {row.language: [cell.readiness.value for cell in row.cells] for row in grid.rows}


# A shelter and counseling in English, confirmed; counseling in both, expired; a lawyer for both, confirmed.
BEDS = offer(1, "housing counseling", "en")
TALKS = offer(2, "counseling", "en es", STALE)
LAWYER = offer(3, "legal", "en es")
TOWN = (BEDS, TALKS, LAWYER)


class TestItem12:
    def test_it_distinguishes_covered_unconfirmed_and_gap(self):
        result = grid("en es", TOWN, en=900, es=100)
        assert coverage(result) == {
            "en": ["covered", "covered", "gap", "covered"],
            "es": ["gap", "unconfirmed", "gap", "covered"],
        }
        assert (result.covered, result.unconfirmed, result.total) == (4, 1, 8)

    def test_it_weighs_by_how_many_speak_the_language(self):
        """(900 × 3 + 100 × 1) of (1,000 × 4) are 70 percent, although half of the cells are covered."""
        assert grid("en es", TOWN, en=900, es=100).speaker_weighted_percent == 70
        assert grid("en es", TOWN, en=100, es=900).speaker_weighted_percent == 30
        # 1 of 3 thirds is written as 33, never rounded up.
        assert grid("en es", [offer(1, "legal housing", "es")], en=1, es=2).speaker_weighted_percent == 33

    def test_it_weighs_nothing_where_the_profile_says_nothing(self):
        assert grid("en es", TOWN).speaker_weighted_percent is None
        assert grid("", TOWN, en=900).speaker_weighted_percent is None
        # The number of Spanish speakers is unknown, so it is left out and not taken as zero.
        assert grid("en es", TOWN, en=900).speaker_weighted_percent == 75

    @pytest.mark.parametrize(
        ("confirmed_on", "state"),
        [
            (DAY, "covered"),
            (FRESH, "covered"),
            (STALE, "unconfirmed"),
            (None, "unconfirmed"),
            (DAY + dt.timedelta(days=1), "unconfirmed"),
        ],
    )
    def test_it_counts_a_confirmation_for_184_days(self, confirmed_on: dt.date | None, state: str):
        result = grid("en", [offer(1, "medical", "en", confirmed_on)])
        assert coverage(result)["en"] == [state, "gap", "gap", "gap"]

    def test_it_names_the_confirmed_before_the_others(self):
        lapsed, fresh = offer(1, "medical", "en", STALE), offer(2, "medical", "en")
        cell = grid("en", [lapsed, fresh]).rows[0].cells[0].result
        assert [offer.id for offer in cell.offers] == [2, 1]
        assert cell.coverage == Coverage.COVERED

    def test_the_most_spoken_language_comes_first(self):
        coverage = grid("zh es en zh", TOWN, es=5, zh=7)
        assert [(row.language, row.speakers) for row in coverage.rows] == [("zh", 7), ("es", 5), ("en", None)]

    def test_a_kind_that_nobody_knows_meets_no_need(self):
        assert coverage(grid("en", [offer(1, "yoga", "en")]))["en"] == ["gap"] * 4

    def test_it_is_empty_without_a_language(self):
        coverage = grid("", TOWN)
        assert (coverage.rows, coverage.total, coverage.covered, coverage.lacks_indispensable) == (
            (),
            0,
            0,
            False,
        )


class TestIndispensable:
    def test_food_is_no_bed_and_a_crisis_line_no_counseling(self):
        result = grid("en", [offer(1, "food crisis spiritual_care legal", "en")])
        # Food covers no cell; the others do, though none is a shelter or counseling.
        assert coverage(result)["en"] == ["gap", "covered", "covered", "covered"]
        assert [need.coverage for need in result.rows[0].indispensable] == [Coverage.GAP, Coverage.GAP]
        assert result.lacks_indispensable

    def test_it_wants_both_confirmed_in_each_language(self):
        both = offer(1, "housing counseling", "en es")
        assert not grid("en es", [both]).lacks_indispensable
        assert grid("en es zh", [both]).lacks_indispensable
        assert grid("en es", [replace(both, confirmed_on=STALE)]).lacks_indispensable
        assert grid("en es", [both, offer(2, "housing", "zh")]).lacks_indispensable is False


def steps(grid: Grid) -> list[tuple[str, str, NextStep, list[int]]]:
    return [
        (step.subject.value, step.language, step.next_step, [other.id for other in step.others])
        for row in grid.rows
        for step in row.steps()
    ]


class TestNextSteps:
    def test_each_gap_says_what_to_do_and_whom_to_ask(self):
        assert steps(grid("en es", TOWN, en=900, es=100)) == [
            ("spiritual", "en", NextStep.LOOK, []),
            ("housing", "es", NextStep.ASK_INTERPRETER, [1]),
            ("counseling", "es", NextStep.ASK_AGAIN, [2]),
            ("spiritual", "es", NextStep.LOOK, []),
        ]

    def test_it_says_a_need_of_which_the_indispensable_is_missing_once(self):
        """Physical in English is a gap as well, which the shelter would close."""
        assert [step[0] for step in steps(grid("en", []))] == ["housing", "counseling", "spiritual", "social"]

    def test_it_still_asks_for_a_bed_where_there_is_only_food(self):
        food = offer(1, "food", "en")
        assert steps(grid("en", [food]))[0] == ("housing", "en", NextStep.LOOK, [])

    def test_it_asks_for_no_interpreter_where_nobody_said_what_they_speak(self):
        assert steps(grid("en", [offer(1, "housing", "")]))[0] == ("housing", "en", NextStep.LOOK, [])

    def test_nothing_is_open_where_all_is_covered(self):
        assert steps(grid("en", [offer(1, "housing counseling spiritual_care legal", "en")])) == []

    @pytest.mark.parametrize("what", [*Need, ServiceKind.HOUSING, ServiceKind.COUNSELING])
    def test_every_gap_has_words(self, what: Need | ServiceKind):
        assert "Ask " in str(WHERE_TO_LOOK[what])


class TestItem8:
    def test_a_cell_works_with_a_pathway_a_contact_and_a_successful_call(self):
        """The desk also accepts Spanish through an interpreter: the call says so, the directory does not."""
        took = answered(("physical", "en"), ("psychological", "en"), ("physical", "es"))
        result = grid("en es", [prepared(BEDS, took), TALKS, prepared(LAWYER)])
        assert readiness(result) == {
            "en": ["works", "works", "not_prepared", "untested"],
            "es": ["works", "not_prepared", "not_prepared", "untested"],
        }
        assert (result.working, result.untested) == (3, 2)
        assert coverage(result)["es"][0] == "gap"

    @pytest.mark.parametrize(
        ("change", "state"),
        [
            ({}, Readiness.WORKS),
            ({"written": False}, Readiness.NOT_PREPARED),
            ({"contact_trained": False}, Readiness.NOT_PREPARED),
            ({"call": None}, Readiness.UNTESTED),
            ({"call": answered(("social", "en"), on=STALE)}, Readiness.UNTESTED),
            ({"call": answered(("social", "en"), on=DAY + dt.timedelta(days=1))}, Readiness.UNTESTED),
            ({"call": Call(DAY, answered=False)}, Readiness.FAILED),
            ({"call": Call(DAY, answered=False, accepts=frozenset({("social", "en")}))}, Readiness.FAILED),
            ({"call": answered()}, Readiness.FAILED),
            ({"call": answered(("social", "es"))}, Readiness.FAILED),
        ],
    )
    def test_it_says_how_far_a_pathway_is(self, change: dict[str, object], state: Readiness):
        ready = prepared(LAWYER, answered(("social", "en")))
        changed_service = replace(ready, **change)  # type: ignore[arg-type]
        assert changed_service.readiness(("social", "en"), DAY, DAYS) == state

    def test_a_call_takes_nobody_for_a_need_that_the_service_does_not_meet(self):
        service_facts = prepared(LAWYER, answered(("physical", "en")))
        assert service_facts.readiness(("physical", "en"), DAY, DAYS) == Readiness.NOT_PREPARED

    def test_the_best_pathway_is_the_cells(self):
        failed = prepared(offer(1, "legal", "en"), Call(DAY, answered=False))
        untested, works = prepared(offer(2, "legal", "en")), prepared(LAWYER, answered(("social", "en")))
        bare = offer(4, "legal", "en")
        for offers, state in (
            ([bare], "not_prepared"),
            ([bare, failed], "failed"),
            ([bare, failed, untested], "untested"),
            ([bare, failed, untested, works], "works"),
        ):
            assert readiness(grid("en", offers))["en"][NEEDS.index("social")] == state

    def test_the_latest_call_up_to_the_day_counts(self):
        first, second = Call(FRESH, answered=True), Call(FRESH, answered=False)
        late_call = Call(DAY + dt.timedelta(days=1), answered=True)
        assert latest_call([first, second, late_call], DAY) is second
        assert latest_call([second, first], DAY) is first
        assert latest_call([Call(DAY, answered=True), first], DAY) == Call(DAY, answered=True)
        assert latest_call([late_call], DAY) is None
        assert latest_call([], DAY) is None

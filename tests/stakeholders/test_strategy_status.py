"""Days at the limits of eleven and twelve calendar months, checked by hand."""

from dataclasses import dataclass
from datetime import date

import pytest

from stakeholders.strategy_status import (
    EffectiveLevel,
    furthest,
    get_effective_level,
    get_level_on,
    get_newest_day,
    lapses_on,
    last_fresh_day,
    reminder_due,
)

EVIDENCE = date(2025, 6, 30)


@dataclass
class Step:
    rung: str
    on: date


class TestRung:
    STEPS = [
        Step("pledged", date(2025, 1, 10)),
        Step("implementing", date(2025, 5, 1)),
        Step("planned", date(2025, 3, 1)),
    ]

    @pytest.mark.parametrize(
        ("day", "rung"),
        [
            (date(2025, 1, 9), None),
            (date(2025, 1, 10), "pledged"),
            (date(2025, 4, 30), "planned"),
            (date(2025, 5, 1), "implementing"),
            (date(2026, 1, 1), "implementing"),
        ],
    )
    def test_it_takes_the_newest_day_whatever_was_recorded_last(self, day, rung):
        assert get_level_on(self.STEPS, day) == rung

    def test_it_takes_the_later_recorded_of_one_day(self):
        day = date(2025, 1, 10)
        assert get_level_on([Step("verified", day), Step("planned", day)], day) == "planned"
        assert get_level_on([Step("planned", day), Step("verified", day)], day) == "verified"

    def test_it_can_move_down(self):
        steps = [Step("implementing", date(2025, 1, 1)), Step("planned", date(2025, 2, 1))]
        assert get_level_on(steps, date(2025, 2, 1)) == "planned"


class TestStanding:
    @pytest.mark.parametrize("rung", ["implementing", "verified"])
    @pytest.mark.parametrize(
        ("day", "fresh"),
        [
            (date(2025, 6, 29), False),  # before the evidence
            (date(2025, 6, 30), True),
            (date(2026, 6, 30), True),
            (date(2026, 7, 1), False),
        ],
    )
    def test_it_needs_evidence_up_to_twelve_months_old(self, rung, day, fresh):
        assert get_effective_level(rung, EVIDENCE, day) == (rung if fresh else "unconfirmed")

    @pytest.mark.parametrize("rung", ["implementing", "verified"])
    def test_it_is_unconfirmed_without_any_evidence(self, rung):
        assert get_effective_level(rung, None, date(2026, 1, 1)) == EffectiveLevel.UNCONFIRMED

    @pytest.mark.parametrize("rung", ["pledged", "planned"])
    @pytest.mark.parametrize("evidence_on", [None, EVIDENCE])
    def test_it_never_lets_a_pledge_or_a_plan_lapse(self, rung, evidence_on):
        assert get_effective_level(rung, evidence_on, date(2036, 1, 1)) == rung

    def test_it_counts_calendar_months_to_the_end_of_february(self):
        leap_day = date(2024, 2, 29)
        assert get_effective_level("verified", leap_day, date(2025, 2, 28)) == "verified"
        assert get_effective_level("verified", leap_day, date(2025, 3, 1)) == "unconfirmed"

    def test_it_takes_another_number_of_months(self):
        assert get_effective_level("verified", EVIDENCE, date(2025, 12, 30), months=6) == "verified"
        assert get_effective_level("verified", EVIDENCE, date(2025, 12, 31), months=6) == "unconfirmed"

    def test_it_says_on_which_day_evidence_lapses(self):
        assert last_fresh_day(EVIDENCE) == date(2026, 6, 30)
        assert lapses_on(EVIDENCE) == date(2026, 7, 1)


def test_it_takes_the_newest_evidence_that_was_there_by_the_day():
    days = [date(2025, 1, 1), date(2025, 6, 1), date(2025, 3, 1)]
    assert get_newest_day(days, date(2025, 5, 31)) == date(2025, 3, 1)
    assert get_newest_day(days, date(2025, 6, 1)) == date(2025, 6, 1)
    assert get_newest_day(days, date(2024, 12, 31)) is None


@pytest.mark.parametrize(
    ("evidence_on", "day", "due"),
    [
        (EVIDENCE, date(2026, 5, 29), False),
        (EVIDENCE, date(2026, 5, 30), True),
        (EVIDENCE, date(2026, 9, 1), True),
        (date(2025, 3, 31), date(2026, 2, 27), False),
        (date(2025, 3, 31), date(2026, 2, 28), True),
        (None, date(2026, 9, 1), False),
    ],
)
def test_it_reminds_from_eleven_months_on(evidence_on, day, due):
    assert reminder_due(evidence_on, day) is due


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ([], None),
        (["pledged", "planned"], "planned"),
        (["planned", "unconfirmed"], "unconfirmed"),
        (["unconfirmed", "implementing", "pledged"], "implementing"),
        (["verified", "implementing"], "verified"),
    ],
)
def test_it_finds_the_furthest_of_several(standings, expected):
    assert furthest(EffectiveLevel(level) for level in standings) == expected

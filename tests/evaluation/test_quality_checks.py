"""Data quality checks over facts written by hand."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import pytest

from evaluation.quality.check_runs import count_by_group, count_flags_by_check, get_all_flags, run_checks
from evaluation.quality.checks import BY_CODE, CHECKS, Flag, Group
from evaluation.quality.events import (
    EVENT_CHECKS,
    NEAR,
    entered_together,
    last_day,
    round_numbers,
    same_headcount,
)
from evaluation.quality.facts import DatedFact, EventFact, Facts, ServiceFact, SurveyFact
from evaluation.quality.record_checks import STANDING_CHECKS
from tests.line_breaks import keep_together

NOW = dt.datetime(2026, 5, 20, 18, tzinfo=dt.UTC)
TODAY = NOW.date()
COMPLETE = {
    "has_cadence": True,
    "has_languages": True,
    "roster_is_confirmed": True,
    "has_residents_survey": True,
    "dimensions": {"gender", "age_band", "race", "language"},
}


def facts(*events: EventFact, **more: object) -> Facts:
    return Facts(NOW, TODAY, dt.date(2025, 7, 1), True, list(events), **{**COMPLETE, **more})  # type: ignore[arg-type]


def event(number: int = 1, day: dt.date = dt.date(2026, 5, 1), **more: object) -> EventFact:
    at = dt.datetime.combine(day, dt.time(18), dt.UTC)
    # One after another, as typed by hand.
    entered = dt.datetime.combine(more.pop("entered_on", day), dt.time(20, number), dt.UTC)  # type: ignore[arg-type]
    complete = {
        "kind": "awareness", "title": f"A walk {number}" * 3, "status": "held", "entered_at": entered,
        "starts_at": at, "ends_at": at, "people_present": 12 + number % 7,
    } | more  # fmt: skip
    return EventFact(id=number, day=day, **complete)  # type: ignore[arg-type]


def days(number: int, first: dt.date = dt.date(2026, 1, 5)) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=7 * step) for step in range(number))


def codes(facts: Facts) -> list[str]:
    return [flag.check for flag in get_all_flags(facts)]


def base(flag: Flag) -> str:
    """Return the key of a flag without the fingerprint of what was checked."""
    return flag.key.rpartition(":")[0] or flag.key


def test_it_has_nothing_to_say_of_complete_records():
    meeting = event(2, kind="team_meeting", groups={"gender": 14})
    training = event(3, kind="stakeholder_training", groups={"profession": 10})
    assert codes(facts(event(), meeting, training)) == []


def test_it_knows_every_check_by_name():
    named = [check.__name__ for check in (*EVENT_CHECKS, *STANDING_CHECKS)]
    assert sorted(named) == sorted(BY_CODE)
    assert len(named) == len(CHECKS)
    assert all(check.may_be_left for check in CHECKS if check.group == Group.UNUSUAL)
    assert not any(check.may_be_left for check in CHECKS if check.group in (Group.LATE, Group.CONTRADICTORY))


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("no_outcome", event(status="planned")),
        ("no_headcount", event(people_present=None)),
        ("no_groups", event(kind="team_meeting")),
        ("no_professions", event(kind="stakeholder_training", groups={"gender": 9})),
        ("held_in_future", event(day=dt.date(2027, 5, 1))),
        ("groups_over_total", event(people_present=10, groups={"gender": 9, "race": 11})),
        ("members_over_total", event(people_present=3, members=4)),
    ],
)
def test_it_finds_what_is_wrong_with_one_event(code: str, event: EventFact):
    [flag] = list(get_all_flags(facts(event)))
    assert (flag.check, base(flag), flag.record) == (code, "1", 1)
    assert event.title in flag.description


@pytest.mark.parametrize(
    "event",
    [
        event(status="planned", day=dt.date(2026, 5, 21)),
        event(people_present=None, members=3),
        event(people_present=None, groups={"gender": 3}),
        event(people_present=0),
        event(people_present=10, groups={"gender": 10}, members=10),
    ],
)
def test_it_leaves_in_peace_what_is_not_wrong(event: EventFact):
    assert codes(facts(event)) == []


def test_ten_times_the_usual_of_its_kind_is_unusual_and_another_number_is_another_question():
    usual = [event(number, people_present=20 + number) for number in range(1, 6)]
    assert codes(facts(*usual, event(9, people_present=229))) == []
    [flag] = get_all_flags(facts(*usual, event(9, people_present=230)))
    assert (flag.check, base(flag), flag.record) == ("headcount_unusual", "9", 9)
    assert flag.note == "230 people; usual for this kind are 23"
    # Four others are too few to know what is usual, and another kind does not count.
    assert codes(facts(*usual[:4], event(9, people_present=230))) == []
    assert codes(facts(*usual, event(9, people_present=230, kind="campaign"))) == []


def test_two_events_of_a_day_with_one_name_look_like_one():
    first, second = event(1, title="Neighborhood walk"), event(2, title="Neigborhood walk ")
    [flag] = get_all_flags(facts(second, first))
    assert (flag.check, base(flag), flag.record, flag.other) == ("same_event", "1-2", 2, 1)
    for other in (
        event(2, title="Lunch for pastors"),
        event(2, title="Neighborhood walk", day=dt.date(2026, 5, 2)),
        event(2, title="Neighborhood walk", kind="campaign"),
    ):
        assert codes(facts(first, other)) == []
    # Without a title only at the same minute.
    later = first.starts_at + dt.timedelta(hours=2)
    assert codes(facts(first, event(2, title="", starts_at=later, ends_at=later))) == []
    assert codes(facts(first, event(2, title=""))) == ["same_event"]


@pytest.mark.thorough
def test_thousands_of_one_day_are_looked_through_in_a_moment_and_still_found():
    """Comparing each with each would be eight million pairs, and as many flags if all have the same name."""
    many = [event(1, people_present=30 + number % 3, title="Food bank") for number in range(4000)]
    many = [replace(event, id=number) for number, event in enumerate(many)]
    many[7] = replace(many[7], people_present=900)
    begun = time.monotonic()
    counter = Counter(codes(facts(*many)))
    assert time.monotonic() - begun < 20
    assert counter["headcount_unusual"] == 1
    assert 4000 - 1 <= counter["same_event"] <= 4000 * NEAR


@pytest.mark.parametrize("number", [6, 7])
def test_the_usual_is_the_middle_of_the_others(number: int):
    counts = [21, 3, 9, 30, 12, 5, 500][-number:]
    weeks = days(number)
    events = [event(at + 1, next(weeks), people_present=count) for at, count in enumerate(counts)]
    notes = [flag.note for flag in get_all_flags(facts(*events)) if flag.check == "headcount_unusual"]
    usual = round(median(count for count in counts if count != 500))
    assert notes == [f"500 people; usual for this kind are {usual}"]


def test_many_events_on_the_last_day_of_a_half_year():
    dec = dt.date(2025, 12, 31)
    late_events = [
        event(number, day=dec, kind=kind)
        for number, kind in enumerate(("awareness", "campaign", "education"))
    ]
    [flag] = last_day(
        facts(*late_events, *(event(10 + n, day=day) for n, day in enumerate(days(12, dt.date(2025, 7, 7)))))
    )
    assert (base(flag), flag.description) == (
        "2025-H2:3",
        "July to December 2025: 3 of 15 events are of its last day",
    )
    many = [event(10 + n, day=day) for n, day in enumerate(days(13, dt.date(2025, 7, 7)))]
    assert list(last_day(facts(*late_events, *many))) == []
    assert list(last_day(facts(*late_events[:2]))) == []


def test_many_events_entered_long_after_they_took_place():
    old = [event(number, day=day, entered_on=dt.date(2026, 5, 2)) for number, day in enumerate(days(12))]
    [flag] = entered_together(facts(*old))
    assert flag.description == keep_together("12 events, entered on May 2, 2026")
    assert flag.query == "entered_on=2026-05-02&status=held"
    # An import creates them within a minute, but the original list was not.
    at_once = dt.datetime(2026, 5, 2, 9, 30, tzinfo=dt.UTC)
    filed = [event(number, day=day, entered_at=at_once) for number, day in enumerate(days(12))]
    assert list(entered_together(facts(*filed, *old[:9]))) == []
    assert list(entered_together(facts(*old[:9]))) == []
    assert list(entered_together(facts(*(event(n, day=day) for n, day in enumerate(days(12)))))) == []


def test_the_same_count_time_after_time():
    run = [event(number, day=day, people_present=25) for number, day in enumerate(days(5))]
    [flag] = same_headcount(facts(*run))
    assert (base(flag), flag.record) == ("0-4", 4)
    assert list(same_headcount(facts(*run[:4]))) == []
    assert (
        list(same_headcount(facts(*run[:3], event(9, day=dt.date(2026, 1, 20), people_present=24), *run[3:])))
        == []
    )
    small = [event(number, day=day, people_present=6) for number, day in enumerate(days(5))]
    assert list(same_headcount(facts(*small))) == []


def test_round_numbers_alone():
    rounded = [event(number, day=day, people_present=20 + 10 * number) for number, day in enumerate(days(8))]
    [flag] = round_numbers(facts(*rounded))
    assert flag.description == "All 8 counts of 20 or more people end in a zero"
    assert list(round_numbers(facts(*rounded[:7]))) == []
    assert list(round_numbers(facts(*rounded, event(20, people_present=31)))) == []


@pytest.mark.parametrize(
    ("code", "key", "more"),
    [
        ("no_cadence", "it", {"has_cadence": False}),
        ("no_languages", "it", {"has_languages": False}),
        ("roster_unconfirmed", "2026-H1", {"roster_is_confirmed": False}),
        ("no_residents_survey", "2026-H1", {"has_residents_survey": False}),
        ("no_profile", "race", {"dimensions": {"gender", "age_band", "language"}}),
        ("declared_none", "2026-H1:engagement_events", {"contradicted": [("2026-H1", "engagement_events")]}),
        ("survey_late", "2025-H2", {"surveys": [SurveyFact("2025-H2", dt.date(2026, 5, 19), False)]}),
        ("meeting_late", "2026-03-01", {"gap_is_long_on": TODAY, "last_meeting": dt.date(2026, 3, 1)}),
        ("meeting_late", "none", {"gap_is_long_on": TODAY}),
        ("given_in_future", "7", {"contributions": [DatedFact(7, 7, "Vans", dt.date(2026, 5, 21))]}),
        ("shown_in_future", "7", {"evidence": [DatedFact(7, 3, "A photo", dt.date(2026, 5, 21))]}),
    ],
)  # fmt: skip
def test_it_finds_what_is_wrong_in_other_records(code: str, key: str, more: dict[str, object]):
    [flag] = list(get_all_flags(facts(**more)))
    assert (flag.check, flag.key) == (code, key)


@pytest.mark.parametrize(
    "more",
    [
        {"surveys": [SurveyFact("2025-H2", TODAY, False), SurveyFact("2025-H1", dt.date(2026, 1, 31), True)]},
        {"gap_is_long_on": dt.date(2026, 5, 21), "last_meeting": dt.date(2026, 3, 1)},
        {"gap_is_long_on": TODAY, "meeting_is_planned": True},
        {"contributions": [DatedFact(7, 7, "Vans", TODAY)]},
    ],
)
def test_it_waits_until_the_day_is_over(more: dict[str, object]):
    assert codes(facts(**more)) == []


def test_it_asks_communities_that_are_not_begun_for_no_rhythm_and_no_survey():
    young = Facts(NOW, TODAY, dt.date(2025, 7, 1), takes_part=False, dimensions=COMPLETE["dimensions"])
    young.surveys.append(SurveyFact("2025-H2", dt.date(2026, 1, 31), False))
    assert codes(young) == []


@pytest.mark.parametrize(
    ("service", "expected_codes"),
    [
        (ServiceFact(1, "Beds", dt.date(2025, 11, 17), False, True, dt.date(2025, 11, 17)), []),
        (ServiceFact(1, "Beds", dt.date(2025, 11, 16), False, False, None), ["service_unconfirmed"]),
        (ServiceFact(1, "Beds", None, False, False, None), ["service_unconfirmed"]),
        (ServiceFact(1, "Beds", TODAY, False, True, None), ["pathway_uncalled"]),
        (ServiceFact(1, "Beds", None, True, False, None), ["service_doubted"]),
    ],
)
def test_it_asks_for_fresh_words_of_providers(service: ServiceFact, expected_codes: list[str]):
    assert codes(facts(services=[service])) == expected_codes


def test_an_answer_holds_for_its_flag_alone_and_only_where_one_may_answer():
    usual = [event(number, people_present=20 + number) for number in range(1, 6)]
    wrong = event(8, people_present=10, groups={"gender": 11})
    before = facts(*usual, event(9, people_present=230), wrong)
    results = {(flag.check, flag.key) for flag in get_all_flags(before)}
    assert count_flags_by_check(run_checks(before, results)) == {"groups_over_total": 1}
    after = facts(*usual, event(9, people_present=300), wrong)
    assert count_flags_by_check(run_checks(after, results)) == {
        "groups_over_total": 1,
        "headcount_unusual": 1,
    }
    assert count_by_group({"groups_over_total": 2, "headcount_unusual": 1, "gone": 5}) == {
        Group.MISSING: 0, Group.LATE: 0, Group.CONTRADICTORY: 2, Group.UNUSUAL: 1,
    }  # fmt: skip


LATE = dt.date(2026, 6, 30)
WEEK = list(days(8))


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("no_headcount", [event(people_present=None)], [event(people_present=None, kind="campaign")]),
        ("no_groups", [event(kind="team_meeting")], [event(kind="team_meeting", people_present=40)]),
        (
            "no_professions",
            [event(kind="stakeholder_training")],
            [event(kind="stakeholder_training", groups={"gender": 9})],
        ),
        (
            "same_event",
            [event(1, title="Walk"), event(2, title="Walk")],
            [event(1, title="Walk"), event(2, title="Walks")],
        ),
        (
            "last_day",
            [event(n, day=LATE, entered_on=LATE) for n in (1, 2, 3)],
            [event(n, day=LATE, entered_on=LATE) for n in (1, 2, 4)],
        ),
        (
            "entered_together",
            [event(n, day=dt.date(2026, 1, n), entered_on=TODAY) for n in range(1, 11)],
            [event(n, day=dt.date(2026, 1, n + 1), entered_on=TODAY) for n in range(1, 11)],
        ),
        (
            "same_headcount",
            [event(n, day=WEEK[n], people_present=25) for n in range(5)],
            [event(n, day=WEEK[n], people_present=26) for n in range(5)],
        ),
        (
            "round_numbers",
            [event(n, day=WEEK[n], people_present=20 + 10 * n) for n in range(8)],
            [event(n, day=WEEK[n], people_present=30 + 10 * n) for n in range(8)],
        ),
    ],
)
def test_an_answered_flag_returns_when_its_data_changes(code, before, after):
    results = {(flag.check, flag.key) for flag in get_all_flags(facts(*before))}
    assert count_flags_by_check(run_checks(facts(*before), results)).get(code) is None
    assert count_flags_by_check(run_checks(facts(*after), results))[code] == 1

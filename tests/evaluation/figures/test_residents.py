"""Items 6 and 7 from real answers, compared with numbers calculated by hand."""

from datetime import date

import pytest
from django.utils import timezone

from communities.models import Community, ThresholdSetting
from evaluation.figures import Computed, compute
from residents.models import AwarenessWave
from tests.base import World, within
from tests.evaluation.figures.help_records import answered, wave
from tests.evaluation.figures.records import H1
from tfc.periods import HalfYear

ACCESS, RISKS = "access_known", "risks_known"


def figures(community: Community, as_of: date | None = None, half_year: HalfYear = H1) -> dict[str, Computed]:
    with within(community):
        return compute([community], half_year, as_of=as_of)[community.pk]


def numbers(computed: Computed) -> tuple:
    """Return numerator and denominator of a figure, and the refusals."""
    measured = computed.measured
    return measured.numerator, measured.denominator, measured.details["refused"]


def test_it_counts_who_names_both_of_their_own_accord(world: World):
    with within(world.hill):
        survey = wave()
        answered(survey, 20)
        answered(survey, 10, hotline_unprompted="dont_know")
        answered(survey, 5, route_unprompted="refused")
        answered(survey, 5, route_unprompted="wrong", hotline_prompted="refused")
    result = figures(world.hill)[ACCESS]
    # Forty were asked. Five refused the route; "don't know" is an answer; naming one of both is not enough.
    assert numbers(result) == (20, 35, 5)
    # Wilson, with z = 1.96: (20 + 1.92 ± 1.96 √(0.96 + 20 · 15 ÷ 35)) ÷ (35 + 3.84).
    assert result.measured.interval == pytest.approx((40.86, 72.02), abs=0.01)
    assert result.rating == "partly"
    # Shown in addition, never rated: with options shown 35 of 35 knew, and five refused.
    details = result.measured.details
    assert (details["prompted_knows"], details["prompted_valid"]) == (35, 35)
    assert (details["version"], details["method"], details["convenience"]) == ("1", "street", False)


def test_it_counts_who_knows_the_definition_and_two_risks(world: World):
    with within(world.hill):
        survey = wave("door_to_door")
        answered(survey, 18)
        answered(survey, 3, risks=["debts", "no_home", "car_park"])
        answered(survey, 6, definition="wrong")
        answered(survey, 4, risks=["debts", "car_park"])
        answered(survey, 2, risks=["debts", "no_home", "violence", "car_park", "contract"])
        answered(survey, 4, risks=["dont_know"])
        answered(survey, 2, risks=["refused"])
        answered(survey, 1, definition="refused")
    # 18, and 3 who chose only one distractor; 37 answered both questions, and three refused one.
    assert numbers(figures(world.hill)[RISKS]) == (21, 37, 3)


@pytest.mark.parametrize(("valid", "has_value"), [(29, False), (30, True)])
def test_fewer_than_thirty_valid_answers_are_unknown(world: World, valid: int, has_value: bool):
    with within(world.hill):
        survey = wave()
        answered(survey, valid)
        answered(survey, 10, hotline_unprompted="refused")
    result = figures(world.hill)[ACCESS]
    assert result.measured.has_value is has_value
    assert result.measured.reason == ("" if has_value else "too_few_answers")
    assert (result.measured.interval is not None) is has_value
    details = result.measured.details
    assert (details["valid"], details["refused"]) == (valid, 10)
    # Nobody refused the questions of item 7, so all count there.
    assert figures(world.hill)[RISKS].measured.numerator == valid + 10


def test_the_office_says_how_many_are_enough(world: World):
    with within(world.usa):
        ThresholdSetting.objects.create(code="survey_answers", value=50, from_half_year=str(H1))
    with within(world.hill):
        answered(wave(), 49)
    result = figures(world.hill)[ACCESS]
    assert (result.measured.reason, result.receipt["thresholds"]["survey_answers"]) == ("too_few_answers", 50)


def test_without_a_survey_in_the_half_year_it_is_not_known(world: World):
    with within(world.hill):
        survey = wave()
        answered(survey, 40, "2025-12-31")
        answered(survey, 40, "2026-07-01")
    assert {figures(world.hill)[code].measured.reason for code in (ACCESS, RISKS)} == {"survey_open"}
    with within(world.hill):
        AwarenessWave.objects.update(ends_on=date(2026, 3, 1))
    assert {figures(world.hill)[code].measured.reason for code in (ACCESS, RISKS)} == {
        "survey_without_results"
    }
    with within(world.hill):
        AwarenessWave.objects.update(ends_on=date(2025, 12, 31))
    assert {figures(world.hill)[code].measured.reason for code in (ACCESS, RISKS)} == {"no_survey"}


def test_it_counts_surveys_that_are_kept_and_were_closed_by_the_day(world: World):
    with within(world.hill):
        answered(wave(ends_on=date(2026, 3, 1)), 30)
        answered(wave(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 2)), 5, "2026-03-01")
        answered(wave(deleted_at=timezone.now()), 50)
    # Five are too few to be shown, alone or in a sum.
    assert numbers(figures(world.hill)[ACCESS]) == (30, 30, 0)
    assert figures(world.hill, date(2026, 2, 28))[ACCESS].measured.reason == "survey_open"


def test_waves_of_one_method_are_one_survey(world: World):
    with within(world.hill):
        answered(wave(), 20)
        answered(wave(), 15, definition="wrong", hotline_unprompted="wrong")
    stored_figures = figures(world.hill)
    assert (numbers(stored_figures[ACCESS]), numbers(stored_figures[RISKS])) == ((20, 35, 0), (20, 35, 0))


def test_waves_of_two_methods_are_never_added_up_but_listed(world: World):
    with within(world.hill):
        street, poster = wave("street"), wave("poster")
        answered(street, 16)
        answered(street, 16, hotline_unprompted="wrong")
        answered(poster, 30)
        answered(poster, 10, hotline_unprompted="wrong")
    result = figures(world.hill)[ACCESS]
    # The larger survey counts, though it covers only those asked; the other is listed.
    assert numbers(result) == (30, 40, 0)
    assert result.measured.details["convenience"] is True
    assert result.measured.details["others"] == [
        {"version": "1", "method": "street", "knows": 16, "valid": 32, "refused": 0, "convenience": False}
    ]
    assert result.receipt["filters"] == {"version": 1, "method": "poster"}
    assert result.receipt["records"] == {
        "residents.awarenessanswer": [[poster.pk, 40]],
        "residents.awarenesswave": [[poster.pk, 1]],
    }
    assert result.receipt["considered"] == {
        "residents.awarenessanswer": [[street.pk, 32]],
        "residents.awarenesswave": [[street.pk, 1]],
    }


def test_each_item_chooses_by_its_own_valid_answers(world: World):
    with within(world.hill):
        street, poster = wave("street"), wave("poster")
        answered(street, 40, hotline_unprompted="refused")
        answered(poster, 35)
    stored_figures = figures(world.hill)
    assert stored_figures[ACCESS].measured.details["method"] == "poster"
    assert stored_figures[RISKS].measured.details["method"] == "street"


def three_rounds(world: World, *knowing: int) -> None:
    """Fifty people each half-year, of whom so many know; the last is the tests' half-year."""
    days = ("2025-02-01", "2025-08-01", "2026-02-01")[-len(knowing) :]
    with within(world.hill):
        for day, number in zip(days, knowing, strict=True):
            survey = wave()
            answered(survey, number, day)
            answered(survey, 50 - number, day, hotline_unprompted="wrong")


def test_the_change_is_that_since_the_first_survey(world: World):
    three_rounds(world, 10, 20, 25)
    change = figures(world.hill)[ACCESS].measured.details["change"]
    # From 10 of 50 to 25 of 50. Wilson: 11.24 to 33.04 and 36.64 to 63.36, so Newcombe's interval reaches from 30 −
    # √(13.36² + 13.04²) to 30 + √(13.36² + 8.76²).
    assert (change["direction"], change["half_year"]) == ("increase", "2025-H1")
    assert change["difference"] == pytest.approx(30)
    assert change["interval"] == pytest.approx((11.33, 45.98), abs=0.01)
    assert change["first"] == {"version": "1", "method": "street", "knows": 10, "valid": 50, "refused": 0}


@pytest.mark.parametrize(
    ("first", "direction"), [(20, "no_clear_change"), (40, "decrease"), (25, "no_clear_change")]
)
def test_nothing_grew_where_the_interval_includes_none(world: World, first: int, direction: str):
    three_rounds(world, first, 25)
    assert figures(world.hill)[ACCESS].measured.details["change"]["direction"] == direction


@pytest.mark.parametrize(
    ("earlier", "why"),
    [
        (None, "first_survey"),
        ({"sampling": "door_to_door"}, "other_method"),
        ({"version": 2}, "other_version"),
        ({"people": 29}, "too_few_answers"),
    ],
)
def test_without_a_comparable_survey_the_change_is_not_known(world: World, earlier: dict | None, why: str):
    with within(world.hill):
        answered(wave(), 40)
        if earlier is not None:
            people = earlier.pop("people", 40)
            answered(wave(**earlier), people, "2025-03-01")
    change = figures(world.hill)[ACCESS].measured.details["change"]
    assert change == {"direction": "unknown", "why": why}


def test_too_few_answers_now_are_compared_with_nothing(world: World):
    with within(world.hill):
        survey = wave()
        answered(survey, 40, "2025-03-01")
        answered(survey, 29)
    change = figures(world.hill)[ACCESS].measured.details["change"]
    assert change == {"direction": "unknown", "why": "too_few_answers"}


def test_a_correction_of_the_wave_and_a_new_answer_are_seen_in_the_receipt(world: World):
    with within(world.hill):
        survey = wave()
        answered(survey, 40)
    before = figures(world.hill)[ACCESS].receipt
    with within(world.hill):
        answered(survey, 1)
        survey.place = "The market"
        survey.save()
    after = figures(world.hill)[ACCESS].receipt
    assert before["records"]["residents.awarenessanswer"] == [[survey.pk, 40]]
    assert after["records"] == {
        "residents.awarenessanswer": [[survey.pk, 41]],
        "residents.awarenesswave": [[survey.pk, 2]],
    }

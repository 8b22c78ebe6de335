from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError

from communities.models import Office, ThresholdSetting
from communities.thresholds import Thresholds, thresholds_by_office, thresholds_for, thresholds_over
from evaluation.actions.figures import refresh_figures, set_threshold
from evaluation.actions.thresholds import RANGES
from evaluation.models import Figure
from tests.base import World, within
from tests.evaluation.figures.records import H1, stakeholder_meetings
from tfc.periods import HalfYear

H2 = HalfYear(2026, 2)
TARGET = "target:stakeholder_meetings"


def put(world: World, code: str, value: int | None, half_year: HalfYear = H1) -> ThresholdSetting:
    """Store the threshold as if set on the last evening before the first half-year."""
    with patch("django.utils.timezone.now", return_value=datetime(2026, 1, 1, 7, 59, tzinfo=UTC)):
        return set_threshold(
            office=world.usa, code=code, value=value, half_year=half_year, by=world["usa-staff"]
        )


def in_force(office: Office, half_year: HalfYear) -> Thresholds:
    with within(office):
        return thresholds_for(office.pk, half_year)


def test_an_office_that_set_nothing_has_the_instruments_own(world: World):
    assert in_force(world.usa, H1) == Thresholds()


def test_a_setting_counts_from_its_half_year_on_for_its_office_alone(world: World):
    with within(world.usa):
        put(world, "met", 70)
        put(world, "met", 90, H2)
        put(world, TARGET, 4)
    assert in_force(world.usa, HalfYear(2025, 2)) == Thresholds()
    assert in_force(world.usa, H1) == Thresholds(met=70, targets={"stakeholder_meetings": 4})
    assert in_force(world.usa, HalfYear(2027, 1)) == Thresholds(met=90, targets={"stakeholder_meetings": 4})
    assert in_force(world.uk, H1) == Thresholds()


def test_the_communities_of_the_office_read_it(world: World):
    with within(world.usa):
        put(world, "met", 70)
    with within(world.hill):
        assert thresholds_for(world.usa.pk, H1).met == 70


def test_it_reads_many_offices_in_one_query(world: World, django_assert_num_queries):
    with within(world.usa):
        put(world, "met", 70)
        with django_assert_num_queries(1):
            result = thresholds_by_office([world.usa.pk, world.uk.pk], H1)
    assert (result[world.usa.pk].met, result[world.uk.pk].met) == (70, 80)


def test_it_reads_many_half_years_in_one_query(world: World, django_assert_num_queries):
    half_years = [HalfYear(2025, 2), H1, H2, HalfYear(2027, 1)]
    with within(world.usa):
        put(world, "met", 70)
        put(world, "met", 90, H2)
        put(world, TARGET, 4)
        with django_assert_num_queries(1):
            result = thresholds_over(world.usa.pk, half_years)
    assert result == {half_year: in_force(world.usa, half_year) for half_year in half_years}
    assert [result[half_year].met for half_year in half_years] == [80, 70, 90, 90]


def test_setting_it_again_replaces_it(world: World):
    with within(world.usa):
        put(world, "met", 70)
        put(world, "met", 75)
        setting = ThresholdSetting.objects.get()
    assert (setting.value, setting.by, setting.office) == (75, world["usa-staff"], world.usa)


def test_a_target_can_be_taken_back(world: World):
    with within(world.usa):
        put(world, TARGET, 4)
        put(world, TARGET, None, H2)
    assert dict(in_force(world.usa, H1).targets) == {"stakeholder_meetings": 4}
    assert dict(in_force(world.usa, H2).targets) == {}


def set_at(world: World, moment: datetime, code: str, value: int) -> ThresholdSetting:
    with within(world.usa), patch("django.utils.timezone.now", return_value=moment):
        return set_threshold(office=world.usa, code=code, value=value, half_year=H1, by=world["usa-staff"])


@pytest.mark.parametrize("code", sorted(RANGES))
def test_a_threshold_is_fixed_from_the_first_midnight_of_its_half_year_in_the_offices_time_zone(
    world: World, code: str
):
    """Los Angeles is eight hours behind UTC in January."""
    with pytest.raises(ValidationError) as refused:
        set_at(world, datetime(2026, 1, 1, 8, 0, tzinfo=UTC), code, RANGES[code][1])
    assert refused.value.code == "begun"
    with within(world.usa):
        assert not ThresholdSetting.objects.exists()


def test_a_threshold_can_be_set_until_the_last_evening_before(world: World):
    assert set_at(world, datetime(2026, 1, 1, 7, 59, tzinfo=UTC), "represented_share", 45).value == 45


def test_a_target_can_change_while_its_half_year_runs(world: World):
    assert set_at(world, datetime(2026, 3, 1, tzinfo=UTC), TARGET, 45).value == 45


@pytest.mark.parametrize(
    ("code", "value", "why"),
    [
        ("met", 101, "out_of_range"),
        ("met", None, "out_of_range"),
        ("members_present", 0, "out_of_range"),
        ("survey_answers", 29, "out_of_range"),
        (TARGET, 0, "out_of_range"),
        ("targets", 1, "unknown"),
        ("nonsense", 1, "unknown"),
        ("target:nonsense", 3, "inconsistent"),
        ("target:sector_breadth", 3, "inconsistent"),
        ("partly", 85, "inconsistent"),
    ],
)
def test_it_saves_nothing_senseless(world: World, code: str, value: int | None, why: str):
    with within(world.usa):
        with pytest.raises(ValidationError) as refused:
            put(world, code, value)
        assert refused.value.code == why
        assert not ThresholdSetting.objects.exists()


def test_it_minds_what_was_set_for_later_half_years(world: World):
    with within(world.usa):
        put(world, "partly", 75, H2)
        with pytest.raises(ValidationError) as refused:
            put(world, "met", 70)
        assert "July to December 2026" in refused.value.messages[0]
        assert ThresholdSetting.objects.get().code == "partly"


def test_a_target_rates_a_count(world: World):
    stakeholder_meetings(world.hill, 2)
    with within(world.usa):
        put(world, TARGET, 4)
    with within(world.hill):
        refresh_figures([world.hill], H1)
        figure = Figure.objects.get(part="stakeholder_meetings")
    assert figure.rating == "partly"
    assert figure.receipt["thresholds"]["target"] == 4


def test_the_members_that_make_a_meeting_are_the_offices_to_set(world: World):
    with within(world.usa):
        put(world, "members_present", 2)
    with within(world.hill):
        refresh_figures([world.hill], H1)
        receipt = Figure.objects.get(part="meets_consistently").receipt
    assert receipt["filters"]["members_at_least"] == 2

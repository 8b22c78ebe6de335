from datetime import UTC, datetime

import pytest
from django.utils import timezone

from communities.models import ThresholdSetting
from communities.thresholds import thresholds_for
from evaluation.actions.thresholds import RANGES
from evaluation.forms.thresholds import SETTINGS
from evaluation.instrument import PARTS, Rule
from tests.base import within
from tests.evaluation.rounds_world import H1, make_round

LIST = "/office/usa/thresholds/"
SET = f"{LIST}set/"
TARGET = "target:stakeholder_meetings"


@pytest.fixture(autouse=True)
def in_july(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 7, 10, 12, tzinfo=UTC))


def rows(world):
    with within(world.usa):
        return list(ThresholdSetting.objects.order_by("id").values_list("code", "value", "from_half_year"))


def test_it_names_every_setting_in_plain_words():
    targets = {f"target:{part.code}" for part in PARTS if part.rule == Rule.TARGET}
    assert set(SETTINGS) == set(RANGES) | targets


def test_it_shows_what_holds_and_who_set_it(world, signed_in):
    staff = signed_in("usa-staff")
    page = staff.get(LIST).content.decode()
    assert '<span class="tf-num">80</span> percent' in page
    assert page.count("no target") == 3
    response = staff.post(f"{SET}?code={TARGET}", {"value": "6", "from_half_year": "2026-H2"})
    assert response["Location"] == LIST
    page = staff.get(LIST).content.decode()
    assert page.count("no target") == 2
    assert '<td data-label="By">usa-staff</td>' in page
    assert rows(world) == [(TARGET, 6, "2026-H2")]


def test_earlier_half_years_keep_theirs(world, signed_in):
    signed_in("usa-staff").post(f"{SET}?code=met", {"value": "90", "from_half_year": "2027-H1"})
    with within(world.usa):
        assert thresholds_for(world.usa.pk, H1.next()).met == 80
        assert thresholds_for(world.usa.pk, H1.next().next()).met == 90


@pytest.mark.parametrize("half_year", ["2026-H1", "2026-H2"])
def test_a_threshold_is_fixed_once_its_half_year_has_begun(world, signed_in, half_year):
    """Six different thresholds of 1b would tell an office that 2 of 28 people are of one group."""
    make_round(world.usa)
    staff, url = signed_in("usa-staff"), f"{SET}?code=represented_share"
    page = staff.get(url).content.decode()
    assert "Thresholds are fixed when a half-year begins." in page
    assert f'value="{half_year}"' not in page
    for share in (10, 20, 30, 40, 60, 80):
        assert staff.post(url, {"value": str(share), "from_half_year": half_year}).status_code == 422
    assert rows(world) == []


def test_a_target_reaches_back_to_the_earliest_open_half_year(world, signed_in):
    staff, url = signed_in("usa-staff"), f"{SET}?code={TARGET}"
    assert staff.post(url, {"value": "9", "from_half_year": "2026-H1"}).status_code == 422
    make_round(world.usa)
    assert staff.post(url, {"value": "9", "from_half_year": "2026-H1"}).status_code == 302
    assert rows(world) == [(TARGET, 9, "2026-H1")]


def test_a_target_can_be_taken_back(world, signed_in):
    staff = signed_in("usa-staff")
    staff.post(f"{SET}?code={TARGET}", {"value": "6", "from_half_year": "2026-H2"})
    staff.post(f"{SET}?code={TARGET}", {"value": "", "from_half_year": "2027-H1"})
    with within(world.usa):
        assert thresholds_for(world.usa.pk, H1.next()).targets == {"stakeholder_meetings": 6}
        assert thresholds_for(world.usa.pk, H1.next().next()).targets == {}


WRONG = [
    ("met", {"value": "", "from_half_year": "2027-H1"}, "Enter a whole number."),
    ("met", {"value": "most", "from_half_year": "2027-H1"}, "Enter a whole number."),
    ("met", {"value": "101", "from_half_year": "2027-H1"}, "from 1 to 100"),
    ("met", {"value": "30", "from_half_year": "2027-H1"}, "settings from January to June 2027 on"),
    ("met", {"value": "90", "from_half_year": "2020-H1"}, "Choose one."),
    (TARGET, {"value": "0", "from_half_year": "2026-H2"}, "from 1 to"),
]


def test_it_explains_bad_input_and_saves_nothing(world, signed_in, subtests):
    for code, value, message in WRONG:
        with subtests.test(code=code):
            response = signed_in("usa-staff").post(f"{SET}?code={code}", value)
            page = response.content.decode()
            assert response.status_code == 422
            assert message in page
            assert f'value="{value["value"]}"' in page or not value["value"]
            assert rows(world) == []


def test_it_knows_no_other_setting(world, signed_in):
    staff = signed_in("usa-staff")
    assert staff.get(f"{SET}?code=nonsense").status_code == 404
    assert staff.get(f"{SET}?code={TARGET}").status_code == 200


def test_international_staff_read_and_set_nothing(world, signed_in):
    guest = signed_in("oasis-staff")
    page = guest.get(LIST).content.decode()
    assert "80" in page
    assert SET not in page
    assert guest.post(f"{SET}?code=met", {"value": "90", "from_half_year": "2026-H2"}).status_code == 403
    assert rows(world) == []

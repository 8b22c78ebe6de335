from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.counts import Attendance, OutputLine, check_counts, count_unrecorded

GROUPS = st.dictionaries(st.sampled_from(["female", "male", "another"]), st.integers(0, 50), min_size=1)


def errors(**values: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        check_counts(Attendance(**values))
    return caught.value.message_dict


@given(groups=GROUPS, more=st.integers(0, 20))
def test_it_leaves_the_rest_unrecorded(groups: dict[str, int], more: int):
    total = sum(groups.values()) + more
    check_counts(Attendance(people_present=total, headcounts={"gender": groups}))
    assert count_unrecorded(total, groups) == more


@given(groups=GROUPS, less=st.integers(1, 20))
def test_it_refuses_more_people_than_there_were(groups: dict[str, int], less: int):
    counted = sum(groups.values()) + less
    groups = groups | {"another": groups.get("another", 0) + less}
    message = errors(people_present=counted - less, headcounts={"gender": groups})
    assert list(message) == ["headcounts_gender"]
    assert f"add up to {counted}," in message["headcounts_gender"][0]


def test_it_does_not_know_the_rest_without_a_total():
    assert count_unrecorded(None, {"female": 3}) is None


def test_it_asks_for_the_total_of_counts():
    assert errors(headcounts={"gender": {"female": 0}}) == {
        "people_present": ["Enter the total. The counts below need it."]
    }


def test_it_refuses_more_members_than_people():
    assert errors(memberships=(1, 2, 3), people_present=2) == {
        "people_present": ["3 members are selected, but the total is 2."]
    }


def test_it_says_everything_that_is_wrong_at_once():
    result = errors(
        memberships=(1, 2),
        people_present=1,
        headcounts={"gender": {"female": 2}, "age_band": {"65+": -1}},
        outputs=(OutputLine("items", 0),),
    )
    assert set(result) == {"people_present", "headcounts_gender", "headcounts_age_band", "outputs"}


@pytest.mark.parametrize("people", [-1, 100_001])
def test_it_refuses_impossible_totals(people: int):
    assert list(errors(people_present=people)) == ["people_present"]


def test_it_needs_nothing_at_all():
    check_counts(Attendance())

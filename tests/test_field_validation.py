"""Field validation without an instance (tfc/field_validation.py) has the same rules as with one."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from events.actions.saving import WRITTEN_BY_ACTIONS
from events.models import Event
from tfc.field_validation import clean_values

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
GOOD: dict[str, Any] = {
    "kind": "awareness", "title": "A talk", "status": "held", "hosting": "hosted", "sponsored_by_oasis": False,
    "starts_at": NOON, "ends_at": NOON, "time_zone": "UTC", "place": "", "note": "", "people_present": None,
}  # fmt: skip
WRONG: list[dict[str, Any]] = [
    {"kind": "party"},
    {"kind": ""},
    {"title": "a" * 161},
    {"hosting": None},
    {"people_present": -1},
    {"people_present": "many", "place": "b" * 161, "starts_at": None},
]


def of_an_object(values: dict[str, Any]) -> dict[str, list[str]]:
    try:
        Event(**values).clean_fields(exclude=WRITTEN_BY_ACTIONS)
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize("wrong", WRONG)
def test_it_refuses_what_an_object_refuses_in_the_same_words_each_time(wrong: dict[str, Any]):
    expected = of_an_object(GOOD | wrong)
    assert expected.keys() == wrong.keys()
    for _again in range(2):
        with pytest.raises(ValidationError) as refused:
            clean_values(Event, GOOD | wrong)
        assert refused.value.message_dict == expected


def test_it_gives_the_values_that_an_object_would_have():
    event = Event(**GOOD | {"people_present": "12"})
    event.clean_fields(exclude=WRITTEN_BY_ACTIONS)
    result = clean_values(Event, GOOD | {"people_present": "12"})
    assert result == {name: getattr(event, name) for name in GOOD}

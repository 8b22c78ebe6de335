"""The suggested step, checked by hand."""

import datetime as dt

import pytest

from stakeholders.engagement_status import Step, get_next_step
from stakeholders.strategy_status import EffectiveLevel

DAY = dt.date(2026, 6, 30)
LATELY, LONG_AGO = dt.date(2026, 3, 3), dt.date(2025, 6, 29)


def step(contacts=1, last_seen=LATELY, asked_on=None, standings=(EffectiveLevel.VERIFIED,)) -> Step:
    return get_next_step(DAY, contacts=contacts, last_seen=last_seen, asked_on=asked_on, standings=standings)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, Step.NOTHING),
        ({"contacts": 0, "last_seen": None, "standings": ()}, Step.NAME_CONTACT),
        ({"contacts": 0}, Step.NAME_CONTACT),
        ({"last_seen": None, "standings": ()}, Step.INVITE),
        ({"standings": ()}, Step.ASK),
        ({"standings": (), "asked_on": LATELY}, Step.NOTHING),
        ({"standings": (), "asked_on": LONG_AGO}, Step.ASK_AGAIN),
        ({"standings": (), "asked_on": dt.date(2025, 6, 30)}, Step.NOTHING),
        (
            {"standings": (EffectiveLevel.VERIFIED, EffectiveLevel.UNCONFIRMED), "last_seen": LONG_AGO},
            Step.CONFIRM,
        ),
        ({"last_seen": LONG_AGO}, Step.INVITE_AGAIN),
        ({"last_seen": dt.date(2025, 6, 30)}, Step.NOTHING),
        ({"standings": (EffectiveLevel.PLEDGED, EffectiveLevel.PLANNED)}, Step.CLIMB),
        ({"standings": (EffectiveLevel.PLEDGED, EffectiveLevel.IMPLEMENTING)}, Step.NOTHING),
    ],
    ids=str,
)
def test_it_suggests_the_first_that_fits(facts: dict, expected: Step):
    assert step(**facts) == expected

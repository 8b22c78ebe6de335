"""Attendances, people and outputs over events, recomputed by hand."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from evaluation.measures.achievements import (
    Amount,
    EventFacts,
    JointCampaign,
    Reach,
    Results,
    sum_campaign,
    sum_events,
)
from tfc.disclosure import Reader


def event(people: int | None = None, *outputs: tuple[str, int, bool], **fields: Any) -> EventFacts:
    return EventFacts(**{"kind": "awareness", "hosting": "hosted", **fields}, people=people, outputs=outputs)


def get_sum(*events: EventFacts, reader: Reader = Reader.COMMUNITY) -> Results:
    return sum_events(events, reader).together


def test_people_are_between_the_largest_event_and_the_attendances():
    reach = get_sum(event(40), event(25), event(None)).reach
    assert reach == Reach(attendances=65, largest=40, events=2, unrecorded=1)
    assert (reach.people_low, reach.people_high) == (40, 65)


def test_an_attendance_known_as_a_lower_bound_has_no_upper_bound():
    reach = get_sum(event(None, ("attendance", 60, True)), event(10)).reach
    assert reach == Reach(70, 60, at_least=True, events=2)
    assert reach.people_high is None


def test_an_event_without_attendance_is_no_zero():
    assert get_sum(event(None)).reach == Reach(unrecorded=1)
    assert get_sum(event(0)).reach == Reach(events=1)


@pytest.mark.parametrize(
    "fields", [{"kind": "team_meeting"}, {"kind": "leadership_training"}, {"hosting": "attended"}]
)
def test_nobody_is_reached_in_the_team_or_at_events_of_others(fields: dict[str, str]):
    results = get_sum(event(9, ("items", 3, False), **fields))
    assert results == Results(Reach(), {"items": Amount(3, at_least=False, records=1)})


def test_each_unit_is_added_by_itself_and_at_least_survives():
    outputs = get_sum(
        event(None, ("items", 60, True), ("items", 40, False), ("money-USD", 5, False)),
        event(None, ("items", 1, False), ("money-GBP", 7, False)),
    ).outputs
    assert outputs == {
        "items": Amount(101, at_least=True, records=3),
        "money-USD": Amount(5, records=1),
        "money-GBP": Amount(7, records=1),
    }


def test_a_joint_event_counts_once_with_the_larger_numbers():
    here = event(30, ("items", 10, False), joint_key="a")
    there = event(50, ("items", 8, True), ("views", 2, False), joint_key="a")
    results = get_sum(here, there, event(None, joint_key="a"), event(5))
    assert results.reach == Reach(55, 50, events=2)
    assert results.outputs == {"items": Amount(10, records=1), "views": Amount(2, records=1)}


def test_small_numbers_of_people_are_left_out_of_every_sum_outside():
    events = [event(4, ("contacts", 3, False), ("items", 3, False)), event(30, ("contacts", 20, False))]
    results = get_sum(*events, reader=Reader.NETWORK)
    assert results.reach == Reach(30, 30, at_least=True, events=2)
    assert results.outputs["contacts"] == Amount(20, at_least=True, records=2)
    assert results.outputs["items"] == Amount(3, records=1)
    assert get_sum(*events, reader=Reader.PUBLIC).outputs["contacts"].value == 20
    assert get_sum(event(10), reader=Reader.PUBLIC).reach.attendances == 0


FACTS = some.builds(
    EventFacts,
    kind=some.sampled_from(["awareness", "team_meeting"]),
    hosting=some.sampled_from(["hosted", "attended"]),
    people=some.none() | some.integers(0, 90),
    outputs=some.lists(
        some.tuples(
            some.sampled_from(["items", "contacts", "attendance"]), some.integers(1, 90), some.booleans()
        )
    ).map(tuple),
    joint_key=some.sampled_from(["", "", "a", "b"]),
    campaign=some.sampled_from([None, 1, 2]),
)


@given(some.lists(FACTS), some.lists(FACTS), some.sampled_from(Reader))
def test_sums_of_parts_are_the_sum_of_all_and_survive_storage(
    first: list[EventFacts], rest: list[EventFacts], reader: Reader
):
    parts = [Results.from_json(sum_events(events, reader).as_json()) for events in (first, rest)]
    everything = sum_events([*first, *rest], reader)
    together = everything.together
    assert Results.add_up(parts).together == together
    assert Results.add_up(parts).combine(JOINT) == everything.combine(JOINT)
    assert together.reach.people_low <= together.reach.attendances


KEY = UUID(int=1)
JOINT = {1: JointCampaign(KEY), 2: JointCampaign(KEY), 4: JointCampaign(UUID(int=4))}


def combine(*several: Results, joint: Mapping[int, JointCampaign] = JOINT) -> dict[str, Amount]:
    """Return the outputs of several communities together, after storage."""
    stored = [Results.from_json(json.loads(json.dumps(results.as_json()))) for results in several]
    return dict(Results.add_up(stored).combine(joint).outputs)


def signatures(number: int, **fields: Any) -> Results:
    """Return the results of an event with so many signatures."""
    return sum_events([event(None, ("signatures", number, False), **fields)], Reader.NETWORK)


def test_a_joint_campaign_counts_once_with_the_larger_number_as_a_lower_bound():
    lines = [("signatures", 60, False), ("signatures", 40, False), ("views", 7, False)]
    here = sum_campaign(1, lines, Reader.COMMUNITY)
    there = sum_campaign(2, [("signatures", 90, False)], Reader.COMMUNITY)
    alone = sum_campaign(3, [("signatures", 5, False)], Reader.COMMUNITY)
    assert combine(here, there, alone) == {
        "signatures": Amount(105, at_least=True, records=3),
        "views": Amount(7, records=1),
    }
    assert Results.add_up([here, there, alone]).together.outputs["signatures"] == Amount(195, records=4)


def test_of_a_joint_campaign_the_outputs_of_all_communities_are_exact():
    part = sum_campaign(1, [("signatures", 90, True), ("views", 7, False)], Reader.COMMUNITY)
    total = sum_campaign(2, [("signatures", 50, False)], Reader.COMMUNITY)
    joint = JOINT | {2: JointCampaign(KEY, counts_all=True)}
    assert combine(part, total, signatures(10, campaign=2), joint=joint) == {
        "signatures": Amount(60, records=2),
        "views": Amount(7, records=1),
    }


def test_outputs_of_events_of_a_joint_campaign_count_with_those_of_the_campaign():
    of_campaign = sum_campaign(2, [("signatures", 250, False)], Reader.NETWORK)
    here = signatures(100, campaign=1), signatures(200, campaign=1, kind="vigil")
    assert combine(*here)["signatures"] == Amount(300, records=2)
    assert combine(*here, of_campaign)["signatures"] == Amount(300, at_least=True, records=2)
    assert combine(*here, of_campaign, signatures(5))["signatures"] == Amount(305, at_least=True, records=3)
    assert combine(*here, of_campaign, joint={})["signatures"] == Amount(550, records=3)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ((), Amount(300, records=1)),
        ((signatures(100, campaign=2),), Amount(400, records=2)),
        ((signatures(350, campaign=1), signatures(100, campaign=2)), Amount(650, at_least=True, records=2)),
        ((signatures(5, joint_key="a", campaign=4),), Amount(300, records=1)),
    ],
)
def test_a_joint_event_counts_once_with_its_joint_campaign(more: tuple[Results, ...], expected: Amount):
    here, there = (signatures(number, joint_key="a", campaign=pk) for number, pk in ((250, 1), (300, 2)))
    assert combine(here, there, *more)["signatures"] == expected


def test_a_joint_event_that_is_linked_by_only_some_counts_with_the_campaign():
    here, there = signatures(300, joint_key="a", campaign=1), signatures(280, joint_key="a")
    other = sum_campaign(2, [("signatures", 250, False)], Reader.NETWORK)
    assert combine(there, here, other)["signatures"] == Amount(300, at_least=True, records=1)


def test_a_small_number_of_contacts_of_a_campaign_is_hidden_from_the_office():
    lines = [("contacts", 3, False), ("contacts", 20, False), ("items", 3, False)]
    assert combine(sum_campaign(1, lines, Reader.NETWORK)) == {
        "contacts": Amount(20, at_least=True, records=2),
        "items": Amount(3, records=1),
    }

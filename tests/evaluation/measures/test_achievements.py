"""Attendances, people and outputs over events, recomputed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from evaluation.measures.achievements import (
    Amount,
    CampaignFacts,
    EventFacts,
    Reach,
    Results,
    sum_campaigns,
    sum_events,
)
from tfc.disclosure import Reader


def event(people: int | None = None, *outputs: tuple[str, int, bool], **fields: str) -> EventFacts:
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
)


@given(some.lists(FACTS), some.lists(FACTS), some.sampled_from(Reader))
def test_sums_of_parts_are_the_sum_of_all_and_survive_storage(
    first: list[EventFacts], rest: list[EventFacts], reader: Reader
):
    parts = [Results.from_json(sum_events(events, reader).as_json()) for events in (first, rest)]
    together = sum_events([*first, *rest], reader).together
    assert Results.add_up(parts).together == together
    assert together.reach.people_low <= together.reach.attendances


def test_a_joint_campaign_counts_once_with_the_larger_number_as_a_lower_bound():
    here = CampaignFacts("a", (("signatures", 60, False), ("signatures", 40, False), ("views", 7, False)))
    there = CampaignFacts("a", (("signatures", 90, False),))
    alone = CampaignFacts(1, (("signatures", 5, False),))
    results = sum_campaigns([here, there, alone], Reader.COMMUNITY)
    assert results.reach == Reach()
    assert results.outputs == {
        "signatures": Amount(105, at_least=True, records=3),
        "views": Amount(7, records=1),
    }


def test_of_a_joint_campaign_the_outputs_of_all_communities_are_exact():
    part = CampaignFacts("a", (("signatures", 90, True), ("views", 7, False)))
    total = CampaignFacts("a", (("signatures", 100, False),), counts_all=True)
    results = sum_campaigns([part, total], Reader.COMMUNITY)
    assert results.outputs == {"signatures": Amount(100, records=1), "views": Amount(7, records=1)}


def test_a_small_number_of_contacts_of_a_campaign_is_hidden_from_the_office():
    facts = CampaignFacts(1, (("contacts", 3, False), ("contacts", 20, False), ("items", 3, False)))
    results = sum_campaigns([facts], Reader.NETWORK)
    assert results.outputs == {
        "contacts": Amount(20, at_least=True, records=2),
        "items": Amount(3, records=1),
    }

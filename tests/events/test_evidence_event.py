"""A recorded event as evidence of a strategy."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from events.actions import Attendance
from events.actions.evidence import add_event_evidence
from events.models import Event, EvidenceEvent
from stakeholders.models import Evidence
from tests.base import World, within
from tests.events.base import foreign_event, log, plan
from tests.stakeholders.strategy_base import count, days_ago, make, today, url_for


def typed(chosen: Event, **changes):
    return {"client_id": str(uuid.uuid4()), "event": str(chosen.pk), "what": "They trained with us"} | changes


def hold_event(world: World, age: int = 10, attendance: Attendance | None = None, **values) -> Event:
    with within(world.hill):
        return log(world, days_ago(world.hill, age), attendance, **values)


def test_it_is_of_the_day_of_the_event(world: World, signed_in):
    strategy, event = make(world, "implementing"), hold_event(world)
    response = signed_in("hill-leader").post(url_for(strategy, "evidence/event/"), typed(event))
    assert response["Location"] == url_for(strategy)
    with within(world.hill):
        evidence = Evidence.objects.get()
        assert EvidenceEvent.objects.get().event_id == event.pk
    assert (evidence.kind, evidence.on, evidence.what) == (
        "event",
        days_ago(world.hill, 10),
        "They trained with us",
    )


def test_it_is_added_once_however_often_it_is_sent(world: World, signed_in):
    strategy, data = make(world, "implementing"), typed(hold_event(world))
    for _ in range(2):
        assert signed_in("hill-leader").post(url_for(strategy, "evidence/event/"), data).status_code == 302
    assert count(world.hill, Evidence) == count(world.hill, EvidenceEvent) == 1


def test_it_offers_held_events_those_with_the_organization_first(world: World, signed_in):
    strategy = make(world, "implementing")
    hold_event(world, 2, title="Newest")
    there = Attendance(organizations=(strategy.organization_id,))
    hold_event(world, 30, there, title="With them")
    with within(world.hill):
        plan(world, days_ago(world.hill, 3), title="Only planned")
    response = signed_in("hill-leader").get(url_for(strategy, "evidence/event/"))
    _nothing, *groups = response.context["form"].fields["event"].choices
    assert [(label, [text.split(" · ")[0] for _value, text in rows]) for label, rows in groups] == [
        ("They were there", ["With them"]),
        ("Other events", ["Newest"]),
    ]


def test_it_says_when_no_event_was_held(world: World, signed_in):
    page = signed_in("hill-leader").get(url_for(make(world), "evidence/event/")).content.decode()
    assert "Nothing yet" in page


def test_it_refuses_what_was_not_held_and_what_belongs_to_others(world: World, signed_in):
    strategy = make(world, "implementing")
    with within(world.hill):
        planned = plan(world, days_ago(world.hill, 3))
    client = signed_in("hill-leader")
    for event in (planned, foreign_event(world)):
        response = client.post(url_for(strategy, "evidence/event/"), typed(event))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["event"]
        assert (
            'value="They trained with us"' in response.content.decode() or not response.context["has_events"]
        )
    assert count(world.hill, Evidence) == 0
    with within(world.hill), pytest.raises(ValidationError):
        add_event_evidence(strategy=strategy, event=planned, what="x", by=world["hill-leader"])


WRONG = [{"event": ""}, {"event": "x"}, {"what": ""}, {"client_id": ""}]


def test_it_explains_what_is_wrong_and_saves_nothing(world: World, signed_in, subtests: pytest.Subtests):
    for bad in WRONG:
        with subtests.test(bad=bad):
            strategy, event = make(world, "implementing"), hold_event(world)
            response = signed_in("hill-leader").post(
                url_for(strategy, "evidence/event/"), typed(event, **bad)
            )
            assert response.status_code == 422
            assert list(response.context["form"].errors) == list(bad)
            assert count(world.hill, Evidence) == 0


def test_it_adds_nothing_to_what_ended(world: World, signed_in):
    strategy = make(world, ended_on=today(world.hill))
    assert (
        signed_in("hill-leader")
        .post(url_for(strategy, "evidence/event/"), typed(hold_event(world)))
        .status_code
        == 404
    )

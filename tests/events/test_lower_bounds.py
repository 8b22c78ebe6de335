"""People present who were not counted exactly: "at least 1,200"."""

import pytest

from events.actions import OutputLine
from events.models import Event
from tests.base import World, within
from tests.events.base import days_ago, plan, recorded, url


@pytest.fixture
def event(world: World) -> Event:
    with within(world.hill):
        return plan(world, days_ago(world.hill, 2), kind="education", title="Class")


def typed(event: Event, **changes: str) -> dict[str, str]:
    return {"revision": str(event.revision), "people_present": "1200", "people_at_least": "on"} | changes


def test_it_is_an_unknown_number_with_a_lower_bound(world: World, signed_in, event: Event):
    client, page = signed_in("hill-leader"), url(f"{event.pk}/record/")
    assert client.post(page, typed(event)).status_code == 302
    attendance = recorded(world, event)
    assert attendance.people_present is None
    assert attendance.outputs == (OutputLine("attendance", 1200, at_least=True),)
    assert "at least 1,200" in client.get(url(f"{event.pk}/")).content.decode()


def test_it_is_changed_where_it_was_typed(world: World, signed_in, event: Event):
    client, page = signed_in("hill-leader"), url(f"{event.pk}/record/")
    client.post(page, typed(event))
    form = client.get(page).context["form"]
    assert (form["people_present"].value(), form["people_at_least"].value()) == (1200, True)
    assert not form.has_outputs()
    exact = {"revision": str(form["revision"].value()), "people_present": "1180"}
    assert client.post(page, exact).status_code == 302
    attendance = recorded(world, event)
    assert (attendance.people_present, attendance.outputs) == (1180, ())


def test_at_least_without_a_number_is_a_mistake(world: World, signed_in, event: Event):
    response = signed_in("hill-leader").post(url(f"{event.pk}/record/"), typed(event, people_present=""))
    assert response.status_code == 422
    assert response.context["form"].errors["people_present"] == ["Enter a number."]
    assert response.context["form"]["people_at_least"].value()

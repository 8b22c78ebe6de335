import datetime as dt

import pytest

from tests.base import World
from tests.stakeholders.focus_base import choose, find, focuses, get_text, local_today, page


@pytest.fixture
def focus(world: World):
    return choose(world.hill, find(world.hill))


def end(focus, slug: str = "hill") -> str:
    return page(slug, f"{focus.pk}/end/")


def typed(world: World, focus, **changes):
    day = local_today(world.hill) - dt.timedelta(days=1)
    values = {"revision": focus.revision, "ended_on": day.isoformat(), "end_reason": "The plan is done."}
    return values | changes


def test_it_ends_a_focus_and_keeps_it(world: World, signed_in, focus):
    client = signed_in("hill-coordinator")
    assert client.get(end(focus)).context["form"]["ended_on"].value() == local_today(world.hill)
    response = client.post(end(focus), typed(world, focus))
    assert response["Location"] == page("hill")
    [now] = focuses(world.hill)
    yesterday = local_today(world.hill) - dt.timedelta(days=1)
    assert (now.ended_on, now.end_reason) == (yesterday, "The plan is done.")
    assert client.get(page("hill")).context["current"] == []


def test_it_does_not_end_twice(world: World, signed_in, focus):
    client = signed_in("hill-coordinator")
    client.post(end(focus), typed(world, focus))
    for response in (
        client.get(end(focus)),
        client.post(end(focus), typed(world, focus, end_reason="Other.")),
    ):
        assert response["Location"] == page("hill")
    assert focuses(world.hill)[0].end_reason == "The plan is done."


def test_it_shows_both_versions_after_a_save_meanwhile(world: World, signed_in, focus):
    data = typed(world, focus)
    client = signed_in("hill-coordinator")
    plan = {"finding": focus.finding_id, "plan": "Newer.", "plan_person": "Kim", "plan_due": "2027-01-01"}
    client.post(page("hill", f"{focus.pk}/edit/"), plan | {"revision": focus.revision})
    response = client.post(end(focus), data)
    assert response.status_code == 409
    assert "Another person saved meanwhile" in get_text(response)
    assert "Newer." in get_text(response)
    assert focuses(world.hill)[0].ended_on is None
    again = {name: response.context["form"][name].value() for name in data}
    assert client.post(end(focus), again).status_code == 302


WRONG = [
    {"end_reason": ""},
    {"end_reason": "\0"},
    {"ended_on": ""},
    {"ended_on": "2098-01-01"},
    {"ended_on": "2020-01-01"},
    {"revision": ""},
]


def test_it_explains_what_is_wrong_and_saves_nothing(world: World, signed_in, focus, subtests):
    for bad in WRONG:
        with subtests.test(bad=bad):
            response = signed_in("hill-coordinator").post(end(focus), typed(world, focus) | bad)
            assert response.status_code == 422
            assert list(response.context["form"].errors) == list(bad)
            assert focuses(world.hill)[0].ended_on is None

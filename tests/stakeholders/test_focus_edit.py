import datetime as dt

import pytest

from tests.base import World
from tests.stakeholders.focus_base import choose, find, focuses, get_text, local_today, page


@pytest.fixture
def focus(world: World):
    return choose(world.hill, find(world.hill))


def edit(focus, slug: str = "hill") -> str:
    return page(slug, f"{focus.pk}/edit/")


def typed(focus, **changes):
    values = {
        "revision": focus.revision,
        "finding": focus.finding_id,
        "plan": "Train the night shift.",
        "plan_person": "Kim",
        "plan_due": focus.plan_due.isoformat(),
    }
    return values | changes


def test_it_saves_the_plan_and_counts_the_revision(world: World, signed_in, focus):
    other = find(world.hill, "no_screening")
    client = signed_in("hill-coordinator")
    assert "Visit the markets." in client.get(edit(focus)).content.decode()
    response = client.post(edit(focus), typed(focus, finding=other.pk))
    assert response["Location"] == page("hill")
    [now] = focuses(world.hill)
    assert (now.plan, now.plan_person, now.finding_id, now.revision) == (
        "Train the night shift.",
        "Kim",
        other.pk,
        2,
    )


def test_it_keeps_the_finding_that_was_chosen_whatever_became_of_it(world: World, signed_in):
    focus = choose(world.hill, find(world.hill, status="eased"))
    find(world.hill, "no_screening", status="eased")
    response = signed_in("hill-coordinator").get(edit(focus))
    offered = [value for value, _ in response.context["form"].fields["finding"].choices]
    assert offered == ["", focus.finding_id]


def test_it_lets_the_first_of_two_win_and_shows_the_other_both(world: World, signed_in, focus):
    client = signed_in("hill-coordinator")
    client.post(edit(focus), typed(focus, plan="First."))
    response = client.post(edit(focus), typed(focus, plan="Second."))
    assert response.status_code == 409
    assert focuses(world.hill)[0].plan == "First."
    text = get_text(response)
    assert "Another person saved meanwhile" in text
    assert "First." in text
    again = {name: response.context["form"][name].value() for name in typed(focus)}
    assert again["plan"] == "Second."
    assert client.post(edit(focus), again).status_code == 302
    assert focuses(world.hill)[0].plan == "Second."


WRONG = [
    {"plan": ""},
    {"plan": "\0"},
    {"plan_person": ""},
    {"plan_due": ""},
    {"plan_due": "2100-01-01"},
    {"plan_due": "soon"},
    {"finding": ""},
    {"finding": "999999"},
    {"revision": ""},
    {"revision": "x"},
]


def test_it_explains_what_is_wrong_and_saves_nothing(world: World, signed_in, focus, subtests):
    for bad in WRONG:
        with subtests.test(bad=bad):
            response = signed_in("hill-coordinator").post(edit(focus), typed(focus) | bad)
            assert response.status_code == 422
            assert list(response.context["form"].errors) == list(bad)
            assert focuses(world.hill)[0].revision == 1


def test_it_ties_it_to_no_finding_of_another_community(world: World, signed_in, focus):
    theirs = find(world.dale)
    response = signed_in("hill-coordinator").post(edit(focus), typed(focus, finding=theirs.pk))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["finding"])


def test_it_may_move_an_overdue_day(world: World, signed_in, focus):
    late_day = local_today(world.hill) - dt.timedelta(days=2)
    assert (
        signed_in("hill-coordinator")
        .post(edit(focus), typed(focus, plan_due=late_day.isoformat()))
        .status_code
        == 302
    )

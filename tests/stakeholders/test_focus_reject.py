import pytest

from stakeholders.scores import ranking_from_json
from tests.base import World
from tests.stakeholders.focus_base import begun, choose, decisions, find, focuses, get_text, local_today, page

HILL = page("hill", "reject/")


@pytest.fixture
def coordinator(world: World, signed_in):
    find(world.hill)
    return signed_in("hill-coordinator")


def test_it_keeps_the_reason_and_the_suggestion_and_changes_no_focus(world: World, coordinator):
    choose(world.hill, sector="media")
    opened = coordinator.get(HILL)
    response = coordinator.post(HILL, begun(opened, reason="The chief changes in June."))
    assert response["Location"] == page("hill")
    decision = decisions(world.hill)[1]
    assert (decision.verdict, decision.reason) == ("rejected", "The chief changes in June.")
    assert decision.decided_on == local_today(world.hill)
    assert ranking_from_json(decision.suggestion) == opened.context["ranking"]
    assert [focus.ended_on for focus in focuses(world.hill)] == [None]


def test_it_is_recorded_once_however_often_it_is_sent(world: World, coordinator):
    data = begun(coordinator.get(HILL), reason="Not now.")
    for _ in range(2):
        assert coordinator.post(HILL, data).status_code == 302
    assert len(decisions(world.hill)) == 1


WRONG = [
    {"reason": ""},
    {"reason": " "},
    {"reason": "\0"},
    {"reason": "x" * 1001},
    {"decided_on": ""},
    {"decided_on": "2098-01-01"},
    {"client_id": "x"},
]


def test_it_explains_what_is_wrong_and_saves_nothing(world: World, coordinator, subtests: pytest.Subtests):
    for bad in WRONG:
        with subtests.test(bad=bad):
            data = begun(coordinator.get(HILL), reason="The chief changes in June.") | bad
            response = coordinator.post(HILL, data)
            assert response.status_code == 422
            assert list(response.context["form"].errors) == list(bad)
            assert decisions(world.hill) == []


def test_it_shows_what_changed_meanwhile(world: World, coordinator):
    data = begun(coordinator.get(HILL), reason="The chief changes in June.")
    find(world.hill, "pictures_as_pressure")
    response = coordinator.post(HILL, data)
    assert response.status_code == 409
    assert "Something has changed" in get_text(response)
    assert "The chief changes in June." in response.content.decode()
    assert decisions(world.hill) == []
    again = data | {"shown_version": response.context["form"]["shown_version"].value()}
    assert coordinator.post(HILL, again).status_code == 302


def test_it_has_nothing_to_reject_without_a_suggestion(world: World, signed_in):
    client = signed_in("hill-coordinator")
    for response in (client.get(HILL), client.post(HILL, {"reason": "No."})):
        assert response["Location"] == page("hill")
    assert decisions(world.hill) == []

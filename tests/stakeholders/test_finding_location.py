import time

import pytest
from django.utils import timezone

from stakeholders.models import Finding, FindingLocation
from tests.base import World, sign_in, within
from tests.stakeholders.findings_base import CANARY, add_finding, findings, locate, located, readings

NUMBER = "Ring 626 555 0142 at the gate."


@pytest.fixture
def finding(world: World) -> Finding:
    return add_finding(world.hill)


def at(finding: Finding, slug: str = "hill") -> str:
    return findings(slug, f"{finding.pk}/location/")


def writing(**changes):
    return {"step": "write", "version": "", "keep_note": "", "note": CANARY} | changes


def typed_version(response) -> str:
    return response.context["form"]["version"].value()


class TestReading:
    def test_it_shows_the_note_only_when_asked_and_writes_down_who_asked(self, world, signed_in, finding):
        locate(world.hill, finding, world["hill-coordinator"])
        client = signed_in("hill-coordinator")
        page = client.get(at(finding)).content.decode()
        assert CANARY not in page
        assert "Show the note" in page
        assert ", by hill-coordinator" in page
        assert readings(world.hill, finding) == []
        response = client.post(at(finding), {"step": "show"})
        assert response.status_code == 200
        assert CANARY in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert readings(world.hill, finding) == [("hill-coordinator", "page")]
        page = client.get(at(finding)).content.decode()
        assert CANARY not in page
        assert "on its page" in page

    def test_it_says_so_when_the_note_is_gone_meanwhile(self, world: World, signed_in, finding):
        response = signed_in("hill-coordinator").post(at(finding), {"step": "show"}, follow=True)
        assert "Deleted." in response.content.decode()
        assert readings(world.hill, finding) == []

    def test_it_takes_no_step_that_is_none(self, world: World, signed_in, finding):
        locate(world.hill, finding, world["hill-coordinator"])
        response = signed_in("hill-coordinator").post(at(finding), {"step": "guess"})
        assert response.status_code == 422
        assert CANARY not in response.content.decode()


WRONG_WRITING = ["", "   ", "x" * 1001, "a\0b"]


class TestWriting:
    def test_it_writes_one_note_however_often_it_is_sent(self, world: World, signed_in, finding):
        client = signed_in("hill-coordinator")
        assert client.get(at(finding)).status_code == 200
        for _ in range(2):
            response = client.post(at(finding), writing())
            assert response["Location"] == at(finding)
        with within(world.hill, coordinator=True):
            finding_location = FindingLocation.objects.get()
        assert (finding_location.note, finding_location.written_by) == (CANARY, world["hill-coordinator"])

    def test_it_changes_what_was_shown(self, world: World, signed_in, finding):
        locate(world.hill, finding, world["hill-coordinator"], "old place")
        client = signed_in("hill-coordinator")
        response = client.post(at(finding), {"step": "show"})
        assert "old place" in response.content.decode()
        data = writing(note="new place", version=typed_version(response))
        assert client.post(at(finding), data).status_code == 302
        assert located(world.hill, finding) == "new place"

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world: World, signed_in, finding):
        client = signed_in("hill-coordinator")
        client.post(at(finding), writing(note="first place"))
        response = client.post(at(finding), writing(note="second place"))
        page = response.content.decode()
        assert response.status_code == 409
        assert "Another person saved meanwhile" in page
        assert "first place" in page
        assert "second place" in page
        assert located(world.hill, finding) == "first place"
        assert readings(world.hill, finding) == [("hill-coordinator", "page")]
        again = writing(note="second place", version=typed_version(response))
        assert client.post(at(finding), again).status_code == 302
        assert located(world.hill, finding) == "second place"

    def test_it_takes_a_version_that_lost_its_end_for_none(self, world: World, signed_in, finding):
        locate(world.hill, finding, world["hill-coordinator"], "old place")
        client = signed_in("hill-coordinator")
        version = typed_version(client.post(at(finding), {"step": "show"}))
        response = client.post(at(finding), writing(note="new place", version=version.removesuffix("+00:00")))
        assert response.status_code == 409
        assert located(world.hill, finding) == "old place"

    def test_it_keeps_what_was_typed_where_it_does_not_know_the_button(self, signed_in, finding):
        response = signed_in("hill-coordinator").post(at(finding), writing(step="nothing like it"))
        assert response.status_code == 422
        assert CANARY in response.content.decode()

    def test_it_writes_again_what_was_removed_meanwhile(self, world: World, signed_in, finding):
        locate(world.hill, finding, world["hill-coordinator"])
        client = signed_in("hill-coordinator")
        version = typed_version(client.post(at(finding), {"step": "show"}))
        client.post(at(finding), {"step": "remove", "sure": "yes"})
        response = client.post(at(finding), writing(version=version))
        assert response.status_code == 409
        assert client.post(at(finding), writing(version=typed_version(response))).status_code == 302
        assert located(world.hill, finding) == CANARY

    def test_it_asks_once_before_it_saves_a_number(self, world: World, signed_in, finding):
        client = signed_in("hill-coordinator")
        response = client.post(at(finding), writing(note=NUMBER))
        page = response.content.decode()
        assert response.status_code == 422
        assert "626 555 0142. Remove it" in page
        assert NUMBER in page
        assert located(world.hill, finding) is None
        data = writing(note=NUMBER, keep_note="626 555 0142")
        assert client.post(at(finding), data).status_code == 302
        assert located(world.hill, finding) == NUMBER

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, finding, subtests: pytest.Subtests
    ):
        for bad in WRONG_WRITING:
            with subtests.test(bad=bad):
                response = signed_in("hill-coordinator").post(at(finding), writing(note=bad))
                assert response.status_code == 422
                assert list(response.context["form"].errors) == ["note"]
                assert located(world.hill, finding) is None

    def test_it_keeps_what_was_typed_out_of_the_session_when_the_login_is_old(self, world, client, finding):
        person = sign_in(client, world["hill-coordinator"], at=time.time() - 8 * 86400)
        response = person.post(at(finding), writing())
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/reauthenticate/?next=")
        assert CANARY not in repr(dict(person.session))
        assert located(world.hill, finding) is None


class TestRemoving:
    def test_it_asks_first_and_then_removes_it_for_good(self, world: World, signed_in, finding):
        locate(world.hill, finding, world["hill-coordinator"])
        client = signed_in("hill-coordinator")
        client.post(at(finding), {"step": "show"})
        page = client.post(at(finding), {"step": "remove"}).content.decode()
        assert "This cannot be undone." in page
        assert 'name="sure" value="yes"' in page
        assert located(world.hill, finding) == CANARY
        assert client.post(at(finding), {"step": "remove", "sure": "yes"}).status_code == 302
        assert located(world.hill, finding) is None
        assert readings(world.hill, finding) == [("hill-coordinator", "page")]


@pytest.mark.parametrize("step", ["show", "write", "remove"])
@pytest.mark.parametrize(
    ("person", "slug", "status"),
    [
        ("hill-member", "hill", 403),
        ("hill-leader", "hill", 403),
        ("dale-coordinator", "hill", 404),
        ("dale-coordinator", "dale", 404),
        ("usa-staff", "hill", 404),
        ("stranger", "hill", 404),
    ],
)
def test_it_admits_coordinators_of_its_own_community(world, signed_in, finding, person, slug, status, step):
    locate(world.hill, finding, world["hill-coordinator"])
    client = signed_in(person)
    assert client.get(at(finding, slug)).status_code == status
    data = writing(note="overwritten", step=step, sure="yes")
    response = client.post(at(finding, slug), data)
    assert response.status_code == status
    assert CANARY not in response.content.decode()
    assert located(world.hill, finding) == CANARY
    assert readings(world.hill, finding) == []


def test_it_shows_no_note_of_a_deleted_finding(world: World, signed_in):
    gone = add_finding(world.hill, deleted_at=timezone.now())
    locate(world.hill, gone, world["hill-coordinator"])
    assert signed_in("hill-coordinator").post(at(gone), {"step": "show"}).status_code == 404
    assert readings(world.hill, gone) == []

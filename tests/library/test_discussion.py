"""Comments on materials and stories: whose name is shown, and who may edit, report and hide them."""

import uuid
from typing import Any

import pytest

from communities.models import Membership, Role
from library.actions.discussion import add_comment
from library.models import Comment, CommentMention, CommentReport, Material
from tests.base import COMMITTED, World, within
from tests.library.base import how_many, library, make_material, make_story, office_library
from tests.row_sets import stored_world
from tests.threads import at_once
from tfc.sharing import Audience

USA = office_library("usa")


@pytest.fixture
def material(world: World) -> Material:
    return make_material(world.hill, world["hill-leader"], audience=Audience.EVERYONE)


def get_page(slug: str, item: Any) -> str:
    return library(slug, f"{'materials' if isinstance(item, Material) else 'stories'}/{item.pk}/")


def comment_data(**changes: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), "text": "Who printed these?"} | changes


def write(place, item: Any, by, text: str = "Who printed these?") -> Comment:
    with within(place):
        return add_comment(item=item, text=text, by=by)


def membership(community, role: Role) -> Membership:
    return Membership.objects.get(community=community, role=role)


WRONG_WRITING = ["", "   ", "x" * 2001, "x\0y"]


class TestWriting:
    @pytest.mark.parametrize("kind", ["material", "story"])
    def test_it_is_visible_to_readers_of_the_item(self, world: World, signed_in, material, kind: str):
        item = (
            material
            if kind == "material"
            else make_story(world.hill, world["hill-leader"], audience="everyone")
        )
        url, data = get_page("dale", item), comment_data()
        for _twice in range(2):
            signed_in("dale-member").post(url + "comments/new/", data)
        assert how_many(world.dale, Comment) == 1
        near = signed_in("dale-leader").get(url).content.decode()
        assert "Who printed these?" in near
        assert "dale-member, Dale" in near
        for person, slug in (("hill-coordinator", "hill"), ("moor-member", "moor")):
            far = signed_in(person).get(get_page(slug, item)).content.decode()
            assert "Who printed these?" in far
            assert "A person from Dale" in far
            assert "dale-member" not in far

    def test_it_explains_what_is_wrong(self, world: World, signed_in, material, subtests):
        for text in WRONG_WRITING:
            with subtests.test(text=text):
                response = signed_in("dale-member").post(
                    get_page("dale", material) + "comments/new/", comment_data(text=text)
                )
                assert response.status_code == 422
                assert "text" in response.context["comment_form"].errors
                assert how_many(world.dale, Comment) == 0

    def test_an_office_writes_changes_and_deletes_its_own(self, world: World, signed_in, material):
        signed_in("usa-staff").post(f"{USA}materials/{material.pk}/comments/new/", comment_data())
        with within(world.usa):
            comment = Comment.objects.get()
        signed_in("usa-staff").post(f"{USA}comments/{comment.pk}/edit/", comment_data(text="Well done."))
        assert "Well done." in signed_in("hill-member").get(get_page("hill", material)).content.decode()
        signed_in("usa-staff").post(f"{USA}comments/{comment.pk}/delete/")
        assert "Well done." not in signed_in("hill-member").get(get_page("hill", material)).content.decode()

    def test_it_is_under_what_one_may_read(self, world: World, signed_in):
        hidden = make_material(world.moor, world["moor-leader"])
        url = get_page("dale", hidden) + "comments/new/"
        assert signed_in("dale-coordinator").post(url, comment_data()).status_code == 404
        assert signed_in("stranger").post(url, comment_data()).status_code == 404

    def test_it_closes_with_its_item(self, world: World, signed_in, material):
        """If it is shared with fewer people, comments of others are hidden, and not lost."""
        comment = write(world.moor, material, world["moor-member"])
        share = get_page("hill", material) + "share/"
        signed_in("hill-coordinator").post(share, {"audience": "own"})
        with within(world.moor):
            assert Comment.objects.get(pk=comment.pk).audience == "own"
        assert "Who printed" not in signed_in("hill-member").get(get_page("hill", material)).content.decode()
        edit = library("moor", f"comments/{comment.pk}/edit/")
        assert signed_in("moor-member").get(edit).status_code == 404
        signed_in("hill-coordinator").post(share, {"audience": "everyone"})
        assert "Who printed" in signed_in("hill-member").get(get_page("hill", material)).content.decode()


class TestMentions:
    def test_it_names_only_people_of_one_s_own_team(self, world: World, signed_in, material):
        leader, foreign = membership(world.dale, Role.LEADER), membership(world.hill, Role.LEADER)
        url = get_page("dale", material)
        form = signed_in("dale-member").get(url).context["comment_form"]
        assert {str(user.user) for user in form.fields["mentions"].queryset} == {
            "dale-member", "dale-leader", "dale-coordinator",
        }  # fmt: skip
        refused = signed_in("dale-member").post(url + "comments/new/", comment_data(mentions=[foreign.pk]))
        assert "mentions" in refused.context["comment_form"].errors
        signed_in("dale-member").post(url + "comments/new/", comment_data(mentions=[leader.pk]))
        assert "For dale-leader" in signed_in("dale-coordinator").get(url).content.decode()
        assert "You were mentioned" in signed_in("dale-leader").get(library("dale")).content.decode()
        assert "You were mentioned" not in signed_in("dale-coordinator").get(library("dale")).content.decode()
        far = signed_in("hill-coordinator").get(get_page("hill", material)).content.decode()
        assert "dale-leader" not in far
        # If the owner stops sharing, the mention is left out.
        signed_in("hill-coordinator").post(get_page("hill", material) + "share/", {"audience": "own"})
        assert "You were mentioned" not in signed_in("dale-leader").get(library("dale")).content.decode()


class TestChanging:
    def test_its_writer_edits_and_deletes_it(self, world: World, signed_in, material):
        comment = write(world.dale, material, world["dale-member"])
        response = library("dale", f"comments/{comment.pk}/")
        client = signed_in("dale-member")
        assert "Who printed" in client.get(response + "edit/").content.decode()
        assert client.post(response + "edit/", {"text": ""}).status_code == 422
        client.post(
            response + "edit/",
            {"text": "What did it cost?", "mentions": [membership(world.dale, Role.LEADER).pk]},
        )
        page = client.get(get_page("dale", material)).content.decode()
        assert "What did it cost?" in page
        assert "edited" in page
        client.post(response + "delete/")
        page = signed_in("hill-member").get(get_page("hill", material)).content.decode()
        assert "What did it cost?" not in page
        assert "Deleted by its author" in page
        with within(world.dale):
            assert Comment.objects.get().text == ""
            assert CommentMention.objects.count() == 0
        assert signed_in("dale-member").get(response + "edit/").status_code == 404

    @pytest.mark.parametrize("person", ["dale-coordinator", "hill-coordinator", "usa-staff"])
    @pytest.mark.parametrize("deed", ["edit", "delete"])
    def test_nobody_else_does(self, world: World, signed_in, material, person: str, deed: str):
        comment = write(world.dale, material, world["dale-member"])
        place = USA if person == "usa-staff" else library(person.split("-", maxsplit=1)[0])
        response = signed_in(person).post(f"{place}comments/{comment.pk}/{deed}/", {"text": "x"})
        assert response.status_code == 403
        with within(world.dale):
            assert Comment.objects.get().text == "Who printed these?"


class TestReporting:
    def test_it_is_reported_to_the_writers_office(self, world: World, signed_in, material):
        comment = write(world.dale, material, world["dale-member"], "Somebody's name")
        report = library("moor", f"comments/{comment.pk}/report/")
        client = signed_in("moor-member")
        assert "Somebody&#x27;s name" in client.get(report).content.decode()
        assert client.post(report, {"reason": ""}).status_code == 422
        for _twice in range(2):
            client.post(report, {"reason": "It names a person"})
        assert how_many(world.moor, CommentReport) == 1
        assert (
            "It names a person"
            not in signed_in("uk-staff").get(office_library("uk", "reported/")).content.decode()
        )
        client = signed_in("usa-staff")
        page = client.get(USA + "reported/").content.decode()
        assert "It names a person" in page
        assert "moor-member" not in page
        hide = f"{USA}comments/{comment.pk}/hide/"
        assert client.post(hide, {"hidden_reason": ""}).status_code == 422
        client.post(hide, {"hidden_reason": "It named a person"})
        assert "It names a person" not in client.get(USA + "reported/").content.decode()
        far = signed_in("moor-member").get(get_page("moor", material)).content.decode()
        assert "Somebody&#x27;s name" not in far
        assert "It named a person" not in far
        assert (
            "It named a person" in signed_in("dale-member").get(get_page("dale", material)).content.decode()
        )
        signed_in("usa-staff").post(f"{USA}comments/{comment.pk}/show/")
        assert (
            "Somebody&#x27;s name"
            in signed_in("moor-member").get(get_page("moor", material)).content.decode()
        )

    def test_the_office_may_leave_it(self, world: World, signed_in, material):
        comment = write(world.dale, material, world["dale-member"])
        signed_in("hill-member").post(library("hill", f"comments/{comment.pk}/report/"), {"reason": "Rude"})
        client = signed_in("usa-staff")
        client.post(f"{USA}comments/{comment.pk}/keep/")
        assert "Rude" not in client.get(USA + "reported/").content.decode()
        assert "Who printed" in signed_in("hill-member").get(get_page("hill", material)).content.decode()

    def test_another_office_hides_nothing(self, world: World, signed_in, material):
        comment = write(world.dale, material, world["dale-member"])
        for deed in ("hide", "show", "keep"):
            url = office_library("uk", f"comments/{comment.pk}/{deed}/")
            assert signed_in("uk-staff").post(url, {"hidden_reason": "x"}).status_code == 403
        guest = f"{USA}comments/{comment.pk}/hide/"
        assert signed_in("oasis-staff").post(guest, {"hidden_reason": "x"}).status_code == 403
        with within(world.dale):
            assert Comment.objects.get().hidden_at is None

    def test_nobody_reports_his_own_team(self, world: World, signed_in, material):
        comment = write(world.dale, material, world["dale-member"])
        url = library("dale", f"comments/{comment.pk}/report/")
        assert signed_in("dale-leader").post(url, {"reason": "x"}).status_code == 403

    def test_the_office_reads_nothing_that_a_team_keeps_to_itself(self, world: World, signed_in):
        own = make_material(world.hill, world["hill-leader"])
        comment = write(world.hill, own, world["hill-member"])
        hide = f"{USA}comments/{comment.pk}/hide/"
        assert signed_in("usa-staff").post(hide, {"hidden_reason": "x"}).status_code == 404


@COMMITTED
def test_it_is_one_comment_that_many_send_at_the_same_moment():
    world, client_id = stored_world(), uuid.uuid4()
    item = make_material(world.hill, world["hill-leader"])

    def send() -> int:
        with within(world.hill):
            mentioned = [membership(world.hill, Role.LEADER)]
            by = world["hill-coordinator"]
            return add_comment(item=item, text="Once", by=by, mentions=mentioned, client_id=client_id).pk

    answers = at_once(*[send] * 6)
    with within(world.hill):
        assert set(answers) == {Comment.objects.get().pk}
        assert CommentMention.objects.count() == 1

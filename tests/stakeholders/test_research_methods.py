"""The methods of a research: adding, editing, removing and restoring one."""

from datetime import date

import pytest

from stakeholders.models import Research, ResearchMethod
from tests.base import World, within
from tests.stakeholders.base import shows
from tests.stakeholders.research_base import (
    add_method,
    add_step,
    again,
    begin,
    how_many,
    method_data,
    stored,
    url,
)


@pytest.fixture
def research(world: World) -> Research:
    return begin(world.hill)


def at(research: Research, rest: str = "new/", slug: str = "hill") -> str:
    return url(slug, f"{research.pk}/methods/{rest}")


def methods_url(research: Research) -> str:
    return url("hill", f"{research.pk}/steps/methods/")


class TestOrder:
    @pytest.mark.parametrize(
        ("begun_on", "works"), [("2026-01-19", False), ("2026-01-20", True), ("2026-02-21", False)]
    )
    def test_it_is_between_the_design_and_the_end_of_the_fieldwork(
        self, world: World, signed_in, research, begun_on, works
    ):
        add_step(world.hill, research, "design", done_on=date(2026, 1, 20))
        add_step(world.hill, research, "fieldwork", done_on=date(2026, 2, 20))
        data = method_data(begun_on=begun_on, done_on="")
        response = signed_in("hill-leader").post(at(research), data)
        assert response.status_code == (302 if works else 422)
        assert how_many(world.hill, ResearchMethod) == works
        if not works:
            assert list(response.context["form"].errors) == ["begun_on"]


WRONG_ADDING = [
    {"method": ""},
    {"method": "magic"},
    {"begun_on": "2126-01-01"},
    {"begun_on": ""},
    {"done_on": "2026-01-05"},
    {"people_heard": "-1"},
    {"people_heard": "many"},
    {"people_heard": "100001"},
    {"note": "x" * 2001},
    {"client_id": "x"},
]


class TestAdding:
    def test_it_adds_a_method_once(self, world: World, signed_in, research):
        client, data = signed_in("hill-leader"), method_data()
        for _ in range(2):
            assert client.post(at(research), data)["Location"] == methods_url(research)
        with within(world.hill):
            made = ResearchMethod.objects.get()
        assert (made.research_id, made.method, made.people_heard) == (research.pk, "survey", 31)
        assert (made.begun_on, made.done_on) == (date(2026, 1, 6), date(2026, 2, 7))
        assert (made.note, made.created_by) == ("In front of the library.", world["hill-leader"])

    def test_it_leaves_open_what_nobody_counted(self, world: World, signed_in, research):
        data = method_data(people_heard="", places_observed="", begun_on="", done_on="", note="")
        signed_in("hill-leader").post(at(research), data)
        with within(world.hill):
            assert ResearchMethod.objects.get().people_heard is None

    @pytest.mark.parametrize(("method", "guide"), [("mapping", "A large paper map"), ("magic", "")])
    def test_it_shows_how_the_chosen_one_is_done(self, signed_in, research, method, guide):
        page = signed_in("hill-leader").get(at(research) + f"?method={method}").content.decode()
        assert guide in page
        assert ("How it is done" in page) is bool(guide)

    def test_it_explains_what_is_wrong_and_keeps_what_was_typed(self, world, signed_in, research, subtests):
        for bad in WRONG_ADDING:
            with subtests.test(bad=bad):
                data = method_data(people_heard="77", note="Typed note") | bad
                response = signed_in("hill-leader").post(at(research), data)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                text_typed = "Typed note" if "note" not in bad else 'value="77"'
                assert text_typed in response.content.decode()
                assert how_many(world.hill, ResearchMethod) == 0


class TestChanging:
    def test_it_saves(self, world: World, signed_in, research):
        made = add_method(world.hill, research, note="Old note")
        client, here = signed_in("hill-leader"), at(research, f"{made.pk}/")
        assert "Old note" in client.get(here).content.decode()
        assert client.post(here, again(method_data(), 1))["Location"] == methods_url(research)
        now = stored(world.hill, made)
        assert (now.method, now.people_heard, now.revision) == ("survey", 31, 2)

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world, signed_in, research):
        made = add_method(world.hill, research)
        client, here = signed_in("hill-leader"), at(research, f"{made.pk}/")
        client.post(here, again(method_data(note="First"), 1))
        response = client.post(here, again(method_data(note="Second"), 1))
        page = response.content.decode()
        assert response.status_code == 409
        assert shows(page, "First")
        assert ">\nSecond</textarea>" in page
        assert stored(world.hill, made).note == "First"
        revision = response.context["form"]["revision"].value()
        client.post(here, again(method_data(note="Second"), revision))
        assert stored(world.hill, made).note == "Second"

    def test_it_explains_what_is_wrong_and_saves_nothing(self, world: World, signed_in, research):
        made = add_method(world.hill, research)
        data = again(method_data(people_heard="x", note="Typed note"), 1)
        response = signed_in("hill-leader").post(at(research, f"{made.pk}/"), data)
        assert response.status_code == 422
        assert "Typed note" in response.content.decode()
        assert stored(world.hill, made).revision == 1

    def test_it_finds_a_method_only_under_its_own_research(self, world: World, signed_in, research):
        made = add_method(world.hill, begin(world.hill))
        client = signed_in("hill-leader")
        for rest in ("", "delete/", "restore/"):
            response = client.post(at(research, f"{made.pk}/{rest}"), again(method_data(), 1))
            assert response.status_code == 404
        assert stored(world.hill, made).revision == 1


class TestRemoving:
    def test_it_removes_and_restores(self, world: World, signed_in, research):
        made = add_method(world.hill, research)
        client = signed_in("hill-leader")
        page = client.post(at(research, f"{made.pk}/delete/"), follow=True).content.decode()
        restore = at(research, f"{made.pk}/restore/")
        assert f'action="{restore}"' in page
        assert "Nothing yet" in page
        assert stored(world.hill, made).deleted_at is not None
        assert client.get(at(research, f"{made.pk}/")).status_code == 404
        client.post(restore)
        assert stored(world.hill, made).deleted_at is None

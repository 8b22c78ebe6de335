"""Starting a research, editing its question, closing and reopening it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from stakeholders.models import Research
from tests.base import World, within
from tests.line_breaks import keep_together
from tests.stakeholders.base import shows
from tests.stakeholders.research_base import again, begin, begin_data, how_many, shown_at, stored, url

TOMORROW = str(timezone.localdate() + timedelta(days=2))


def at(research: Research, page: str, slug: str = "hill") -> str:
    return url(slug, f"{research.pk}/{page}/")


WRONG_BEGINNING = [
    {"question": ""},
    {"question": "x" * 201},
    {"question": "a\0b"},
    {"begun_on": ""},
    {"begun_on": "soon"},
    {"begun_on": TOMORROW},
    {"begun_on": "1999-12-31"},
    {"client_id": "x"},
]


class TestBeginning:
    def test_it_begins_once(self, world: World, signed_in):
        client, data = signed_in("hill-leader"), begin_data()
        page = client.get(url("hill", "begin/")).content.decode()
        assert "How to do this step" in page
        assert "still open" not in page
        for _ in range(2):
            response = client.post(url("hill", "begin/"), data)
        with within(world.hill):
            research = Research.objects.get()
        assert response["Location"] == shown_at(research)
        assert (research.question, research.begun_on) == ("How do newcomers find work?", date(2026, 1, 5))
        assert (research.created_by, research.closed_on) == (world["hill-leader"], None)

    def test_it_says_that_one_is_going_on(self, world: World, signed_in):
        begin(world.hill, closed_on=date(2026, 2, 1))
        client = signed_in("hill-leader")
        assert "still open" not in client.get(url("hill", "begin/")).content.decode()
        begin(world.hill)
        assert "still open" in client.get(url("hill", "begin/")).content.decode()

    def test_it_explains_what_is_wrong_and_keeps_what_was_typed(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad in WRONG_BEGINNING:
            with subtests.test(bad=bad):
                response = signed_in("hill-leader").post(url("hill", "begin/"), begin_data() | bad)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                text_typed = "How do newcomers find work?" if "question" not in bad else "2026-01-05"
                assert text_typed in response.content.decode()
                assert how_many(world.hill, Research) == 0


WRONG_CHANGING = [{"question": ""}, {"begun_on": "2026-03-02"}, {"revision": "x"}, {"revision": "0"}]


class TestChanging:
    def test_it_saves(self, world: World, signed_in):
        result = begin(world.hill)
        client = signed_in("hill-leader")
        assert "Where do newcomers sleep?" in client.get(at(result, "edit")).content.decode()
        response = client.post(at(result, "edit"), again(begin_data(begun_on="2026-01-02"), 1))
        assert response["Location"] == shown_at(result)
        now = stored(world.hill, result)
        assert (now.question, now.begun_on, now.revision) == (
            "How do newcomers find work?",
            date(2026, 1, 2),
            2,
        )

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world: World, signed_in):
        result = begin(world.hill)
        client = signed_in("hill-leader")
        client.post(at(result, "edit"), again(begin_data(question="First?"), 1))
        response = client.post(at(result, "edit"), again(begin_data(question="Second?"), 1))
        page = response.content.decode()
        assert response.status_code == 409
        assert shows(page, "First?")
        assert ">\nSecond?</textarea>" in page
        assert stored(world.hill, result).question == "First?"
        revision = response.context["form"]["revision"].value()
        client.post(at(result, "edit"), again(begin_data(question="Second?"), revision))
        assert stored(world.hill, result).question == "Second?"

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad in WRONG_CHANGING:
            with subtests.test(bad=bad):
                result = begin(world.hill, closed_on=date(2026, 3, 1))
                response = signed_in("hill-leader").post(at(result, "edit"), again(begin_data(), 1) | bad)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert stored(world.hill, result).revision == 1


WRONG_CLOSING = ["", "2026-01-04", TOMORROW, "x"]


class TestClosing:
    def test_it_closes_and_opens_again(self, world: World, signed_in):
        result = begin(world.hill)
        client = signed_in("hill-leader")
        assert client.get(at(result, "close")).status_code == 200
        data = {"closed_on": "2026-03-01", "revision": 1}
        page = client.post(at(result, "close"), data, follow=True).content.decode()
        assert stored(world.hill, result).closed_on == date(2026, 3, 1)
        assert f'action="{at(result, "reopen")}"' in page
        for _ in range(2):
            response = client.post(at(result, "reopen"))
            assert response["Location"] == shown_at(result)
        now = stored(world.hill, result)
        assert (now.closed_on, now.revision) == (None, 3)

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for day in WRONG_CLOSING:
            with subtests.test(day=day):
                result = begin(world.hill)
                response = signed_in("hill-leader").post(
                    at(result, "close"), {"closed_on": day, "revision": 1}
                )
                assert response.status_code == 422
                assert list(response.context["form"].errors) == ["closed_on"]
                assert stored(world.hill, result).closed_on is None

    def test_it_reports_what_another_person_saved(self, world: World, signed_in):
        result = begin(world.hill)
        client = signed_in("hill-leader")
        client.post(at(result, "close"), {"closed_on": "2026-03-01", "revision": 1})
        response = client.post(at(result, "close"), {"closed_on": "2026-04-01", "revision": 1})
        assert response.status_code == 409
        assert keep_together("Another person closed it on March 1, 2026") in response.content.decode()
        assert stored(world.hill, result).closed_on == date(2026, 3, 1)


def test_it_reopens_by_post_only(world: World, signed_in):
    result = begin(world.hill, closed_on=date(2026, 3, 1))
    assert signed_in("hill-leader").get(at(result, "reopen")).status_code == 405

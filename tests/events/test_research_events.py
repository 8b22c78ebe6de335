"""Listening groups of a research: linked, unlinked, and shown on the event's page."""

import pytest
from django.utils import timezone

from events.models import Event, EventStatus, ResearchEvent
from stakeholders.models import Research, ResearchMethod
from tests.base import World, within
from tests.events.base import days_ago, foreign_event, plan
from tests.stakeholders.research_base import add_method, begin, how_many, shown_at, url


@pytest.fixture
def research(world: World) -> Research:
    return begin(world.hill)


@pytest.fixture
def method(world: World, research: Research) -> ResearchMethod:
    return add_method(world.hill, research, method="listening_group")


def at(method: ResearchMethod, rest: str = "", slug: str = "hill") -> str:
    return url(slug, f"{method.research_id}/methods/{method.pk}/events/{rest}")


def happening(world: World, title: str, kind: str = "listening_group", days: int = 3, **fields) -> Event:
    with within(world.hill):
        event = plan(world, days_ago(world.hill, days), title=title, kind=kind)
        Event.objects.filter(pk=event.pk).update(**fields)
    return event


def linked(world: World) -> list[tuple[int, int]]:
    with within(world.hill):
        return list(ResearchEvent.objects.values_list("method_id", "event_id"))


class TestThePage:
    def test_it_offers_listening_groups_first(self, world: World, signed_in, method):
        happening(world, "Planned evening", "team_meeting", days=1)
        happening(world, "Held evening", "team_meeting", days=40, status=EventStatus.HELD)
        happening(world, "Old circle", days=30)
        happening(world, "New circle", days=2, status=EventStatus.HELD)
        happening(world, "Called off", status=EventStatus.CANCELLED)
        happening(world, "In the bin", deleted_at=timezone.now())
        response = signed_in("hill-leader").get(at(method))
        assert [row.title for row in response.context["offered"]] == [
            "New circle",
            "Old circle",
            "Held evening",
            "Planned evening",
        ]
        assert "/c/hill/events/plan/?kind=listening_group" in response.content.decode()

    def test_it_finds_by_words(self, world: World, signed_in, method):
        happening(world, "Circle of parents")
        happening(world, "Circle of tenants")
        client = signed_in("hill-leader")
        assert [row.title for row in client.get(at(method, "?text=tenants")).context["offered"]] == [
            "Circle of tenants"
        ]
        assert "No results" in client.get(at(method, "?text=zebra")).content.decode()

    @pytest.mark.parametrize("text", ["x" * 101, "a%00b"])
    def test_it_explains_words_that_cannot_be(self, signed_in, method, text):
        response = signed_in("hill-leader").get(at(method, f"?text={text}"))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["text"]

    def test_it_shows_members_what_is_linked_and_offers_nothing(self, world: World, signed_in, method):
        event = happening(world, "Circle of parents")
        with within(world.hill):
            ResearchEvent.objects.create(method=method, event=event)
        happening(world, "Circle of tenants")
        page = signed_in("hill-member").get(at(method)).content.decode()
        assert "Circle of parents" in page
        assert "Circle of tenants" not in page
        assert "Remove" not in page

    def test_it_belongs_to_its_own_research(self, world: World, signed_in, method):
        other = begin(world.hill)
        here = url("hill", f"{other.pk}/methods/{method.pk}/events/")
        assert signed_in("hill-leader").get(here).status_code == 404


class TestLinking:
    @pytest.mark.parametrize("kind", ["listening_group", "education"])
    def test_it_links_once_and_takes_out(self, world: World, signed_in, method, kind):
        event = happening(world, "Circle of parents", kind)
        client = signed_in("hill-leader")
        for _ in range(2):
            response = client.post(at(method, f"{event.pk}/link/"))
            assert response["Location"] == at(method)
        assert linked(world) == [(method.pk, event.pk)]
        for _ in range(2):
            assert client.post(at(method, f"{event.pk}/unlink/"))["Location"] == at(method)
        assert linked(world) == []
        assert how_many(world.hill, Event) == 1

    @pytest.mark.parametrize(("step", "undo"), [("link", "unlink"), ("unlink", "link")])
    def test_it_can_be_undone(self, world: World, signed_in, method, step, undo):
        event = happening(world, "Circle of parents")
        page = signed_in("hill-leader").post(at(method, f"{event.pk}/{step}/"), follow=True).content.decode()
        toast = page.split('class="tf-toast ', 1)[1].split("</form>", 1)[0]
        assert f'action="{at(method, f"{event.pk}/{undo}/")}"' in toast

    @pytest.mark.parametrize(
        "fields", [{"status": "cancelled"}, {"deleted_at": timezone.now()}], ids=["c", "d"]
    )
    def test_it_links_nothing_that_did_not_happen(self, world: World, signed_in, method, fields):
        event = happening(world, "Circle", **fields)
        assert signed_in("hill-leader").post(at(method, f"{event.pk}/link/")).status_code == 404
        assert linked(world) == []

    def test_it_links_no_event_of_another_community(self, world: World, signed_in, method):
        theirs = foreign_event(world)
        client = signed_in("hill-leader")
        for step in ("link", "unlink"):
            assert client.post(at(method, f"{theirs.pk}/{step}/")).status_code == 404
        assert linked(world) == []

    @pytest.mark.parametrize("step", ["link", "unlink"])
    def test_it_changes_by_post_only(self, world: World, signed_in, method, step):
        event = happening(world, "Circle")
        assert signed_in("hill-leader").get(at(method, f"{event.pk}/{step}/")).status_code == 405


class TestTheEvent:
    def test_it_says_of_which_research_it_is_part(self, world: World, signed_in, research, method):
        event = happening(world, "Circle of parents")
        client = signed_in("hill-member")
        here = f"/c/hill/events/{event.pk}/"
        assert "Part of the research" not in client.get(here).content.decode()
        with within(world.hill):
            ResearchEvent.objects.create(method=method, event=event)
            again = ResearchMethod.objects.create(research=research, method="interview")
            ResearchEvent.objects.create(method=again, event=event)
        page = client.get(here).content.decode()
        assert page.count(f'<a href="{shown_at(research)}">Where do newcomers sleep?</a>') == 1

    def test_it_says_nothing_of_a_method_in_the_trash(self, world: World, signed_in, method):
        event = happening(world, "Circle of parents")
        with within(world.hill):
            ResearchEvent.objects.create(method=method, event=event)
            ResearchMethod.objects.update(deleted_at=timezone.now())
        page = signed_in("hill-member").get(f"/c/hill/events/{event.pk}/").content.decode()
        assert "Part of the research" not in page

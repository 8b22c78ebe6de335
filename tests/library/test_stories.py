"""Stories, and communities that try the same: side by side, without ranking below five."""

import datetime as dt
from typing import Any

import pytest

from events.models import Event, EventKind, EventStatus
from library.models import Adoption, AdoptionEvent, Story
from tests.base import World, make_community, within
from tests.library.base import how_many, library, make_story, office_library, stored, story_data
from tests.line_breaks import keep_together
from tfc.sharing import Audience

HILL = library("hill", "stories/")
DALE = library("dale", "stories/")
EVERYONE = Audience.EVERYONE


def adopt(community, story: Story, by, **fields: Any) -> Adoption:
    values = {"since": dt.date(2026, 3, 1), "status": "trying"} | fields
    with within(community):
        return Adoption.objects.create(story=story, audience=story.audience, created_by=by, **values)


def adoption_data(**changes: Any) -> dict[str, Any]:
    return {
        "since": "2026-03-01",
        "status": "trying",
        "result": "Nine so far",
        "figure": "9",
        "n": "20",
    } | changes


def get_event(community) -> Event:
    start = dt.datetime(2026, 3, 3, 20, tzinfo=dt.UTC)
    with within(community):
        return Event.objects.create(
            kind=EventKind.EDUCATION,
            title="Barbers' evening",
            status=EventStatus.HELD,
            starts_at=start,
            ends_at=start + dt.timedelta(hours=1),
            time_zone=community.time_zone,
        )


@pytest.fixture
def story(world: World) -> Story:
    return make_story(
        world.hill, world["hill-leader"], audience=EVERYONE, measure="contacts", figure=40, n=60
    )


WRONG_STORIES: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title"),
    ({"context": ""}, "context"),
    ({"action": "x" * 3001}, "action"),
    ({"measure": ""}, "measure"),
    ({"figure": ""}, "figure"),
    ({"figure": "-1"}, "figure"),
    ({"figure": "9" * 30}, "figure"),
    ({"measure": "share", "figure": "101"}, "figure"),
    ({"measure": "share", "n": ""}, "n"),
    ({"n": "39"}, "n"),
    ({"needs": ["x"]}, "needs"),
    ({"kind": "x"}, "kind"),
]


class TestStories:
    @pytest.mark.parametrize(
        ("person", "url"), [("hill-leader", HILL), ("usa-staff", office_library("usa", "stories/"))]
    )
    def test_it_adds_and_edits_one(self, world: World, signed_in, person: str, url: str):
        client, data = signed_in(person), story_data()
        for _twice in range(2):
            page = client.post(url + "new/", data, follow=True).content.decode()
        assert "40 of 60" in page
        place = world.hill if person.startswith("hill") else world.usa
        with within(place):
            [story] = Story.objects.all()
        edited = client.post(f"{url}{story.pk}/edit/", data | {"title": "New", "revision": story.revision})
        assert edited.status_code == 302
        late_answer = client.post(
            f"{url}{story.pk}/edit/", data | {"title": "Late", "revision": story.revision}
        )
        assert late_answer.status_code == 409
        assert stored(place, story).title == "New"

    def test_it_explains_what_is_wrong(self, world: World, signed_in, subtests: pytest.Subtests):
        for wrong, field in WRONG_STORIES:
            with subtests.test(wrong=wrong):
                response = signed_in("hill-leader").post(HILL + "new/", story_data(**wrong))
                assert response.status_code == 422
                assert list(response.context["form"].errors) == [field]
                assert "Many workers have no papers." in response.content.decode() or field == "context"
                assert how_many(world.hill, Story) == 0

    def test_it_is_read_by_its_audience_only(self, world: World, signed_in, story: Story):
        own = make_story(world.hill, world["hill-leader"], "Ours")
        for person, url, titles_shown in (
            ("hill-member", HILL, {"Ours", story.title}),
            ("moor-member", library("moor", "stories/"), {story.title}),
            ("usa-staff", office_library("usa", "stories/"), {story.title}),
        ):
            client = signed_in(person)
            assert {item.title for item in client.get(url).context["items"]} == titles_shown
            assert (client.get(f"{url}{own.pk}/").status_code == 200) == ("Ours" in titles_shown)
        assert signed_in("hill-member").get(HILL + "new/").status_code == 403
        assert signed_in("stranger").get(HILL).status_code == 404

    def test_it_filters_by_need_kind_and_words(self, world: World, signed_in, story: Story):
        make_story(world.hill, world["hill-leader"], "Beds", kind="challenge", needs=["physical"])
        client = signed_in("hill-member")
        for query, titles_shown in (
            ("need=physical", ["Beds"]),
            ("kind=practice", [story.title]),
            ("text=barber", [story.title]),
        ):
            assert [item.title for item in client.get(f"{HILL}?{query}").context["items"]] == titles_shown
        assert client.get(HILL + "?need=x").status_code == 422

    def test_it_hides_small_numbers_of_people_from_others(self, world: World, signed_in):
        few = make_story(
            world.hill, world["hill-leader"], audience=EVERYONE, measure="contacts", figure=3, n=50
        )
        assert "3 of 50" in signed_in("hill-member").get(f"{HILL}{few.pk}/").content.decode()
        page = signed_in("dale-member").get(f"{DALE}{few.pk}/").content.decode()
        assert "3 of 50" not in page
        assert "not shown" in page


WRONG_TRYING_THE_SAME: list[tuple[dict[str, Any], str]] = [
    ({"since": "2999-01-01"}, "since"),
    ({"since": "10000-01-01"}, "since"),
    ({"status": "x"}, "status"),
    ({"n": "8"}, "n"),
    ({"figure": ""}, "figure"),
    ({"events": ["999999"]}, "events"),
    ({"result": "x\0"}, "result"),
]


class TestTryingTheSame:
    def test_it_starts_and_shows_progress(self, world: World, signed_in, story: Story):
        event = get_event(world.dale)
        client, url = signed_in("dale-leader"), f"{DALE}{story.pk}/"
        assert "We are trying this" in client.get(url).content.decode()
        assert keep_together("March 3, 2026: Barbers") in client.get(url + "adopt/").content.decode()
        for _twice in range(2):
            sent = client.post(url + "adopt/", adoption_data(events=[event.pk]))
            assert sent.headers["Location"] == url
        page = client.get(url).content.decode()
        assert "9 of 20" in page
        assert "Barbers&#x27; evening" in page
        with within(world.dale):
            adoption = Adoption.objects.get()
        changed = adoption_data(status="kept", figure="12", revision=adoption.revision)
        assert client.post(url + "adopt/", changed).status_code == 302
        assert client.post(url + "adopt/", changed).status_code == 409
        with within(world.dale):
            assert Adoption.objects.get().status == "kept"
            assert AdoptionEvent.objects.count() == 0

    def test_others_read_the_result_and_no_event_nor_name(self, world: World, signed_in, story: Story):
        event = get_event(world.dale)
        signed_in("dale-leader").post(f"{DALE}{story.pk}/adopt/", adoption_data(events=[event.pk]))
        for person, url in (("hill-coordinator", HILL), ("moor-member", library("moor", "stories/"))):
            page = signed_in(person).get(f"{url}{story.pk}/").content.decode()
            assert "Nine so far" in page
            assert "Dale" in page
            assert "evening" not in page
            assert "dale-leader" not in page
        items = signed_in("hill-member").get(HILL).context["items"]
        assert [item.adopters for item in items] == [1]

    def test_it_explains_what_is_wrong(
        self, world: World, signed_in, story: Story, subtests: pytest.Subtests
    ):
        for wrong, field in WRONG_TRYING_THE_SAME:
            with subtests.test(wrong=wrong):
                response = signed_in("dale-leader").post(f"{DALE}{story.pk}/adopt/", adoption_data(**wrong))
                assert response.status_code == 422
                assert list(response.context["form"].errors) == [field]
                assert how_many(world.dale, Adoption) == 0

    def test_it_takes_no_event_of_another_community(self, world: World, signed_in, story: Story):
        foreign = get_event(world.hill)
        response = signed_in("dale-leader").post(
            f"{DALE}{story.pk}/adopt/", adoption_data(events=[foreign.pk])
        )
        assert list(response.context["form"].errors) == ["events"]

    def test_it_is_for_leaders_of_others_who_may_read_it(self, world: World, signed_in, story: Story):
        own = make_story(world.moor, world["moor-leader"], "Moor's own")
        assert signed_in("dale-member").post(f"{DALE}{story.pk}/adopt/", adoption_data()).status_code == 403
        assert signed_in("dale-leader").post(f"{DALE}{own.pk}/adopt/", adoption_data()).status_code == 404
        own_page = signed_in("hill-leader").post(f"{HILL}{story.pk}/adopt/", adoption_data())
        assert own_page.headers["Location"] == f"{HILL}{story.pk}/"
        assert how_many(world.hill, Adoption) == 0

    def test_it_ranks_no_fewer_than_five(self, world: World, signed_in, story: Story):
        """The list is sorted by first day; by figure only if five have one."""
        for number in range(1, 6):
            town = make_community(world.usa, f"town-{number}")
            since = dt.date(2026, 1, number)
            adopt(town, story, world["stranger"], since=since, figure=number * 10, n=60)
            page = signed_in("hill-member").get(f"{HILL}{story.pk}/?order=figure")
            names = [row.name for row in page.context["rows"]]
            assert ("Sort by figure" in page.content.decode() or page.context["ranked"]) == (number == 5)
            assert names == (
                sorted(names, reverse=True)
                if number == 5
                else [f"Town-{number}" for number in range(1, number + 1)]
            )

    def test_a_small_figure_is_neither_shown_nor_ranked(self, world: World, signed_in, story: Story):
        for number, figure in enumerate((10, 20, 3, 40, 50)):
            adopt(make_community(world.usa, f"town-{number}"), story, world["stranger"], figure=figure)
        page = signed_in("hill-member").get(f"{HILL}{story.pk}/?order=figure")
        assert not page.context["ranked"]
        assert "not shown" in page.content.decode()

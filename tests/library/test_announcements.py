"""Announcements: readers, days, homes that show them, and who may edit them."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import Community, Office, Stage
from library.actions.announcements import announce
from library.models import Announcement
from tests.base import World, within
from tfc.sharing import Audience

HILL, USA, OASIS = "/c/hill/announcements/", "/office/usa/announcements/", "/office/oasis/announcements/"
TODAY = timezone.localdate


def tell(world: World, person: str, title: str, **more: Any) -> Announcement:
    place: Community | Office = getattr(world, person.partition("-")[0])
    audience = {"hill": Audience.OWN, "usa": Audience.OFFICE, "oasis": Audience.EVERYONE}[
        person.partition("-")[0]
    ]
    with within(place):
        values: dict[str, Any] = {"text": "At seven.", "from_on": TODAY() - dt.timedelta(days=1)} | more
        return announce(by=world[person], audience=audience, title=title, **values)


def data(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "title": "New hall",
        "text": "We meet at https://example.org/hall",
        "from_on": TODAY().isoformat(),
        "until_on": "",
    } | changes


def listed(client: Any, url: str) -> list[str]:
    return [row["announcement"].title for row in client.get(url).context["rows"]]


def on_home(client: Any, url: str) -> list[str]:
    return [news.title for news in client.get(url).context["announced"]]


def stored(place: Community | Office) -> list[Announcement]:
    with within(place):
        office = place if isinstance(place, Office) else place.office
        community = place if isinstance(place, Community) else None
        return list(
            Announcement.objects.of_place(office.pk, community.pk if community else None).order_by("pk")
        )


class TestWhoReads:
    def test_it_reaches_its_audience(self, world: World, signed_in):
        tell(world, "hill-leader", "team")
        tell(world, "usa-staff", "communities")
        tell(world, "usa-staff", "acting", stages=[Stage.ACTING, Stage.SHARING])
        tell(world, "usa-staff", "dormant", stages=[Stage.DORMANT])
        tell(world, "oasis-staff", "all")
        for person, url, titles in (
            ("hill-member", HILL, ["all", "acting", "communities", "team"]),
            ("dale-member", "/c/dale/announcements/", ["all", "acting", "communities"]),
            ("moor-coordinator", "/c/moor/announcements/", ["all"]),
            ("usa-staff", USA, ["all", "dormant", "acting", "communities"]),
            ("uk-staff", "/office/uk/announcements/", ["all"]),
            ("oasis-staff", OASIS, ["all"]),
            ("oasis-staff", USA, ["all", "dormant", "acting", "communities"]),
        ):
            assert listed(signed_in(person), url) == titles, person
        for person, url, titles in (
            ("hill-member", "/c/hill/", ["all", "acting", "communities"]),
            ("moor-member", "/c/moor/", ["all"]),
            ("uk-staff", "/office/uk/", ["all"]),
            ("usa-staff", "/office/usa/", ["all"]),
            ("oasis-staff", "/office/usa/", []),
        ):
            assert on_home(signed_in(person), url) == titles, person
        assert OASIS in signed_in("oasis-staff").get("/office/oasis/library/").content.decode()
        for person in ("dale-coordinator", "usa-staff", "stranger"):
            assert signed_in(person).get(HILL).status_code == 404

    def test_a_community_cannot_announce_to_others(self, world: World):
        with within(world.hill), pytest.raises(IntegrityError), transaction.atomic():
            announce(
                by=world["hill-leader"], audience=Audience.EVERYONE, title="x", text="x", from_on=TODAY()
            )

    def test_it_shows_it_on_its_days(self, world: World, signed_in):
        today, day = TODAY(), dt.timedelta(days=1)
        tell(world, "hill-coordinator", "over", from_on=today - 5 * day, until_on=today - 3 * day)
        tell(world, "hill-coordinator", "now", from_on=today - 2 * day, until_on=today + 5 * day)
        tell(world, "hill-coordinator", "pinned", from_on=today - 4 * day, pinned=True)
        tell(world, "hill-leader", "to come", from_on=today + 5 * day)
        assert on_home(signed_in("hill-member"), "/c/hill/") == ["pinned", "now"]
        assert listed(signed_in("hill-member"), HILL) == ["pinned", "now", "over"]
        for person in ("hill-leader", "hill-coordinator"):
            assert listed(signed_in(person), HILL) == ["pinned", "to come", "now", "over"]
        assert "not shown yet" in signed_in("hill-leader").get(HILL).content.decode()

    def test_each_person_dismisses_it_alone(self, world: World, signed_in):
        news = tell(world, "usa-staff", "communities")
        client = signed_in("hill-member")
        assert "Dismiss" in client.get("/c/hill/").content.decode()
        for _twice in range(2):
            response = client.post(f"{HILL}{news.pk}/dismiss/", {"next": "/c/hill/"})
            assert response.headers["Location"] == "/c/hill/"
        assert on_home(client, "/c/hill/") == []
        assert listed(client, HILL) == ["communities"]
        assert on_home(signed_in("hill-leader"), "/c/hill/") == ["communities"]
        assert on_home(signed_in("dale-member"), "/c/dale/") == ["communities"]
        client = signed_in("hill-member")
        client.post(f"{HILL}{news.pk}/show/")
        assert on_home(client, "/c/hill/") == ["communities"]
        hidden = tell(world, "usa-staff", "dormant", stages=[Stage.DORMANT])
        assert client.post(f"{HILL}{hidden.pk}/dismiss/").status_code == 404
        assert signed_in("moor-member").post(f"/c/moor/announcements/{news.pk}/dismiss/").status_code == 404


WRONG_WRITING = [
    {"title": ""},
    {"title": "x" * 161},
    {"text": "x\0"},
    {"from_on": "10000-01-01"},
    {"from_on": "1026-01-01"},
    {"until_on": "2020-01-01"},
    {"client_id": "x"},
]


class TestWriting:
    @pytest.mark.parametrize(
        ("person", "url", "audience"),
        [("hill-leader", HILL, "own"), ("usa-staff", USA, "office"), ("oasis-staff", OASIS, "everyone")],
    )
    def test_it_announces_once(self, world: World, signed_in, person, url, audience):
        client, sent = signed_in(person), data(stages=["acting"] if "office" in url else [])
        assert "Never write about a survivor" in client.get(url + "new/").content.decode()
        for _twice in range(2):
            assert client.post(url + "new/", sent).headers["Location"] == url
        [made] = stored(getattr(world, person.partition("-")[0]))
        assert (made.audience, made.stages) == (audience, ["acting"] if "office" in url else [])
        assert '<a href="https://example.org/hall" rel="nofollow">' in client.get(url).content.decode()

    def test_it_explains_what_is_wrong_and_keeps_what_was_typed(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for wrong in WRONG_WRITING:
            with subtests.test(wrong=wrong):
                response = signed_in("hill-leader").post(HILL + "new/", data(**wrong))
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(wrong)
                assert "example.org/hall" in response.content.decode() or "text" in wrong
                assert stored(world.hill) == []
                office = signed_in("usa-staff").post(USA + "new/", data(stages=["none"]))
                assert list(office.context["form"].errors) == ["stages"]

    def test_its_author_and_coordinators_change_it(self, world: World, signed_in):
        news = tell(world, "hill-leader", "first")
        by_coordinator = tell(world, "hill-coordinator", "other")
        leader, url = signed_in("hill-leader"), f"{HILL}{news.pk}/"
        assert leader.get(f"{HILL}{by_coordinator.pk}/edit/").status_code == 302
        assert leader.post(f"{HILL}{by_coordinator.pk}/edit/", data(revision=1)).status_code == 403
        assert leader.post(f"{HILL}{by_coordinator.pk}/delete/").status_code == 403
        assert leader.post(url + "edit/", data(title="second", revision=1)).status_code == 302
        late_answer = signed_in("hill-coordinator").post(url + "edit/", data(title="third", revision=1))
        assert late_answer.status_code == 409
        assert "third" in late_answer.content.decode()
        assert "second" in late_answer.content.decode()
        assert [row.title for row in stored(world.hill)] == ["second", "other"]
        member = signed_in("hill-member")
        for deed in ("edit", "delete", "restore"):
            assert member.post(f"{url}{deed}/", data(revision=1)).status_code == 403
        assert member.get(HILL + "new/").status_code == 403

    def test_it_deletes_it_and_takes_that_back(self, world: World, signed_in):
        news = tell(world, "usa-staff", "communities")
        client = signed_in("usa-staff")
        page = client.post(f"{USA}{news.pk}/delete/", follow=True).content.decode()
        assert f"{USA}{news.pk}/restore/" in page
        assert listed(signed_in("hill-member"), HILL) == []
        assert signed_in("hill-coordinator").post(f"{HILL}{news.pk}/restore/").status_code == 404
        signed_in("usa-staff").post(f"{USA}{news.pk}/restore/")
        assert listed(signed_in("hill-member"), HILL) == ["communities"]
        # Its audience reads it and cannot edit it; nor can a guest at the office.
        for person, url in (("hill-coordinator", HILL), ("oasis-staff", USA)):
            for deed in ("edit", "delete", "restore"):
                assert signed_in(person).post(f"{url}{news.pk}/{deed}/", data(revision=1)).status_code == 403
        assert signed_in("oasis-staff").get(USA + "new/").status_code == 302
        assert signed_in("uk-staff").post(f"/office/uk/announcements/{news.pk}/delete/").status_code == 404

import pytest
from django.utils import timezone

from stakeholders.models import DistinctPair, Organization
from tests.base import World, within
from tests.stakeholders.base import add, register

DUPLICATES = register("hill", "duplicates/")


@pytest.fixture
def two(world: World) -> tuple[Organization, Organization]:
    first = add(world.hill, "Dove Street School", phone="626 555 0142")
    return first, add(world.hill, "DOVE STREET SCHOOL", phone="(626) 555-0142")


def pairs(response) -> list[tuple[str, str]]:
    assert response.status_code == 200
    return [(pair.first.name, pair.second.name) for pair in response.context["pairs"]]


class TestTheList:
    def test_it_shows_what_may_be_one_and_why(self, signed_in, two):
        response = signed_in("hill-leader").get(DUPLICATES)
        assert pairs(response) == [("Dove Street School", "DOVE STREET SCHOOL")]
        assert "same name, same phone number" in response.content.decode()

    def test_it_lets_coordinators_look_at_both(self, signed_in, two):
        url = register("hill", f"{two[0].pk}/merge/{two[1].pk}/")
        assert url in signed_in("hill-coordinator").get(DUPLICATES).content.decode()
        assert url not in signed_in("hill-leader").get(DUPLICATES).content.decode()

    def test_it_suggests_nothing_deleted_or_of_another_community(self, world: World, signed_in, two):
        with within(world.hill):
            Organization.objects.filter(pk=two[1].pk).update(deleted_at=timezone.now())
        add(world.dale, "Dove Street School")
        response = signed_in("hill-leader").get(DUPLICATES)
        assert pairs(response) == []
        assert "Nothing yet" in response.content.decode()

    def test_it_shows_the_surest_and_says_how_many_more_there_are(self, world: World, signed_in):
        for _number in range(9):
            add(world.hill, "Radio", sector="media")
        response = signed_in("hill-leader").get(DUPLICATES)
        assert len(pairs(response)) == 30
        assert "And 6 more" in response.content.decode()


class TestTellingApart:
    def url(self, two, rest: str = "", slug: str = "hill") -> str:
        return register(slug, f"{two[0].pk}/not-duplicates/{two[1].pk}/{rest}")

    def pairs_told(self, world: World) -> list[tuple[int, int]]:
        with within(world.hill):
            return list(DistinctPair.objects.values_list("first_id", "second_id"))

    def test_it_suggests_them_no_more_and_can_be_undone(self, world: World, signed_in, two):
        client = signed_in("hill-leader")
        response = client.post(self.url(two[::-1]), follow=True)
        assert response.redirect_chain == [(DUPLICATES, 302)]
        assert pairs(response) == []
        assert f'action="{self.url(two[::-1], "undo/")}"' in response.content.decode()
        client.post(self.url(two))
        assert self.pairs_told(world) == [(two[0].pk, two[1].pk)]
        assert pairs(client.post(self.url(two, "undo/"), follow=True)) == [
            ("Dove Street School", "DOVE STREET SCHOOL")
        ]
        assert self.pairs_told(world) == []

    @pytest.mark.parametrize("rest", ["", "undo/"])
    def test_it_needs_two_that_are_there(self, world: World, signed_in, two, rest: str):
        client = signed_in("hill-leader")
        foreign, gone = add(world.dale), add(world.hill, deleted_at=timezone.now())
        for other in (two[0], foreign, gone):
            assert client.post(self.url((two[0], other), rest)).status_code == 404
        assert client.get(self.url(two, rest)).status_code == 405
        assert self.pairs_told(world) == []

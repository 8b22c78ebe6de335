import re

import pytest
from django.utils import timezone

from stakeholders.models import Sector, Strategy
from stakeholders.register import PAGE_SIZE
from tests.base import World, within
from tests.stakeholders.base import add, add_person, register

HILL = register("hill")


def names(response) -> list[str]:
    assert response.status_code == 200
    return [row.name for row in response.context["page"].rows]


class TestWhoMayRead:
    @pytest.mark.parametrize("person", ["hill-member", "hill-leader", "hill-coordinator"])
    def test_it_shows_the_register_to_the_team(self, world: World, signed_in, person: str):
        add(world.hill)
        assert names(signed_in(person).get(HILL)) == ["Hill High"]

    def test_it_lets_only_leaders_record(self, world: World, signed_in):
        add(world.hill)
        for person, may in (("hill-member", False), ("hill-leader", True)):
            assert (HILL + "new/" in signed_in(person).get(HILL).content.decode()) is may


class TestOrder:
    def test_it_groups_by_the_sectors_in_their_order_and_by_name_whatever_the_case(self, world, signed_in):
        for name, sector in (
            ("Town Hall", Sector.LOCAL_LEGISLATURES),
            ("beta school", Sector.SCHOOLS),
            ("Alpha School", Sector.SCHOOLS),
            ("Radio", Sector.MEDIA),
        ):
            add(world.hill, name, sector=sector)
        response = signed_in("hill-member").get(HILL)
        assert names(response) == ["Alpha School", "beta school", "Radio", "Town Hall"]
        headings = re.findall(r'<h2 id="sector-(\w+)"', response.content.decode())
        assert headings == ["schools", "media", "local_legislatures"]

    def test_it_leaves_out_what_was_deleted(self, world: World, signed_in):
        add(world.hill, deleted_at=timezone.now())
        response = signed_in("hill-member").get(HILL)
        assert names(response) == []
        assert "Nothing yet" in response.content.decode()


class TestSectorsThatNobodyKnows:
    def test_it_names_the_ones_that_are_missing_and_why_they_matter(self, world: World, signed_in):
        add(world.hill, sector=Sector.SCHOOLS)
        add(world.hill, "Radio", sector=Sector.MEDIA)
        response = signed_in("hill-leader").get(HILL)
        page = response.content.decode()
        assert [sector for sector, _ in response.context["missing"]] == [
            sector for sector in Sector if sector not in (Sector.SCHOOLS, Sector.MEDIA)
        ]
        assert "You know people in 2 of 8 sectors." in page
        assert HILL + "new/?sector=consumers" in page
        assert HILL + "new/?sector=media" not in page

    def test_it_does_not_change_with_the_search(self, world: World, signed_in):
        add(world.hill)
        assert signed_in("hill-member").get(HILL, {"text": "zzz"}).context["known_sectors"] == 1


class TestSearch:
    @pytest.fixture(autouse=True)
    def some(self, world: World):
        school = add(world.hill, "Hill High School", note="near the station")
        add(world.hill, "Hill Radio", sector=Sector.MEDIA)
        add_person(world.hill, school, name="Ana Ruiz", may_be_listed=True)
        add_person(world.hill, school, name="Kim Secret", may_be_listed=False)
        add_person(world.hill, school, name="Gone Person", may_be_listed=True, deleted_at=timezone.now())

    @pytest.mark.parametrize(
        ("text", "expected_names"),
        [
            ("hill", ["Hill High School", "Hill Radio"]),
            ("school HILL", ["Hill High School"]),
            ("station", ["Hill High School"]),
            ("ruiz", ["Hill High School"]),
            ("gone", []),
            ("%", []),
            ("nobody", []),
        ],
    )
    def test_it_finds_each_word_in_name_note_or_contact(
        self, signed_in, text: str, expected_names: list[str]
    ):
        assert names(signed_in("hill-member").get(HILL, {"text": text})) == expected_names

    def test_it_finds_a_contact_who_did_not_agree_for_leaders_only(self, signed_in):
        assert names(signed_in("hill-member").get(HILL, {"text": "secret"})) == []
        assert names(signed_in("hill-leader").get(HILL, {"text": "secret"})) == ["Hill High School"]

    def test_it_filters_by_sector(self, signed_in):
        assert names(signed_in("hill-member").get(HILL, {"sector": "media"})) == ["Hill Radio"]

    @pytest.mark.parametrize("query", [{"text": "a\0b"}, {"text": "x" * 101}, {"sector": "spies"}])
    def test_it_explains_a_search_that_makes_no_sense(self, signed_in, query: dict[str, str]):
        response = signed_in("hill-member").get(HILL, query)
        assert response.status_code == 422
        assert response.context["page"].rows == []
        assert list(response.context["form"].errors) == list(query)

    def test_it_counts_the_contacts_that_the_reader_may_see(self, signed_in):
        for person, count in (("hill-member", 1), ("hill-leader", 2)):
            assert signed_in(person).get(HILL).context["page"].rows[0].contact_count == count


class TestPages:
    def fill(self, world: World, count: int) -> list[str]:
        results = [f"School {number:03}" for number in range(count)]
        for name in reversed(results):
            add(world.hill, name)
        return results

    def test_it_pages_to_the_end_and_back(self, world: World, signed_in):
        result = self.fill(world, 2 * PAGE_SIZE + 1)
        client = signed_in("hill-member")
        first = client.get(HILL)
        second = client.get(first.context["next_url"])
        third = client.get(second.context["next_url"])
        assert [names(first), names(second), names(third)] == [
            result[:PAGE_SIZE],
            result[PAGE_SIZE : 2 * PAGE_SIZE],
            result[2 * PAGE_SIZE :],
        ]
        assert (first.context["previous_url"], third.context["next_url"]) == ("", "")
        assert names(client.get(third.context["previous_url"])) == names(second)
        back = client.get(second.context["previous_url"])
        assert (names(back), back.context["previous_url"]) == (names(first), "")

    def test_it_keeps_the_search_on_the_next_page(self, world: World, signed_in):
        self.fill(world, PAGE_SIZE + 1)
        response = signed_in("hill-member").get(HILL, {"text": "school"})
        assert "text=school&after=" in response.context["next_url"]

    @pytest.mark.parametrize("mark", ["x", "-1", "0", "²", "9" * 40, "9" * 5000, "\0"])
    def test_it_begins_at_the_start_when_the_mark_is_none(self, world: World, signed_in, mark: str):
        add(world.hill)
        client = signed_in("hill-member")
        assert names(client.get(HILL, {"after": mark})) == ["Hill High"]
        assert names(client.get(HILL, {"before": mark})) == ["Hill High"]

    def test_it_takes_no_mark_from_another_community(self, world: World, signed_in):
        mine, theirs = add(world.hill), add(world.dale)
        assert names(signed_in("hill-member").get(HILL, {"after": theirs.pk})) == [mine.name]


def test_it_marks_those_with_a_running_strategy(world: World, signed_in):
    busy, ended, _none = (add(world.hill, name) for name in ("Busy", "Ended", "None"))
    with within(world.hill):
        Strategy.objects.create(organization=busy, title="Posters", purpose="mitigate")
        Strategy.objects.create(organization=ended, title="x", purpose="mitigate", ended_on="2026-01-01")
    response = signed_in("hill-member").get(HILL)
    rows = [row for _sector, organizations in response.context["sectors"] for row in organizations]
    assert [row.organization for row in rows if row.has_strategy] == [busy]
    assert response.content.decode().count("Has a strategy") == 1

"""The influence matrix: the list, the form of one vulnerability, and the history."""

import pytest

from stakeholders.influence import SHIPPED_WEIGHTS
from stakeholders.models import InfluenceWeight, OwnVulnerability, Sector
from tests.base import World, within
from tests.stakeholders.focus_base import get_text

USA = "/office/usa/weights/"
WAGES = USA + "wage_theft/"


def weigh(world: World, sector: str, weight: int | None, vulnerability: str = "wage_theft", office="usa"):
    with within(getattr(world, office)):
        InfluenceWeight.objects.create(
            vulnerability=vulnerability,
            sector=sector,
            weight=weight,
            reason="We saw it.",
            set_by=world[f"{office}-staff"],
        )


def own(world: World, **fields) -> str:
    with within(world.usa):
        values = {"group": "labor", "title_en": "Harvest camps", "added_by": world["usa-staff"]}
        return OwnVulnerability.objects.create(**(values | fields)).code


def rows(world: World) -> list[tuple[str, str, int | None, str]]:
    with within(world.usa):
        influence_weights = InfluenceWeight.objects.order_by("id")
        return list(influence_weights.values_list("vulnerability", "sector", "weight", "reason"))


def data(response, **changes):
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


class TestList:
    def test_it_shows_what_ships(self, signed_in):
        response = signed_in("usa-staff").get(USA)
        shown_items = {
            line.vulnerability.code: {cell.sector: cell.weight for cell in line.cells}
            for _, lines in response.context["groups"]
            for line in lines
        }
        assert shown_items == SHIPPED_WEIGHTS
        assert "No changes yet" in get_text(response)
        assert WAGES in response.content.decode()

    def test_it_marks_what_the_office_set_in_words(self, world: World, signed_in):
        weigh(world, "media", 3)
        assert "yours, default 1" in get_text(signed_in("usa-staff").get(USA))

    def test_it_shows_from_what_to_what_and_why(self, world: World, signed_in):
        weigh(world, "media", 3)
        weigh(world, "media", 0)
        weigh(world, "media", None)
        response = signed_in("usa-staff").get(USA)
        changes = response.context["changes"]
        assert [(change.before, change.after, change.is_taken_back) for change in changes] == [
            (0, 1, True),
            (3, 0, False),
            (1, 3, False),
        ]
        assert "Media 0 1, default We saw it. usa-staff" in get_text(response)
        assert "yours" not in get_text(response).replace("yourself", "")

    def test_it_says_which_own_vulnerability_has_no_numbers(self, world: World, signed_in):
        code = own(world)
        client = signed_in("usa-staff")
        assert "You added Harvest camps without numbers." in get_text(client.get(USA))
        weigh(world, "media", 2, code)
        assert "without numbers" not in get_text(client.get(USA))

    def test_it_shows_nothing_of_another_office(self, world: World, signed_in):
        weigh(world, "media", 3, office="uk")
        assert signed_in("usa-staff").get(USA).context["changes"] == ()

    def test_it_lets_international_staff_read(self, world: World, signed_in):
        client = signed_in("oasis-staff")
        response = client.get(USA)
        assert response.status_code == 200
        assert WAGES not in response.content.decode()
        page = client.get(WAGES)
        assert page.status_code == 200
        assert b"<select" not in page.content
        assert client.post(WAGES, {"media": "3", "reason": "x"}).status_code == 403
        assert rows(world) == []


WRONG_SETTING = [
    ({"media": "4"}, "media"),
    ({"media": "x"}, "media"),
    ({"media": "3", "reason": ""}, "reason"),
    ({"media": "3", "reason": "\0"}, "reason"),
    ({"media": "3", "reason": "x" * 301}, "reason"),
    ({}, "__all__"),
]


class TestSetting:
    def test_it_keeps_a_row_of_each_change_only(self, world: World, signed_in):
        client = signed_in("usa-staff")
        response = client.post(WAGES, data(client.get(WAGES), media="3", schools="1", reason="The radio."))
        assert response["Location"] == USA
        assert rows(world) == [
            ("wage_theft", "schools", 1, "The radio."),
            ("wage_theft", "media", 3, "The radio."),
        ]
        with within(world.usa):
            assert {row.set_by for row in InfluenceWeight.objects.all()} == {world["usa-staff"]}

    def test_it_restores_the_defaults(self, world: World, signed_in):
        weigh(world, "media", 3)
        client = signed_in("usa-staff")
        opened = client.get(WAGES)
        assert opened.context["form"]["media"].value() == 3
        assert client.post(WAGES, data(opened, media="", reason="No longer so.")).status_code == 302
        assert rows(world)[1:] == [("wage_theft", "media", None, "No longer so.")]

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad, field in WRONG_SETTING:
            with subtests.test(bad=bad):
                client = signed_in("usa-staff")
                response = client.post(WAGES, data(client.get(WAGES), reason="The radio.") | bad)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == [field]
                assert rows(world) == []

    def test_it_wants_all_eight_of_an_own_vulnerability(self, world: World, signed_in):
        client, url = signed_in("usa-staff"), f"{USA}{own(world)}/"
        response = client.post(url, data(client.get(url), media="2", reason="New."))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [value for value in Sector.values if value != "media"]
        assert rows(world) == []
        numbers = dict.fromkeys(Sector.values, "0") | {"media": "2"}
        assert client.post(url, data(client.get(url), reason="New.") | numbers).status_code == 302
        assert len(rows(world)) == 8

    def test_it_shows_a_change_made_meanwhile(self, world: World, signed_in):
        client = signed_in("usa-staff")
        sent = data(client.get(WAGES), media="3", reason="The radio.")
        weigh(world, "consumers", 0)
        response = client.post(WAGES, sent)
        assert response.status_code == 409
        assert "Another person saved meanwhile" in get_text(response)
        assert "Consumers 0, none" in get_text(response)
        assert len(rows(world)) == 1
        again = data(response)
        assert (again["media"], again["reason"]) == ("3", "The radio.")
        assert client.post(WAGES, again).status_code == 302

    def test_it_has_its_own_history(self, world: World, signed_in):
        weigh(world, "media", 3)
        weigh(world, "media", 2, "no_screening")
        response = signed_in("usa-staff").get(WAGES)
        assert [(change.before, change.after) for change in response.context["changes"]] == [(1, 3)]

    @pytest.mark.parametrize("code", ["nothing", "own-999999"])
    def test_it_knows_the_catalogue_only(self, world: World, signed_in, code: str):
        client = signed_in("usa-staff")
        assert client.get(f"{USA}{code}/").status_code == 404
        assert client.post(f"{USA}{code}/", {"media": "1", "reason": "x"}).status_code == 404
        assert rows(world) == []

"""Contributions: the list with its sums, and adding."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from stakeholders.models import Sector
from stakeholders.views.contributions import PAGE_SIZE
from tests.base import World
from tests.stakeholders.base import add
from tests.stakeholders.contributions_base import HILL, day, get_all, get_lines, give, typed


class TestList:
    @pytest.mark.parametrize("person", ["hill-member", "hill-leader", "hill-coordinator"])
    def test_it_shows_the_team_what_was_given(self, world: World, signed_in, person: str):
        give(world.hill, what="A check")
        give(world.dale, what="Of another town")
        page = signed_in(person).get(HILL).content.decode()
        assert "A check" in page
        assert "120.50 USD" in page
        assert "Of another town" not in page

    def test_only_leaders_record_change_and_restore(self, world: World, signed_in):
        contribution = give(world.hill)
        gone = give(world.hill, what="Gone", deleted_at=timezone.now())
        for person, may in (("hill-member", False), ("hill-leader", True)):
            page = signed_in(person).get(HILL).content.decode()
            for shown in (f"{HILL}new/", f"{HILL}{contribution.pk}/", f"{HILL}{gone.pk}/restore/"):
                assert (f'"{shown}"' in page) is may

    def test_it_adds_up_by_sector_and_never_over_currencies(self, world: World, signed_in):
        give(world.hill, amount="100")
        give(world.hill, amount="20.25")
        give(world.hill, amount="7", currency="GBP", sector="schools")
        give(world.hill, kind="hours", amount="3", currency="")
        give(world.hill, kind="hours", amount=None, currency="")
        give(world.hill, kind="goods", amount=None, currency="", sector="schools")
        give(world.hill, amount="999", deleted_at=timezone.now())
        table = signed_in("hill-member").get(HILL).context["table"]
        assert [(row["name"], get_lines(row), row["partners"]) for row in table["rows"]] == [
            ("Schools", [["7 GBP"], ["1 gift, amount not known"], []], 0),
            ("Media", [["120.25 USD"], [], ["3 hours", "and 1 gift, amount not known"]], 0),
        ]
        assert get_lines(table["total"]) == [
            ["7 GBP", "120.25 USD"],
            ["1 gift, amount not known"],
            ["3 hours", "and 1 gift, amount not known"],
        ]
        assert len(table["others"]) == 6

    def test_it_counts_new_partners_by_the_day_on_which_the_tie_began(self, world: World, signed_in):
        add(world.hill, "New Radio", sector=Sector.MEDIA, tie="new", met_on=day(10))
        add(world.hill, "Entered today", sector=Sector.MEDIA, tie="new")
        add(world.hill, "Long known", sector=Sector.MEDIA, tie="existing")
        add(world.hill, "New once", sector=Sector.MEDIA, tie="new", met_on=day(900))
        add(world.hill, "New and gone", sector=Sector.MEDIA, tie="new", deleted_at=timezone.now())
        response = signed_in("hill-member").get(HILL)
        assert [organization.name for organization, _ in response.context["new"]] == [
            "Entered today",
            "New Radio",
        ]
        assert [row["partners"] for row in response.context["table"]["rows"]] == [2]

    def test_it_shows_one_half_year_or_all(self, world: World, signed_in):
        give(world.hill, what="Old", received_on=dt.date(2021, 6, 30))
        give(world.hill, what="Older", received_on=dt.date(2020, 12, 31))
        client = signed_in("hill-member")

        def shown(**query: str) -> list[str]:
            return [row["contribution"].what for row in client.get(HILL, query).context["rows"]]

        assert (shown(), shown(period="2021-H1"), shown(period="all")) == ([], ["Old"], ["Old", "Older"])

    def test_every_sum_leads_to_the_gifts_behind_it(self, world: World, signed_in):
        give(world.hill, what="Check")
        give(world.hill, what="Hours", kind="hours", amount="3", currency="")
        give(world.hill, what="Bill", sector="schools")
        client = signed_in("hill-member")
        table = client.get(HILL).context["table"]

        def behind(row: dict[str, Any], column: int) -> list[str]:
            response = client.get(HILL + row["cells"][column][1].split("#")[0])
            # The sums stay those of the period.
            assert response.context["table"]["total"] == table["total"]
            return sorted(row["contribution"].what for row in response.context["rows"])

        schools, media = table["rows"]
        assert (behind(schools, 0), behind(media, 0), behind(media, 2)) == (["Bill"], ["Check"], ["Hours"])
        assert behind(table["total"], 0) == ["Bill", "Check"]
        page = client.get(HILL, {"period": "year", "sector": "\0", "kind": "9" * 40})
        assert (page.status_code, len(page.context["rows"]), page.context["narrowed"]) == (200, 3, [])

    @pytest.mark.parametrize("period", ["2199-H1", "x", "\0"])
    def test_it_explains_a_period_that_is_none(self, world: World, signed_in, period: str):
        give(world.hill)
        response = signed_in("hill-member").get(HILL, {"period": period})
        assert response.status_code == 422
        assert response.context["span"].code == "year"

    def test_it_leads_to_the_indicator_that_it_is_shown_next_to(self, world: World, signed_in):
        give(world.hill)
        page = signed_in("hill-member").get(HILL).content.decode()
        assert "are not rated" in page
        assert 'href="/c/hill/survey/"' in page

    def test_it_pages_through_long_lists(self, world: World, signed_in):
        for number in range(PAGE_SIZE + 1):
            give(world.hill, what=f"Gift {number}")
        client = signed_in("hill-member")
        first = client.get(HILL)
        second = client.get(first.context["next_url"])
        assert [row["contribution"].what for row in second.context["rows"]] == ["Gift 0"]
        assert client.get(second.context["previous_url"]).context["rows"] == first.context["rows"]
        assert get_lines(first.context["table"]["total"])[0] == ["3,012.50 USD"]


WRONG_ADD = [
    ({"kind": ""}, "kind", "Choose one."),
    ({"kind": "gold"}, "kind", "gold"),
    ({"what": ""}, "what", "required"),
    ({"what": "x" * 161}, "what", "160"),
    ({"amount": "-5"}, "amount", "above zero"),
    ({"amount": "0"}, "amount", "above zero"),
    ({"amount": "NaN"}, "amount", "such as 1,200"),
    ({"amount": "-Infinity"}, "amount", "such as 1,200"),
    ({"amount": "twenty"}, "amount", "such as 1,200"),
    ({"amount": "1,20,0"}, "amount", "such as 1,200"),
    ({"amount": "1e400"}, "amount", "Enter a smaller number"),
    ({"amount": "10000000000"}, "amount", "Enter a smaller number"),
    ({"amount": "1e-400"}, "amount", "two decimals"),
    ({"amount": "1.005"}, "amount", "is unclear"),
    ({"kind": "goods", "amount": "1.5"}, "amount", "whole"),
    ({"currency": ""}, "currency", "Choose one."),
    ({"currency": "XXX"}, "currency", "XXX"),
    ({"sector": ""}, "sector", "Choose a sector or an organization."),
    ({"sector": "spies"}, "sector", "spies"),
    ({"organization": "999999"}, "organization", "one of the available"),
    ({"received_on": ""}, "received_on", "required"),
    ({"received_on": "1999-12-31"}, "received_on", "from 2000 on"),
    ({"received_on": "2199-01-01"}, "received_on", "in the future"),
    ({"client_id": "x"}, "client_id", "UUID"),
]


class TestAdd:
    def test_it_records_what_was_given(self, world: World, signed_in):
        response = signed_in("hill-leader").post(HILL + "new/", typed())
        assert response["Location"] == HILL
        (row,) = get_all(world.hill)
        assert (row.kind, row.sector, row.amount, row.currency) == ("money", "media", Decimal("99.50"), "USD")
        assert (row.what, row.received_on, row.created_by) == (
            "Check for posters",
            day(3),
            world["hill-leader"],
        )

    def test_it_offers_the_currency_of_the_country(self, world: World, signed_in):
        assert signed_in("hill-leader").get(HILL + "new/").context["form"]["currency"].value() == "USD"
        moor = signed_in("moor-leader").get("/c/moor/contributions/new/")
        assert moor.context["form"]["currency"].value() == "GBP"

    def test_it_leaves_an_unknown_amount_empty(self, world: World, signed_in):
        signed_in("hill-leader").post(HILL + "new/", typed(amount=""))
        assert get_all(world.hill)[0].amount is None

    def test_it_keeps_no_currency_for_hours_and_goods(self, world: World, signed_in):
        signed_in("hill-leader").post(HILL + "new/", typed(kind="hours", amount="2.5"))
        signed_in("hill-leader").post(HILL + "new/", typed(kind="goods", amount="40"))
        assert [(row.currency, row.amount) for row in get_all(world.hill)] == [
            ("", Decimal("2.50")),
            ("", Decimal(40)),
        ]

    def test_it_takes_the_sector_of_the_organization(self, world: World, signed_in):
        giver = add(world.hill, sector=Sector.SCHOOLS)
        signed_in("hill-leader").post(HILL + "new/", typed(organization=giver.pk, sector=""))
        (row,) = get_all(world.hill)
        assert (row.organization_id, row.sector) == (giver.pk, "schools")

    def test_it_records_once_what_is_sent_twice(self, world: World, signed_in):
        client, data = signed_in("hill-leader"), typed()
        assert [client.post(HILL + "new/", data).status_code for _ in range(2)] == [302, 302]
        assert len(get_all(world.hill)) == 1

    def test_it_explains_what_is_wrong_and_saves_nothing(self, world, signed_in, subtests):
        for bad, field, message in WRONG_ADD:
            with subtests.test(bad=bad):
                data = typed(what="My own words") | bad
                response = signed_in("hill-leader").post(HILL + "new/", data)
                assert response.status_code == 422
                form = response.context["form"]
                assert list(form.errors) == [field]
                assert message in " ".join(form.errors[field])
                assert get_all(world.hill) == []
                if field != "what":
                    assert "My own words" in response.content.decode()

    def test_it_points_out_an_organization_of_another_sector(self, world: World, signed_in):
        giver = add(world.hill, sector=Sector.SCHOOLS)
        data = typed(organization=giver.pk, sector="media")
        response = signed_in("hill-leader").post(HILL + "new/", data)
        assert response.status_code == 422
        assert "Choose “Schools”: Hill High is in that sector" in response.content.decode()
        assert get_all(world.hill) == []

    def test_it_accepts_no_foreign_or_deleted_organization(self, world: World, signed_in):
        for other in (add(world.dale), add(world.hill, deleted_at=timezone.now())):
            response = signed_in("hill-leader").post(HILL + "new/", typed(organization=other.pk, sector=""))
            assert response.status_code == 422
        assert get_all(world.hill) == []

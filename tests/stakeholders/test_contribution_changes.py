"""Contributions: editing, deleting and restoring."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from stakeholders.models import Contribution, Organization, Sector
from tests.base import World
from tests.stakeholders.base import add
from tests.stakeholders.contributions_base import HILL, give, stored, typed

WRONG_EDIT = [{"what": ""}, {"amount": "-1"}, {"revision": ""}, {"revision": "-1"}]


class TestEdit:
    def edit(self, row: Contribution, slug: str = "hill") -> str:
        return f"/c/{slug}/contributions/{row.pk}/"

    def data(self, row: Contribution, **changes: Any) -> dict[str, Any]:
        data = typed(revision=row.revision, **changes)
        del data["client_id"]
        return data

    def test_it_saves_and_counts_the_revision(self, world: World, signed_in):
        row = give(world.hill)
        client = signed_in("hill-leader")
        assert 'value="120.50"' in client.get(self.edit(row)).content.decode()
        assert client.post(self.edit(row), self.data(row, what="Blankets")).status_code == 302
        now = stored(world.hill, row)
        assert (now.what, now.amount, now.revision) == ("Blankets", Decimal("99.50"), 2)

    @pytest.mark.parametrize(
        ("kind", "amount", "shown"),
        [("goods", "100", "100"), ("hours", "2.50", "2.5"), ("hours", "40", "40"), ("money", "62", "62.00")],
    )
    def test_it_shows_cents_of_money_alone(self, world: World, signed_in, kind: str, amount: str, shown: str):
        fields = {"kind": kind, "amount": Decimal(amount), "currency": "USD" if kind == "money" else ""}
        row = give(world.hill, **fields)
        assert f'value="{shown}"' in signed_in("hill-leader").get(self.edit(row)).content.decode()

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world: World, signed_in):
        row = give(world.hill)
        client = signed_in("hill-leader")
        client.post(self.edit(row), self.data(row, what="First"))
        response = client.post(self.edit(row), self.data(row, what="Second"))
        page = response.content.decode()
        assert response.status_code == 409
        assert stored(world.hill, row).what == "First"
        assert "Another person saved meanwhile" in page
        assert "First" in page
        assert 'value="Second"' in page
        again = {name: response.context["form"][name].value() for name in self.data(row)}
        assert client.post(self.edit(row), again).status_code == 302
        assert stored(world.hill, row).what == "Second"

    def test_it_keeps_a_deleted_giver_and_an_unlisted_currency(self, world: World, signed_in):
        giver: Organization = add(world.hill, sector=Sector.MEDIA, deleted_at=timezone.now())
        row = give(world.hill, organization=giver, currency="JPY")
        data = self.data(row, organization=giver.pk, currency="JPY")
        assert signed_in("hill-leader").post(self.edit(row), data).status_code == 302
        now = stored(world.hill, row)
        assert (now.organization_id, now.currency) == (giver.pk, "JPY")

    def test_it_offers_the_own_currency_where_none_was_kept(self, world: World, signed_in):
        row = give(world.hill, kind="goods", amount="62", currency="")
        page = signed_in("hill-leader").get(self.edit(row)).content.decode()
        assert re.findall(r'<option value="([A-Z]{3})" selected', page) == ["USD"]

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad in WRONG_EDIT:
            with subtests.test(bad=bad):
                row = give(world.hill)
                response = signed_in("hill-leader").post(self.edit(row), self.data(row) | bad)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert stored(world.hill, row).revision == 1

    def test_it_is_gone_when_it_was_deleted(self, world: World, signed_in):
        row = give(world.hill, deleted_at=timezone.now())
        assert signed_in("hill-leader").get(self.edit(row)).status_code == 404


class TestDelete:
    def test_it_is_deleted_and_restored(self, world: World, signed_in):
        row = give(world.hill)
        client = signed_in("hill-leader")
        response = client.post(f"{HILL}{row.pk}/delete/", follow=True)
        assert f"{HILL}{row.pk}/restore/" in response.content.decode()
        assert stored(world.hill, row).deleted_at is not None
        assert client.post(f"{HILL}{row.pk}/restore/")["Location"] == HILL
        assert stored(world.hill, row).deleted_at is None

    @pytest.mark.parametrize("step", ["delete", "restore"])
    def test_it_changes_nothing_by_a_link(self, world: World, signed_in, step: str):
        row = give(world.hill)
        assert signed_in("hill-leader").get(f"{HILL}{row.pk}/{step}/").status_code == 405

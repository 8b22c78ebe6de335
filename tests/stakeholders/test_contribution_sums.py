"""Sums of contributions and new partners, checked by hand."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stakeholders.contribution_sums import (
    ContributionSums,
    Gift,
    Partner,
    count_new_partners,
    sum_contributions,
)
from stakeholders.models import Sector

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
DAY = date(2026, 3, 3)


def gift(kind="money", sector="media", amount: str | None = "10", currency="USD", on=DAY) -> Gift:
    return Gift(kind, sector, None if amount is None else Decimal(amount), currency, on)


class TestGiving:
    def test_it_adds_each_currency_by_itself(self):
        rows = [gift(amount="100.50"), gift(amount="20"), gift(amount="7", currency="GBP")]
        total = sum_contributions(rows, FIRST, LAST).total
        assert total == ContributionSums(gifts=3, money={"GBP": Decimal(7), "USD": Decimal("120.50")})

    def test_it_adds_hours_and_pieces_and_neither_to_the_other(self):
        rows = [gift("hours", amount="2.5"), gift("hours", amount="1"), gift("goods", amount="40")]
        total = sum_contributions(rows, FIRST, LAST).total
        assert (total.hours, total.pieces, total.money) == (Decimal("3.5"), Decimal(40), {})

    def test_it_counts_unknown_amounts_apart_and_never_as_zero(self):
        rows = [gift("hours", amount=None), gift(amount=None), gift(amount=None), gift(amount="5")]
        total = sum_contributions(rows, FIRST, LAST).total
        assert total == ContributionSums(gifts=4, money={"USD": Decimal(5)}, unknown={"money": 2, "hours": 1})
        assert total.hours is None

    def test_it_counts_both_ends_of_the_period_and_nothing_outside(self):
        rows = [gift(on=FIRST), gift(on=LAST), gift(on=date(2025, 12, 31)), gift(on=date(2026, 7, 1))]
        assert sum_contributions(rows, FIRST, LAST).total.gifts == 2

    def test_it_shows_only_sectors_that_gave_in_their_fixed_order(self):
        rows = [gift(sector="media"), gift(sector="schools", amount=None), gift(sector="media")]
        by_sector = sum_contributions(rows, FIRST, LAST).by_sector
        assert list(by_sector) == ["schools", "media"]
        assert by_sector["media"] == ContributionSums(gifts=2, money={"USD": Decimal(20)})
        assert by_sector["schools"] == ContributionSums(gifts=1, unknown={"money": 1})

    def test_it_says_of_nothing_that_nothing_is_known(self):
        assert sum_contributions([], FIRST, LAST).as_json() == {
            "total": {"gifts": 0, "money": {}, "hours": None, "pieces": None, "unknown": {}},
            "by_sector": {},
        }

    def test_it_writes_exact_sums(self):
        rows = [
            gift(amount="0.10"),
            gift(amount="0.20"),
            gift("goods", amount="4"),
            gift("hours", amount=None),
        ]
        assert sum_contributions(rows, FIRST, LAST).total.as_json() == {
            "gifts": 4,
            "money": {"USD": "0.30"},
            "hours": None,
            "pieces": "4",
            "unknown": {"hours": 1},
        }

    @given(
        st.lists(
            st.builds(
                Gift,
                st.sampled_from(["money", "goods", "hours"]),
                st.sampled_from(Sector.values),
                st.none() | st.integers(1, 999).map(Decimal),
                st.sampled_from(["USD", "GBP"]),
                st.just(DAY),
            )
        )
    )
    def test_its_sectors_add_up_to_the_total(self, rows: list[Gift]):
        result = sum_contributions(rows, FIRST, LAST)
        parts = result.by_sector.values()
        assert sum(part.gifts for part in parts) == result.total.gifts == len(rows)
        for currency, amount in result.total.money.items():
            assert sum(part.money.get(currency, Decimal(0)) for part in parts) == amount
        for kind, number in result.total.unknown.items():
            assert sum(part.unknown.get(kind, 0) for part in parts) == number


class TestNewPartners:
    def test_it_counts_new_ties_by_the_day_on_which_they_began(self):
        rows = [
            Partner("media", "new", DAY, date(2026, 9, 9)),
            Partner("media", "new", None, DAY),
            Partner("schools", "new", LAST, LAST),
            Partner("schools", "existing", DAY, DAY),
            Partner("schools", "new", date(2025, 5, 5), DAY),
            Partner("schools", "new", None, date(2026, 7, 1)),
        ]
        assert count_new_partners(rows, FIRST, LAST) == {"schools": 1, "media": 2}

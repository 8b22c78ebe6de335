"""Sums over an office's communities: computed by the figures' login, shown only if nobody can be identified."""

import datetime as dt

import pytest
from django.db import ProgrammingError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communities.models import Office
from support.models import SupportTally, SupportTotal, TallyPurge
from support.tallies import compute_network_total, get_stored_half_years, get_totals_date
from support.tasks import make_support_totals
from tests.base import COMMITTED, World, make_community, within
from tests.row_sets import stored_world
from tests.support.public_base import get_text
from tests.support.tally_base import tell, totals
from tfc.periods import HalfYear

URL = "/office/usa/support-counts/"
H1 = HalfYear(2026, 1)


@pytest.mark.parametrize(
    ("tallies", "total"),
    [
        ([], None),
        # Eleven people, but of one or two communities: a number of one, or each knows the other's.
        ([11], None),
        ([6, 5], None),
        # A community that reported 0 has nobody in the sum.
        ([6, 5, 0, 0], None),
        ([0, 0, 0], None),
        ([5, 3, 2], None),
        ([5, 3, 3], 11),
        # The first coordinator subtracts her 20 and finds 4 people.
        ([20, 2, 2], None),
        ([20, 3, 2], 25),
        ([4, 4, 4, 0], 12),
    ],
)
def test_it_shows_a_sum_only_by_the_rule(tallies: list[int], total: int | None):
    assert compute_network_total(tallies) == total


@given(st.lists(st.integers(0, 30), max_size=8))
def test_one_known_number_reveals_no_small_count_and_no_community(tallies: list[int]):
    total = compute_network_total(tallies)
    if total is not None:
        assert total == sum(tallies) >= 11
        for index in range(len(tallies)):
            others = tallies[:index] + tallies[index + 1 :]
            assert total - tallies[index] == sum(others) >= 5
            assert sum(people > 0 for people in others) >= 2


def test_it_waits_until_teams_wrote_their_numbers_down():
    assert get_totals_date(H1) == dt.date(2026, 8, 1)
    assert get_totals_date(H1.next()) == dt.date(2027, 2, 1)


class TestTask:
    pytestmark = COMMITTED

    @pytest.fixture(autouse=True)
    def towns(self, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:
        self.world = stored_world()
        glen = make_community(self.world.usa, "glen")
        self.three = [self.world.hill, self.world.dale, glen]
        self.monkeypatch = monkeypatch
        self.on("2026-08-01")

    def on(self, day: str, hour: int = 15) -> None:
        moment = dt.datetime.fromisoformat(f"{day}T{hour:02}:20Z")
        self.monkeypatch.setattr(timezone, "now", lambda: moment)

    def record_tallies(self, *people: int, need: int = 1, half_year: HalfYear = H1) -> None:
        for community, count in zip(self.three, people, strict=False):
            tell(self.world, community, half_year, need, count)

    def test_it_sums_each_need_over_the_offices_own_communities(self):
        self.record_tallies(5, 6, 7)
        self.record_tallies(1, 2, need=4)
        tell(self.world, self.world.moor, H1, 1, 50)
        assert make_support_totals() == 1
        assert totals(self.world.usa) == {("2026-H1", 1): (18, 3), ("2026-H1", 4): (None, 2)}
        assert totals(self.world.uk) == {("2026-H1", 1): (None, 1)}
        assert make_support_totals() == 0
        assert len(totals(self.world.usa)) == 2

    def test_it_makes_none_before_the_half_year_is_settled(self):
        self.record_tallies(5, 6, 7)
        self.on("2026-07-31")
        assert make_support_totals() == 0
        assert totals(self.world.usa) == {}

    def test_it_uses_the_local_day_of_each_office(self):
        """At five in the morning UTC it is still the day before in California."""
        self.record_tallies(5, 6, 7)
        tell(self.world, self.world.moor, H1, 1, 50)
        self.on("2026-08-01", hour=5)
        make_support_totals()
        assert totals(self.world.usa) == {}
        assert totals(self.world.uk) == {("2026-H1", 1): (None, 1)}

    def test_a_published_sum_reveals_no_late_or_corrected_number(self):
        self.record_tallies(5, 6, 7)
        make_support_totals()
        late_community = make_community(self.world.usa, "late")
        tell(self.world, late_community, H1, 1, 3)
        self.on("2026-09-01")
        make_support_totals()
        assert totals(self.world.usa) == {("2026-H1", 1): (18, 3)}

    def test_a_hidden_sum_follows_until_it_may_be_shown(self):
        self.record_tallies(5, 6)
        make_support_totals()
        assert totals(self.world.usa) == {("2026-H1", 1): (None, 2)}
        tell(self.world, self.three[2], H1, 1, 7)
        assert make_support_totals() == 1
        assert totals(self.world.usa) == {("2026-H1", 1): (18, 3)}

    def test_it_is_deleted_with_its_numbers(self):
        self.record_tallies(5, 6, 7)
        make_support_totals()
        self.on("2028-06-30")
        make_support_totals()
        assert totals(self.world.usa) == {("2026-H1", 1): (18, 3)}
        self.on("2028-07-01")
        make_support_totals()
        assert totals(self.world.usa) == {}

    def test_the_figures_login_sums_and_does_no_more(self):
        self.record_tallies(5, 6, 7)
        tallies, purged = SupportTally.objects.using("figures"), TallyPurge.objects.using("figures")
        assert tallies.count() == 3
        for forbidden in (lambda: tallies.update(people=1), tallies.all().delete, purged.count):
            with pytest.raises(ProgrammingError, match="permission denied"):
                forbidden()


def store(office: Office, half_year: HalfYear, need: int, people: int | None, communities: int) -> None:
    with within(office):
        SupportTotal.objects.create(
            year=half_year.year, half=half_year.half, need=need, people=people, communities=communities
        )


@pytest.fixture
def settled(db: None) -> HalfYear:
    day = timezone.now().date()
    return next(
        stored_half_year
        for stored_half_year in get_stored_half_years(day)
        if get_totals_date(stored_half_year) <= day
    )


class TestPage:
    def test_it_keeps_shown_hidden_and_unknown_apart(self, world: World, signed_in, settled: HalfYear):
        store(world.usa, settled, 1, 1234, 14)
        store(world.usa, settled, 2, None, 1)
        store(world.uk, settled, 3, 777, 9)
        page = get_text(signed_in("usa-staff").get(URL))
        cells = page[page.index("<tbody") : page.index("</tbody>")]
        assert "1,234" in cells
        assert "from 14 communities" in cells
        assert "from 1 community" in cells
        assert cells.count("Not shown") == 1
        assert "Unknown" in cells
        assert "777" not in page
        assert "at least 11 people from 3 communities" in page
        assert "The office has 2 communities today." in page

    def test_it_says_from_when_on_the_running_half_year_is_summed(self, world: World, signed_in):
        first = signed_in("usa-staff").get(URL).context["rows"][0]
        now = HalfYear.of_instant(timezone.now(), world.usa.zone)
        assert (first["half_year"], first["from"]) == (now, get_totals_date(now))

    def test_it_explains_the_page_while_there_is_no_sum(self, signed_in):
        assert "Nothing yet" in get_text(signed_in("usa-staff").get(URL))

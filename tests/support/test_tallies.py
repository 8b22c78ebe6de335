"""The page on which coordinators enter numbers, and nothing but numbers."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from support.models import SupportTally, TallyPurge
from support.tallies import Numbers, get_stored_half_years
from tests.base import World, within
from tests.events.base import today
from tests.support.public_base import get_text
from tests.support.tally_base import URL, numbers, tell
from tfc.periods import HalfYear

EVERYTHING: dict[str, Any] = {
    "need_1": "7", "need_2": "0", "need_3": "", "need_4": " 12 ",
    "sessions_1": "18", "places_1": "6", "sessions_3": "0", "places_3": "0",
}  # fmt: skip


@pytest.fixture
def now(world: World) -> HalfYear:
    return HalfYear.from_day(today(world.hill))


def send(client: Client, half_year: HalfYear | None = None, *, version: str = "|", **data: Any) -> Any:
    """Send the form; without ``version`` as from an empty page."""
    return client.post(
        f"{URL}?half-year={half_year}" if half_year else URL, {"shown_version": version, **data}
    )


class TestWhoMayEnter:
    def test_it_opens_for_no_other_scope(self, world: World, now: HalfYear):
        tell(world, world.hill, now)
        for scope in (within(world.hill), within(world.usa), within(world.dale, coordinator=True)):
            with scope:
                assert not SupportTally.objects.exists()


class TestSaving:
    def test_it_keeps_none_apart_from_not_known(self, world: World, signed_in, now: HalfYear):
        client = signed_in("hill-coordinator")
        response = send(client, **EVERYTHING)
        assert response.url == f"{URL}?half-year={now}"
        assert numbers(world.hill, now) == Numbers({1: 7, 2: 0, 4: 12}, {1: (18, 6), 3: (0, 0)})
        row = next(row for row in client.get(URL).context["rows"] if row.half_year == now)
        assert [count for _name, count in row.people] == [7, 0, None, 12]
        assert [counts for _name, counts in row.offered] == [(18, 6), None, (0, 0), None]

    def test_it_forgets_what_was_cleared(self, world: World, signed_in, now: HalfYear):
        client = signed_in("hill-coordinator")
        send(client, **EVERYTHING)
        send(client, shown_version=numbers(world.hill, now).version, need_1="8", need_2="")
        assert numbers(world.hill, now) == Numbers({1: 8})

    def test_it_corrects_an_earlier_half_year_and_no_other(self, world: World, signed_in, now: HalfYear):
        tell(world, world.hill, now, people=5)
        send(signed_in("hill-coordinator"), now.previous(), need_1="3")
        assert numbers(world.hill, now.previous()) == Numbers({1: 3})
        assert numbers(world.hill, now) == Numbers({1: 5})

    @pytest.mark.parametrize("half_year", ["next", "too old", "2026", "2026-H3", "0000-H1", "\0", ""])
    def test_it_knows_no_other_half_years(self, world: World, signed_in, now: HalfYear, half_year: str):
        stored_half_years = get_stored_half_years(today(world.hill))
        named = {"next": str(now.next()), "too old": str(stored_half_years[-1].previous())}.get(
            half_year, half_year
        )
        client = signed_in("hill-coordinator")
        assert client.get(URL, {"half-year": named}).status_code == 404
        assert client.post(URL, {"need_1": "3"}, query_params={"half-year": named}).status_code == 404

    def test_it_reports_a_conflict_and_then_saves(self, world: World, signed_in, now: HalfYear):
        client = signed_in("hill-coordinator")
        send(client, need_1="3")
        response = send(client, need_1="4", need_3="99")
        assert response.status_code == 409
        assert "Another person saved meanwhile" in get_text(response)
        assert [row.people[0][1] for row in response.context["stored"]] == [3]
        assert 'value="99"' in get_text(response)
        assert numbers(world.hill, now) == Numbers({1: 3})
        version = response.context["form"]["shown_version"].value()
        send(client, shown_version=version, need_1="4")
        assert numbers(world.hill, now) == Numbers({1: 4})

    def test_sending_it_twice_is_sending_it_once(self, world: World, signed_in, now: HalfYear):
        client = signed_in("hill-coordinator")
        for _time in range(2):
            assert send(client, **EVERYTHING).status_code == 302


BAD = ["-1", "1.5", "many", "10000", "9" * 5000, "1\x002", "4; Maria"]


class TestBadInput:
    @pytest.mark.parametrize("typed", BAD, ids=range(len(BAD)))
    @pytest.mark.parametrize("name", ["need_2", "places_1"])
    def test_it_takes_whole_numbers_alone(
        self, world: World, signed_in, now: HalfYear, name: str, typed: str
    ):
        response = send(signed_in("hill-coordinator"), **EVERYTHING | {name: typed})
        assert response.status_code == 422
        assert "Enter a whole number from 0 to 9999, or leave it empty." in get_text(response)
        assert response.context["form"][name].value() == typed
        assert response.context["form"]["need_1"].value() == "7"
        assert numbers(world.hill, now) == Numbers()

    @pytest.mark.parametrize(
        ("changed", "field", "message"),
        [
            ({"places_1": ""}, "places_1", "Enter both, or neither."),
            ({"sessions_1": ""}, "sessions_1", "Enter both, or neither."),
            ({"sessions_1": "0"}, "sessions_1", "Enter sessions, or no places."),
        ],
    )
    def test_it_asks_for_sessions_and_places_that_fit(
        self, world: World, signed_in, now: HalfYear, changed: dict[str, str], field: str, message: str
    ):
        response = send(signed_in("hill-coordinator"), **EVERYTHING | changed)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert message in get_text(response)
        assert numbers(world.hill, now) == Numbers()

    def test_it_offers_no_place_for_words_or_files(self, signed_in):
        page = get_text(signed_in("hill-coordinator").get(URL))
        form = page[page.index("<form", page.index('id="numbers-heading"')) :]
        form = form[: form.index("</form>")]
        assert "<textarea" not in form
        assert set(re.findall(r'type="(\w+)"', form)) == {"hidden", "text", "submit"}
        assert form.count('type="text"') == form.count('inputmode="numeric"') == 12


class TestHistory:
    def test_it_shows_all_half_years_that_are_stored(self, world: World, signed_in):
        stored = get_stored_half_years(today(world.hill))
        for half_year in stored:
            tell(world, world.hill, half_year, need=2)
        response = signed_in("hill-coordinator").get(URL)
        assert [row.half_year for row in response.context["rows"]] == stored
        assert len(stored) == 5

    def test_it_reports_what_was_purged(self, world: World, signed_in):
        with within(world.hill):
            TallyPurge.objects.create(year=2023, half=1, rows=7)
        page = get_text(signed_in("hill-coordinator").get(URL))
        assert "All numbers and sums are deleted permanently 24 months after their half-year." in page
        assert "January to June 2023" in page
        assert f"7 entries, on {timezone.localdate(timezone=world.hill.zone):%b}" in page.replace(
            "Sept.", "Sep."
        )


@pytest.mark.parametrize(
    ("day", "expected_half_years"),
    [
        ("2026-11-25", "2026-H2 2026-H1 2025-H2 2025-H1 2024-H2"),
        ("2026-12-31", "2026-H2 2026-H1 2025-H2 2025-H1 2024-H2"),
        ("2027-01-01", "2027-H1 2026-H2 2026-H1 2025-H2 2025-H1"),
        ("2027-06-30", "2027-H1 2026-H2 2026-H1 2025-H2 2025-H1"),
        ("2027-07-01", "2027-H2 2027-H1 2026-H2 2026-H1 2025-H2"),
    ],
)
def test_it_keeps_what_ended_at_most_24_months_ago(day: str, expected_half_years: str):
    assert " ".join(map(str, get_stored_half_years(dt.date.fromisoformat(day)))) == expected_half_years

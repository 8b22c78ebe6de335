"""Professionals trained by profession: the community's page, the share of local professionals, the office's sums."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communities import actions
from communities.models import Community, Workforce
from evaluation.actions.figures import declare_none, refresh_figures
from evaluation.measures import Range, Training, count_trained_by_group, share_of_workforce
from evaluation.models import Round
from events.models import Event, EventKind, EventStatus, Headcount
from tests.base import World, within
from tfc.periods import HalfYear

URL, FORM = "/c/hill/professionals/", "/c/hill/professionals/workforce/"
# Of Hill and of its office.
NOW = HalfYear.from_day(timezone.localdate(timezone=ZoneInfo("America/Los_Angeles")))
LAST = NOW.previous()
SignedIn = Callable[..., Client]


def train(
    town: Community, day: date, people: dict[str, int], present: int | None, status: str = EventStatus.HELD
) -> Event:
    at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    with within(town):
        event = Event.objects.create(
            title="Seeing the signs", kind=EventKind.STAKEHOLDER_TRAINING, status=status, starts_at=at, ends_at=at,
            time_zone=town.time_zone, people_present=present,
        )  # fmt: skip
        for group, number in people.items():
            Headcount.objects.create(event=event, dimension="profession", group=group, people=number)
    return event


def test_it_counts_each_profession_by_the_largest_and_by_all_trainings():
    trained_by_group = count_trained_by_group(
        [Training("1", {"police": 12, "teachers": 3}, 2), Training("2", {"police": 7}, 1)]
    )
    assert (
        trained_by_group.groups["police"],
        trained_by_group.groups["teachers"],
        trained_by_group.groups["judges"],
    ) == (Range(12, 19), Range(3, 4), Range(0, 3))
    assert (trained_by_group.groups["unrecorded"], trained_by_group.trainings) == (Range(2, 3), 2)
    assert count_trained_by_group([Training("1", {"police": 12})], unresolved=1).groups["police"] == Range(
        12, None
    )
    assert count_trained_by_group([Training("1", {}, None)]).groups["police"] == Range(0, None)
    assert count_trained_by_group([]) is None


@given(st.integers(0, 500), st.none() | st.integers(0, 500), st.integers(1, 300))
def test_a_share_of_a_workforce_is_never_more_than_all_of_it(lower: int, more: int | None, people: int):
    share = share_of_workforce(lower, None if more is None else lower + more, people)
    assert 0 <= share.lower <= share.upper <= people == share.people
    assert share.exceeds == (lower > people)
    if more is None:
        assert share.upper == people


class TestCommunity:
    def test_it_shows_ranges_the_unrecorded_row_and_the_trainings(self, world: World, signed_in: SignedIn):
        client = signed_in("hill-member")
        assert "Nothing yet" in client.get(URL).content.decode()
        first = train(world.hill, LAST.first_day + timedelta(days=30), {"police": 12}, 15)
        train(world.hill, LAST.first_day + timedelta(days=60), {"police": 7, "teachers": 2}, 9)
        with within(world.hill):
            declare_none(
                community=world.hill,
                half_year=LAST.previous(),
                part="professionals_trained",
                by=world["hill-coordinator"],
            )
            actions.set_workforce(
                profession="police", people=140, source="Report", year=2025, by=world["hill-coordinator"]
            )
        response = client.get(URL)
        rows = {name: [cell.text for cell in cells] for name, cells in response.context["rows"]}
        at_most = "at least 12, at most 19"
        assert rows["Police"] == [at_most, "Unknown", at_most, "0 (reported as zero)", "Unknown"]
        assert rows["Profession not recorded"][2] == "3"
        assert rows["Prosecutors"][2] == "unknown, 0 to 3"
        assert list(rows)[-1] == "Profession not recorded"
        behind = [cell.url for _name, cells in response.context["rows"] for cell in cells if cell.url]
        assert f"/c/hill/events/?kind=stakeholder_training&status=held&half_year={LAST}" in behind
        for url in set(behind):
            assert f"/c/hill/events/{first.pk}/" in client.get(url).content.decode()
        text = response.content.decode()
        assert "12 to 19 of 140 (9% to 14%)" in text
        assert f"/c/hill/events/{first.pk}/" in text
        assert FORM not in text

    def test_it_says_that_all_together_counts_what_no_column_shows(self, world: World, signed_in: SignedIn):
        train(world.hill, LAST.first_day, {"police": 12}, 12)
        page = signed_in("hill-member").get(URL).content.decode()
        assert "earlier training" not in page
        before = LAST.previous().previous().previous().previous()
        train(world.hill, before.first_day, {"police": 5}, 5)
        page = " ".join(signed_in("hill-member").get(URL).content.decode().split())
        assert "“All together” includes 1 earlier training." in page

    def test_it_asks_the_same_number_of_queries_for_many(self, world: World, signed_in: SignedIn):
        client = signed_in("hill-coordinator")

        def ask() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(URL).status_code == 200
            return len(queries)

        train(world.hill, LAST.first_day, {"police": 1}, 1)
        few = ask()
        for number in range(3):
            train(world.hill, LAST.first_day + timedelta(days=number), {"police": number, "judges": 2}, 20)
        train(world.hill, LAST.last_day, {}, None, EventStatus.PLANNED)
        with within(world.hill):
            for profession in ("police", "judges"):
                actions.set_workforce(
                    profession=profession, people=9, source="x", year=2025, by=world["hill-coordinator"]
                )
        assert ask() == few

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("people", "0", "or a larger number."),
            ("people", "9" * 30, "or a smaller number."),
            ("people", "many", "whole number"),
            ("year", "10000", "or a smaller number."),
            ("year", "2999", "in the future"),
            ("profession", "wizards", "Select a valid choice"),
            ("source", "x\x00", "Null characters"),
            ("source", "", "required"),
        ],
    )
    def test_it_explains_a_wrong_workforce_and_saves_nothing(
        self, world: World, signed_in: SignedIn, field: str, value: str, message: str
    ):
        sent = {"profession": "police", "people": "140", "source": "Report", "year": "2025", field: value}
        answer = signed_in("hill-coordinator").post(FORM, sent)
        assert (answer.status_code, message in answer.content.decode()) == (422, True)
        with within(world.hill):
            assert not Workforce.objects.exists()

    def test_it_keeps_one_number_a_profession_and_lets_coordinators_set_it(
        self, world: World, signed_in: SignedIn
    ):
        client = signed_in("hill-coordinator")
        for people in ("140", "150"):
            sent = {"profession": "police", "people": people, "source": "Report", "year": "2025"}
            assert client.post(FORM, sent).status_code == 302
        with within(world.hill):
            assert list(Workforce.objects.values_list("profession", "people")) == [("police", 150)]
        assert 'value="150"' in client.get(f"{FORM}?profession=police").content.decode()
        assert "150 people; unknown how many were trained" in client.get(URL).content.decode()
        codes = {name: signed_in(name).get(FORM).status_code for name in ("hill-leader", "dale-coordinator")}
        assert codes == {"hill-leader": 403, "dale-coordinator": 404}


def test_every_page_and_file_shows_a_profession_exactly_where_it_was_entered(
    world: World, signed_in: SignedIn
):
    """The people were not counted: in Hill all four professions were entered, in Dale only the police."""
    with within(world.usa):
        Round.objects.create(half_year=str(LAST), due_on=LAST.last_day, opened_at=timezone.now())
    entered = {"police": 5, "prosecutors": 2, "judges": 4, "first_responders": 1}
    train(world.hill, LAST.first_day, entered, None)
    train(world.dale, LAST.first_day, {"police": 3}, None)
    for town in (world.hill, world.dale):
        with within(town):
            refresh_figures([town], LAST)
    hill = signed_in("hill-member").get(URL)
    cells = {name: cells[2].text for name, cells in hill.context["rows"]}
    assert (cells["Police"], cells["Judges"]) == ("5", "4")
    assert (cells["Teachers"], cells["Profession not recorded"]) == ("Unknown", "Unknown")
    chart = signed_in("hill-member").get(f"{URL}?chart=professions&as=csv").content.decode()
    assert f"Police,{LAST},value,5,5,5,5" in chart
    # In Dale a profession that was not entered is unknown and never 0.
    dale = signed_in("dale-member")
    cells = {name: cells[2].text for name, cells in dale.get("/c/dale/professionals/").context["rows"]}
    assert (cells["Police"], cells["Prosecutors"]) == ("3", "Unknown")
    chart = dale.get("/c/dale/professionals/?chart=professions&as=csv").content.decode()
    assert ",0" not in chart
    office = signed_in("usa-staff").get("/office/usa/professionals/")
    rows = {row[0]: row[2] for row in office.context["rows"]}
    assert (rows["Police"], rows["Judges"]) == ("8", "at least 4")
    chart = signed_in("usa-staff").get("/office/usa/professionals/?chart=professions&as=csv").content.decode()
    assert f"Police,{LAST},value,8,8,8,8" in chart


def test_it_sums_communities_as_ranges_for_the_office(world: World, signed_in: SignedIn):
    with within(world.usa):
        for half_year in (LAST.previous(), LAST):
            Round.objects.create(half_year=str(half_year), due_on=LAST.last_day, opened_at=timezone.now())
    for half_year, people in ((LAST.previous(), 12), (LAST, 7)):
        train(world.hill, half_year.first_day, {"police": people, "teachers": 1}, people + 1)
    train(world.dale, LAST.first_day, {"police": 4}, 6)
    for town in (world.hill, world.dale):
        with within(town):
            for half_year in (LAST.previous(), LAST):
                refresh_figures([town], half_year)
    response = signed_in("usa-staff").get("/office/usa/professionals/")
    rows = {row[0]: row[1:] for row in response.context["rows"]}
    assert rows["Police"] == ["at least 16", "11", "at least 12"]
    assert rows["Teachers"] == ["at least 1", "at least 1, at most 3", "at least 1"]
    assert rows["Profession not recorded"] == ["at least 2", "2", "Unknown"]
    assert rows["Known for"] == ["", "2 of 2", "1 of 2"]
    # On a phone each row is a card whose numbers name their half-year.
    assert f'data-label="{response.context["headers"][1]}">at least 16<' in response.content.decode()
    assert signed_in("uk-staff").get("/office/usa/professionals/").status_code == 404
    data = signed_in("usa-staff").get("/office/usa/professionals/?chart=professions&as=csv").content.decode()
    assert f"Police,{LAST},value,11,11,11,11,," in data
    assert f"Profession not recorded,{LAST.previous()},unknown,,,,Unknown,," in data


def test_a_chart_has_no_zero_for_a_profession_that_nobody_recorded(world: World, signed_in: SignedIn):
    train(world.hill, LAST.previous().first_day, {"police": 20, "judges": 2}, 30)
    train(world.hill, LAST.first_day, {"police": 20}, 30)
    data = signed_in("hill-member").get(f"{URL}?chart=professions&as=csv").content.decode()
    assert f'Judges,{LAST},unknown,,,,"unknown, 0 to 10",,' in data


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "“At least” means that the higher number is unknown"),
        ("es", "«Al menos» significa que no se conoce el número mayor"),
        ("zh-hans", "“至少”表示较大的数字未知"),
    ],
)
def test_pages_say_in_the_language_of_the_reader_what_at_least_means(
    world: World, signed_in: SignedIn, language: str, sentence: str
):
    train(world.hill, LAST.first_day, {"police": 8}, None)
    with within(world.usa):
        Round.objects.create(half_year=str(LAST), due_on=NOW.first_day, opened_at=timezone.now())
    with within(world.hill):
        refresh_figures(communities=[world.hill], half_year=LAST)
    for person, url in (("hill-coordinator", URL), ("usa-staff", "/office/usa/professionals/")):
        client = signed_in(person)
        client.post("/language/", {"language": language})
        assert sentence in client.get(url).content.decode(), url

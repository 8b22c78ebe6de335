"""In the evening in Los Angeles the server's date is tomorrow: dates are those of the place."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from communities.changes import get_community_changes
from communities.models import Community, DataLink, Role, StageChange, User
from communities.notices import get_own_zone
from evaluation.models import Round
from reports.gather import gather
from reports.models import Report, ReportShare
from support.models import ServiceConfirmation
from tests.base import World, sign_in, within
from tests.exports.test_data_links import body
from tests.exports.test_data_links import make as make_link
from tests.reports.test_report_life import HERE, publish
from tests.support.services_base import TOKEN, ask_service
from tests.support.services_base import make as make_service
from tfc.periods import HalfYear

# The latest evening, since the database uses its own clock for the age of a link.
EVENING = (timezone.now() - dt.timedelta(hours=3, minutes=40)).replace(hour=3, minute=40)
DAY = EVENING.date() - dt.timedelta(days=1)
WORDS, TOMORROW = date_format(DAY, "N j, Y"), date_format(EVENING.date(), "N j, Y")
HALF_YEAR = HalfYear.from_day(DAY)
DUE = DAY + dt.timedelta(days=60)


@pytest.fixture(autouse=True)
def evening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: EVENING)


def get_text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_calendar_of_an_office_marks_today(client: Client, world: World):
    with within(world.usa):
        Round.objects.create(half_year=str(HALF_YEAR), due_on=DUE, opened_at=EVENING)
    text = get_text(sign_in(client, world["usa-staff"]), "/office/usa/calendar/?view=list")
    marked = text.split(f'id="day-{DAY}"')[1].split("</h3>")[0]
    assert "Today" in marked
    assert "opened" in text.split(f'id="day-{DAY}"')[1].split("</section>")[0]
    assert f"day-{EVENING.date()}" not in text


def test_a_shared_report_and_its_link_show_local_dates(filled: World, draft: Report, signed_in):
    report = publish(filled, filled.hill, draft)
    assert report.published_at == EVENING
    coordinator = signed_in("hill-coordinator")
    page = coordinator.post(f"{HERE}{report.pk}/share/", {"days": "7"}).content.decode()
    path = page.split("http://testserver")[1].split("<")[0]
    shared = get_text(Client(), path)
    assert f"Version 1, published on {WORDS}" in shared
    assert TOMORROW not in shared
    with within(filled.hill):
        assert ReportShare.objects.get().last_seen_on == DAY


@pytest.mark.parametrize("whose", ["hill", "usa"])
def test_a_report_is_as_of_the_day_of_its_place(filled: World, whose: str):
    """The report is made by a worker, which has no local time zone."""
    place = getattr(filled, whose)
    town = place if isinstance(place, Community) else None
    with within(filled.usa):
        Round.objects.create(office=filled.usa, half_year=str(HALF_YEAR), due_on=DAY, opened_at=EVENING)
    with within(place):
        assert gather(filled.usa, town, HALF_YEAR).as_of == DAY


def test_a_program_used_a_link_on_the_day_of_the_place(client: Client, world: World):
    path = make_link(sign_in(client, world["hill-coordinator"]))
    assert body(Client().get(path)).startswith("id,")
    with within(world.hill):
        assert DataLink.objects.get().last_used_on == DAY


def test_a_provider_answers_on_the_day_of_the_place(client: Client, world: World):
    ask_service(world, make_service(world.hill))
    assert client.post(f"/p/hill/confirm/{TOKEN}/", {"reply": "right"}).status_code == 200
    with within(world.hill):
        assert ServiceConfirmation.objects.get().replied_on == DAY


def test_changes_of_this_evening_are_shown_a_day_later_too(world: World):
    """An hour ago was already tomorrow on the server, and a change that holds from today is not older."""
    with within(world.hill), timezone.override(world.hill.zone):
        StageChange.objects.create(
            office=world.usa, community=world.hill, stage="acting", since=DAY, by=world["usa-staff"]
        )
        community_changes = get_community_changes(world.hill, Role.MEMBER, EVENING - dt.timedelta(minutes=1))
        assert len(list(community_changes[0].tell(community_changes[0].rows))) == 1


def test_a_person_has_the_clock_that_was_chosen_or_that_of_a_place(world: World):
    leader = world["hill-leader"]
    assert get_own_zone(leader) == world.hill.zone
    leader.time_zone = "Europe/London"
    assert get_own_zone(leader).key == "Europe/London"
    assert get_own_zone(User.objects.get(pk=world["stranger"].pk)).key == "UTC"

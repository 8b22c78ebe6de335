"""The five journeys, counted. The suite walks the one that must take less than a minute; `make journeys` walks all on
both networks and writes docs/journeys.md."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from events.actions import Attendance
from events.models import Event
from tests.base import COMMITTED, World, within
from tests.e2e import journeys
from tests.e2e.half_year_records import Diary, make_half_year
from tests.e2e.journeys import Walked
from tests.e2e.measurement_documents import taps_at_first, write_journeys
from tests.e2e.visits import DESK, PHONE, Visits
from tests.evaluation.rounds_world import hand_in, make_round
from tests.events.base import days_ago, log, membership
from tests.support.public_base import publish, service
from tests.worker_processes import Plant
from tfc.celery import app

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("line")]

EVERY = os.environ.get("JOURNEYS") == "write"
# The person and the width of the screen.
WALKERS = {
    "log_a_meeting": ("hill-leader", PHONE),
    "answer_the_survey": ("hill-coordinator", PHONE),
    "review_a_submission": ("usa-staff", DESK),
    "build_a_report": ("hill-coordinator", DESK),
    "find_help_and_leave": ("", PHONE),
}
WALKS = [(name, slow) for name in WALKERS for slow in (False, True)] if EVERY else [("log_a_meeting", True)]
# Most of a person's half minute is reading and typing.
MOST_TAPS, SECONDS = 12, 30


@pytest.fixture(scope="module")
def book() -> Iterator[dict[tuple[str, bool], Walked]]:
    results: dict[tuple[str, bool], Walked] = {}
    yield results
    if len(results) == len(WALKERS) * 2:
        write_journeys(results)


@pytest.fixture
def visits(chromium: Browser, town: World, proxied: str) -> Iterator[Visits]:
    visits = Visits(chromium, town, proxied)
    yield visits
    visits.close()


@pytest.fixture
def worker(town: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    plant = Plant(tmp_path)
    plant.start_broker()
    monkeypatch.setitem(app.conf, "broker_url", plant.valkey.url)
    yield plant
    plant.stop()


@pytest.mark.expectation(20)
@pytest.mark.thorough
@pytest.mark.parametrize(("name", "slow"), WALKS)
def test_it_is_a_short_way(
    visits: Visits, town: World, book: dict[tuple[str, bool], Walked], name: str, slow: bool, request: Any
):
    if name == "build_a_report":
        request.getfixturevalue("worker").start_worker(schedule=False)
    live(town, name)
    person, width = WALKERS[name]
    page = visits.open(person, width=width)
    walked = getattr(journeys, name)(page, slow=slow)
    book[name, slow] = walked
    assert [complaint for complaint in visits.complaints if "wikipedia" not in complaint] == []
    assert walked.taps <= taps_at_first(name)
    if name == "log_a_meeting":
        assert walked.taps <= MOST_TAPS
        assert walked.seconds < SECONDS
        check_meeting(town)


def live(town: World, name: str) -> None:
    now, by = make_half_year(town), town["hill-coordinator"]
    if name == "log_a_meeting":
        came = Attendance(
            memberships=tuple(membership(town[f"hill-{role}"]).pk for role in ("leader", "member"))
        )
        with within(town.hill):
            for weeks in (4, 3, 2):
                log(town, days_ago(town.hill, 7 * weeks - 5), came, place="Library")
    elif name == "find_help_and_leave":
        publish(town.hill, by)
        service(town.hill)
    else:
        Diary(town, now).write()
        round_ = make_round(town.usa, now)
        if name == "review_a_submission":
            hand_in(town.hill, round_, by)


def check_meeting(town: World) -> None:
    """The latest of four, at the usual place with the same attendees."""
    with within(town.hill):
        meeting = Event.objects.newest_first().first()
        assert meeting is not None
        assert (Event.objects.count(), meeting.place, meeting.people_present) == (4, "Library", 2)
        assert meeting.local_day == days_ago(town.hill, 2)
        assert meeting.memberpresences.count() == 2

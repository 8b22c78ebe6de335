"""No page, file, email, document or row for an office or the public says which groups are missing at meetings (1b)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from communities.models import PopulationProfile
from evaluation.actions.figures import refresh_figures
from evaluation.actions.submissions import start_submission
from evaluation.models import Submission
from events.actions import Attendance, record_event
from events.models import Event, Headcount
from tests.base import World, within
from tests.dashboards.test_next_step import get_half_year
from tests.evaluation.figures.records import event, profile
from tests.evaluation.rounds_world import make_round
from tests.matrix.routes import undone
from tests.matrix.samples import Samples
from tests.security.inference.community_outputs import read_documents, read_pages, read_rows, send_letters


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Fix the time, so that files name the same one."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def town(world: World, samples: Samples, moment: datetime) -> World:
    """Hill held another meeting with 32 people; half of its population are women and half are white."""
    half_year = get_half_year(world)
    round_ = make_round(world.usa, half_year)
    with within(world.hill):
        PopulationProfile.objects.all().delete()
        Headcount.objects.all().delete()
        profile("gender", female=500, male=500)
        profile("race", white=500, asian=500)
        event(world.hill, "team_meeting", half_year.first_day.isoformat(), people_present=32)
        start_submission(community=world.hill, round_=round_, by=world["hill-coordinator"])
    return world


def count_people(world: World, **groups: dict[str, int]) -> None:
    """Record the attendance on the meeting's page, as a leader does."""
    half_year = get_half_year(world)
    with within(world.hill):
        meeting = Event.objects.get(people_present=32)
        attendance = Attendance(people_present=32, headcounts=groups)
        record_event(event=meeting, attendance=attendance, revision=None, by=world["hill-leader"])
        refresh_figures([world.hill], half_year)


def assert_missing(world: World, samples: Samples, name: str) -> None:
    receipt = f"/c/hill/figures/{get_half_year(world)}/diverse_participation/"
    page = samples.signed_in("hill-member").get(receipt).content.decode()
    assert f"yet: {name}." in page


# Attendance by the label of the missing group.
WORLDS = {
    "Men and boys": {"gender": {"female": 30, "male": 2}, "race": {"white": 16, "asian": 16}},
    "Women and girls": {"gender": {"female": 2, "male": 30}, "race": {"white": 16, "asian": 16}},
    "Asian": {"gender": {"female": 16, "male": 16}, "race": {"white": 30, "asian": 2}},
}


SAME_DIMENSION = ("Men and boys", "Women and girls")


def assert_same_in_each(
    world: World, samples: Samples, read: Callable[[], Mapping[str, Any]], *, names: Iterable[str] = WORLDS
) -> set[str]:
    """Read each world, compare them, and return the names of what was read."""
    readings = []
    for name in names:
        with undone():
            count_people(world, **WORLDS[name])
            assert_missing(world, samples, name)
            readings.append(read())
    first, *others = readings
    for other in others:
        assert {key for key in {*first, *other} if first.get(key) != other.get(key)} == set()
    return set(first)


@pytest.mark.thorough
@pytest.mark.django_db
def test_no_page_or_file_follows_which_group_is_missing(town: World, samples: Samples, tried):
    half_year = get_half_year(town)
    with within(town.hill):
        submission = Submission.objects.get(round__half_year=str(half_year))
    samples.ids["hill"]["submission_id"] = submission.pk
    names = assert_same_in_each(town, samples, lambda: read_pages(town, samples, half_year))
    review = f"/office/usa/submissions/{submission.pk}/"
    receipt = f"/office/usa/communities/hill/figures/{half_year}/diverse_participation/"
    figures = {f"/office/usa/figures/{half_year}.{ending}" for ending in ("csv", "xlsx", "xml", "json")}
    assert {review, receipt, f"{receipt}?as=json", *figures} <= names
    tried(len(names) * len(WORLDS))


@pytest.mark.django_db
def test_no_row_that_an_office_reads_follows_it(town: World, samples: Samples):
    """The stored figure has the number of groups per dimension for the community; no office page shows it."""
    names = assert_same_in_each(town, samples, lambda: read_rows(town), names=SAME_DIMENSION)
    assert {"usa evaluation.Figure", "usa communities.OfficeNotice", "usa communities.AuditEntry"} <= names


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("worlds", "with_rows"),
    [(SAME_DIMENSION, True), pytest.param(tuple(WORLDS), False, marks=pytest.mark.thorough)],
)
def test_no_email_or_notification_depends_on_it(
    town: World, samples: Samples, worlds: tuple[str, ...], with_rows: bool
):
    half_year = get_half_year(town)

    def read() -> dict[str, Any]:
        letters = send_letters(town, half_year)
        return {**letters, **read_rows(town)} if with_rows else letters

    names = " ".join(assert_same_in_each(town, samples, read, names=worlds))
    for subject in ("submitted its survey", "waiting in Oasis USA", "Figures of Oasis", "view 0"):
        assert subject in names, names


@pytest.mark.thorough
@pytest.mark.django_db
def test_no_report_or_briefing_follows_it(town: World, samples: Samples):
    names = assert_same_in_each(town, samples, lambda: read_documents(town, get_half_year(town)))
    assert len(names) == 13

"""A community is asked for the half-years since it first took part."""

from datetime import UTC, date, datetime

import pytest

from communities.models import StageChange
from evaluation.actions.submissions import start_submission
from evaluation.actions.survey_errors import SurveyError
from evaluation.models import Round, Submission
from evaluation.notices import due
from evaluation.quality.reading import read_facts
from tests.base import within
from tests.evaluation.rounds_world import H1, make_round


@pytest.fixture
def rounds(world):
    """Open half-years of the USA office."""
    return [make_round(world.usa, half_year) for half_year in (H1.previous(), H1, H1.next())]


def join(world, since):
    with within(world.hill):
        StageChange.objects.filter(community=world.hill).delete()
        StageChange.objects.create(
            office_id=world.usa.pk,
            stage=world.hill.stage,
            since=since,
            reason="A team stands.",
            by=world["hill-coordinator"],
        )


def get_rounds(world):
    with within(world.hill):
        return [str(round_) for round_ in Round.objects.asking(world.hill.pk).newest_first()]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2025, 12, 31), ["2026-H2", "2026-H1", "2025-H2"]),
        (date(2026, 1, 1), ["2026-H2", "2026-H1"]),
        (date(2026, 6, 30), ["2026-H2", "2026-H1"]),
        (date(2026, 7, 1), ["2026-H2"]),
    ],
)
def test_it_is_asked_from_the_half_year_in_which_it_first_took_part(world, rounds, since, expected):
    join(world, since)
    assert get_rounds(world) == expected


def test_a_survey_that_was_begun_stays(world, rounds):
    join(world, date(2026, 7, 1))
    with within(world.hill):
        Submission.objects.create(office_id=world.usa.pk, round=rounds[0])
    assert get_rounds(world) == ["2026-H2", "2025-H2"]


def test_earlier_half_years_are_neither_listed_nor_answered(world, rounds, signed_in):
    join(world, date(2026, 7, 1))
    client = signed_in("hill-coordinator")
    page = client.get("/c/hill/survey/").content.decode()
    assert "/survey/2026-H2/" in page
    assert "/survey/2026-H1/" not in page
    assert client.get("/c/hill/survey/2026-H1/").status_code == 404
    with within(world.hill), pytest.raises(SurveyError, match="not asked"):
        start_submission(community=world.hill, round_=rounds[1], by=world["hill-coordinator"])


def test_nobody_is_reminded_of_them(world, rounds):
    join(world, date(2026, 7, 1))
    now = datetime(2027, 1, 20, 18, tzinfo=UTC)
    with within(world.hill):
        paths = {notice.path for notice in due(world.hill, now) if "/survey/" in notice.path}
        surveys = read_facts([world.hill])[world.hill.pk].surveys
    assert paths == {"/c/hill/survey/2026-H2/"}
    assert [survey.half_year for survey in surveys] == ["2026-H2"]

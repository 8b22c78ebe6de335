"""A community is asked for the half-years at whose end it takes part."""

from datetime import UTC, date, datetime

import pytest

from communities.models import Community, Stage, StageChange
from evaluation.actions.submissions import start_submission
from evaluation.actions.survey_errors import SurveyError
from evaluation.figure_queries.stages import stages_on
from evaluation.models import Round, Submission
from evaluation.notices import due
from evaluation.quality.reading import read_facts
from evaluation.review import get_round_communities
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
    with within(world.hill), pytest.raises(SurveyError, match="does not take part"):
        start_submission(community=world.hill, round_=rounds[1], by=world["hill-coordinator"])


def test_nobody_is_reminded_of_them(world, rounds):
    join(world, date(2026, 7, 1))
    now = datetime(2027, 1, 20, 18, tzinfo=UTC)
    with within(world.hill):
        paths = {notice.path for notice in due(world.hill, now) if "/survey/" in notice.path}
        surveys = read_facts([world.hill])[world.hill.pk].surveys
    assert paths == {"/c/hill/survey/2026-H2/"}
    assert [survey.half_year for survey in surveys] == ["2026-H2"]


def become_dormant(world, since):
    with within(world.hill):
        StageChange.objects.create(
            office_id=world.usa.pk, stage=Stage.DORMANT, since=since, by=world["hill-coordinator"]
        )
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.DORMANT)
    world.hill.refresh_from_db()


def test_a_community_that_became_dormant_later_answers_the_half_year_that_it_took_part_in(world, signed_in):
    """The office waits for its survey, and its figures count there."""
    round_ = make_round(world.usa)
    join(world, date(2025, 12, 31))
    become_dormant(world, date(2026, 7, 20))
    with within(world.usa):
        assert list(get_round_communities(world.usa, round_).filter(pk=world.hill.pk)) == [world.hill]
    client = signed_in("hill-coordinator")
    for url in ("/c/hill/survey/", "/c/hill/survey/2026-H1/"):
        assert client.get(url).context["may_answer"]
    steps = client.get("/c/hill/").context["steps"]
    assert [step.title for step in steps][1:] == ["Your community is dormant"]
    assert steps[0].url.startswith("/c/hill/survey/2026-H1/")
    with within(world.hill):
        assert start_submission(community=world.hill, round_=round_, by=world["hill-coordinator"]).pk


def test_a_half_year_at_whose_end_it_was_dormant_is_not_asked(world, rounds, signed_in):
    join(world, date(2025, 12, 31))
    become_dormant(world, date(2026, 6, 30))
    assert get_rounds(world) == ["2025-H2"]
    client = signed_in("hill-coordinator")
    assert client.get("/c/hill/survey/2026-H1/").status_code == 404
    with within(world.hill), pytest.raises(SurveyError, match="does not take part in this half-year"):
        start_submission(community=world.hill, round_=rounds[1], by=world["hill-coordinator"])


def test_a_half_year_before_the_first_stage_does_not_apply(world):
    join(world, date(2026, 7, 1))
    with within(world.hill):
        assert stages_on(H1.last_day, [world.hill.pk]) == {world.hill.pk: Stage.CANDIDATE}

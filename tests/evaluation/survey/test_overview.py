import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from communities.models import Community, Stage, StageChange
from evaluation.actions.decisions import accept_submission
from evaluation.actions.submissions import start_submission
from evaluation.models import Figure, Submission, SubmissionStep
from tests.base import within
from tests.evaluation.rounds_world import CODES, H1, answer_all, hand_in, make_round, meet_in_may, override
from tfc.periods import HalfYear

URL = "/c/hill/survey/"


@pytest.mark.parametrize("person", ["hill-leader", "hill-coordinator"])
def test_it_starts_nothing_by_being_looked_at(world, round_, signed_in, person):
    client = signed_in(person)
    for url in (
        URL,
        f"{URL}2026-H1/",
        f"{URL}2026-H1/all/",
        f"{URL}2026-H1/check/",
        f"{URL}2026-H1/focus_chosen/",
    ):
        assert client.get(url).status_code == 200
    with within(world.hill):
        assert not Submission.objects.exists()
    if person == "hill-coordinator":
        assert 'name="focus_chosen-decision"' in client.get(f"{URL}2026-H1/focus_chosen/").content.decode()


def test_it_is_started_by_the_first_answer(world, round_, signed_in):
    client, url = signed_in("hill-coordinator"), f"{URL}2026-H1/focus_chosen/"
    form = client.get(url).context["form"]
    sent = {form[name].html_name: form[name].value() for name in ("revision", "shown_version")}
    assert client.post(url, sent | {"focus_chosen-decision": "confirmed"}).status_code == 302
    with within(world.hill):
        assert [(submission.round_id, submission.state) for submission in Submission.objects.all()] == [
            (round_.pk, "draft")
        ]
        assert [(step.state, step.by) for step in SubmissionStep.objects.select_related("by")] == [
            ("draft", world["hill-coordinator"])
        ]


def test_it_shows_a_member_the_figures_and_starts_nothing(world, round_, signed_in):
    page = signed_in("hill-member").get(URL).content.decode()
    assert "4 of 6" in page
    assert "Your coordinator answers the survey" in page
    with within(world.hill):
        assert not Submission.objects.exists()


def test_it_fills_itself_in_from_the_records(world, round_, signed_in):
    page = signed_in("hill-coordinator").get(URL).content.decode()
    with within(world.hill):
        figures = Figure.objects.for_half_year(H1).by_part()
    assert set(figures) == set(CODES)
    assert (figures["meets_consistently"].numerator, figures["meets_consistently"].denominator) == (4, 6)
    assert "4 of 6" in page
    assert "There is no population profile" in page


def test_it_leads_to_the_first_question_that_is_open(world, round_, signed_in):
    with within(world.hill):
        assert not Submission.objects.exists()
    answer_all(world.hill, round_, world["hill-coordinator"], but=("sector_breadth", "access_known"))
    response = signed_in("hill-coordinator").get(URL)
    page = response.content.decode()
    assert "12 of 14 answered" in page
    assert re.search(r'<progress value="12"\s+max="14"\s+aria-label="Questions answered">', page)
    url = reverse("evaluation:survey-question", args=["hill", "2026-H1", "sector_breadth"])
    assert f'class="btn btn-lg" href="{url}"' in " ".join(response.content.decode().split())


def test_it_says_first_which_answered_figure_changed(world, round_, signed_in):
    answer_all(world.hill, round_, world["hill-coordinator"], but=("focus_chosen",))
    changed = "The figure for 1a, “Meets consistently”, has changed: 67% → 83%. Check your answer."
    client = signed_in("hill-coordinator")
    assert changed not in client.get(URL).content.decode()
    meet_in_may(world)
    assert changed in client.get(URL).content.decode()
    home = client.get("/c/hill/").content.decode()
    assert "A figure changed after you answered" in home
    assert (
        f'href="{reverse("evaluation:survey-question", args=["hill", "2026-H1", "meets_consistently"])}"'
        in home
    )


def test_it_shows_the_override_next_to_the_computed_value(world, round_, signed_in):
    submission = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        override(submission, "meets_consistently", world["hill-coordinator"], "83")
    page = signed_in("hill-coordinator").get(URL).content.decode()
    assert "4 of 6" in page
    # The symbol next to the figure, and the figure.
    assert page.count("Override") == 2
    assert page.count("<strong>Override: 83%</strong>") == 1


def test_it_shows_why_it_was_returned(world, round_, signed_in):
    from evaluation.actions.decisions import return_submission

    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    with within(world.usa):
        return_submission(submission=submission, reason="Look at 4a again.", by=world["usa-staff"])
    page = signed_in("hill-coordinator").get(URL).content.decode()
    assert page.count("Look at 4a again.") == 2  # at the top, and in the history


def test_it_reads_an_older_half_year_without_changing_it(world, round_, signed_in):
    make_round(world.usa, HalfYear(2025, 2), closed_at=datetime(2026, 2, 1, tzinfo=UTC))
    response = signed_in("hill-coordinator").get(f"{URL}2025-H2/")
    assert response.status_code == 200
    assert "Your office closed this half-year" in response.content.decode()
    with within(world.hill):
        assert not Submission.objects.exists()
        assert not Figure.objects.exists()


def test_it_does_not_ask_before_there_is_a_leadership_team(world, round_, signed_in):
    with within(world.hill):
        StageChange.objects.filter(community=world.hill).update(stage=Stage.AWARENESS)
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.AWARENESS)
    response = signed_in("hill-coordinator").get(URL)
    assert "Your community is not asked yet" in response.content.decode()
    with within(world.hill):
        assert not Submission.objects.exists()


def test_it_says_that_no_half_year_is_open(world, signed_in):
    response = signed_in("hill-coordinator").get(URL)
    assert "No half-year is open now" in response.content.decode()


@pytest.mark.parametrize("half_year", ["2024-H1", "2026-H3", "nonsense"])
def test_it_knows_no_half_year_that_was_not_opened(round_, signed_in, half_year):
    assert signed_in("hill-coordinator").get(f"{URL}{half_year}/").status_code == 404


def test_it_takes_the_round_of_the_home_office(world, signed_in):
    make_round(world.uk)
    assert "No half-year is open now" in signed_in("hill-coordinator").get(URL).content.decode()
    assert signed_in("hill-coordinator").get(f"{URL}2026-H1/").status_code == 404


@pytest.mark.thorough
def test_it_asks_the_database_as_often_for_a_full_survey(world, round_, signed_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("hill-coordinator")
    with within(world.hill):
        start_submission(community=world.hill, round_=round_, by=world["hill-coordinator"])
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    submission = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        for code in CODES[:5]:
            override(submission, code, world["hill-coordinator"])
    with django_assert_num_queries(len(few)):
        client.get(URL)


def test_its_lead_is_of_what_became_of_it(world, round_, signed_in):
    reader = signed_in("hill-member")
    leads = {
        "Your coordinator answers the survey.",
        "Your office reviews it.",
        "Figures and answers are locked.",
    }

    def lead(url: str = f"{URL}2026-H1/") -> set[str]:
        page = reader.get(url).content.decode()
        return {lead for lead in leads if lead in page}

    assert lead() == {"Your coordinator answers the survey."}
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    assert lead() == {"Your office reviews it."}
    with within(world.usa):
        accept_submission(submission=submission, by=world["usa-staff"])
    assert lead() == {"Figures and answers are locked."}
    ways = [b"tf-crumbs" in reader.get(url).content for url in (URL, f"{URL}2026-H1/")]
    assert ways == [False, True]

from datetime import UTC, datetime

import pytest

from evaluation.models import Answer, Declaration, Figure
from tests.base import within
from tests.evaluation.rounds_world import add_event, hand_in

PART = "engagement_events"
PAGE = f"/c/hill/survey/2026-H1/{PART}/"


def state(world, part=PART):
    with within(world.hill):
        figure = Figure.objects.of_part(part).get()
        answer = Answer.objects.filter(part=part).first()
        return (
            figure.state,
            answer.decision if answer else None,
            Declaration.objects.filter(part=part).count(),
        )


def test_it_signs_none_and_answers_the_question_in_one(world, coordinator):
    assert "None this half-year" in coordinator.get(PAGE).content.decode()
    response = coordinator.post(f"{PAGE}none/")
    assert response.status_code == 302
    assert state(world) == ("declared_zero", "confirmed", 1)
    coordinator.post(f"{PAGE}none/")
    assert state(world) == ("declared_zero", "confirmed", 1)


def test_it_says_what_was_answered_and_takes_it_back(world, coordinator):
    page = coordinator.post(f"{PAGE}none/", follow=True).content.decode()
    assert "Question 5 is answered." in page
    assert f'action="{PAGE}none/withdraw/"' in page
    coordinator.post(f"{PAGE}none/withdraw/")
    assert state(world)[0] == "unknown"
    assert state(world)[2] == 0


@pytest.mark.parametrize("part", ["research_done", "engagement_events", "professionals_trained"])
def test_it_offers_it_where_it_can_be_signed(world, coordinator, part):
    page = f"/c/hill/survey/2026-H1/{part}/"
    assert f"{page}none/" in coordinator.get(page).content.decode()
    coordinator.post(f"{page}none/")
    assert state(world, part) == ("declared_zero", "confirmed", 1)


def test_it_does_not_offer_it_elsewhere_and_refuses_it(world, coordinator):
    page = "/c/hill/survey/2026-H1/access_known/"
    assert f"{page}none/" not in coordinator.get(page).content.decode()
    response = coordinator.post(f"{page}none/")
    assert response.status_code == 422
    assert "cannot be declared" in response.content.decode()
    assert state(world, "access_known") == ("unknown", None, 0)


def test_it_refuses_what_the_records_contradict(world, coordinator):
    page = "/c/hill/survey/2026-H1/stakeholder_meetings/"
    assert f"{page}none/" not in coordinator.get(page).content.decode()
    response = coordinator.post(f"{page}none/")
    assert response.status_code == 422
    assert "there are records of this half-year" in response.content.decode()
    assert state(world, "stakeholder_meetings") == ("value", None, 0)


def test_a_record_that_comes_later_is_an_error_and_no_value(world, coordinator):
    coordinator.post(f"{PAGE}none/")
    with within(world.hill):
        add_event(world.hill, datetime(2026, 5, 1, 20, tzinfo=UTC), "education", by=world["hill-leader"])
    page = coordinator.get(PAGE).content.decode()
    assert "Contradictory records" in page
    assert state(world)[0] == "unknown"
    assert coordinator.post(f"{PAGE}none/withdraw/").status_code == 302
    assert state(world) == ("value", "confirmed", 0)
    assert "Check again" in coordinator.get(PAGE).content.decode()


def test_it_takes_the_signature_back(world, coordinator):
    coordinator.post(f"{PAGE}none/")
    assert f"{PAGE}none/withdraw/" in coordinator.get(PAGE).content.decode()
    coordinator.post(f"{PAGE}none/withdraw/")
    assert state(world)[0::2] == ("unknown", 0)


def test_it_changes_nothing_once_the_survey_was_handed_in(world, round_, coordinator):
    coordinator.post(f"{PAGE}none/")
    hand_in(world.hill, round_, world["hill-coordinator"])
    for path in (f"{PAGE}none/", f"{PAGE}none/withdraw/"):
        assert coordinator.post(path).status_code == 409
    assert state(world) == ("declared_zero", "confirmed", 1)


@pytest.mark.parametrize("path", [f"{PAGE}none/", f"{PAGE}none/withdraw/"])
def test_it_says_that_the_figures_are_locked(world, coordinator, path):
    coordinator.post(f"{PAGE}none/")
    with within(world.hill):
        Figure.objects.update(frozen=True)
    response = coordinator.post(path)
    assert response.status_code == 422
    assert "Ask your office to reopen it" in response.content.decode()
    assert state(world) == ("declared_zero", "confirmed", 1)

from datetime import UTC, datetime

from django.test import Client
from django.utils import timezone

from communities.models import Role
from evaluation.actions.submissions import start_submission
from evaluation.models import Answer, AnswerDraft
from tests.base import add_member, sign_in, within
from tests.evaluation.rounds_world import hand_in, override, posted
from tests.line_breaks import keep_together

PART = "meets_consistently"
PAGE = f"/c/hill/survey/2026-H1/{PART}/"
URL = f"{PAGE}draft/"
TYPED = {"value": "8o", "reason": "We met", "evidence": ""}
HTMX = {"headers": {"HX-Request": "true"}}


def drafts(world):
    with within(world.hill):
        return list(AnswerDraft.objects.values_list("part", "value", "reason", "evidence"))


def test_it_keeps_what_is_typed_as_it_is_and_says_when(world, coordinator, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 7, 3, 21, 32, tzinfo=UTC))
    response = coordinator.post(URL, posted({**TYPED, "revision": "0"}, PART), **HTMX)
    assert response.status_code == 200
    assert keep_together("saved 2:32 p.m.") in response.content.decode()  # 21:32 in UTC, shown in Hill's time
    assert "<html" not in response.content.decode()
    assert drafts(world) == [(PART, "8o", "We met", "")]
    with within(world.hill):
        assert not Answer.objects.exists()


def test_it_continues_on_another_device(world, coordinator, signed_in):
    coordinator.post(URL, posted(TYPED, PART), **HTMX)
    page = sign_in(Client(), world["hill-coordinator"]).get(PAGE).content.decode()
    assert 'value="8o"' in page
    assert "We met</textarea>" in page.replace("\n", "")


def test_it_works_without_javascript(world, coordinator):
    response = coordinator.post(URL, posted(TYPED, PART))
    assert response.status_code == 302
    assert response["Location"] == PAGE
    assert len(drafts(world)) == 1


def test_it_forgets_a_text_that_was_taken_out_again(world, coordinator):
    coordinator.post(URL, posted(TYPED, PART), **HTMX)
    coordinator.post(URL, posted({"value": "", "reason": " ", "evidence": ""}, PART), **HTMX)
    assert drafts(world) == []


def test_nobody_else_sees_it(world, coordinator, signed_in):
    coordinator.post(URL, posted({**TYPED, "reason": "A half thought"}, PART), **HTMX)
    other = add_member(world.hill, "anna", Role.COORDINATOR)
    assert "A half thought" not in sign_in(Client(), other).get(PAGE).content.decode()


def test_it_reports_another_persons_answer(world, round_, coordinator):
    other = add_member(world.hill, "anna", Role.COORDINATOR)
    with within(world.hill):
        override(start_submission(community=world.hill, round_=round_, by=other), PART, other)
    response = coordinator.post(URL, posted({**TYPED, "revision": "0"}, PART), **HTMX)
    assert "anna answered this question at" in response.content.decode()
    assert len(drafts(world)) == 1


def test_it_saves_nothing_once_the_survey_was_handed_in(world, round_, coordinator):
    hand_in(world.hill, round_, world["hill-coordinator"])
    assert coordinator.post(URL, posted(TYPED, PART), **HTMX).status_code == 422
    assert coordinator.post(URL, posted(TYPED, PART)).status_code == 409
    assert drafts(world) == []


def test_it_cuts_what_no_field_holds(world, coordinator):
    coordinator.post(
        URL, posted({"value": "9" * 50, "reason": "x" * 3000, "evidence": "y" * 3000}, PART), **HTMX
    )
    (_part, value, reason, evidence) = drafts(world)[0]
    assert (len(value), len(reason), len(evidence)) == (40, 2000, 2000)


def test_it_knows_no_other_question(coordinator):
    assert coordinator.post("/c/hill/survey/2026-H1/no_such_part/draft/", TYPED).status_code == 404
    assert coordinator.get(URL).status_code == 405

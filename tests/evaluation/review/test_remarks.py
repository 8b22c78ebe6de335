"""Remarks on single questions: the office asks, the community answers, and what a resubmission changed."""

import pytest
from django.core import mail
from django.utils import timezone

from communities.actions import remind_community, remind_office
from communities.models import Notice, OfficeNotice
from evaluation.actions.comparisons import refresh_comparisons
from evaluation.actions.submissions import submit_survey
from evaluation.models import Comparison, SubmissionStep
from tests.base import within
from tests.evaluation.rounds_world import answer_all, fill_town, hand_in, override

PART = "meets_consistently"


@pytest.fixture
def submission(world, round_):
    result = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        override(result, PART, world["hill-coordinator"], "5/6")
        submit_survey(submission=result, community=world.hill, by=world["hill-coordinator"])
    mail.outbox.clear()
    return result


def review_url(submission, step=""):
    return f"/office/usa/submissions/{submission.pk}/{step}"


def question(submission, code=PART):
    return review_url(submission, f"questions/{code}/")


QUESTION = f"/c/hill/survey/2026-H1/{PART}/"


def remarks(world):
    with within(world.hill):
        steps = SubmissionStep.objects.exclude(part="").order_by("id")
        return list(steps.values_list("part", "state", "reason"))


def test_a_remark_reaches_the_coordinator_who_answers_from_the_link_in_the_email(
    world, submission, signed_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in("usa-staff").post(
            question(submission), {"text": " Which meeting was never logged? "}
        )
    assert response["Location"] == f"{review_url(submission)}#part-{PART}"
    [letter] = mail.outbox
    assert letter.extra_headers["List-Unsubscribe"].startswith("<http")
    assert letter.to == [world["hill-coordinator"].email]
    assert f"{QUESTION}#remarks" in letter.body
    assert "never logged" not in letter.subject + letter.body
    page = signed_in("hill-coordinator").get(QUESTION).content.decode()
    assert "Which meeting was never logged?" in page
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in("hill-coordinator").post(f"{QUESTION}remarks/", {"text": "The one of May 12."})
    assert response["Location"] == f"{QUESTION}#remarks"
    [letter] = mail.outbox
    assert letter.to == [world["usa-staff"].email]
    assert question(submission) in letter.body
    staff = signed_in("usa-staff")
    page = staff.get(question(submission)).content.decode()
    assert "The one of May 12." in page
    assert staff.post(question(submission), {"resolve": "1"}).status_code == 302
    assert [state for _part, state, _text in remarks(world)] == ["remark", "reply", "resolved"]
    assert "Resolved" in staff.get(review_url(submission)).content.decode()
    # What is resolved takes no answer, until the office asks again.
    reply = signed_in("hill-coordinator").post(f"{QUESTION}remarks/", {"text": "One more."})
    assert reply.status_code == 409
    signed_in("usa-staff").post(question(submission), {"text": "And in June?"})
    assert (
        signed_in("hill-coordinator").post(f"{QUESTION}remarks/", {"text": "In June as well."}).status_code
        == 302
    )


def test_a_remark_sent_twice_is_stored_once(world, submission, signed_in):
    staff = signed_in("usa-staff")
    for _time in range(2):
        assert staff.post(question(submission), {"text": "Which meeting?"}).status_code == 302
    assert remarks(world) == [(PART, "remark", "Which meeting?")]


def test_an_empty_or_long_text_gets_a_sentence_next_to_the_field(world, submission, signed_in):
    signed_in("usa-staff").post(question(submission), {"text": "Which meeting?"})
    for person, url in (("usa-staff", question(submission)), ("hill-coordinator", f"{QUESTION}remarks/")):
        client = signed_in(person)
        response = client.post(url, {"text": "  "})
        assert response.status_code == 422
        assert "Enter a text." in response.content.decode()
        response = client.post(url, {"text": "x" * 4001})
        assert response.status_code == 422
        assert "x" * 4001 in response.content.decode()
    assert len(remarks(world)) == 1


def test_only_coordinators_answer_and_international_staff_only_read(world, submission, signed_in):
    signed_in("usa-staff").post(question(submission), {"text": "Which meeting?"})
    leader = signed_in("hill-leader")
    assert "Which meeting?" in leader.get(QUESTION).content.decode()
    assert leader.post(f"{QUESTION}remarks/", {"text": "x"}).status_code == 403
    guest = signed_in("oasis-staff")
    page = guest.get(question(submission)).content.decode()
    assert "Which meeting?" in page
    assert "Send remark" not in page
    assert guest.post(question(submission), {"text": "x"}).status_code == 403
    assert signed_in("usa-staff").get(question(submission, "nonsense")).status_code == 404


def test_an_accepted_survey_takes_no_remark(world, submission, signed_in):
    staff = signed_in("usa-staff")
    staff.post(question(submission), {"text": "Which meeting?"})
    assert "1 remark is still open" in staff.get(review_url(submission, "accept/")).content.decode()
    staff.post(review_url(submission, "accept/"), {PART: "computed"})
    response = staff.post(question(submission), {"text": "A late remark."})
    assert response.status_code == 409
    assert "A late remark." in response.content.decode()
    response = signed_in("hill-coordinator").post(f"{QUESTION}remarks/", {"text": "x"})
    assert response.status_code == 409
    assert len(remarks(world)) == 1


def test_it_returns_with_the_open_remarks_instead_of_a_reason(world, submission, signed_in):
    staff = signed_in("usa-staff")
    assert staff.post(review_url(submission, "return/"), {"reason": ""}).status_code == 422
    staff.post(question(submission), {"text": "Which meeting?"})
    staff.post(question(submission, "sector_breadth"), {"text": "Which sectors?"})
    staff.post(question(submission, "sector_breadth"), {"resolve": "1"})
    page = staff.get(review_url(submission, "return/")).content.decode()
    assert "Which meeting?" in page
    assert "Which sectors?" not in page
    assert staff.post(review_url(submission, "return/"), {"reason": ""}).status_code == 302
    page = signed_in("hill-coordinator").get("/c/hill/survey/2026-H1/").content.decode()
    assert "Which meeting?" in page
    assert f"{QUESTION}#remarks" in page
    assert "Which sectors?" not in page


def test_a_resubmission_shows_what_changed_in_each_question(world, submission, signed_in):
    staff, by = signed_in("usa-staff"), world["hill-coordinator"]
    staff.post(review_url(submission, "return/"), {"reason": "Check 1a."})
    assert "since the survey was returned" not in staff.get(review_url(submission)).content.decode()
    with within(world.hill):
        override(submission, PART, by, "6/6")
        override(submission, "sector_breadth", by, "3/8")
        submit_survey(submission=submission, community=world.hill, by=by)
    page = staff.get(review_url(submission)).content.decode()
    assert "2 questions changed since the survey was returned" in page
    assert "Answer changed: Overridden (83% (5 of 6)) → Overridden (100% (6 of 6))." in page
    assert "Answer changed: Confirmed → Overridden (38% (3 of 8))." in page
    with within(world.usa):
        step = SubmissionStep.objects.get(state="returned")
    assert step.content["parts"][PART]["answer"]["override_numerator"] == "5.00"


def test_notifications_cease_when_a_remark_is_answered_and_when_the_answer_is_resolved(
    world, submission, signed_in
):
    signed_in("usa-staff").post(question(submission), {"text": "Which meeting?"})
    assert notices(world) == (1, 0)
    home = signed_in("hill-coordinator").get("/c/hill/").content.decode()
    assert "Your office left a remark on the half-year survey" in home
    signed_in("hill-coordinator").post(f"{QUESTION}remarks/", {"text": "May 12."})
    assert notices(world) == (0, 1)
    signed_in("usa-staff").post(question(submission), {"resolve": "1"})
    assert notices(world) == (0, 0)


def notices(world):
    """Return how many remarks wait for Hill's coordinator, and how many answers for the staff."""
    now = timezone.now().replace(hour=20)
    with within(world.hill):
        remind_community(community=world.hill, now=now)
        waiting = Notice.objects.open().filter(kind="survey_remark", path=f"{QUESTION}#remarks").count()
    with within(world.usa):
        remind_office(office=world.usa, now=now)
        return waiting, OfficeNotice.objects.open().filter(kind="survey_answer").count()


def test_it_compares_with_similar_communities_on_the_same_page(world, submission, signed_in):
    with within(world.usa):
        refresh_comparisons(office_id=world.usa.pk, half_year=submission.round.period)
        Comparison.objects.filter(part=PART).update(
            value_count=6, expected_count=7, low=40, median=50, high=60
        )
    staff = signed_in("usa-staff")
    assert "similar communities: median 50%" in staff.get(review_url(submission)).content.decode()
    page = staff.get(question(submission)).content.decode()
    assert "median 50% (middle 50%: 40% to 60%). Known for 6 of 7." in page


def test_the_queue_leads_from_one_waiting_survey_to_the_next(world, round_, submission, signed_in):
    fill_town(world, world.dale)
    other = hand_in(world.dale, round_, world["dale-coordinator"])
    staff = signed_in("usa-staff")
    page = staff.get(review_url(submission)).content.decode()
    assert f'href="{review_url(other)}"' in page
    assert 'aria-keyshortcuts="k">' in page  # Dale comes before Hill
    assert "Next survey to review" not in page
    assert 'aria-keyshortcuts="j">' in staff.get(review_url(other)).content.decode()
    response = staff.post(review_url(other, "accept/"), follow=True)
    assert response.redirect_chain[-1][0] == review_url(submission)
    assert "Accepted: Dale." in response.content.decode()
    assert "Next survey to review" not in staff.get(review_url(other)).content.decode().split("<nav")[0]
    response = staff.post(review_url(submission, "return/"), {"reason": "Check 1a."})
    assert response["Location"] == "/office/usa/submissions/?round=2026-H1"

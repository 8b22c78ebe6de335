from datetime import UTC, datetime
from decimal import Decimal

import pytest

from evaluation.actions.submissions import submit_survey
from evaluation.instrument import part
from evaluation.models import Figure, Submission, SubmissionStep
from evaluation.review import change_text
from tests.base import within
from tests.evaluation.rounds_world import CODES, answer_all, override


@pytest.fixture
def submission(world, round_):
    """Submitted with an override of a computed figure and one where nothing was computed."""
    result = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        override(result, "meets_consistently", world["hill-coordinator"], "83")
        override(result, "research_done", world["hill-coordinator"], "100")
        submit_survey(submission=result, community=world.hill, by=world["hill-coordinator"])
    return result


def url(submission, step=""):
    return f"/office/usa/submissions/{submission.pk}/{step}"


CHOICES = {"meets_consistently": "computed", "research_done": "override"}


def state(world):
    with within(world.hill):
        return Submission.objects.get().state


def test_it_shows_computed_and_own_figures_ratings_and_counts(world, submission, signed_in):
    page = signed_in("usa-staff").get(url(submission)).content.decode()
    assert "67%" in page
    assert "Override: 83%" in page
    assert "Two meetings were never logged." in page
    assert "The minutes of May." in page
    assert page.count("The office decides which value counts when it accepts the survey.") == 2
    assert "definition 1" in page
    assert "5 records" in page  # four meetings and the rhythm
    assert page.count("Receipt<") == len(CODES)


def test_it_shows_counts_of_records_and_no_record(world, submission, signed_in):
    page = signed_in("usa-staff").get(url(submission)).content.decode()
    assert "/hill/events/" not in page
    assert "High School" not in page


def test_it_shows_the_change_since_the_last_half_year(world, submission, signed_in):
    with within(world.hill):
        for figure in Figure.objects.filter(part__in=("meets_consistently", "stakeholder_meetings")):
            figure.pk, figure.half_year = None, "2025-H2"
            if figure.part == "meets_consistently":
                figure.numerator = figure.lower = figure.upper = 3
                figure.value = Decimal(50)
            figure.save()
    page = signed_in("usa-staff").get(url(submission)).content.decode()
    assert "17 points up from last time (50%)" in page
    assert "As before" in page


def test_it_words_every_change():
    def figure(code, numerator=None, denominator=None, version=1):
        is_known = numerator is not None
        return Figure(
            part=code, unit=part(code).unit, state="value" if is_known else "unknown", numerator=numerator,
            denominator=denominator, lower=numerator, upper=numerator, definition_version=version,
            reason="" if is_known else "nothing_recorded",
        )  # fmt: skip

    count, share = part("stakeholder_meetings"), part("sector_breadth")
    assert change_text(count, figure(count.code, 5), figure(count.code, 2)) == "3 more than last time (2)"
    assert change_text(count, figure(count.code, 1), figure(count.code, 2)) == "1 fewer than last time (2)"
    assert (
        change_text(share, figure(share.code, 2, 8), figure(share.code, 4, 8))
        == "25 points down from last time (50%)"
    )
    # The two percentages as shown: 92% and 92%, 92% and 91%.
    assert change_text(share, figure(share.code, 12, 13), figure(share.code, 11, 12)) == "As before"
    assert (
        change_text(share, figure(share.code, 11, 12), figure(share.code, 10, 11))
        == "1 point up from last time (91%)"
    )
    assert change_text(count, figure(count.code), figure(count.code, 2)) == "Before: 2"
    assert change_text(count, figure(count.code, 2), figure(count.code)) == "Before: Unknown"
    assert change_text(count, figure(count.code), figure(count.code)) == ""
    assert change_text(count, figure(count.code, 2), None) == ""
    assert (
        change_text(count, figure(count.code, 2), figure(count.code, 2, version=2))
        == "Counted differently before"
    )


def test_a_draft_does_not_show_its_answers(world, round_, signed_in):
    draft = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        override(draft, "meets_consistently", world["hill-coordinator"], "83")
    page = signed_in("usa-staff").get(url(draft)).content.decode()
    assert "Not submitted yet." in page
    assert "Two meetings were never logged." not in page
    assert "Accept" not in page


def test_it_accepts(world, submission, signed_in):
    staff = signed_in("usa-staff")
    assert "Accept the survey of Hill" in staff.get(url(submission, "accept/")).content.decode()
    response = staff.post(url(submission, "accept/"), CHOICES)
    assert response["Location"] == "/office/usa/submissions/?round=2026-H1"
    assert state(world) == "accepted"
    with within(world.hill):
        assert SubmissionStep.objects.get(state="accepted").by == world["usa-staff"]
    assert "Your choice" not in staff.get(url(submission)).content.decode()


def test_it_returns_with_a_reason(world, submission, signed_in):
    staff = signed_in("usa-staff")
    assert staff.get(url(submission, "return/")).status_code == 200
    response = staff.post(url(submission, "return/"), {"reason": "1a does not fit four meetings."})
    assert response.status_code == 302
    assert state(world) == "returned"
    assert "1a does not fit four meetings." in staff.get(url(submission)).content.decode()


@pytest.mark.parametrize(
    ("reason", "message"),
    [("", "Enter a reason."), ("   ", "Enter a reason."), ("x" * 4001, "Shorten it to 4000 or fewer.")],
)
def test_it_explains_bad_input_and_returns_nothing(world, submission, signed_in, reason, message):
    response = signed_in("usa-staff").post(url(submission, "return/"), {"reason": reason})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert reason.strip() in response.content.decode()
    assert state(world) == "submitted"


@pytest.mark.parametrize("step", ["accept/", "return/"])
def test_a_second_decision_gets_a_kind_page_and_keeps_the_text(world, submission, signed_in, step):
    staff = signed_in("usa-staff")
    staff.post(url(submission, "accept/"), CHOICES)
    response = staff.post(url(submission, step), {"reason": "My long reason."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "This survey is accepted and locked." in page
    assert ("My long reason." in page) is (step == "return/")
    assert state(world) == "accepted"


def test_in_a_closed_half_year_it_offers_no_form_that_would_be_refused(world, round_, submission, signed_in):
    staff = signed_in("usa-staff")
    staff.post(url(submission, "accept/"), CHOICES)
    assert url(submission, "reopen/") in staff.get(url(submission)).content.decode()
    with within(world.usa):
        round_.closed_at = datetime(2026, 8, 1, tzinfo=UTC)
        round_.save()
    page = staff.get(url(submission)).content.decode()
    assert url(submission, "reopen/") not in page
    assert "Reopen the half-year first." in page
    assert f"/office/usa/reporting-periods/{round_.pk}/reopen/" in page


def test_it_leads_to_opening_a_closed_half_year_again(world, round_, submission, signed_in):
    with within(world.usa):
        round_.closed_at = datetime(2026, 8, 1, tzinfo=UTC)
        round_.save()
    response = signed_in("usa-staff").post(url(submission, "return/"), {"reason": "My long reason."})
    page = response.content.decode()
    assert response.status_code == 409
    assert f"/office/usa/reporting-periods/{round_.pk}/reopen/" in page
    assert "My long reason." in page


STEPS = ["", "accept/", "return/"]


def test_international_staff_read_and_decide_nothing(world, submission, signed_in):
    guest = signed_in("oasis-staff")
    page = guest.get(url(submission)).content.decode()
    assert "Override: 83%" in page
    assert "Your choice" not in page
    for step in STEPS[1:]:
        assert guest.post(url(submission, step), {"reason": "x"}).status_code == 403
    assert state(world) == "submitted"

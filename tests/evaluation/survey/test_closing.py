"""A survey is submitted and accepted after its half-year, or earlier with a reason; staff reopen it."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from communities.models import StageChange
from evaluation.actions.decisions import accept_submission, reopen_submission, return_submission
from evaluation.actions.figures import refresh_figures
from evaluation.actions.submissions import submit_survey
from evaluation.actions.survey_errors import IllegalStepError, SurveyError
from evaluation.models import AcceptedVersion, Figure, Round, Submission, SubmissionStep
from evaluation.versions import read_custom_answers, read_parts
from tests.base import within
from tests.evaluation.custom_questions.base import ask, post
from tests.evaluation.rounds_world import answer_all, hand_in, meet_in_may, override
from tfc.disclosure import Reader

# Los Angeles, the last evening of the half-year and the next morning.
LAST_EVENING = datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
FIRST_MORNING = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
LAST_DAY = "June\N{NO-BREAK SPACE}30,\N{NO-BREAK SPACE}2026"
CHECK = "/c/hill/survey/2026-H1/check/"
SUBMIT = "/c/hill/survey/2026-H1/submit/"
REASON = "Our church closes and the team ends."


@pytest.fixture
def set_clock(monkeypatch):
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


def submit(world, submission, **changes) -> Submission:
    with within(world.hill):
        return submit_survey(
            submission=submission, community=world.hill, by=world["hill-coordinator"], **changes
        )


def accept(world, submission, **choices: str) -> Submission:
    with within(world.usa):
        return accept_submission(submission=submission, by=world["usa-staff"], choices=choices)


def reopen(world, submission, reason: str = "A training was counted twice.") -> AcceptedVersion:
    with within(world.usa):
        return reopen_submission(submission=submission, reason=reason, by=world["usa-staff"])


def steps(world) -> list[tuple[str, str]]:
    with within(world.hill):
        return list(SubmissionStep.objects.order_by("id").values_list("state", "reason"))


def test_a_survey_cannot_be_submitted_before_its_half_year_ends(world, round_, set_clock):
    set_clock(LAST_EVENING)
    submission = answer_all(world.hill, round_, world["hill-coordinator"])
    with pytest.raises(SurveyError) as caught:
        submit(world, submission, early_reason="  ")
    assert caught.value.code == "not_ended"
    assert LAST_DAY in caught.value.messages[0]
    assert [state for state, _reason in steps(world)] == ["draft"]
    with within(world.hill):
        assert not Figure.objects.filter(frozen=True).exists()


def test_it_can_be_submitted_on_the_first_morning_after(world, round_, set_clock):
    set_clock(FIRST_MORNING)
    submit(world, answer_all(world.hill, round_, world["hill-coordinator"]), early_reason=REASON)
    # An unnecessary reason is not stored.
    assert steps(world)[-1] == ("submitted", "")


def test_a_community_that_closes_early_gives_a_reason_and_the_office_reads_it_before_it_accepts(
    world, round_, set_clock, signed_in
):
    set_clock(LAST_EVENING)
    submission = submit(world, answer_all(world.hill, round_, world["hill-coordinator"]), early_reason=REASON)
    assert steps(world)[-1] == ("submitted", REASON)
    staff = signed_in("usa-staff")
    page = staff.get(f"/office/usa/submissions/{submission.pk}/accept/").content.decode()
    assert REASON in page
    assert f"Submitted before the half-year ends on {LAST_DAY}" in page
    staff.post(f"/office/usa/submissions/{submission.pk}/accept/")
    assert steps(world)[-1] == ("accepted", "")


def test_nobody_accepts_a_survey_that_was_submitted_again_since_it_was_read(
    world, round_, set_clock, signed_in
):
    set_clock(LAST_EVENING)
    submission = submit(world, answer_all(world.hill, round_, world["hill-coordinator"]), early_reason=REASON)
    staff, url = signed_in("usa-staff"), f"/office/usa/submissions/{submission.pk}/accept/"
    read = staff.get(url).context["form"].initial
    with within(world.usa):
        return_submission(submission=submission, reason="Why?", by=world["usa-staff"])
    submit(world, submission, early_reason="Another reason.")
    response = staff.post(url, read)
    assert (response.status_code, steps(world)[-1]) == (409, ("submitted", "Another reason."))
    assert "The survey was submitted again." in response.content.decode()
    assert "Another reason." in staff.get(url).content.decode()
    staff.post(url, staff.get(url).context["form"].initial)
    assert steps(world)[-1] == ("accepted", "")


def test_an_office_cannot_accept_before_the_half_year_ends(world, round_, set_clock, signed_in):
    """The survey was submitted with an earlier release."""
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    set_clock(LAST_EVENING)
    with pytest.raises(SurveyError) as caught:
        accept(world, submission)
    assert caught.value.code == "not_ended"
    staff, url = signed_in("usa-staff"), f"/office/usa/submissions/{submission.pk}/"
    page = staff.get(url).content.decode()
    assert f"You can accept the survey after {LAST_DAY}" in page
    assert f"{url}accept/" not in page
    for response in (staff.get(f"{url}accept/"), staff.post(f"{url}accept/")):
        assert response.status_code == 409
        assert "This half-year has not ended" in response.content.decode()
    set_clock(FIRST_MORNING)
    accept(world, submission)


def test_the_page_asks_for_the_reason_only_while_the_half_year_runs(world, round_, coordinator, set_clock):
    answer_all(world.hill, round_, world["hill-coordinator"])
    page = coordinator.get(CHECK).content.decode()
    assert "early_reason" not in page
    assert "Submit to the office" in page
    set_clock(LAST_EVENING)
    page = coordinator.get(CHECK).content.decode()
    assert f"Submit the survey after {LAST_DAY}." in page
    assert 'href="/c/hill/reports/"' in page.partition("<h1")[2]
    assert 'name="early_reason"' in page
    assert "Submit early" in page


def test_a_missing_reason_gets_a_sentence_next_to_the_field(world, round_, coordinator, set_clock):
    answer_all(world.hill, round_, world["hill-coordinator"])
    set_clock(LAST_EVENING)
    for reason, message in (("", "Enter a reason."), ("x" * 4001, "Shorten it to 4000 or fewer.")):
        response = coordinator.post(SUBMIT, {"early_reason": reason})
        page = response.content.decode()
        assert response.status_code == 422
        assert message in page
        assert reason in page
    assert [state for state, _reason in steps(world)] == ["draft"]
    assert coordinator.post(SUBMIT, {"early_reason": REASON}).status_code == 302
    assert steps(world)[-1] == ("submitted", REASON)


def test_staff_reopen_an_accepted_survey_and_the_accepted_version_stays_readable(world, round_, signed_in):
    coordinator = world["hill-coordinator"]
    question = ask(world, "number", title="How many volunteers?")
    submission = answer_all(world.hill, round_, coordinator)
    with within(world.hill):
        override(submission, "meets_consistently", coordinator, "83")
    post(signed_in("hill-coordinator"), question, state="answered", number="17")
    accept(world, submit(world, submission), meets_consistently="computed")
    version = reopen(world, submission)
    assert steps(world)[-1] == ("reopened", "A training was counted twice.")
    meet_in_may(world)
    with within(world.hill):
        assert not Figure.objects.filter(frozen=True).exists()
    submit(world, answer_all(world.hill, round_, coordinator))
    with within(world.hill):
        assert Figure.objects.get(part="meets_consistently").numerator == 5
        stored = AcceptedVersion.objects.select_related("submission__round").get(pk=version.pk)
        row = next(row for row in read_parts(stored, Reader.COMMUNITY) if row.part.label == "1a")
        assert (row.measured.numerator, row.measured.denominator) == (4, 6)
        assert row.answer.override_value == 83
        assert [custom_answer.text for custom_answer in read_custom_answers(stored, Reader.COMMUNITY)] == [
            "17"
        ]
    for person, survey in (
        ("usa-staff", f"/office/usa/submissions/{submission.pk}/"),
        ("hill-member", "/c/hill/survey/2026-H1/"),
    ):
        client, url = signed_in(person), f"{survey}versions/{version.pk}/"
        assert f'href="{url}"' in client.get(survey).content.decode()
        page = client.get(url).content.decode()
        for text in ("67%", "4 of 6", "83%", "How many volunteers?", "17", "A training was counted twice."):
            assert text in page, text
        assert client.get(f"{survey}versions/{version.pk + 1}/").status_code == 404


def test_a_reopened_survey_of_a_community_that_became_dormant_stays(world, round_):
    """It was submitted before; the correction is submitted after."""

    def get_state() -> str:
        with within(world.hill):
            refresh_figures([world.hill], round_.period)
            return Figure.objects.get(part="meets_consistently", half_year=round_.half_year).state

    submission = accept(world, hand_in(world.hill, round_, world["hill-coordinator"]))
    with within(world.usa):
        StageChange.objects.create(
            community=world.hill, office=world.usa, stage="dormant", since=datetime(2026, 6, 1, tzinfo=UTC).date(),
            reason="The team ended.", by=world["usa-staff"],
        )  # fmt: skip
    reopen(world, submission)
    assert get_state() == "value"
    submit(world, answer_all(world.hill, round_, world["hill-coordinator"]))
    assert get_state() == "value"


def test_each_reopening_keeps_its_own_version(world, round_):
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    for _turn in range(2):
        accept(world, submission)
        reopen(world, submission)
        submit(world, submission)
    with within(world.hill):
        assert list(AcceptedVersion.objects.order_by("id").values_list("number", flat=True)) == [1, 2]


def test_an_office_reads_of_residents_in_a_version_what_it_may_see(world, round_):
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        Figure.objects.filter(part="access_known").update(
            state="value", reason="", numerator=3, denominator=40, lower=3, upper=3, value=7.5,
            interval=[2.0, 20.0], rating="not_met",
        )  # fmt: skip
    accept(world, submission)
    version = reopen(world, submission)
    with within(world.usa):
        version = AcceptedVersion.objects.select_related("submission__round").get(pk=version.pk)
        row = next(row for row in read_parts(version, Reader.NETWORK) if row.part.code == "access_known")
    assert row.measured.state == "hidden"
    assert row.measured.numerator is None


def test_reopening_needs_a_reason_an_accepted_survey_and_an_open_round(world, round_, signed_in):
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    with pytest.raises(IllegalStepError):
        reopen(world, submission)
    accept(world, submission)
    with pytest.raises(ValidationError) as caught:
        reopen(world, submission, "  ")
    assert list(caught.value.message_dict) == ["reason"]
    staff, url = signed_in("usa-staff"), f"/office/usa/submissions/{submission.pk}/reopen/"
    response = staff.post(url, {"reason": ""})
    assert response.status_code == 422
    assert "Enter a reason." in response.content.decode()
    with within(world.usa):
        Round.objects.filter(pk=round_.pk).update(closed_at=datetime(2026, 8, 1, tzinfo=UTC))
    response = staff.post(url, {"reason": "My long reason."})
    assert response.status_code == 409
    assert "My long reason." in response.content.decode()
    with within(world.hill):
        assert not AcceptedVersion.objects.exists()
        assert Submission.objects.get().state == "accepted"


def test_only_staff_of_the_office_reopen(world, round_, signed_in):
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    accept(world, submission)
    url = f"/office/usa/submissions/{submission.pk}/reopen/"
    for person, status in (("hill-coordinator", 404), ("uk-staff", 404), ("oasis-staff", 403)):
        assert signed_in(person).post(url, {"reason": "x"}).status_code == status
    staff = signed_in("usa-staff")
    assert f'href="{url}"' in staff.get(f"/office/usa/submissions/{submission.pk}/").content.decode()
    assert staff.post(url, {"reason": "One training was counted twice."}).status_code == 302
    page = signed_in("hill-coordinator").get("/c/hill/survey/2026-H1/").content.decode()
    assert "One training was counted twice." in page

import re
from datetime import UTC, datetime
from decimal import Decimal

from django.core import mail
from django.utils import timezone

from evaluation.models import Figure, Submission, SubmissionStep
from reports.models import Report
from tests.base import add_staff, within
from tests.evaluation.rounds_world import answer_all, hand_in, make_round, meet_in_may, override
from tfc.periods import HalfYear

URL = "/c/hill/survey/2026-H1/check/"
SUBMIT = "/c/hill/survey/2026-H1/submit/"


def state(world):
    with within(world.hill):
        return Submission.objects.get().state


def test_it_says_in_words_what_is_missing(world, round_, coordinator):
    answer_all(world.hill, round_, world["hill-coordinator"], but=("access_known", "risks_known"))
    page = coordinator.get(URL).content.decode()
    assert "These questions still need an answer:" in page
    assert 'href="/c/hill/survey/2026-H1/access_known/?back=check"' in page
    assert "Submit to the office" not in page


def test_it_says_until_when_the_half_year_runs(world, round_, coordinator):
    assert "You can submit after" not in coordinator.get(URL).content.decode()
    today = HalfYear.from_day(timezone.now().astimezone(world.hill.zone).date())
    make_round(world.usa, today)
    page = coordinator.get(URL.replace("2026-H1", str(today))).content.decode()
    assert "You can submit after" in page
    assert "when every question is answered." in page


def test_it_makes_an_interim_report_with_one_button(world, coordinator):
    today = HalfYear.from_day(timezone.now().astimezone(world.hill.zone).date())
    answer_all(world.hill, make_round(world.usa, today), world["hill-coordinator"])
    page = coordinator.get(URL.replace("2026-H1", str(today))).content.decode()
    fields = dict(
        re.findall(r'<input type="hidden" name="(round|language|client_id)" value="([^"]+)">', page)
    )
    assert "Make an interim report" in page
    for _second_press in range(2):
        response = coordinator.post("/c/hill/reports/new/", fields)
        assert response.status_code == 302
    with within(world.hill):
        report = Report.objects.get()
        assert (report.half_year, report.language) == (str(today), "en")
    assert response["Location"] == f"/c/hill/reports/{report.pk}/"


def test_it_refuses_to_submit_what_is_not_complete(world, round_, coordinator):
    answer_all(world.hill, round_, world["hill-coordinator"], but=("access_known",))
    response = coordinator.post(SUBMIT)
    assert response.status_code == 422
    assert "These questions still need an answer:" in response.content.decode()
    assert "6 Know where to find help" in response.content.decode()
    assert state(world) == "draft"


def test_it_submits_freezes_and_notifies_the_staff(
    world, round_, coordinator, django_capture_on_commit_callbacks
):
    add_staff(world.usa, "gone").offices.update(ended_at=datetime(2026, 1, 1, tzinfo=UTC))
    submission = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        override(submission, "meets_consistently", world["hill-coordinator"], "83")
    assert "Submit to the office" in coordinator.get(URL).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = coordinator.post(SUBMIT)
    assert response["Location"] == "/c/hill/survey/2026-H1/"
    with within(world.hill):
        stored = Submission.objects.get()
        assert stored.state == "submitted"
        assert stored.submitted_at is not None
        assert set(Figure.objects.values_list("frozen", flat=True)) == {True}
        figure = Figure.objects.of_part("meets_consistently").get()
        assert (figure.numerator, figure.denominator) == (4, 6)
        steps = SubmissionStep.objects.order_by("id").values_list("state", "by")
        coordinator = world["hill-coordinator"].pk
        assert list(steps) == [("draft", coordinator), ("submitted", coordinator)]
    assert [message.to for message in mail.outbox] == [[world["usa-staff"].email]]
    text, address, after = mail.outbox[0].body.partition(f"/office/usa/submissions/{submission.pk}/")
    assert address
    # The page has no figure; but the survey's id may have the same digits.
    assert "%" not in text + after
    assert "83" not in text + after


def test_it_asks_to_look_again_when_a_figure_changed_since(world, round_, coordinator):
    answer_all(world.hill, round_, world["hill-coordinator"])
    meet_in_may(world)
    response = coordinator.post(SUBMIT)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Check each again:" in page
    assert "1a Meets consistently" in page
    assert state(world) == "draft"
    with within(world.hill):
        assert not Figure.objects.filter(frozen=True).exists()
        assert Figure.objects.of_part("meets_consistently").get().value == Decimal("83.3333")


def test_what_is_recorded_later_does_not_change_what_was_submitted(world, round_, coordinator):
    hand_in(world.hill, round_, world["hill-coordinator"])
    meet_in_may(world)
    assert "4 of 6" in coordinator.get(URL).content.decode()
    with within(world.hill):
        assert Figure.objects.of_part("meets_consistently").get().numerator == 4


def test_a_second_submission_gets_a_kind_page_and_no_step(world, round_, coordinator):
    hand_in(world.hill, round_, world["hill-coordinator"])
    response = coordinator.post(SUBMIT)
    assert response.status_code == 409
    assert "This survey is already submitted" in response.content.decode()
    with within(world.hill):
        assert SubmissionStep.objects.filter(state="submitted").count() == 1


def test_it_cannot_be_submitted_when_the_half_year_is_closed(world, round_, coordinator):
    answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.usa):
        round_.closed_at = datetime(2026, 8, 1, tzinfo=UTC)
        round_.save()
    assert coordinator.post(SUBMIT).status_code == 409
    assert state(world) == "draft"


def test_the_team_reads_the_answers_and_only_the_coordinator_submits(world, round_, signed_in):
    answer_all(world.hill, round_, world["hill-coordinator"])
    for person in ("hill-member", "hill-leader"):
        reader = signed_in(person)
        page = reader.get(URL)
        assert page.status_code == 200
        assert "Submit to the office" not in page.content.decode()
        assert reader.post(SUBMIT).status_code == 403
    assert state(world) == "draft"


def test_it_submits_by_post_alone(coordinator):
    assert coordinator.get(SUBMIT).status_code == 405

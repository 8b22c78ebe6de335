"""The steps of a survey, and the winner of two at once."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from communities.models import Role, Stage
from evaluation.actions.decisions import accept_submission, return_submission
from evaluation.actions.submissions import save_answer, start_submission, submit_survey
from evaluation.actions.survey_errors import (
    IllegalStepError,
    IncompleteError,
    SavedMeanwhileError,
    SurveyError,
)
from evaluation.models import Answer, Figure, Submission, SubmissionState, SubmissionStep
from evaluation.survey import get_survey
from tests.base import COMMITTED, add_member, within
from tests.evaluation.rounds_world import answer_all, fill_town, hand_in, make_round, override
from tests.row_sets import stored_world
from tests.threads import at_once


def steps(world):
    with within(world.hill):
        return list(SubmissionStep.objects.order_by("id").values_list("state", "reason"))


def test_it_goes_back_and_forth_until_it_is_accepted(world, round_):
    coordinator, staff = world["hill-coordinator"], world["usa-staff"]
    submission = hand_in(world.hill, round_, coordinator)
    with within(world.usa):
        return_submission(submission=submission, reason=" Look at 4a. ", by=staff)
    with within(world.hill):
        assert not Figure.objects.filter(frozen=True).exists()
        submit_survey(submission=submission, community=world.hill, by=coordinator)
    with within(world.usa):
        accept_submission(submission=submission, by=staff)
    assert steps(world) == [
        ("draft", ""),
        ("submitted", ""),
        ("returned", "Look at 4a."),
        ("submitted", ""),
        ("accepted", ""),
    ]
    with within(world.hill):
        stored = Submission.objects.get()
        assert stored.state == "accepted"
        assert stored.decided_at is not None
        assert set(Figure.objects.values_list("frozen", flat=True)) == {True}


def put_in(world, round_, state: str) -> Submission:
    coordinator, staff = world["hill-coordinator"], world["usa-staff"]
    if state == "draft":
        return answer_all(world.hill, round_, coordinator)
    submission = hand_in(world.hill, round_, coordinator)
    if state != "submitted":
        with within(world.usa):
            if state == "returned":
                return_submission(submission=submission, reason="Again.", by=staff)
            else:
                accept_submission(submission=submission, by=staff)
    return submission


@pytest.mark.parametrize(
    ("state", "wrong"),
    [
        ("draft", ("return", "accept")),
        ("submitted", ("submit",)),
        ("returned", ("return", "accept")),
        ("accepted", ("submit", "return", "accept")),
    ],
)
def test_it_refuses_every_other_step(world, round_, state, wrong):
    submission = put_in(world, round_, state)
    before = steps(world)
    for step in wrong:
        place = world.hill if step == "submit" else world.usa
        with within(place), pytest.raises(IllegalStepError) as caught:
            take(step, submission, world)
        assert caught.value.submission.state == state
    assert steps(world) == before
    with within(world.hill):
        assert Submission.objects.get().state == state


def take(step: str, submission: Submission, world) -> None:
    if step == "submit":
        submit_survey(submission=submission, community=world.hill, by=world["hill-coordinator"])
    elif step == "return":
        return_submission(submission=submission, reason="Again.", by=world["usa-staff"])
    else:
        accept_submission(submission=submission, by=world["usa-staff"])


def test_it_needs_a_reason_to_return(world, round_):
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    with within(world.usa), pytest.raises(ValidationError) as caught:
        return_submission(submission=submission, reason="  ", by=world["usa-staff"])
    assert list(caught.value.message_dict) == ["reason"]
    assert steps(world)[-1][0] == "submitted"


def test_it_returns_nothing_in_a_closed_half_year_but_accepts(world, round_):
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    with within(world.usa):
        round_.closed_at = datetime(2026, 8, 1, tzinfo=UTC)
        round_.save()
        with pytest.raises(SurveyError) as caught:
            return_submission(submission=submission, reason="Again.", by=world["usa-staff"])
        assert caught.value.code == "closed"
        accept_submission(submission=submission, by=world["usa-staff"])
    assert steps(world)[-1][0] == "accepted"


@pytest.mark.parametrize("gap", ["meets_consistently", "resources_identified"])
def test_it_submits_only_when_every_part_is_answered(world, round_, gap):
    submission = answer_all(world.hill, round_, world["hill-coordinator"], but=(gap,))
    with within(world.hill), pytest.raises(IncompleteError) as caught:
        submit_survey(submission=submission, community=world.hill, by=world["hill-coordinator"])
    assert [part.code for part in caught.value.parts] == [gap]


def test_it_starts_nothing_for_a_community_that_is_not_asked(world, round_):
    world.dale.stage = Stage.DORMANT
    world.dale.save()
    with within(world.dale), pytest.raises(SurveyError) as caught:
        start_submission(community=world.dale, round_=round_, by=world["dale-coordinator"])
    assert caught.value.code == "not_asked"


def test_it_needs_value_reason_and_evidence(world, round_):
    submission = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        entry = get_survey(world.hill, round_).entry("sector_breadth")
        with pytest.raises(ValidationError) as caught:
            save_answer(
                submission=submission,
                part="sector_breadth",
                decision="overridden",
                revision=entry.revision,
                shown_fingerprint=entry.fingerprint,
                by=world["hill-coordinator"],
            )
    assert set(caught.value.message_dict) == {"value", "reason", "evidence"}


def test_an_override_never_replaces_the_computed_figure(world, round_):
    submission = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        before = dict(Figure.objects.values_list("part", "value"))
        overridden = ("meets_consistently", "stakeholder_meetings", "sector_breadth")
        for code in overridden:
            override(submission, code, world["hill-coordinator"], "9")
        submit_survey(submission=submission, community=world.hill, by=world["hill-coordinator"])
        assert dict(Figure.objects.values_list("part", "value")) == before
    with within(world.usa):
        accept_submission(
            submission=submission, by=world["usa-staff"], choices=dict.fromkeys(overridden, "override")
        )
    with within(world.hill):
        assert dict(Figure.objects.values_list("part", "value")) == before


@pytest.mark.parametrize("step", ["return", "accept"])
def test_it_writes_to_the_coordinators_without_a_figure(
    world, round_, step, django_capture_on_commit_callbacks
):
    second = add_member(world.hill, "anna", Role.COORDINATOR)
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True), within(world.usa):
        take(step, submission, world)
    coordinators = {world["hill-coordinator"].email, second.email}
    assert [len(message.to) for message in mail.outbox] == [1, 1]
    assert {message.to[0] for message in mail.outbox} == coordinators
    for message in mail.outbox:
        assert "/c/hill/survey/2026-H1/" in message.body
        assert "67" not in message.body
        assert "Again." not in message.body  # the reason is read after signing in


@pytest.fixture
def committed(transactional_db):
    world = stored_world()
    round_ = make_round(world.usa)
    fill_town(world, world.hill)
    return world, round_


@COMMITTED
def test_twenty_who_open_it_at_once_start_one_survey(committed):
    world, round_ = committed

    def start() -> None:
        with within(world.hill):
            start_submission(community=world.hill, round_=round_, by=world["hill-coordinator"])

    assert at_once(*[start] * 20) == [None] * 20
    assert steps(world) == [("draft", "")]


@COMMITTED
def test_two_who_submit_at_once_make_one_step(committed):
    world, round_ = committed
    submission = answer_all(world.hill, round_, world["hill-coordinator"])

    def submit() -> None:
        with within(world.hill):
            take("submit", submission, world)

    ends = at_once(*[submit] * 4)
    assert sorted(type(end).__name__ for end in ends) == ["IllegalStepError"] * 3 + ["NoneType"]
    assert [state for state, _reason in steps(world)] == ["draft", "submitted"]


@COMMITTED
@pytest.mark.parametrize("turn", range(3))
def test_of_accepting_and_returning_at_once_one_wins(committed, turn):
    world, round_ = committed
    submission = hand_in(world.hill, round_, world["hill-coordinator"])

    def decide(step: str) -> Callable[[], None]:
        def act() -> None:
            with within(world.usa):
                take(step, submission, world)

        return act

    ends = at_once(decide("accept"), decide("return"))
    assert sorted(type(end).__name__ for end in ends) == ["IllegalStepError", "NoneType"]
    with within(world.hill):
        state = Submission.objects.get().state
        frozen = set(Figure.objects.values_list("frozen", flat=True))
    assert (state, frozen) in [(SubmissionState.ACCEPTED, {True}), (SubmissionState.RETURNED, {False})]
    assert len(steps(world)) == 3


@COMMITTED
def test_of_two_answers_at_once_one_wins_and_the_other_is_reported(committed):
    world, round_ = committed
    other = add_member(world.hill, "anna", Role.COORDINATOR)
    submission = answer_all(world.hill, round_, world["hill-coordinator"], but=("sector_breadth",))
    with within(world.hill):
        entry = get_survey(world.hill, round_).entry("sector_breadth")

    def saying(reason: str, by) -> Callable[[], None]:
        def act() -> None:
            with within(world.hill):
                save_answer(
                    submission=submission,
                    part="sector_breadth",
                    decision="overridden",
                    value=Decimal(50),
                    reason=reason,
                    evidence="Minutes.",
                    revision=entry.revision,
                    shown_fingerprint=entry.fingerprint,
                    by=by,
                )

        return act

    ends = at_once(saying("Mine.", world["hill-coordinator"]), saying("Hers.", other))
    lost = [end for end in ends if end is not None]
    assert [type(end) for end in lost] == [SavedMeanwhileError]
    with within(world.hill):
        stored = Answer.objects.get(part="sector_breadth")
    assert lost[0].answer.reason == stored.reason
    assert stored.reason == ("Mine." if ends[0] is None else "Hers.")

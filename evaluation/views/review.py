"""The office's review of submitted surveys: the list by state, one survey, and the decision about it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import OfficeRequest, office_view
from communities.community_pager import PAGE, get_pager_context, get_town_page
from communities.forms import TownFilterForm
from evaluation.actions.decisions import (
    accept_submission,
    can_be_accepted,
    reopen_submission,
    return_submission,
)
from evaluation.actions.submission_steps import state_sentence
from evaluation.actions.survey_errors import IllegalStepError, NotEndedError, SurveyError
from evaluation.board import Board, get_round_board
from evaluation.forms.rounds import AcceptForm, ReopenForm, ReturnForm
from evaluation.models import Round, StepState, Submission, SubmissionState
from evaluation.review import STATES, get_custom_answers, review_rows
from evaluation.rollups.changes import OVERALL, annotate_changes
from evaluation.surveys_by_state import MISSING, get_survey_state, group_by_state, in_state
from evaluation.wording_changes import change_texts
from tfc.auditing import note_reading


@office_view
@require_safe
def submission_list(request: OfficeRequest) -> HttpResponse:
    """List surveys: ``?round=2026-H1&state=submitted&q=hill``. By default the newest round and every state if one page
    is enough, else the first state that needs work. ``state=missing``: all that are not submitted.
    """
    selected_half_year = request.GET.get("round")
    board = get_round_board(request.office, selected_half_year)
    if selected_half_year and board.round and board.round.half_year != selected_half_year:
        raise Http404
    context: dict[str, Any] = {"rounds": board.rounds, "round": board.round, "groups": ()}
    if board.round is not None:
        context |= _surveys(request, board, board.round)
    return render(request, "evaluation/submissions/list.html", context)


def _surveys(request: OfficeRequest, board: Board, round_: Round) -> dict[str, Any]:
    counts = dict(board.states)
    search_text = TownFilterForm(request.GET, counts={}).chosen("q")
    state = request.GET.get("state", "")
    if not (state or search_text) and board.expected_count > PAGE:
        state = next(state for state in STATES if counts[state])
    towns = in_state(request.office, round_, state)
    # The total is known unless there is a search text.
    total = None if search_text else counts.get(state) if state else board.expected_count
    page = get_town_page(request.office, towns.named(search_text), request.GET.get("at", ""), total)
    is_whole = not (state or search_text or page.is_part)
    return {
        **get_pager_context(request, page),
        "state": state,
        "words": search_text,
        "groups": group_by_state(page.towns),
        "counts": [(state, counts[state]) for state in STATES],
        "missing": board.not_submitted,
        "named": [town.name for town in page.towns if get_survey_state(town) in MISSING] if is_whole else [],
        "asked": board.expected_count,
        "has_many": board.expected_count > PAGE,
    }


@office_view
@require_safe
def submission_review(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = _submission(request, submission_id)
    note_reading("evaluation_submission", submission.pk, community_id=submission.community_id)
    may_decide = not request.is_guest and submission.state == SubmissionState.SUBMITTED
    steps = list(submission.steps.select_related("by").order_by("-at", "-id"))
    was_reopened = any(step.state == StepState.REOPENED for step in steps)
    changes = submission.office_changes or {}  # type: ignore[attr-defined]  # annotated
    changes = changes if submission.is_handed_in else {}
    context = {
        "submission": submission,
        "rows": review_rows(submission),
        "change_texts": change_texts(changes.get(OVERALL, {})),
        "changed_parts": changes,
        "own_questions": get_custom_answers(submission),
        "steps": steps,
        # Each reopening stores the version that was accepted before.
        "versions": submission.versions.order_by("-number") if was_reopened else (),
        "may_decide": may_decide,
        "may_accept": may_decide and can_be_accepted(submission),
        "may_reopen": not request.is_guest and submission.state == SubmissionState.ACCEPTED,
        "is_round_open": submission.round.is_open,
    }
    return render(request, "evaluation/submissions/review.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission_accept(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = _submission(request, submission_id)
    if submission.state != SubmissionState.SUBMITTED and request.method == "POST":
        return _explain_blocked_decision(
            request, submission_id, IllegalStepError(submission, state_sentence(submission))
        )
    if not can_be_accepted(submission):
        return _explain_blocked_decision(request, submission_id, NotEndedError(submission.round.period))
    overrides = [row for row in review_rows(submission) if row.own_rating is not None]
    form = AcceptForm(overrides, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            accept_submission(submission=submission, by=request.user, choices=form.cleaned_data)
        except SurveyError as error:
            return _explain_blocked_decision(request, submission_id, error)
        return _to_list(request, submission)
    context = {"submission": submission, "form": form, "early_reason": submission.early_reason}
    return render(
        request, "evaluation/submissions/accept.html", context, status=422 if form.is_bound else 200
    )


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission_return(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = _submission(request, submission_id)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return_submission(submission=submission, reason=form.cleaned_data["reason"], by=request.user)
        except SurveyError as error:
            return _explain_blocked_decision(request, submission_id, error, typed=form.cleaned_data["reason"])
        return _to_list(request, submission)
    context = {"submission": submission, "form": form}
    return render(
        request, "evaluation/submissions/return.html", context, status=422 if form.is_bound else 200
    )


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission_reopen(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = _submission(request, submission_id)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            reopen_submission(submission=submission, reason=reason, by=request.user)
        except SurveyError as error:
            return _explain_blocked_decision(request, submission_id, error, typed=reason)
        return redirect("evaluation:submission-review", request.office.slug, submission.pk)
    context = {"submission": submission, "form": form}
    return render(
        request, "evaluation/submissions/reopen.html", context, status=422 if form.is_bound else 200
    )


def _submission(request: OfficeRequest, submission_id: int) -> Submission:
    submissions = Submission.objects.select_related("community", "round").filter(office=request.office)
    return get_object_or_404(annotate_changes(submissions), pk=submission_id)


def _to_list(request: OfficeRequest, submission: Submission) -> HttpResponse:
    response = redirect("evaluation:submission-list", request.office.slug)
    response["Location"] += f"?round={submission.round.half_year}"
    return response


def _explain_blocked_decision(
    request: OfficeRequest, submission_id: int, error: SurveyError, *, typed: str = ""
) -> HttpResponse:
    """Show the current state and the typed text, after another person decided first or the half-year was closed."""
    context = {
        "submission": _submission(request, submission_id),
        "message": error.messages[0],
        "code": error.code,
        "typed": typed,
    }
    return render(request, "evaluation/submissions/blocked.html", context, status=409)

"""The office's review of submitted surveys: the list by state, one survey, and the decision about it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
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
from evaluation.instrument import part as part_of
from evaluation.models import Comparison, Round, StepState, Submission, SubmissionState
from evaluation.remarks import SurveyHistory, get_open_remarks, split_steps
from evaluation.resubmission import describe_resubmission
from evaluation.review import STATES, ReviewRow, get_custom_answers, review_rows
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
    submission = get_submission(request, submission_id)
    note_reading("evaluation_submission", submission.pk, community_id=submission.community_id)
    may_decide = not request.is_guest and submission.state == SubmissionState.SUBMITTED
    steps = submission.steps.select_related("by").newest_first()
    comparisons = Comparison.objects.filter(office=request.office, half_year=submission.round.half_year)
    before, after = _get_neighbors(submission)
    own_questions = get_custom_answers(submission, more=[steps, comparisons, before, after])
    history = split_steps(steps)
    was_reopened = any(step.state == StepState.REOPENED for step in history.steps)
    changes = submission.office_changes or {}  # type: ignore[attr-defined]  # annotated
    changes = changes if submission.is_handed_in else {}
    rows = review_rows(submission, comparisons.by_key())
    resubmitted = _describe_resubmission(submission, rows, history)
    context = {
        "submission": submission,
        "rows": [
            replace(
                row,
                resubmitted=(resubmitted or {}).get(row.part.code, ()),
                conversation=history.conversations.get(row.part.code),
            )
            for row in rows
        ],
        "change_texts": change_texts(changes.get(OVERALL, {})),
        "changed_parts": changes,
        "resubmitted": resubmitted,
        "own_questions": own_questions,
        "history": history,
        "steps": history.steps,
        "before": next(iter(before), None),
        "after": next(iter(after), None),
        # Each reopening stores the version that was accepted before.
        "versions": submission.versions.order_by("-number") if was_reopened else (),
        "may_decide": may_decide,
        "may_accept": may_decide and can_be_accepted(submission),
        "may_reopen": not request.is_guest and submission.state == SubmissionState.ACCEPTED,
        "is_round_open": submission.round.is_open,
    }
    return render(request, "evaluation/submissions/review.html", context)


def _describe_resubmission(
    submission: Submission, rows: Sequence[ReviewRow], history: SurveyHistory
) -> dict[str, list[str]] | None:
    """Return what changed since the survey was last returned, by part; None if it was never returned."""
    returned = next((step for step in history.steps if step.content), None)
    if returned is None or returned.content is None or not submission.is_handed_in:
        return None
    return describe_resubmission(rows, returned.content)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission_accept(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = get_submission(request, submission_id)
    if submission.state != SubmissionState.SUBMITTED and request.method == "POST":
        return explain_blocked_decision(
            request, submission_id, IllegalStepError(submission, state_sentence(submission))
        )
    if not can_be_accepted(submission):
        return explain_blocked_decision(request, submission_id, NotEndedError(submission.round.period))
    overrides = [row for row in review_rows(submission) if row.own_rating is not None]
    form = AcceptForm(
        overrides,
        request.POST if request.method == "POST" else None,
        initial={"revision": submission.revision},
    )
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data.pop("revision")
        try:
            accept_submission(
                submission=submission, by=request.user, choices=form.cleaned_data, revision=revision
            )
        except SurveyError as error:
            return explain_blocked_decision(request, submission_id, error)
        return _to_next(request, submission, _("Accepted: %(community)s."))
    context = {
        "submission": submission,
        "form": form,
        "early_reason": submission.early_reason,
        "remarks": get_open_remarks([submission]),
    }
    return render(
        request, "evaluation/submissions/accept.html", context, status=422 if form.is_bound else 200
    )


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission_return(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = get_submission(request, submission_id)
    remarks = [(part_of(step.part), step) for step in get_open_remarks([submission])]
    form = ReturnForm(request.POST if request.method == "POST" else None, has_remarks=bool(remarks))
    if request.method == "POST" and form.is_valid():
        try:
            return_submission(submission=submission, reason=form.cleaned_data["reason"], by=request.user)
        except SurveyError as error:
            return explain_blocked_decision(request, submission_id, error, typed=form.cleaned_data["reason"])
        return _to_next(request, submission, _("Returned: %(community)s."))
    context = {"submission": submission, "form": form, "remarks": remarks}
    return render(
        request, "evaluation/submissions/return.html", context, status=422 if form.is_bound else 200
    )


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission_reopen(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = get_submission(request, submission_id)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            reopen_submission(submission=submission, reason=reason, by=request.user)
        except SurveyError as error:
            return explain_blocked_decision(request, submission_id, error, typed=reason)
        return to_review(request, submission)
    context = {"submission": submission, "form": form}
    return render(
        request, "evaluation/submissions/reopen.html", context, status=422 if form.is_bound else 200
    )


def get_submission(request: OfficeRequest, submission_id: int) -> Submission:
    submissions = Submission.objects.select_related("community", "round").filter(office=request.office)
    return get_object_or_404(annotate_changes(submissions), pk=submission_id)


def to_review(request: OfficeRequest, submission: Submission, anchor: str = "") -> HttpResponse:
    page = reverse("evaluation:submission-review", args=[request.office.slug, submission.pk])
    return redirect(f"{page}#{anchor}" if anchor else page)


def _to_next(request: OfficeRequest, submission: Submission, done: str) -> HttpResponse:
    """Redirect to the next survey that waits for review, or the list, and say what was done."""
    messages.success(request, done % {"community": submission.community.name})
    before, after = _get_neighbors(submission)
    if following := after.first() or before.first():
        return to_review(request, following)
    response = redirect("evaluation:submission-list", request.office.slug)
    response["Location"] += f"?round={submission.round.half_year}"
    return response


def explain_blocked_decision(
    request: OfficeRequest, submission_id: int, error: SurveyError, *, typed: str = ""
) -> HttpResponse:
    """Show the current state and the typed text, after another person decided first or the half-year was closed."""
    context = {
        "submission": get_submission(request, submission_id),
        "message": error.messages[0],
        "code": error.code,
        "typed": typed,
    }
    return render(request, "evaluation/submissions/blocked.html", context, status=409)


def _get_neighbors(submission: Submission) -> tuple["QuerySet[Submission]", "QuerySet[Submission]"]:
    """Return the waiting survey before this one and the one after it by community name, to be read together."""
    town = submission.community
    waiting = Submission.objects.filter(
        office=submission.office_id, round=submission.round_id, state=SubmissionState.SUBMITTED
    ).exclude(pk=submission.pk)
    later = Q(community__name__gt=town.name) | Q(community__name=town.name, community__gt=town.pk)
    earlier = waiting.exclude(later).order_by("-community__name", "-community")
    return earlier[:1], waiting.filter(later).order_by("community__name", "community")[:1]

"""The office reads what its communities handed in: the list by state, one survey, and the decision about it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import OfficeRequest, office_view
from evaluation.actions.submissions import accept_submission, return_submission
from evaluation.actions.survey_errors import SurveyError
from evaluation.forms.rounds import ReturnForm
from evaluation.models import Round, Submission, SubmissionState
from evaluation.review import STATES, missing_of, own_questions, review_rows, standings_of


@office_view
@require_safe
def submission_list(request: OfficeRequest) -> HttpResponse:
    """``?round=2026-H1&state=submitted``; without them the newest round and every state."""
    rounds = list(Round.objects.opened().filter(office=request.office).newest_first())
    asked = request.GET.get("round")
    round_ = next((each for each in rounds if asked in (None, "", each.half_year)), None)
    if round_ is None and rounds:
        raise Http404
    context: dict[str, Any] = {"rounds": rounds, "round": round_, "states": (), "missing": ()}
    if round_ is not None:
        standings = standings_of(request.office, round_)
        state = request.GET.get("state", "")
        context |= {
            "state": state,
            "states": [
                (each, found)
                for each in STATES
                if (found := [one for one in standings if one.state == each]) and state in ("", each)
            ],
            "counts": [(each, sum(one.state == each for one in standings)) for each in STATES],
            "missing": missing_of(standings),
            "asked": len(standings),
        }
    return render(request, "evaluation/submission_list.html", context)


@office_view
@require_safe
def submission_review(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = _submission(request, submission_id)
    context = {
        "submission": submission,
        "rows": review_rows(submission),
        "own_questions": own_questions(submission),
        "steps": submission.steps.select_related("by").order_by("-at", "-id"),
        "may_decide": not request.is_guest and submission.state == SubmissionState.SUBMITTED,
    }
    return render(request, "evaluation/submission_review.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission_accept(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = _submission(request, submission_id)
    if request.method != "POST":
        return render(request, "evaluation/submission_accept.html", {"submission": submission})
    try:
        accept_submission(submission=submission, by=request.user)
    except SurveyError as error:
        return _blocked(request, submission_id, error)
    return _to_list(request, submission)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission_return(request: OfficeRequest, submission_id: int) -> HttpResponse:
    submission = _submission(request, submission_id)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return_submission(submission=submission, reason=form.cleaned_data["reason"], by=request.user)
        except SurveyError as error:
            return _blocked(request, submission_id, error, typed=form.cleaned_data["reason"])
        return _to_list(request, submission)
    context = {"submission": submission, "form": form}
    return render(request, "evaluation/submission_return.html", context, status=422 if form.is_bound else 200)


def _submission(request: OfficeRequest, submission_id: int) -> Submission:
    rows = Submission.objects.select_related("community", "round").filter(office=request.office)
    return get_object_or_404(rows, pk=submission_id)


def _to_list(request: OfficeRequest, submission: Submission) -> HttpResponse:
    response = redirect("evaluation:submission-list", request.office.slug)
    response["Location"] += f"?round={submission.round.half_year}"
    return response


def _blocked(
    request: OfficeRequest, submission_id: int, error: SurveyError, *, typed: str = ""
) -> HttpResponse:
    """Somebody was quicker, or the half-year is closed: what stands now, and what she had typed."""
    context = {
        "submission": _submission(request, submission_id),
        "message": error.messages[0],
        "code": error.code,
        "typed": typed,
    }
    return render(request, "evaluation/submission_blocked.html", context, status=409)

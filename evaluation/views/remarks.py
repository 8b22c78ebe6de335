"""The office's remarks on one question of a survey, next to its figure and answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import OfficeRequest, office_view
from evaluation.actions.remarks import add_remark, resolve_remark
from evaluation.actions.survey_errors import SurveyError
from evaluation.forms.rounds import RemarkForm
from evaluation.models import Comparison, Submission
from evaluation.remarks import DISCUSSED, get_conversation
from evaluation.review import ReviewRow, review_rows
from evaluation.views.review import explain_blocked_decision, get_submission, to_review
from tfc.auditing import note_reading


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission_remarks(request: OfficeRequest, submission_id: int, part: str) -> HttpResponse:
    submission = get_submission(request, submission_id)
    comparisons = Comparison.objects.filter(
        office=request.office, half_year=submission.round.half_year, part=part
    )
    rows = review_rows(submission, comparisons.by_key())
    row = next((row for row in rows if row.part.code == part), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        return _save(request, submission, row)
    note_reading("evaluation_submission", submission.pk, community_id=submission.community_id)
    return _page(request, submission, row, RemarkForm(label=_get_label()))


def _save(request: OfficeRequest, submission: Submission, row: ReviewRow) -> HttpResponse:
    form = RemarkForm(request.POST, label=_get_label())
    resolves = "resolve" in request.POST
    if not (resolves or form.is_valid()):
        return _page(request, submission, row, form, status=422)
    try:
        if resolves:
            resolve_remark(submission=submission, part=row.part, by=request.user)
        else:
            add_remark(submission=submission, part=row.part, text=form.cleaned_data["text"], by=request.user)
    except SurveyError as error:
        return explain_blocked_decision(request, submission.pk, error, typed=request.POST.get("text", ""))
    messages.success(request, _("Saved.") if resolves else _("Sent."))
    return to_review(request, submission, f"part-{row.part.code}")


def _get_label() -> str:
    return _("Your remark to the community")


def _page(
    request: HttpRequest, submission: Submission, row: ReviewRow, form: RemarkForm, **response: Any
) -> HttpResponse:
    context = {
        "submission": submission,
        "row": row,
        "form": form,
        "conversation": get_conversation(submission, row.part),
        "may_discuss": not getattr(request, "is_guest", False) and submission.state in DISCUSSED,
    }
    return render(request, "evaluation/submissions/remarks.html", context, **response)

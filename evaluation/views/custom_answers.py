"""A community's answers to the custom questions that its office adds to a half-year."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.models import Role
from evaluation.actions.custom import AnsweredMeanwhileError, save_custom_answers
from evaluation.actions.submissions import start_submission
from evaluation.actions.survey_errors import SurveyError
from evaluation.custom.round_questions import get_answered_questions, get_custom_answers, get_round_questions
from evaluation.forms.custom import CustomAnswerForm
from evaluation.models import Round, Submission
from evaluation.views.survey import coordinators_only, explain_blocked_step, round_or_404
from tfc.disclosure import Reader


@community_view(Role.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_own_questions(request: CommunityRequest, half_year: str) -> HttpResponse:
    """Show all custom questions on one page, saved together: members read, coordinators answer."""
    round_ = round_or_404(request, half_year)
    if not get_round_questions(round_.period, round_.office_id):
        raise Http404
    submission = Submission.objects.filter(community=request.community, round=round_).first()
    if request.method == "POST":
        coordinators_only(request)
        return _save(request, round_, submission)
    return _page(request, round_, submission, _forms(round_, submission))


def _forms(round_: Round, submission: Submission | None, data: Any = None) -> list[CustomAnswerForm]:
    answers = get_custom_answers(submission)
    return [
        CustomAnswerForm(question, answers.get(question.item.pk), data)
        for question in get_round_questions(round_.period, round_.office_id)
    ]


def _save(request: CommunityRequest, round_: Round, submission: Submission | None) -> HttpResponse:
    forms = _forms(round_, submission, request.POST)
    if [form for form in forms if not form.is_valid()]:
        return _page(request, round_, submission, forms, status=422)
    try:
        started = start_submission(community=request.community, round_=round_, by=request.user)
        save_custom_answers(
            submission=started, answer_inputs=[form.answer_input for form in forms], by=request.user
        )
    except AnsweredMeanwhileError as error:
        return _show_form_again(request, round_, error)
    except SurveyError as error:
        return explain_blocked_step(request, round_, error)
    messages.success(request, _("Saved."))
    return redirect("evaluation:survey-round", request.community.slug, round_.half_year)


def _show_form_again(request: CommunityRequest, round_: Round, error: AnsweredMeanwhileError) -> HttpResponse:
    """Show the form again with the typed answers and the new revisions, so that saving again overwrites the other
    answer.
    """
    submission = Submission.objects.get(community=request.community, round=round_)
    data = request.POST.copy()
    for pk, answer in get_custom_answers(submission).items():
        data[f"q{pk}-revision"] = str(answer.revision)
    forms = _forms(round_, submission, data)
    for form in forms:
        form.is_valid()
    overtaken = {item.pk for item in error.items}
    return _page(request, round_, submission, forms, status=409, overtaken=overtaken)


def _page(
    request: CommunityRequest,
    round_: Round,
    submission: Submission | None,
    forms: list[CustomAnswerForm],
    *,
    status: int = 200,
    overtaken: set[int] = frozenset(),  # type: ignore[assignment]
) -> HttpResponse:
    answers = get_answered_questions(round_.period, round_.office_id, submission, Reader.COMMUNITY)
    stored = {
        answered_question.question.item.pk: answered_question
        for answered_question in answers
        if answered_question.question.item.pk in overtaken
    }
    for form in forms:
        form.overtaken = stored.get(form.asked.item.pk)
    is_open = round_.is_open and (submission is None or submission.is_editable)
    context = {
        "round": round_,
        "forms": forms,
        "wrong": [form for form in forms if form.errors],
        "overtaken": bool(overtaken),
        "may_answer": is_open and request.role >= Role.COORDINATOR,
        "answers": answers,
    }
    return render(request, "evaluation/survey/custom_questions.html", context, status=status)

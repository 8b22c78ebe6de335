"""The half-year survey as a whole: its overview, all questions at once, checking the answers, submitting."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.models.communities import TAKES_PART
from evaluation.actions.figures import refresh_figures
from evaluation.actions.submission_steps import has_ended
from evaluation.actions.submissions import save_answer, start_submission, submit_survey
from evaluation.actions.survey_errors import (
    FigureChangedError,
    IncompleteError,
    SavedMeanwhileError,
    SurveyError,
)
from evaluation.custom.round_questions import get_answered_questions
from evaluation.forms.answers import AnswerForm
from evaluation.forms.rounds import EarlyForm
from evaluation.models import Round, Submission, SubmissionStep
from evaluation.remarks import split_steps
from evaluation.rollups.staleness import get_current_refresh
from evaluation.survey import RoundSurvey, Survey, get_survey, open_round_for, round_for, with_since
from tfc.disclosure import Reader
from tfc.periods import half_year_or_404

Read = TypeVar("Read", bound=RoundSurvey)


def open_survey(request: CommunityRequest, round_: Round) -> Survey:
    """Return the survey with figures computed as of today until it is submitted, afterwards with what changed since.

    Viewing it does not start it: the first answer does.
    """
    return with_since(read_up_to_date(round_, lambda: get_survey(request.community, round_, request.user)))


def read_up_to_date(round_: Round, read: Callable[[], Read]) -> Read:
    """Return the result of ``read``, reading again if the figures had to be recomputed."""
    current_survey = read()
    town = current_survey.community
    if current_survey.is_editable and not get_current_refresh(town):
        refresh_figures([town], round_.period)
        current_survey = read()
    return current_survey


def round_or_404(request: CommunityRequest, half_year: str) -> Round:
    round_ = round_for(request.community, half_year_or_404(half_year))
    if round_ is None:
        raise Http404
    return round_


def coordinators_only(request: CommunityRequest) -> None:
    """Raise PermissionDenied for other roles: the whole team reads the survey, coordinators answer it."""
    if request.role < Role.COORDINATOR:
        raise PermissionDenied


def build_survey_context(request: CommunityRequest, survey: RoundSurvey, **more: Any) -> dict[str, Any]:
    """Return the template context common to all pages of a survey."""
    answers = request.role >= Role.COORDINATOR
    return {"survey": survey, "round": survey.round, "may_answer": answers and survey.is_editable, **more}


def explain_blocked_step(request: CommunityRequest, round_: Round, error: SurveyError) -> HttpResponse:
    """Explain why a step is no longer possible; status 409."""
    context = {"round": round_, "message": error.messages[0], "code": error.code}
    return render(request, "evaluation/survey/blocked.html", context, status=409)


@community_view(Role.MEMBER)
@require_safe
def survey(request: CommunityRequest) -> HttpResponse:
    round_ = open_round_for(request.community)
    if round_ is not None:
        return _overview(request, round_)
    context = {"asked": request.community.stage in TAKES_PART, "rounds": _build_round_rows(_rounds(request))}
    return render(request, "evaluation/survey/no_round.html", context)


@community_view(Role.MEMBER)
@require_safe
def survey_round(request: CommunityRequest, half_year: str) -> HttpResponse:
    return _overview(request, round_or_404(request, half_year))


def _overview(request: CommunityRequest, round_: Round) -> HttpResponse:
    current_survey = open_survey(request, round_)
    steps = SubmissionStep.objects.none()
    if current_survey.submission is not None:
        steps = current_survey.submission.steps.defer("content").select_related("by").newest_first()
    others = _rounds(request).exclude(pk=round_.pk)
    own = get_answered_questions(
        round_.period, round_.office_id, current_survey.submission, Reader.COMMUNITY, more=[steps, others]
    )
    history = split_steps(steps)
    versions = current_survey.submission.versions.order_by("-number") if current_survey.submission else ()
    context = build_survey_context(
        request,
        current_survey,
        steps=history.steps,
        history=history,
        rounds=_build_round_rows(others),
        own_questions=own,
        versions=versions,
    )
    return render(request, "evaluation/survey/index.html", context)


def _rounds(request: CommunityRequest) -> QuerySet[Round]:
    """Return the opened rounds, each with the state of this community's survey."""
    surveys = Submission.objects.filter(community=request.community, round=OuterRef("pk"))
    rounds = Round.objects.opened().filter(office_id=request.community.office_id)
    rounds = rounds.asking(request.community.pk).newest_first()
    return rounds.annotate(survey=Subquery(surveys.values("state")))


def _build_round_rows(rounds: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"half_year": round_.half_year, "round": round_, "state": round_.survey} for round_ in rounds]


@community_view(Role.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_all(request: CommunityRequest, half_year: str) -> HttpResponse:
    """Show all questions on one page; the decisions of all, or of those that a form contains, are saved together or
    not at all.
    """
    round_ = round_or_404(request, half_year)
    if request.method == "POST":
        coordinators_only(request)
        return _save_all(request, round_)
    return _show_all(request, open_survey(request, round_))


def _save_all(request: CommunityRequest, round_: Round) -> HttpResponse:
    current_survey = get_survey(request.community, round_, request.user)
    forms = _forms(current_survey, request.POST)
    if [form for form in forms if not form.is_valid()]:
        return _show_all(request, current_survey, forms, status=422)
    try:
        submission = start_submission(community=request.community, round_=round_, by=request.user)
        with transaction.atomic():
            for form in forms:
                if form.says_something_new:
                    part = form.entry.part.code
                    save_answer(submission=submission, part=part, by=request.user, **form.answer)
    except (SavedMeanwhileError, FigureChangedError) as error:
        return _show_all_again(request, round_, error)
    except SurveyError as error:
        return explain_blocked_step(request, round_, error)
    return redirect("evaluation:survey-check", request.community.slug, round_.half_year)


def _show_all_again(
    request: CommunityRequest, round_: Round, error: SavedMeanwhileError | FigureChangedError
) -> HttpResponse:
    """Show the form again with the chosen answers; the user has then seen what is stored and can save."""
    current_survey = get_survey(request.community, round_, request.user)
    data = request.POST.copy()
    for entry in current_survey.entries:
        data[f"{entry.part.code}-revision"] = str(entry.revision)
        data[f"{entry.part.code}-shown_version"] = entry.fingerprint
    forms = _forms(current_survey, data)
    for form in forms:
        form.is_valid()
    conflicts = [part.code for part in error.parts]
    return _show_all(request, current_survey, forms, status=409, conflicts=conflicts)


def _forms(current_survey: Survey, data: Any = None) -> list[AnswerForm]:
    forms = [AnswerForm(entry, data, may_be_open=True) for entry in current_survey.entries]
    contained = [form for form in forms if data and any(name.startswith(f"{form.prefix}-") for name in data)]
    return contained or forms


def _show_all(
    request: CommunityRequest,
    current_survey: Survey,
    forms: list[AnswerForm] | None = None,
    *,
    status: int = 200,
    conflicts: Sequence[str] = (),
) -> HttpResponse:
    forms = forms or _forms(current_survey)
    context = build_survey_context(
        request,
        current_survey,
        forms=forms,
        conflicts=conflicts,
        wrong=[form for form in forms if form.errors],
    )
    return render(request, "evaluation/survey/all_questions.html", context, status=status)


@community_view(Role.MEMBER)
@require_safe
def survey_check(request: CommunityRequest, half_year: str) -> HttpResponse:
    return _check_page(request, round_or_404(request, half_year))


@community_view(Role.COORDINATOR)
@require_POST
def survey_submit(request: CommunityRequest, half_year: str) -> HttpResponse:
    round_ = round_or_404(request, half_year)
    form = None if has_ended(round_.period, request.community) else EarlyForm(request.POST)
    if form and not form.is_valid():
        return _check_page(request, round_, early_form=form)
    reason = form.cleaned_data["early_reason"] if form else ""
    try:
        submission = start_submission(community=request.community, round_=round_, by=request.user)
        submit_survey(
            submission=submission, community=request.community, by=request.user, early_reason=reason
        )
    except (IncompleteError, FigureChangedError) as error:
        return _check_page(request, round_, error, form)
    except SurveyError as error:
        return explain_blocked_step(request, round_, error)
    return redirect("evaluation:survey-round", request.community.slug, round_.half_year)


def _check_page(
    request: CommunityRequest,
    round_: Round,
    error: IncompleteError | FigureChangedError | None = None,
    early_form: EarlyForm | None = None,
) -> HttpResponse:
    """Show the answers to check. ``early_form``: what was submitted before the half-year ended; until then an empty
    form is shown.
    """
    current_survey = open_survey(request, round_)
    own = get_answered_questions(round_.period, round_.office_id, current_survey.submission, Reader.COMMUNITY)
    status = 422 if error or early_form else 200
    if early_form is None and not has_ended(round_.period, request.community):
        early_form = EarlyForm()
    context = build_survey_context(
        request, current_survey, error=error, own_questions=own, early_form=early_form
    )
    # The fields of a report request, so that the button makes the report at once.
    context["report_fields"] = {"round": str(round_.pk), "language": get_language(), "client_id": uuid4()}
    return render(request, "evaluation/survey/check_answers.html", context, status=status)

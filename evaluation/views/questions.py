"""One question of the half-year survey: read it, confirm or override its figure, declare that there was none."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from evaluation.actions.figures import DECLARABLE
from evaluation.actions.remarks import answer_remark
from evaluation.actions.submissions import (
    answer_none,
    save_answer,
    save_draft,
    start_submission,
    withdraw_none,
)
from evaluation.actions.survey_errors import FigureChangedError, SavedMeanwhileError, SurveyError
from evaluation.explanations import explain
from evaluation.explanations.support import describe_offers
from evaluation.fix_links import NOTHING_THERE, get_fix_text, get_improvement_url
from evaluation.forms.answers import OWN, AnswerForm, confirm_text
from evaluation.forms.rounds import RemarkForm
from evaluation.instrument import PARTS
from evaluation.instrument import part as part_called
from evaluation.measures import State
from evaluation.missing_groups import PART, missing_groups
from evaluation.models import Round, Submission
from evaluation.question import Question, get_figure_records, get_question, with_since
from evaluation.remarks import DISCUSSED, Conversation, get_conversation
from evaluation.survey import Entry, get_submission, get_survey
from evaluation.views.survey import (
    build_survey_context,
    coordinators_only,
    explain_blocked_step,
    read_up_to_date,
    round_or_404,
)
from support.tallies import get_numbers
from tfc.text.punctuation import sentences

CODES = frozenset(part.code for part in PARTS)
CHECK = "check"  # ?back=check: the user came from the page with all answers, and returns there


@community_view(Role.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_question(request: CommunityRequest, half_year: str, part: str) -> HttpResponse:
    round_ = _get_round_or_404(request, half_year, part)
    if request.method == "POST":
        coordinators_only(request)
        return _save(request, round_, part)
    return _page(request, with_since(read_up_to_date(round_, lambda: _question(request, round_, part))))


def _question(request: CommunityRequest, round_: Round, part: str) -> Question:
    return get_question(request.community, round_, part_called(part), request.user)


def _get_round_or_404(request: CommunityRequest, half_year: str, part: str) -> Round:
    if part not in CODES:
        raise Http404
    return round_or_404(request, half_year)


def _save(request: CommunityRequest, round_: Round, part: str) -> HttpResponse:
    question = _question(request, round_, part)
    form = AnswerForm(question.entry, request.POST)
    if not form.is_valid():
        return _page(request, question, form=form, status=422)
    try:
        save_answer(submission=_submission(request, round_), part=part, by=request.user, **form.answer)
    except SavedMeanwhileError as error:
        return _show_form_again(request, round_, part, saved_meanwhile=error.answer)
    except FigureChangedError:
        return _show_form_again(request, round_, part, figure_changed=True)
    except SurveyError as error:
        return explain_blocked_step(request, round_, error)
    return _go_on(request, round_, part)


def _submission(request: CommunityRequest, round_: Round) -> Submission:
    return start_submission(community=request.community, round_=round_, by=request.user)


def _go_on(request: CommunityRequest, round_: Round, part: str, undo: str = "") -> HttpResponse:
    """Say that the question is answered, and lead to the page the user came from, else to the next open question, else
    to the page with what is not known, else to the page with all answers. ``undo``: the URL that takes the answer back.
    """
    current_survey = get_survey(request.community, round_)
    comes_from_check = request.GET.get("back") == CHECK
    following = None if comes_from_check else current_survey.next_open(part)
    text = _("Question %(label)s is answered.") % {"label": part_called(part).label}
    if following and current_survey.unknown_left and not current_survey.are_adjacent(part, following):
        text = sentences((text, _("What is not known yet comes together at the end.")))
    messages.success(request, text, extra_tags=undo)
    if following is not None:
        return redirect(_url(request, round_, following.part.code))
    page = "unknown" if current_survey.unknown_left and not comes_from_check else "check"
    return redirect(f"evaluation:survey-{page}", request.community.slug, round_.half_year)


def _url(request: CommunityRequest, round_: Round, part: str, name: str = "question") -> str:
    return reverse(f"evaluation:survey-{name}", args=[request.community.slug, round_.half_year, part])


def _show_form_again(
    request: CommunityRequest, round_: Round, part: str, **extra_context: Any
) -> HttpResponse:
    """Show the form again with the typed text and the stored revision; the user has then seen what is stored and can
    save.
    """
    question = _question(request, round_, part)
    entry = question.entry
    data = request.POST.copy()
    data[f"{part}-revision"], data[f"{part}-shown_version"] = str(entry.revision), entry.fingerprint
    form = AnswerForm(entry, data)
    form.is_valid()
    return _page(request, question, form=form, status=409, **extra_context)


def _page(
    request: CommunityRequest,
    question: Question,
    *,
    form: AnswerForm | None = None,
    status: int = 200,
    **extra_context: Any,
) -> HttpResponse:
    entry, part = question.entry, question.entry.part.code
    form = form or AnswerForm(entry)
    may_withdraw = part in DECLARABLE and _is_declared(entry)
    conversation = get_conversation(question.submission, entry.part)
    extra_context.setdefault("remark_form", RemarkForm(label=_get_remark_label()))
    context = build_survey_context(
        request,
        question,
        entry=entry,
        form=form,
        conversation=conversation,
        may_reply=_may_reply(request, question, conversation),
        confirm_text=confirm_text(entry),
        explanation=[
            *explain(part, entry.measured),
            *_missing_groups(request, question),
            *_get_suggestions(request, question),
        ],
        behind=get_figure_records(request.community, entry.figure),
        mend_url=_mend_url(request, entry),
        mend_how=get_fix_text(entry.measured),
        may_declare=_may_declare(entry),
        may_withdraw=may_withdraw,
        **extra_context,
    )
    return render(request, "evaluation/survey/question.html", context, status=status)


def _may_reply(request: CommunityRequest, question: Question, conversation: Conversation | None) -> bool:
    submission = question.submission
    is_discussed = submission is not None and submission.state in DISCUSSED
    return request.role >= Role.COORDINATOR and is_discussed and bool(conversation and conversation.is_open)


def _missing_groups(request: CommunityRequest, question: Question) -> list[str]:
    if question.entry.part.code != PART:
        return []
    sentence = missing_groups(request.community, question.round.period, question.entry.measured)
    return [sentence] if sentence else []


def _get_suggestions(request: CommunityRequest, question: Question) -> list[str]:
    """Return the sessions and places offered, for coordinators only."""
    if question.entry.part.code != "ready_to_refer" or request.role < Role.COORDINATOR:
        return []
    half_year = question.round.period
    return describe_offers(get_numbers([half_year])[half_year].offered)


def _may_declare(entry: Entry) -> bool:
    return entry.part.code in DECLARABLE and entry.measured.reason in NOTHING_THERE


def _is_declared(entry: Entry) -> bool:
    contradicted = entry.measured.reason == "declaration_contradicted"
    return contradicted or entry.measured.state == State.DECLARED_ZERO


def _mend_url(request: CommunityRequest, entry: Entry) -> str:
    """Return the page where the team can change the figure; empty if only later records can."""
    url = get_improvement_url(entry.part, entry.measured, request.community, request.role)
    # On the survey's own pages that link would lead to itself.
    return "" if url == reverse("evaluation:survey", args=[request.community.slug]) else url


@community_view(Role.MEMBER)
@require_safe
def survey_unknown(request: CommunityRequest, half_year: str) -> HttpResponse:
    """Show the open questions whose figures are unknown, to be confirmed together; they are saved by `survey_all`."""
    round_ = round_or_404(request, half_year)
    current_survey = read_up_to_date(round_, lambda: get_survey(request.community, round_))
    rows = [
        {
            "entry": entry,
            "form": AnswerForm(entry, may_be_open=True),
            "mend_url": _mend_url(request, entry),
            "mend_how": get_fix_text(entry.measured),
            "may_declare": _may_declare(entry),
        }
        for entry in current_survey.unknown_left
    ]
    context = build_survey_context(request, current_survey, rows=rows)
    return render(request, "evaluation/survey/unknown.html", context)


@community_view(Role.COORDINATOR)
@require_POST
def survey_draft(request: CommunityRequest, half_year: str, part: str) -> HttpResponse:
    """Store a draft: by htmx after a pause, responding with the status line; otherwise by its button."""
    round_ = _get_round_or_404(request, half_year, part)
    typed = {name: request.POST.get(f"{part}-{name}", "") for name in OWN}
    try:
        save_draft(submission=_submission(request, round_), part=part, by=request.user, **typed)
    except SurveyError as error:
        if request.headers.get("HX-Request"):
            error_context = {"message": error.messages[0]}
            return render(request, "evaluation/survey/saved.html", error_context, status=422)
        return explain_blocked_step(request, round_, error)
    if not request.headers.get("HX-Request"):
        return redirect(_url(request, round_, part))
    entry = get_question(request.community, round_, part_called(part)).entry
    other = entry.answer if str(entry.revision) != request.POST.get(f"{part}-revision") else None
    context = {"entry": entry, "saved_at": timezone.now(), "round": round_, "other": other}
    return render(request, "evaluation/survey/saved.html", context)


@community_view(Role.COORDINATOR)
@require_POST
def survey_answer_remark(request: CommunityRequest, half_year: str, part: str) -> HttpResponse:
    round_ = _get_round_or_404(request, half_year, part)
    submission = get_submission(request.community, round_)
    if submission is None:
        raise Http404
    form = RemarkForm(request.POST, label=_get_remark_label())
    if not form.is_valid():
        return _page(request, _question(request, round_, part), status=422, remark_form=form)
    answer = {"part": part_called(part), "text": form.cleaned_data["text"]}
    try:
        answer_remark(submission=submission, community=request.community, by=request.user, **answer)
    except SurveyError as error:
        return explain_blocked_step(request, round_, error)
    messages.success(request, _("Sent."))
    return redirect(f"{_url(request, round_, part)}#remarks")


def _get_remark_label() -> str:
    return _("Your answer to the office")


@community_view(Role.COORDINATOR)
@require_POST
def survey_declare(request: CommunityRequest, half_year: str, part: str) -> HttpResponse:
    """Declare "none this half-year", which answers the question as well."""
    round_ = _get_round_or_404(request, half_year, part)
    try:
        answer_none(
            submission=_submission(request, round_), community=request.community, part=part, by=request.user
        )
    except SurveyError as error:
        if error.code != "contradicted":
            return explain_blocked_step(request, round_, error)
        return _refuse_answer(request, round_, part, error)
    except ValidationError as error:
        return _refuse_answer(request, round_, part, error)
    return _go_on(request, round_, part, undo=_url(request, round_, part, "withdraw"))


def _refuse_answer(
    request: CommunityRequest, round_: Round, part: str, error: ValidationError
) -> HttpResponse:
    return _page(request, _question(request, round_, part), status=422, refused=error.messages[0])


@community_view(Role.COORDINATOR)
@require_POST
def survey_withdraw(request: CommunityRequest, half_year: str, part: str) -> HttpResponse:
    round_ = _get_round_or_404(request, half_year, part)
    try:
        submission = _submission(request, round_)
        withdraw_none(submission=submission, community=request.community, part=part, by=request.user)
    except SurveyError as error:
        return explain_blocked_step(request, round_, error)
    except ValidationError as error:
        return _refuse_answer(request, round_, part, error)
    return redirect(_url(request, round_, part))

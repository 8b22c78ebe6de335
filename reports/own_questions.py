"""The office's custom questions in its reports: apart from the twelve items, and in no rating."""

from django.utils.translation import ngettext

from communities.models import Community, Office
from evaluation.custom.results import Results, get_all_results
from evaluation.custom.round_questions import AnsweredQuestion, RoundQuestion, get_answered_questions
from evaluation.measures import Measurement, State
from evaluation.measures.measured import to_json_number
from evaluation.models import CustomKind, Round, Submission, SubmissionState
from evaluation.wording import fraction_text, known_coverage_text, value_text
from reports.formats import state_text
from reports.schema import OwnQuestion
from tfc.disclosure import Reader
from tfc.number_text import number_text
from tfc.text.punctuation import join_title, phrases


def get_own_questions(office: Office, community: Community | None, round_: Round) -> list[OwnQuestion]:
    """Return a community's answers, as the network may read them, or an office's sums over its communities.

    Surveys that are not submitted are not counted.
    """
    if community is None:
        return [_build_summed(question, results) for question, results in get_all_results(office, round_)]
    surveys = Submission.objects.filter(community=community, round=round_)
    submission = surveys.exclude(state=SubmissionState.DRAFT).first()
    return [
        _build_answered(question_answer)
        for question_answer in get_answered_questions(round_.period, office.pk, submission, Reader.NETWORK)
    ]


def _build_answered(question_answer: AnsweredQuestion) -> OwnQuestion:
    if (measured := question_answer.measured) is not None:
        return _build_from_figure(question_answer.question, measured, "")
    return _build_from_text(question_answer.question, question_answer.state, question_answer.text, "")


def _build_summed(question: RoundQuestion, results: Results) -> OwnQuestion:
    if results.sum is not None:
        return _build_from_figure(
            question,
            results.sum.measured,
            known_coverage_text(results.sum.value_count, results.sum.applicable),
        )
    answered = ngettext(
        "answered by %(count)s community", "answered by %(count)s communities", results.answer_count
    )
    known_text = answered % {"count": number_text(results.answer_count)}
    state = State.VALUE if results.answer_count else State.UNKNOWN
    if question.item.kind == CustomKind.TEXT:
        return _build_from_text(question, state, known_text, "")
    counted = phrases(join_title(option_text, number_text(number)) for option_text, number in results.options)
    return _build_from_text(
        question, state, counted if results.answer_count else state_text(State.UNKNOWN.value), known_text
    )


def _build_from_figure(question: RoundQuestion, measured: Measurement, known_text: str) -> OwnQuestion:
    details = (fraction_text(measured), str(measured.reason_text), known_text)
    return {
        **_build_from_text(question, measured.state, value_text(measured), " · ".join(filter(None, details))),
        "value": to_json_number(measured.value),
        "numerator": to_json_number(measured.numerator),
        "denominator": to_json_number(measured.denominator),
        "unit": measured.unit.value,
    }


def _build_from_text(question: RoundQuestion, state: State, text: str, detail_text: str) -> OwnQuestion:
    return {
        "label": question.label,
        "title": question.version.title,
        "version": question.version.number,
        "state": state.value,
        "state_text": state_text(state.value),
        "value": None,
        "numerator": None,
        "denominator": None,
        "unit": "",
        "value_text": text,
        "detail_text": detail_text,
    }

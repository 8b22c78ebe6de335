"""What an office's communities answered to a custom question in a half-year, as far as the office may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from communities.community_pager import TownPage, get_town_page
from communities.models import Community, Office
from evaluation.custom.measured import UNITS, AnswerSum, get_shown_answer, options_chosen, sum_answers
from evaluation.custom.round_questions import (
    AnsweredQuestion,
    RoundQuestion,
    get_round_questions,
    pair_answers,
)
from evaluation.measures import unknown
from evaluation.models import CustomAnswer, CustomItem, CustomItemVersion, CustomKind, Round
from evaluation.review import get_community_surveys
from evaluation.surveys_by_state import in_state
from tfc.disclosure import Reader

# The fields by which answers are grouped in a sum.
ANSWER_FIELDS = ("state", "number", "whole", "option")


@dataclass(frozen=True)
class TownAnswer:
    """A community's answer; ``submission_id`` is None if the community has not started its survey."""

    community: Community
    submission_id: int | None
    answered: AnsweredQuestion


@dataclass(frozen=True)
class Results:
    """``sum`` is of numbers and percentages; ``options`` holds how many communities chose each option of a choice.
    ``rows`` cover all ``expected_count`` communities, or one page of them.
    """

    version: CustomItemVersion
    rows: Sequence[TownAnswer]
    sum: AnswerSum | None
    options: Sequence[tuple[str, int]]
    answer_count: int
    expected_count: int


def page_of_results(
    item: CustomItem, office: Office, round_: Round, at: str
) -> tuple[Results, TownPage] | None:
    """Return a page of communities with their answers and the sum over all; None where the half-year does not ask the
    question.

    In the office's scope, in five queries for any number of communities.
    """
    question = next(
        (
            question
            for question in get_round_questions(round_.period, office.pk)
            if question.item.pk == item.pk
        ),
        None,
    )
    if question is None:
        return None
    page = get_town_page(office, in_state(office, round_, ""), at, None)
    surveys = {town.pk: town.survey_id for town in page.towns}  # type: ignore[attr-defined]
    answers = _get_submitted_answers(question, round_).filter(
        submission__in=[survey_id for survey_id in surveys.values() if survey_id]
    )
    answers_by_survey = {answer.submission_id: answer for answer in answers.select_related("version")}
    rows = [_row(question, town, surveys[town.pk], answers_by_survey) for town in page.towns]
    return _results(question, round_, rows, page.total), page


def get_all_results(office: Office, round_: Round) -> list[tuple[RoundQuestion, Results]]:
    """Return the results of every question that the half-year asks, in order, with all communities."""
    standings = get_community_surveys(office, round_)
    results = []
    for question in get_round_questions(round_.period, office.pk):
        answers = {
            answer.submission_id: answer
            for answer in _get_submitted_answers(question, round_).select_related("version")
        }
        rows = [
            _row(
                question,
                community_survey.community,
                community_survey.submission.pk if community_survey.submission else None,
                answers,
            )
            for community_survey in standings
        ]
        results.append((question, _results(question, round_, rows, len(rows))))
    return results


def _get_submitted_answers(question: RoundQuestion, round_: Round) -> QuerySet[CustomAnswer]:
    """Return the answers of surveys that are not drafts: a draft's answers stay in their community."""
    answers = CustomAnswer.objects.filter(
        office=round_.office_id, item=question.item, submission__round=round_
    )
    return answers.exclude(submission__state="draft")


def _row(
    question: RoundQuestion, town: Community, survey: int | None, answers: Mapping[int, CustomAnswer]
) -> TownAnswer:
    answer = answers.get(survey) if survey else None
    [answered] = pair_answers([question], {question.item.pk: answer} if answer else {}, Reader.NETWORK)
    return TownAnswer(town, survey, answered)


def _results(question: RoundQuestion, round_: Round, rows: Sequence[TownAnswer], number: int) -> Results:
    counted = _count_answers(question, round_)
    return Results(
        version=question.version,
        rows=rows,
        sum=_sum(question, counted, number),
        options=_options(question, counted),
        answer_count=sum(count for answer, count in counted if answer.state == "answered"),
        expected_count=number,
    )


def _count_answers(question: RoundQuestion, round_: Round) -> list[tuple[CustomAnswer, int]]:
    """Return each distinct answer with its number of communities; of texts only whether there is one."""
    rows = (
        _get_submitted_answers(question, round_)
        .order_by()
        .values_list("version__counts_people", *ANSWER_FIELDS)
    )
    return [
        (
            CustomAnswer(
                version=CustomItemVersion(counts_people=counts_people),
                **dict(zip(ANSWER_FIELDS, values, strict=True)),
            ),
            times,
        )
        for counts_people, *values, times in rows.annotate(times=Count("pk"))
    ]


def _sum(
    question: RoundQuestion, counted: Sequence[tuple[CustomAnswer, int]], number: int
) -> AnswerSum | None:
    """Add up the answers; expected communities that did not answer count as unknown."""
    kind = CustomKind(question.item.kind)
    unit = UNITS.get(kind)
    if unit is None:
        return None
    figures = [
        (get_shown_answer(kind, answer.version, answer, Reader.NETWORK), times) for answer, times in counted
    ]
    silent = number - sum(times for _one, times in figures)
    numeric_figures = [(figure, times) for figure, times in figures if figure is not None]
    return sum_answers([*numeric_figures, (unknown(unit, "not_answered"), silent)], unit)


def _options(question: RoundQuestion, counted: Sequence[tuple[CustomAnswer, int]]) -> list[tuple[str, int]]:
    if question.item.kind != CustomKind.CHOICE:
        return []
    chosen = options_chosen(counted)
    return [(option, chosen[place]) for place, option in enumerate(question.version.options)]

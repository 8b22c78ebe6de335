"""Which custom questions a half-year asks, in which version, and what a survey answers to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluation.custom.measured import get_answer_text, get_choice_text, get_shown_answer
from evaluation.measures import Measurement, State
from evaluation.models import CustomAnswer, CustomItem, CustomItemVersion, CustomKind, Submission
from evaluation.wording import value_text
from tfc.batched_queries import evaluate_together
from tfc.disclosure import Reader
from tfc.periods import HalfYear


@dataclass(frozen=True)
class RoundQuestion:
    """A custom question as a half-year asks it."""

    item: CustomItem
    version: CustomItemVersion

    @property
    def label(self) -> str:
        """Return a label such as "Q3", distinct from the numbers of the twelve items."""
        return _("Q%(number)s") % {"number": self.item.number}

    @property
    def code(self) -> str:
        """Return the untranslated code, for files."""
        return f"Q{self.item.number}"


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with a survey's answer, as ``reader`` may see it. ``answer`` is None if there is none yet."""

    question: RoundQuestion
    answer: CustomAnswer | None
    reader: Reader

    @property
    def measured(self) -> Measurement | None:
        """Return the figure of a number or a percentage; None for a choice or a text."""
        return get_shown_answer(self.question.item.kind, self.question.version, self.answer, self.reader)

    @property
    def state(self) -> State:
        """Return one of the states of figures, also for a choice or a text."""
        if (measured := self.measured) is not None:
            return measured.state
        if self.answer is None or self.answer.state == "unknown":
            return State.UNKNOWN
        return State.VALUE if self.answer.state == "answered" else State.NOT_APPLICABLE

    @property
    def text(self) -> str:
        """Return the answer in words, or the words for its state if there is none."""
        if (measured := self.measured) is not None:
            return value_text(measured)
        if self.question.item.kind == CustomKind.CHOICE:
            return get_choice_text(self.question.version, self.answer)
        return get_answer_text(self.answer)


def get_round_questions(half_year: HalfYear, office_id: int) -> list[RoundQuestion]:
    """Return the questions in order; one query. Readable by the office and its communities."""
    return _get_questions_with(half_year, office_id)


def _get_questions_with(
    half_year: HalfYear, office_id: int, *more: QuerySet[Any, Any]
) -> list[RoundQuestion]:
    """Do what `get_round_questions` does; ``more`` is read in the same query."""
    items = CustomItem.objects.filter(office_id=office_id).in_order()
    versions = CustomItemVersion.objects.filter(office_id=office_id, from_half_year__lte=str(half_year))
    versions = versions.order_by("from_half_year", "number")
    evaluate_together(items, versions, *more)
    newest: dict[int, CustomItemVersion] = {}
    for version in versions:
        newest[version.item_id] = version
    return [
        RoundQuestion(item, newest[item.pk])
        for item in items
        if item.pk in newest and not (item.retired_from and item.retired_from <= str(half_year))
    ]


def get_custom_answers(submission: Submission | None, *, by_link: bool = False) -> dict[int, CustomAnswer]:
    """Return the answers by question id. ``by_link``: without author and texts, which a data link may not read."""
    return {answer.item_id: answer for answer in _answers(submission, by_link=by_link)}


def _answers(submission: Submission | None, *, by_link: bool) -> QuerySet[CustomAnswer]:
    if submission is None:
        return CustomAnswer.objects.none()
    answers = CustomAnswer.objects.filter(submission=submission)
    if by_link:
        return answers.select_related("version").defer("text")
    return answers.select_related("version", "by")


def get_answered_questions(
    half_year: HalfYear,
    office_id: int,
    submission: Submission | None,
    reader: Reader,
    *,
    by_link: bool = False,
    more: Sequence[QuerySet[Any, Any]] = (),
) -> list[AnsweredQuestion]:
    """Return each question of a half-year with the answer of one survey; one query that also reads ``more``."""
    answers = _answers(submission, by_link=by_link)
    questions = _get_questions_with(half_year, office_id, answers, *more)
    return pair_answers(questions, {answer.item_id: answer for answer in answers}, reader)


def pair_answers(
    questions: Iterable[RoundQuestion], answers: Mapping[int, CustomAnswer], reader: Reader
) -> list[AnsweredQuestion]:
    """Pair questions with answers. An answer to an earlier version is shown with that version's question."""
    answered_questions = []
    for question in questions:
        answer = answers.get(question.item.pk)
        version = answer.version if answer else question.version
        answered_questions.append(AnsweredQuestion(RoundQuestion(question.item, version), answer, reader))
    return answered_questions

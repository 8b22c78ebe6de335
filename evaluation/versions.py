"""The content of an accepted survey: stored as plain data when it is reopened, and read back for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from communities.thresholds import thresholds_for
from evaluation.custom.round_questions import AnsweredQuestion, RoundQuestion
from evaluation.figure_visibility import is_override_shown, mask_rated_figure
from evaluation.instrument import PARTS, Part
from evaluation.measures import Measurement, Rating
from evaluation.models import (
    AcceptedVersion,
    Answer,
    CustomAnswer,
    CustomItem,
    CustomItemVersion,
    Decision,
    Figure,
    Submission,
)
from tfc.disclosure import Reader

CUSTOM_FIELDS = ("state", "number", "whole", "option", "text")


@dataclass(frozen=True)
class VersionPart:
    """One part of an accepted survey, as its reader may see it. ``answer`` is not saved to the database."""

    part: Part
    measured: Measurement
    rating: Rating
    definition_version: int
    answer: Answer | None
    own_is_shown: bool

    @property
    def is_override(self) -> bool:
        return self.answer is not None and self.answer.decision == Decision.OVERRIDDEN


def make_content(submission: Submission) -> dict[str, Any]:
    """Return figures, answers and answers to custom questions, without ids of records and names of people."""
    figures = Figure.objects.for_half_year(submission.round.period).for_communities([submission.community_id])
    answers = {answer.part: answer for answer in submission.answers.with_choice()}
    custom = submission.custom_answers.select_related("item", "version").order_by("item__number")
    return {
        "parts": {figure.part: _part_content(figure, answers.get(figure.part)) for figure in figures},
        "custom": [_custom_content(answer) for answer in custom],
    }


def _part_content(figure: Figure, answer: Answer | None) -> dict[str, Any]:
    return {
        "figure": {**figure.to_measured().as_json(), "details": {}, "joint": {}},
        "rating": figure.rating,
        "definition_version": figure.definition_version,
        "receipt_hash": figure.receipt_hash,
        "as_of": figure.as_of.isoformat(),
        "answer": _answer_content(answer) if answer else None,
    }


def _answer_content(answer: Answer) -> dict[str, Any]:
    return {
        "decision": answer.decision,
        "override_value": _text(answer.override_value),
        "override_numerator": _text(answer.override_numerator),
        "override_denominator": answer.override_denominator,
        "counts": answer.choice or answer.counts,
        "reason": answer.reason,
        "evidence": answer.evidence,
    }


def _custom_content(answer: CustomAnswer) -> dict[str, Any]:
    answered = {name: getattr(answer, name) for name in CUSTOM_FIELDS}
    return {
        "question": answer.item.number,
        "kind": answer.item.kind,
        "texts": answer.version.texts,
        "counts_people": answer.version.counts_people,
        "answer": answered | {"number": _text(answer.number), "whole": _text(answer.whole)},
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def read_parts(version: AcceptedVersion, reader: Reader) -> list[VersionPart]:
    """Return the parts in the order of the instrument; ``version`` must have its submission and round loaded."""
    thresholds = thresholds_for(version.office_id, version.submission.round.period)
    rows = []
    for part in PARTS:
        stored = version.content["parts"].get(part.code)
        if stored is None:
            continue
        measured = Measurement.from_json(stored["figure"])
        shown = mask_rated_figure(measured, Rating(stored["rating"]), part, thresholds, reader)
        answer = read_answer(part, stored["answer"])
        rows.append(
            VersionPart(
                part,
                shown.measured,
                shown.rating,
                stored["definition_version"],
                answer,
                is_override_shown(measured, part, reader),
            )
        )
    return rows


def read_answer(part: Part, stored: Mapping[str, Any] | None) -> Answer | None:
    if stored is None:
        return None
    numbers = {name: _decimal(stored[name]) for name in ("override_value", "override_numerator")}
    return Answer(part=part.code, **{**stored, **numbers})


def read_custom_answers(version: AcceptedVersion, reader: Reader) -> Sequence[AnsweredQuestion]:
    """Return the custom questions with the accepted answers, in their order."""
    return [_read_custom(row, reader) for row in version.content["custom"]]


def _read_custom(row: Mapping[str, Any], reader: Reader) -> AnsweredQuestion:
    item = CustomItem(number=row["question"], kind=row["kind"])
    version = CustomItemVersion(texts=row["texts"], counts_people=row["counts_people"])
    numbers = {name: _decimal(row["answer"][name]) for name in ("number", "whole")}
    answer = CustomAnswer(**{**row["answer"], **numbers})
    return AnsweredQuestion(RoundQuestion(item, version), answer, reader)


def _decimal(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)

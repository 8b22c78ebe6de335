"""What changed in a survey between its return and now: the figure and the answer of each question."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from evaluation.figure_visibility import is_override_shown, mask_figure
from evaluation.measures import Measurement
from evaluation.models import Answer, Decision
from evaluation.review import ReviewRow, own_value_text
from evaluation.versions import read_answer
from evaluation.wording import value_text
from tfc.disclosure import Reader
from tfc.text.punctuation import join_bracketed

OWN = ("override_value", "override_numerator", "override_denominator")


def describe_resubmission(rows: Sequence[ReviewRow], content: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return sentences by part code, as the office may read them; none for what stayed as it was.

    ``content``: of the step with which it was returned (evaluation.versions).
    """
    texts = {row.part.code: _describe_part(row, content["parts"].get(row.part.code)) for row in rows}
    return {code: sentences for code, sentences in texts.items() if sentences}


def _describe_part(row: ReviewRow, stored: Mapping[str, Any] | None) -> list[str]:
    if stored is None:
        return []
    computed = Measurement.from_json(stored["figure"])
    old, new = value_text(mask_figure(computed, row.part, Reader.NETWORK)), value_text(row.measured)
    sentences = []
    if old != new:
        sentences.append(_("Figure changed: %(old)s → %(new)s.") % {"old": old, "new": new})
    before = read_answer(row.part, stored["answer"])
    if before is None or row.answer is None:
        return sentences
    is_shown = row.own_is_shown and is_override_shown(computed, row.part, Reader.NETWORK)
    old, new = _describe_answer(row, before, is_shown), _describe_answer(row, row.answer, is_shown)
    if old != new:
        sentences.append(_("Answer changed: %(old)s → %(new)s.") % {"old": old, "new": new})
    elif any(getattr(before, name) != getattr(row.answer, name) for name in (*OWN, "reason", "evidence")):
        sentences.append(_("The override, its reason or evidence changed."))
    return sentences


def _describe_answer(row: ReviewRow, answer: Answer, is_shown: bool) -> str:
    """Return "Confirmed", or "Overridden (83%)"; next to a hidden figure without the value."""
    label = str(Decision(answer.decision).label)
    is_override = answer.decision == Decision.OVERRIDDEN
    return join_bracketed(label, own_value_text(row.part, answer)) if is_override and is_shown else label

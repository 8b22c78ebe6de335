"""Which answers a closed survey may add to its results without revealing a single person's answers.

Pure functions. A team knows the answers that it entered or uploaded. Subtracted from the results, they would leave the
answers from phones, so there must be enough of these alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communities.thresholds import SMALLEST_RESULT
from residents.counting import AccessAnswer, Reply
from residents.models import SMALLEST_CHANGE, AnswerSource
from residents.tallies import AnswerRow, access_answer, get_prompted_answer, risk_answer

BREAKDOWNS = ("access", "prompted", "risks")


@dataclass(frozen=True)
class SourcedRow:
    """One answer, with its id and its source."""

    pk: int
    row: AnswerRow
    source: str

    @property
    def is_from_phone(self) -> bool:
        return self.source == AnswerSource.PHONE


def select_countable(counted: Sequence[SourcedRow], waiting: Sequence[SourcedRow]) -> Sequence[SourcedRow]:
    """Return which waiting answers may join the counted ones: all, all except those from phones, or none."""
    typed = [answer for answer in waiting if not answer.is_from_phone]
    for added in (waiting, typed):
        if added and _may_join(counted, added):
            return added
    return []


def get_shown_breakdowns(answers: Sequence[SourcedRow]) -> list[str]:
    """Return the breakdowns with enough valid answers for a result."""
    valid = _count_valid(answers)
    return [name for name in BREAKDOWNS if valid[name] >= SMALLEST_RESULT]


def _may_join(counted: Sequence[SourcedRow], added: Sequence[SourcedRow]) -> bool:
    shown_before = get_shown_breakdowns(counted)
    together = [*counted, *added]
    if not get_shown_breakdowns(together) or (shown_before and len(added) < SMALLEST_CHANGE):
        return False
    if any(0 < number < SMALLEST_RESULT for number in _count_phones_used_again(together)):
        return False
    changes = _count_valid(added), _count_valid([answer for answer in added if answer.is_from_phone])
    return not any(0 < change[name] < SMALLEST_CHANGE for change in changes for name in shown_before)


def _count_phones_used_again(answers: Sequence[SourcedRow]) -> list[int]:
    """Count valid answers from phones in each shown breakdown that also has other answers."""
    phones = _count_valid([answer for answer in answers if answer.is_from_phone])
    valid = _count_valid(answers)
    return [phones[name] for name in get_shown_breakdowns(answers) if phones[name] < valid[name]]


def _count_valid(answers: Sequence[SourcedRow]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for answer in answers:
        counts["access"] += Reply.REFUSED not in _replies(access_answer(answer.row))
        counts["prompted"] += Reply.REFUSED not in _replies(get_prompted_answer(answer.row))
        counts["risks"] += risk_answer(answer.row).definition != Reply.REFUSED
    return counts


def _replies(answer: AccessAnswer) -> tuple[Reply, Reply]:
    return answer.route, answer.hotline

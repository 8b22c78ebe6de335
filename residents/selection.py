"""Which answers a closed survey may add to its results without showing what a single person answered. Pure.

A team knows the answers that it typed in or uploaded itself. Taken from the results, they would leave the answers from
phones, so these need to be enough on their own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communities.thresholds import SMALLEST_RESULT
from residents.counting import AccessAnswer, Reply
from residents.models import SMALLEST_CHANGE, AnswerSource
from residents.tallies import AnswerRow, access_answer, prompted_answer, risk_answer

BREAKDOWNS = ("access", "prompted", "risks")


@dataclass(frozen=True)
class SourcedRow:
    """One answer, by its number, and the way on which it came."""

    pk: int
    row: AnswerRow
    source: str

    @property
    def is_from_phone(self) -> bool:
        return self.source == AnswerSource.PHONE


def select_countable(counted: Sequence[SourcedRow], waiting: Sequence[SourcedRow]) -> Sequence[SourcedRow]:
    """Those of the waiting answers that may join the counted ones: all, all but those from phones, or none."""
    typed = [answer for answer in waiting if not answer.is_from_phone]
    for added in (waiting, typed):
        if added and _may_join(counted, added):
            return added
    return []


def get_shown_breakdowns(answers: Sequence[SourcedRow]) -> list[str]:
    """The breakdowns with enough valid answers for a result."""
    valid = _count_valid(answers)
    return [name for name in BREAKDOWNS if valid[name] >= SMALLEST_RESULT]


def _may_join(counted: Sequence[SourcedRow], added: Sequence[SourcedRow]) -> bool:
    shown_before = get_shown_breakdowns(counted)
    together = [*counted, *added]
    if not get_shown_breakdowns(together) or (shown_before and len(added) < SMALLEST_CHANGE):
        return False
    if any(0 < number < SMALLEST_RESULT for number in _count_phones_beside_others(together)):
        return False
    changes = _count_valid(added), _count_valid([answer for answer in added if answer.is_from_phone])
    return not any(0 < change[name] < SMALLEST_CHANGE for change in changes for name in shown_before)


def _count_phones_beside_others(answers: Sequence[SourcedRow]) -> list[int]:
    """Valid answers from phones, for each breakdown shown together with answers that the team entered."""
    phones = _count_valid([answer for answer in answers if answer.is_from_phone])
    valid = _count_valid(answers)
    return [phones[name] for name in get_shown_breakdowns(answers) if phones[name] < valid[name]]


def _count_valid(answers: Sequence[SourcedRow]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for answer in answers:
        counts["access"] += Reply.REFUSED not in _replies(access_answer(answer.row))
        counts["prompted"] += Reply.REFUSED not in _replies(prompted_answer(answer.row))
        counts["risks"] += risk_answer(answer.row).definition != Reply.REFUSED
    return counts


def _replies(answer: AccessAnswer) -> tuple[Reply, Reply]:
    return answer.route, answer.hotline

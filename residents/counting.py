"""Counts residents' surveys: how many know, of how many valid answers, and the change over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from communities.thresholds import Thresholds
from tfc.intervals import newcombe


class Reply(StrEnum):
    """One answer to one question. WRONG includes "don't know", which is a valid answer; REFUSED is not.

    UNCLEAR: an open answer that was not judged.
    """

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED = "refused"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class AccessAnswer:
    """Item 6, unprompted: did the resident name a working route to help, and the hotline?"""

    route: Reply
    hotline: Reply


@dataclass(frozen=True)
class RiskAnswer:
    """Item 7: the definition chosen, and how many correct risks and distractors were selected."""

    definition: Reply
    right_risks: int
    distractors: int


@dataclass(frozen=True)
class SurveyTally:
    """One survey counted: `knows` of `valid` answers. Only equal `version` and `method` are comparable.

    The prompted counts of item 6 are shown next to it and never rated. `unclear`: valid answers that may know or not.
    """

    knows: int
    valid: int
    version: str
    method: str
    refused: int = 0
    prompted_knows: int | None = None
    prompted_valid: int | None = None
    unclear: int = 0


def tally_access(answers: Iterable[AccessAnswer], version: str, method: str) -> SurveyTally:
    """Count item 6: knows the route and the hotline; a refusal of either is not valid.

    Each unclear reply counts as if from another person: coordinators know how many texts were not judged, and a
    smaller number would reveal that two of these are from one person.
    """
    pairs = [(answer.route, answer.hotline) for answer in answers]
    valid = [pair for pair in pairs if Reply.REFUSED not in pair]
    knows = sum(pair == (Reply.RIGHT, Reply.RIGHT) for pair in valid)
    unclear = min(sum(pair.count(Reply.UNCLEAR) for pair in valid), len(valid) - knows)
    return SurveyTally(knows, len(valid), version, method, refused=len(pairs) - len(valid), unclear=unclear)


def tally_risks(answers: Iterable[RiskAnswer], version: str, method: str) -> SurveyTally:
    """Count item 7: the correct definition, two or more correct risks and at most one distractor."""
    all_answers = list(answers)
    valid = [answer for answer in all_answers if answer.definition != Reply.REFUSED]
    knows = sum(
        answer.definition == Reply.RIGHT and answer.right_risks >= 2 and answer.distractors <= 1
        for answer in valid
    )
    return SurveyTally(knows, len(valid), version, method, refused=len(all_answers) - len(valid))


class Direction(StrEnum):
    INCREASE = "increase"
    DECREASE = "decrease"
    NO_CLEAR_CHANGE = "no_clear_change"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Change:
    """Change since the first survey in percentage points, with its 95 % interval; all None when unknown."""

    direction: Direction
    difference: float | None = None
    interval: tuple[float, float] | None = None


def change_since(
    first: SurveyTally | None, current: SurveyTally | None, thresholds: Thresholds | None = None
) -> Change:
    """Return Newcombe's interval of current − first.

    It is called an increase only if the interval excludes zero. Unclear answers widen it: it spans the least and the
    greatest change that they allow.

    Unknown without two surveys of the same version and method that both have enough valid answers.
    """
    needed = (thresholds or Thresholds()).enough_answers
    if first is None or current is None or (first.version, first.method) != (current.version, current.method):
        return Change(Direction.UNKNOWN)
    if min(first.valid, current.valid) < needed:
        return Change(Direction.UNKNOWN)
    lower = newcombe((current.knows, current.valid), (first.knows + first.unclear, first.valid))[0]
    upper = newcombe((current.knows + current.unclear, current.valid), (first.knows, first.valid))[1]
    direction = Direction.NO_CLEAR_CHANGE
    if lower > 0:
        direction = Direction.INCREASE
    elif upper < 0:
        direction = Direction.DECREASE
    difference = 100 * (current.knows / current.valid - first.knows / first.valid)
    return Change(direction, difference, (100 * lower, 100 * upper))

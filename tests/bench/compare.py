"""Compares two ways to the same result, measured in turn, so that other load on the machine affects both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.client import Answer, Visitor
from tests.bench.result_rows import ResultRow, ratio_row
from tests.bench.servers import Server
from tests.bench.visitors import Person

REPETITIONS = 9
Ask = Callable[[Visitor, Person, int], Answer]


@dataclass(frozen=True)
class Visit:
    """What each of ``people`` requests from ``server`` in a round; ``answers``: the expected status."""

    server: Server
    people: Sequence[Person]
    ask: Ask
    answers: int = 200

    def round(self, turn: int) -> float:
        """Return the median in milliseconds; LookupError for an unexpected status."""
        return median(self._once(person, turn) for person in self.people)

    def _once(self, person: Person, turn: int) -> float:
        answer = self.ask(self.server.visitor(person), person, turn)
        if answer.status != self.answers:
            raise LookupError(f"{answer.path} answered {answer.status} instead of {self.answers}")
        return answer.milliseconds


def compare(name: str, goal: float, ours: Visit, theirs: Visit, repetitions: int = REPETITIONS) -> ResultRow:
    """Return a row with the ratio of the two, after a warm-up round."""
    ours.round(0)
    theirs.round(0)
    pairs = [(ours.round(turn), theirs.round(turn)) for turn in range(1, repetitions + 1)]
    return ratio_row(name, goal, [ratio for ratio, _ in pairs], [other for _, other in pairs])

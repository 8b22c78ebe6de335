"""Two ways to the same thing, asked in turn, so that whatever else the machine does falls on both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.client import Answer, Visitor
from tests.bench.result_rows import Row, ratio_row
from tests.bench.servers import Server
from tests.bench.visitors import Person

REPETITIONS = 9
Ask = Callable[[Visitor, Person, int], Answer]


@dataclass(frozen=True)
class Visit:
    """What each of ``people`` asks of ``server`` once in a round; ``answers`` is the status that it should have."""

    server: Server
    people: Sequence[Person]
    ask: Ask
    answers: int = 200

    def round(self, turn: int) -> float:
        """The median time in milliseconds. LookupError where an answer is not what it should be."""
        return median(self._once(person, turn) for person in self.people)

    def _once(self, person: Person, turn: int) -> float:
        answer = self.ask(self.server.visitor(person), person, turn)
        if answer.status != self.answers:
            raise LookupError(f"{answer.path} answered {answer.status} instead of {self.answers}")
        return answer.milliseconds


def compare(name: str, goal: float, ours: Visit, theirs: Visit, repetitions: int = REPETITIONS) -> Row:
    """A row of the ratio of the two, after a round that only warms both."""
    ours.round(0)
    theirs.round(0)
    pairs = [(ours.round(turn), theirs.round(turn)) for turn in range(1, repetitions + 1)]
    return ratio_row(name, goal, [one for one, _ in pairs], [other for _, other in pairs])

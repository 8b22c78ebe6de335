"""Counts answers for items 6 and 7 in comparable pools: same survey version and same sampling.

Pure functions. ``CODES`` are the answer columns; ``AnswerRow.from_values`` makes a row of version, sampling and these.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple, Self

from residents.counting import AccessAnswer, Reply, RiskAnswer, SurveyTally, tally_access, tally_risks
from residents.models import Sampling
from residents.questionnaire import DISTRACTORS, REFUSED, RIGHT, RIGHT_RISKS, UNCLEAR

# The other two methods come close to a sample of the community; these describe only those who were surveyed.
CONVENIENCE = frozenset({Sampling.EVENT, Sampling.POSTER, Sampling.ONLINE})

# Answer columns, one for each question.
CODES = (
    "route_unprompted",
    "hotline_unprompted",
    "route_prompted",
    "hotline_prompted",
    "definition",
    "risks",
)
# In rows made from results too small to be shown: neither valid nor refused.
HIDDEN = ""


class AnswerRow(NamedTuple):
    """One answer, or a synthetic one that represents a survey's results."""

    version: int
    sampling: str
    route_unprompted: str
    hotline_unprompted: str
    route_prompted: str
    hotline_prompted: str
    definition: str
    risks: Sequence[str]

    @classmethod
    def from_values(cls, values: Sequence[Any]) -> Self:
        return cls(*values)


class Pool(NamedTuple):
    """Answers that may be added up and compared."""

    version: int
    sampling: str

    @property
    def is_convenience(self) -> bool:
        """Return True if the shares describe only the people surveyed, not the community."""
        return self.sampling in CONVENIENCE


@dataclass(frozen=True)
class Tallies:
    """One pool counted: item 6 with the prompted counts, and item 7."""

    pool: Pool
    answers: int
    access: SurveyTally
    risks: SurveyTally


def access_answer(row: AnswerRow) -> AccessAnswer:
    """Return one resident's unprompted answer to item 6."""
    return AccessAnswer(route=_reply(row.route_unprompted), hotline=_reply(row.hotline_unprompted))


def get_prompted_answer(row: AnswerRow) -> AccessAnswer:
    """Return one resident's answer to item 6 after the options were read."""
    return AccessAnswer(route=_reply(row.route_prompted), hotline=_reply(row.hotline_prompted))


def risk_answer(row: AnswerRow) -> RiskAnswer:
    """Return one resident's answer to item 7.

    A refusal of the risks is no answer: the definition is only half of the item.
    """
    return _risk_answer(row.definition, tuple(row.risks))


# Few combinations exist, so each is evaluated one time.
@lru_cache(1000)
def _risk_answer(definition: str, risks: tuple[str, ...]) -> RiskAnswer:
    chosen = set(risks)
    reply = Reply.REFUSED if REFUSED in chosen else _reply(definition)
    return RiskAnswer(reply, len(chosen & RIGHT_RISKS), len(chosen & DISTRACTORS))


def _reply(code: str) -> Reply:
    """Map a code to a reply; "don't know" is valid and not right."""
    if code == REFUSED:
        return Reply.REFUSED
    if code == UNCLEAR:
        return Reply.UNCLEAR
    return Reply.RIGHT if code == RIGHT else Reply.WRONG


def tally(pool: Pool, rows: Iterable[AnswerRow]) -> Tallies:
    """Count the rows of one pool."""
    answer_rows = list(rows)
    version, method = str(pool.version), str(pool.sampling)
    access = tally_access(
        [access_answer(row) for row in answer_rows if row.route_unprompted != HIDDEN], version, method
    )
    prompted = tally_access(
        [get_prompted_answer(row) for row in answer_rows if row.route_prompted != HIDDEN], version, method
    )
    risks = [risk_answer(row) for row in answer_rows if row.definition != HIDDEN]
    return Tallies(
        pool,
        len(answer_rows),
        replace(access, prompted_knows=prompted.knows, prompted_valid=prompted.valid),
        tally_risks(risks, version, method),
    )


def tally_pools(rows: Iterable[AnswerRow]) -> list[Tallies]:
    """Count every pool, the largest first; the first is the one that counts.

    Of equally large ones, the newer version first, then the sampling closer to a sample of the community.
    """
    pools: Mapping[Pool, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        pools[Pool(row.version, row.sampling)].append(row)
    order = list(Sampling.values)
    counted = [tally(pool, pool_rows) for pool, pool_rows in pools.items()]
    return sorted(
        counted,
        key=lambda pool_tallies: (
            -pool_tallies.answers,
            -pool_tallies.pool.version,
            order.index(pool_tallies.pool.sampling),
        ),
    )

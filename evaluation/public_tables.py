"""The table of what residents know that a community publishes, masked before it is stored. Pure functions.

The breakdown is fixed: items 6 and 7, item 6 also with the answer options shown, by sampling method and by the version
of the questions. Methods are never added up, so the only totals are the valid answers of a row. A half-year's answers
appear in no other half-year's table, so nothing can be subtracted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Self

from communities.thresholds import Thresholds
from evaluation.measures import Measurement
from residents.tallies import Pool
from tfc.disclosure import Reader, guard_table, show_count, show_share
from tfc.intervals import wilson

# Fixed for all, whatever thresholds an office sets for its own pages.
ENOUGH = Thresholds().survey_answers
ACCESS, PROMPTED, RISKS = "access", "prompted", "risks"
PARTS = {ACCESS: "access_known", RISKS: "risks_known"}


class AnswerCount(NamedTuple):
    """How many of the valid answers were right (``knows``); may be None for fewer than 30 answers."""

    what: str
    knows: int | None
    valid: int


@dataclass(frozen=True)
class PublicRow:
    """What may be published of one count.

    Either ``knows`` with percentage and interval, or ``first`` to ``last``: the range of possible numbers. Neither if
    there are too few answers for a result; ``valid`` is then also left out if it is a small number of people.
    """

    what: str
    valid: int | None = None
    knows: int | None = None
    percent: float | None = None
    lower: float | None = None
    upper: float | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class PublicGroup:
    """The rows of one sampling method. ``convenience``: the result covers only those asked, not the community."""

    sampling: str
    version: int
    convenience: bool
    rows: tuple[PublicRow, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "rows": tuple(PublicRow(**row) for row in data["rows"])})


def build_public_content(
    figures: Mapping[str, Measurement], reader: Reader = Reader.PUBLIC
) -> dict[str, Any]:
    """Return the masked public content from the exact figures of one half-year by part; no groups if no residents were
    asked.
    """
    pools = sorted(_pools(figures).items(), key=lambda pair: (-pair[1][0].valid, pair[0]))
    groups = [
        PublicGroup(pool.sampling, pool.version, pool.is_convenience, _mask_rows(counted, reader))
        for pool, counted in pools
    ]
    return {"enough": ENOUGH, "hides": reader.value, "groups": [_plain(group) for group in groups]}


def _plain(group: PublicGroup) -> dict[str, Any]:
    return {**asdict(group), "rows": [asdict(row) for row in group.rows]}


def read_groups(content: Mapping[str, Any]) -> list[PublicGroup]:
    return [PublicGroup.from_json(group) for group in content["groups"]]


def _pools(figures: Mapping[str, Measurement]) -> dict[Pool, list[AnswerCount]]:
    counts_by_pool: dict[Pool, list[AnswerCount]] = {}
    for what, part in PARTS.items():
        measured = figures.get(part)
        for pool, counted in _list_counted_surveys(what, measured.details, measured) if measured else ():
            counts_by_pool.setdefault(pool, []).append(counted)
    return counts_by_pool


def _list_counted_surveys(
    what: str, details: Mapping[str, Any], measured: Measurement
) -> Iterator[tuple[Pool, AnswerCount]]:
    """Yield the survey that counts, with its prompted answers, and then the others."""
    if "valid" not in details:
        return
    knows = None if measured.numerator is None else int(measured.numerator)
    yield _pool(details), AnswerCount(what, knows, details["valid"])
    if what == ACCESS and details.get("prompted_valid"):
        yield _pool(details), AnswerCount(PROMPTED, details["prompted_knows"], details["prompted_valid"])
    for other in details.get("others", ()):
        yield _pool(other), AnswerCount(what, other["knows"], other["valid"])


def _pool(details: Mapping[str, Any]) -> Pool:
    return Pool(int(details["version"]), details["method"])


def _mask_rows(counted: list[AnswerCount], reader: Reader) -> tuple[PublicRow, ...]:
    """Mask the rows in one guarded table: knows and does not know, with the valid answers as the total of each row."""
    publishable = [
        answer_count
        for answer_count in counted
        if answer_count.valid >= ENOUGH and answer_count.knows is not None
    ]
    table = guard_table(
        [
            [answer_count.knows, answer_count.valid - (answer_count.knows or 0)]
            for answer_count in publishable
        ],
        reader,
        column_totals=False,
        total=False,
    )
    rows = {
        answer_count.what: _row(answer_count, cells[0].count, total.count, reader)
        for answer_count, cells, total in zip(publishable, table.cells, table.row_totals, strict=True)
    }
    few = {
        answer_count.what: PublicRow(answer_count.what, show_count(answer_count.valid, reader).count)
        for answer_count in counted
    }
    return tuple(rows.get(answer_count.what, few[answer_count.what]) for answer_count in counted)


def _row(counted: AnswerCount, knows: int | None, valid: int | None, reader: Reader) -> PublicRow:
    """Return a row from ``knows`` and ``valid`` as the guard shows them. With 30 answers or more, the range reveals
    which answer only a few people gave.
    """
    if valid is None:
        return PublicRow(counted.what)
    if knows is None:
        possible = show_share(counted.knows, valid, reader).possible
        return PublicRow(counted.what, valid, first=possible.start, last=possible.stop - 1)
    lower, upper = (round(100 * bound, 4) for bound in wilson(knows, valid))
    return PublicRow(counted.what, valid, knows, round(100 * knows / valid, 4), lower, upper)

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
from tfc.disclosure import Reader, show_count, show_share
from tfc.intervals import wilson

# Fixed for all, whatever thresholds an office sets for its own pages.
ENOUGH = Thresholds().survey_answers
ACCESS, PROMPTED, RISKS = "access", "prompted", "risks"
PARTS = {ACCESS: "access_known", RISKS: "risks_known"}


class AnswerCount(NamedTuple):
    """How many of the valid answers were right (``knows``), None for fewer than 30 answers; and how many more may be,
    since nobody judged them.
    """

    what: str
    knows: int | None
    valid: int
    unclear: int = 0


@dataclass(frozen=True)
class PublicRow:
    """What may be published of one count.

    Either ``knows`` with percentage and interval, or ``first`` to ``last``: the range of possible numbers. Neither if
    there are too few answers for a result; ``valid`` is then also left out if it is a small number of people. With
    ``unclear`` answers, ``knows`` and the percentage are lower ends.
    """

    what: str
    valid: int | None = None
    knows: int | None = None
    percent: float | None = None
    lower: float | None = None
    upper: float | None = None
    first: int | None = None
    last: int | None = None
    unclear: int = 0


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
    yield _pool(details), AnswerCount(what, knows, details["valid"], details.get("unclear", 0))
    if what == ACCESS and details.get("prompted_valid"):
        yield _pool(details), AnswerCount(PROMPTED, details["prompted_knows"], details["prompted_valid"])
    for other in details.get("others", ()):
        yield _pool(other), AnswerCount(what, other["knows"], other["valid"], other.get("unclear", 0))


def _pool(details: Mapping[str, Any]) -> Pool:
    return Pool(int(details["version"]), details["method"])


def _mask_rows(counted: list[AnswerCount], reader: Reader) -> tuple[PublicRow, ...]:
    return tuple(
        PublicRow(row.what, show_count(row.valid, reader).count)
        if row.knows is None or row.valid < ENOUGH
        else _build_row(row, row.knows, reader)
        for row in counted
    )


def _build_row(counted: AnswerCount, knows: int, reader: Reader) -> PublicRow:
    """With 30 answers or more, the range reveals which answer only a few people gave."""
    valid, unclear = counted.valid, counted.unclear
    share = show_share(knows, valid, reader, unclear)
    if share.part is None:
        possible = share.possible
        return PublicRow(counted.what, valid, first=possible.start, last=possible.stop - 1)
    ends = wilson(knows, valid)[0], wilson(knows + unclear, valid)[1]
    lower, upper = (round(100 * bound, 4) for bound in ends)
    percent = round(100 * knows / valid, 4)
    return PublicRow(counted.what, valid, knows, percent, lower, upper, unclear=unclear)

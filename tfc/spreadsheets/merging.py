"""Merged cells in the body of a table: a text applies to every row, a number becomes a question. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tfc.spreadsheets.grids import MOST_COLUMNS, Merge, RawRow
from tfc.spreadsheets.remarks import Remark, UnreadableError
from tfc.spreadsheets.tables import Cell

NUMBER = re.compile(r"\W*\d[\d.,'’\s]*\+?")


@dataclass(frozen=True)
class Standing:
    """Merged cells with the value shown in them."""

    merge: Merge
    value: Cell


def spread(rows: Iterable[RawRow], merges: Sequence[Merge], columns: Sequence[int]) -> Iterator[RawRow]:
    """Yield the rows with the merged values. A row without a cell of its own is omitted."""
    within = set(columns)
    coming = sorted((merge for merge in merges if merge.left in within), key=lambda merge: -merge.top)
    standing: list[Standing] = []
    for row in rows:
        standing = [active_merge for active_merge in standing if active_merge.merge.bottom >= row.number]
        while coming and coming[-1].top <= row.number:
            merge = coming.pop()
            value = row.cells.get(merge.left) if merge.top == row.number else None
            if value is not None:
                standing.append(Standing(merge, value))
        if len(standing) > MOST_COLUMNS:
            raise UnreadableError("damaged")  # overlapping merged cells
        yield _with(row, standing, columns) if standing else row


def _with(row: RawRow, standing: Sequence[Standing], columns: Sequence[int]) -> RawRow:
    cells, doubts, is_section = dict(row.cells), dict(row.doubts), False
    for active_merge in standing:
        merge = active_merge.merge
        over = [column for column in columns if merge.left <= column <= merge.right]
        if is_number(active_merge.value) and (merge.bottom > merge.top or len(over) > 1):
            doubts |= {column: _question(active_merge) for column in over}
        elif merge.bottom > merge.top:
            cells.setdefault(merge.left, active_merge.value)
        is_section = is_section or (len(row.cells) == 1 and 2 * len(over) > len(columns) and len(over) > 2)
    return replace(row, cells=cells, doubts=doubts, section=is_section)


def is_number(value: Cell) -> bool:
    if isinstance(value, str):
        return bool(NUMBER.fullmatch(value))
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _question(active_merge: Standing) -> Remark:
    merge = active_merge.merge
    if merge.bottom == merge.top:
        return Remark("merged_columns", {"text": str(active_merge.value)})
    return Remark(
        "merged_number", {"text": str(active_merge.value), "first": merge.top, "last": merge.bottom}
    )

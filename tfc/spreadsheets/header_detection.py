"""Finds the header of a sheet's table: one or two rows, below titles and above the data. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tfc.spreadsheets.grids import Merge, RawRow
from tfc.spreadsheets.normalize import normalize_text
from tfc.spreadsheets.tables import Cell

# Number of rows that are not blank in which a header is looked for.
LOOK = 60
JOINED = " / "
# A cell that matches this is a value and no heading.
VALUE = re.compile(r"[~<>≥+-]?\s*[$€¥£]?\s*\d[\d\s.,:/%+年月日-]*|\S+@\S+\.\S+|https?://\S+", re.IGNORECASE)
MOST_HEADING = 200


@dataclass(frozen=True)
class Headings:
    """The header of a table. ``texts`` by column; ``row``: the lower row's number, 0 for none; ``above``: number of
    rows above it.
    """

    row: int
    texts: dict[int, str]
    above: int = 0


def find_headings(
    rows: Sequence[RawRow], merges: Sequence[Merge], field_names: Collection[str], chosen_row: int | None
) -> Headings:
    """Return the header. ``rows``: the first LOOK rows of the sheet. ``field_names``: normalized. ``chosen_row``: the
    number of the row that a person chose.
    """
    place = _place(rows, field_names, chosen_row)
    if place is None:
        return Headings(0, {})
    for upper, lower in ((place, place + 1), (place - 1, place)):
        if chosen_row and rows[lower : lower + 1] and rows[lower].number != chosen_row:
            continue
        if upper >= 0 and lower < len(rows) and (texts := _pair_rows(rows[upper], rows[lower], merges)):
            return Headings(rows[lower].number, texts, upper)
    return Headings(
        rows[place].number, {column: str(cell) for column, cell in rows[place].cells.items()}, place
    )


def _place(rows: Sequence[RawRow], field_names: Collection[str], chosen_row: int | None) -> int | None:
    if chosen_row is not None:
        return next((place for place, row in enumerate(rows) if row.number == chosen_row), None)
    matches = [
        sum(normalize_text(str(cell)) in field_names for cell in set(row.cells.values())) for row in rows
    ]
    best = max(matches, default=0)
    if best >= 2:
        return matches.index(best)
    enough = _enough(rows)
    for place, row in enumerate(rows):
        if len(row.cells) >= enough and _is_texts(row) and not _is_about_the_file(rows, place):
            return place
    return None


def _enough(rows: Sequence[RawRow]) -> int:
    """Return half the number of cells of the widest rows."""
    widths = sorted((len(row.cells) for row in rows), reverse=True)
    widest = widths[1] if len(widths) > 2 else widths[0]
    return max(min(widest, 2), (widest + 1) // 2)


def _is_texts(row: RawRow) -> bool:
    texts = sum(is_heading(cell) for cell in row.cells.values())
    return texts >= 1 and texts >= 0.8 * len(row.cells)


def is_heading(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= MOST_HEADING and not VALUE.fullmatch(cell)


def _is_about_the_file(rows: Sequence[RawRow], place: int) -> bool:
    """Return True for "Organization: | Pasadena", or a few words with a blank row before wider ones."""
    row = rows[place]
    first = str(row.cells[min(row.cells)])
    if first.endswith((":", "：")):
        return True
    following = rows[place + 1] if place + 1 < len(rows) else None
    return bool(following and following.number > row.number + 1 and len(following.cells) > len(row.cells))


def _pair_rows(upper: RawRow, lower: RawRow, merges: Sequence[Merge]) -> dict[int, str]:
    """Return the combined headings of two rows; empty if the upper one is a title or the lower one data."""
    if lower.number != upper.number + 1 or not _is_all_headings(upper) or not _is_all_headings(lower):
        return {}
    groups = {column: _reach(column, upper, lower, merges) for column in upper.cells}
    wide = {column: reach for column, reach in groups.items() if reach > column}
    used = sorted({*upper.cells, *lower.cells})
    if not wide or any(column <= used[0] and reach >= used[-1] for column, reach in wide.items()):
        return {}
    if any(column in lower.cells for column in set(upper.cells) - set(wide)):
        return {}
    covering = {
        place: str(upper.cells[column])
        for column, reach in groups.items()
        for place in range(column, reach + 1)
    }
    texts = {}
    for column in used:
        parts = [covering.get(column, ""), str(lower.cells.get(column, ""))]
        texts[column] = JOINED.join(dict.fromkeys(part for part in parts if part))
    return texts


def _reach(column: int, upper: RawRow, lower: RawRow, merges: Sequence[Merge]) -> int:
    """Return the last column of a group heading: by its merged cells, or as long as only the lower
    row has headings.
    """
    for merge in merges:
        if merge.top <= upper.number <= merge.bottom and merge.left == column:
            return max(column, min(merge.right, max(lower.cells)))
    if column not in lower.cells:
        return column
    last = column
    while last + 1 in lower.cells and last + 1 not in upper.cells:
        last += 1
    return last


def _is_all_headings(row: RawRow) -> bool:
    return bool(row.cells) and not row.doubts and all(is_heading(cell) for cell in row.cells.values())

"""Where a sheet's table begins: its row of headings, or two, under titles and above the rows. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tfc.spreadsheets.grids import Merge, RawRow
from tfc.spreadsheets.normalize import normalized
from tfc.spreadsheets.tables import Cell

# A heading is looked for so far down, among rows that are not blank.
LOOK = 60
JOINED = " / "
# What begins or consists of this is a value, and no heading.
VALUE = re.compile(r"[~<>≥+-]?\s*[$€¥£]?\s*\d[\d\s.,:/%+年月日-]*|\S+@\S+\.\S+|https?://\S+", re.IGNORECASE)
MOST_HEADING = 200


@dataclass(frozen=True)
class Headings:
    """``texts`` by column; ``row`` the lower row's number, 0 for none; ``above`` rows that stand above."""

    row: int
    texts: dict[int, str]
    above: int = 0


def find_headings(
    rows: Sequence[RawRow], merges: Sequence[Merge], field_names: Collection[str], chosen_row: int | None
) -> Headings:
    """``rows``: the first LOOK of the sheet. ``known``: names of fields, normalized. ``told``: the row that
    was chosen.
    """
    place = _place(rows, field_names, chosen_row)
    if place is None:
        return Headings(0, {})
    for upper, lower in ((place, place + 1), (place - 1, place)):
        if chosen_row and rows[lower : lower + 1] and rows[lower].number != chosen_row:
            continue
        if upper >= 0 and lower < len(rows) and (texts := _paired(rows[upper], rows[lower], merges)):
            return Headings(rows[lower].number, texts, upper)
    return Headings(
        rows[place].number, {column: str(cell) for column, cell in rows[place].cells.items()}, place
    )


def _place(rows: Sequence[RawRow], field_names: Collection[str], chosen_row: int | None) -> int | None:
    if chosen_row is not None:
        return next((place for place, row in enumerate(rows) if row.number == chosen_row), None)
    matches = [sum(normalized(str(cell)) in field_names for cell in set(row.cells.values())) for row in rows]
    best = max(matches, default=0)
    if best >= 2:
        return matches.index(best)
    enough = _enough(rows)
    for place, row in enumerate(rows):
        if len(row.cells) >= enough and _is_texts(row) and not _is_about_the_file(rows, place):
            return place
    return None


def _enough(rows: Sequence[RawRow]) -> int:
    """Half as many cells as the widest rows have."""
    widths = sorted((len(row.cells) for row in rows), reverse=True)
    widest = widths[1] if len(widths) > 2 else widths[0]
    return max(min(widest, 2), (widest + 1) // 2)


def _is_texts(row: RawRow) -> bool:
    texts = sum(is_heading(cell) for cell in row.cells.values())
    return texts >= 1 and texts >= 0.8 * len(row.cells)


def is_heading(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= MOST_HEADING and not VALUE.fullmatch(cell)


def _is_about_the_file(rows: Sequence[RawRow], place: int) -> bool:
    """ "Organization: | Pasadena", or a few words with a blank row before what is wider."""
    row = rows[place]
    first = str(row.cells[min(row.cells)])
    if first.endswith((":", "：")):
        return True
    following = rows[place + 1] if place + 1 < len(rows) else None
    return bool(following and following.number > row.number + 1 and len(following.cells) > len(row.cells))


def _paired(upper: RawRow, lower: RawRow, merges: Sequence[Merge]) -> dict[int, str]:
    """The headings of two rows as one; empty where the upper is a title, or the lower a row of the table."""
    if lower.number != upper.number + 1 or not _all_headings(upper) or not _all_headings(lower):
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
    """The last column over which a group's name stands: as it is merged, or while only the lower row has names."""
    for merge in merges:
        if merge.top <= upper.number <= merge.bottom and merge.left == column:
            return max(column, min(merge.right, max(lower.cells)))
    if column not in lower.cells:
        return column
    last = column
    while last + 1 in lower.cells and last + 1 not in upper.cells:
        last += 1
    return last


def _all_headings(row: RawRow) -> bool:
    return bool(row.cells) and not row.doubts and all(is_heading(cell) for cell in row.cells.values())

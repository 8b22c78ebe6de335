"""Decides which rows below the header belong to the table, and why others do not: totals, repeated headers, notes.
Pure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from tfc.spreadsheets.grids import RawRow
from tfc.spreadsheets.normalize import normalize_text
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell

TOTALS = (
    "total|totals|grand total|sub ?total|subtotals|sum|sums|sum total|overall|all events|gesamt|gesamtsumme|summe"
    "|totales|total general|suma|suma total|gran total|总计|合计|小计|共计|总数|总和|累计|總計|合計|小計|共計"
)
# Not "media": that is a sector.
AVERAGES = "average|averages|avg|promedio|promedios|平均|平均值|平均数"
TOTAL = re.compile(
    rf"(?:{TOTALS}|{AVERAGES})(?: (?:of|for|de|del|en)? ?(?:\d{{4}}|\d+ events?|\d+ eventos?))?"
)
NOTE = re.compile(
    r"[*†‡]|(?:notes?|notas?|sources?|fuentes?|legend|leyenda|prepared by|last updated|updated|elaborado por"
    r"|actualizado|printed|impreso|注|备注|说明|来源|制表|更新)\b\s*[:：]?|(?:注|备注|说明|来源|制表人?)[:：]",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\d[\d.,]* ?[^\d\s][^\d]{0,24}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WHOLE = re.compile(r"(\d{1,9})\s*\+?")
# Number of possible notes that are held back until it is known whether the table continues after them.
HELD = 100


@dataclass
class Sums:
    """Sums of the numbers above, since the beginning and since the last total."""

    all: dict[int, Decimal] = field(default_factory=dict)
    part: dict[int, Decimal] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    fewest_words: int | None = None

    def add(self, numbers: dict[int, Decimal], text_count: int) -> None:
        for column, number in numbers.items():
            self.all[column] = self.all.get(column, Decimal()) + number
            self.part[column] = self.part.get(column, Decimal()) + number
            self.rows[column] = self.rows.get(column, 0) + 1
        self.fewest_words = text_count if self.fewest_words is None else min(text_count, self.fewest_words)

    def are(self, numbers: dict[int, Decimal], text_count: int) -> bool:
        """Return True if every number in a row is the sum of those above it."""
        if not numbers or self.fewest_words is None or text_count >= self.fewest_words or text_count > 1:
            return False
        return any(number and self.rows.get(column, 0) > 1 for column, number in numbers.items()) and all(
            number in {self.all.get(column), self.part.get(column)} for column, number in numbers.items()
        )


def sort_rows(rows: Iterable[RawRow], headings: dict[int, str]) -> Iterator[tuple[RawRow, Remark | None]]:
    """Yield each row with the reason why it is not imported, or None if it is."""
    again = {normalize_text(text) for text in headings.values() if text}
    sums = Sums()
    held: list[tuple[RawRow, Remark | None]] = []
    before = 0
    for row in rows:
        why = _explain_exclusion(row, headings, again, sums)
        is_apart = row.number > before + 1 and before > 0
        before = row.number
        may_be_note = why is None and len(headings) > 2 and (is_apart or held) and _is_said(row)
        if may_be_note and len(held) < HELD:
            held.append((row, None))
            continue
        yield from held
        held.clear()
        yield row, why
    yield from ((row, Remark("note")) for row, _why in held)


def _explain_exclusion(row: RawRow, headings: dict[int, str], again: set[str], sums: Sums) -> Remark | None:
    texts: list[Cell] = []
    numbers: dict[int, Decimal] = {}
    for column, cell in row.cells.items():
        if (number := parse_number(cell)) is None:
            texts.append(cell)
        else:
            numbers[column] = number
    if len(texts) > 1 and not numbers and all(normalize_text(str(cell)) in again for cell in texts):
        return Remark("header_again")
    if row.section:
        return Remark("section")
    if texts and (numbers or row.doubts) and _is_total(texts):
        sums.part.clear()
        return Remark("total", {"text": str(texts[0])})
    if sums.are(numbers, len(texts)):
        sums.part.clear()
        return Remark("sums")
    if len(headings) > 2 and _is_lone(row) and NOTE.match(str(texts[0])):
        return Remark("note")
    sums.add(numbers, len(texts))
    return None


def _is_total(texts: list[Cell]) -> bool:
    """Return True for "Total" with at most counts next to it, such as "6 events"."""
    first, *others = (str(word) for word in texts)
    return bool(TOTAL.fullmatch(normalize_text(first))) and all(
        COUNTED.fullmatch(other.strip()) for other in others
    )


def _is_lone(row: RawRow) -> bool:
    """Return True for a row with only one text."""
    return len(row.cells) == 1 and not row.doubts and parse_number(next(iter(row.cells.values()))) is None


def _is_said(row: RawRow) -> bool:
    """Return True for a row with only one text that is longer than a name."""
    text = str(next(iter(row.cells.values()), ""))
    return _is_lone(row) and (len(text.split()) >= 5 or len(CHINESE.findall(text)) >= 12)


@lru_cache(5000, typed=True)
def parse_number(cell: Cell) -> Decimal | None:
    """Return the number to add up: 60 for "60+"; None for an ambiguous one."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | Decimal):
        return Decimal(cell)
    match = WHOLE.fullmatch(cell) if isinstance(cell, str) else None
    return Decimal(match[1]) if match else None

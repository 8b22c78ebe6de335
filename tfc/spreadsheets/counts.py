"""Numbers of people as volunteers write them. Pure: unknown is never zero, and an estimate is never a count."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

from tfc.spreadsheets.normalize import as_text, is_long, is_no_number, is_unknown, narrow
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Ambiguous, ColumnConvention, Count, Thousands

# No event of a community is larger.
MOST = 10_000_000
NOBODY = frozenset({
    "none", "nobody", "no one", "no-one", "zero", "nil", "no attendees", "ninguno",
    "ninguna", "nadie", "cero", "ningún", "ningun", "无", "没有", "零", "没有人", "无人", "〇",
})  # fmt: skip
PEOPLE = (
    r"people|persons?|attendees|participants|guests|visitors|adults|pax|ppl|heads?|personas?|asistentes|participantes"
    r"|gente|adultos|人次|人|位|名|个"
)
NUMBER = r"\d(?:[\d.,'’ ]*\d)?"
EXACT = re.compile(rf"({NUMBER})\s*(?:{PEOPLE})?")
LEAST_BEFORE = (
    r"at least|min\.?|minimum|no fewer than|no less than|al menos|por lo menos|mínimo|como mínimo|no menos de"
    r"|>=|≥|=>|至少|不少于|最少"
)
LEAST_AFTER = (
    r"or more|and more|and up|or above|at least|o más|o mas|y más|y mas|como mínimo|以上|或更多|或以上|余|餘"
)
MORE_THAN = r"more than|over|above|upwards of|más de|mas de|>|超过|多于|超過"
# Each with the number to add: "more than 60" is at least 61.
AT_LEAST = (
    (0, re.compile(rf"({NUMBER})\s*\+\s*(?:{PEOPLE})?")),
    (0, re.compile(rf"({NUMBER})\s*(?:{PEOPLE})?\s*(?:{LEAST_AFTER})\s*(?:{PEOPLE})?")),
    (0, re.compile(rf"(?:{LEAST_BEFORE})\s*({NUMBER})\s*(?:{PEOPLE})?")),
    (1, re.compile(rf"(?:{MORE_THAN})\s*({NUMBER})\s*(?:{PEOPLE})?")),
)
RANGE = re.compile(rf"{NUMBER}\s*(?:-|–|—|~|to|a|and|y|至|到|或)\s*{NUMBER}.*")
ABOUT_BEFORE = (
    r"~|≈|about|around|approx|circa|ca\b|c\.|est\b|estimated|roughly|nearly|almost|aprox|cerca|alrededor|unos|unas"
    r"|casi|como|más o menos|mas o menos|大约|约|大概|将近|差不多|近|几乎"
)
ABOUT_AFTER = r"左右|上下|多|\?|approx|aprox|est\b|estimated|estimad|or so|ish"
ABOUT = re.compile(rf"(?:{ABOUT_BEFORE}).*\d|.*\d.*(?:{ABOUT_AFTER})")
MOST_BEFORE = (
    r"<|≤|up to|fewer than|less than|under|max|at most|hasta|menos de|máximo|maximo|no more"
    r"|少于|不到|最多|不超过|至多"
)
AT_MOST = re.compile(rf"(?:{MOST_BEFORE}).*\d")
GROUPED = {
    Thousands.COMMA: re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
    Thousands.POINT: re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
}
SPACED = re.compile(r"\d{1,3}(?:[ '’]\d{3})+")
ONE_GROUP = re.compile(r"\d{1,3}[.,]\d{3}")
Result = Count | Ambiguous[Count] | Remark | None


def as_count(cell: Cell, thousands: Thousands | None = None) -> Result:
    """Return the number of people in a cell. ``thousands``: the separator detected or chosen for the column; without
    it, "1,234" and "1.234" are ambiguous.
    """
    text = as_text(cell)
    if is_no_number(cell) or is_long(text):
        return Remark("unreadable_count", {"text": text})
    if isinstance(cell, dt.date | dt.time):
        return Remark("count_is_date", {"text": text})
    if isinstance(cell, int | Decimal):
        return _check_number(Decimal(cell), text)
    return None if is_unknown(text) else _parse_text(text, thousands)


def _parse_text(text: str, thousands: Thousands | None) -> Result:
    plain = narrow(text).rstrip(" .;")
    if plain in NOBODY:
        return Count(0)
    if exact := EXACT.fullmatch(plain):
        return _read(exact[1], text, thousands)
    for more, pattern in AT_LEAST:
        if match := pattern.fullmatch(plain):
            return _read_at_least(_read(match[1], text, thousands), more)
    return Remark(_explain_refusal(plain), {"text": text})


def read_lower_bound(text: str) -> int | None:
    """Return the likely minimum, 50 for "50-60" and "about 50", for a person to confirm."""
    if is_long(text) or _explain_refusal(plain := narrow(text).rstrip(" .;")) not in {
        "count_is_range",
        "count_is_about",
    }:
        return None
    numbers = re.search(rf"(?<![\d.,]){NUMBER}", plain)
    read = _read(numbers[0], text, None) if numbers else None
    return read.value if isinstance(read, Count) and read.value else None


def read_estimate(text: str) -> int | None:
    """Return the estimated number, 50 for "about 50", for a person to confirm."""
    least = read_lower_bound(text)
    return least if least and _explain_refusal(narrow(text).rstrip(" .;")) == "count_is_about" else None


def _explain_refusal(plain: str) -> str:
    if RANGE.fullmatch(plain):
        return "count_is_range"
    if re.fullmatch(rf"-\s*{NUMBER}", plain):
        return "count_is_negative"
    if AT_MOST.match(plain):
        return "count_is_most"
    return "count_is_about" if ABOUT.match(plain) else "unreadable_count"


def _read_at_least(read: Result, more: int) -> Result:
    if isinstance(read, Count):
        return Count(read.value + more, at_least=True)
    if isinstance(read, Ambiguous):
        return Ambiguous(
            tuple(Count(reading.value + more, at_least=True) for reading in read.readings), read.question
        )
    return read


def _read(digits: str, text: str, thousands: Thousands | None) -> Result:
    if SPACED.fullmatch(digits):
        return _check_number(Decimal(re.sub(r"\D", "", digits)), text)
    if thousands is None:
        if ONE_GROUP.fullmatch(digits):
            return _two_ways(digits, text)
        thousands = next((sign for sign, grouped in GROUPED.items() if grouped.fullmatch(digits)), None)
    if thousands and GROUPED[thousands].fullmatch(digits):
        digits = digits.replace(thousands, "")
    elif thousands and thousands in digits:
        return Remark("unreadable_count", {"text": text})
    digits = digits.replace(",", ".")
    if not re.fullmatch(r"\d{1,20}(?:\.\d{1,20})?", digits):
        return Remark("unreadable_count", {"text": text})
    return _check_number(Decimal(digits), text)


def _two_ways(digits: str, text: str) -> Ambiguous[Count]:
    """Return the reading with thousands as a question. The decimal reading is no number of people: then the cell is
    wrong.
    """
    whole = re.sub(r"\D", "", digits)
    values = {"text": text, "thousands": whole, "decimal": digits.replace(",", ".")}
    return Ambiguous((Count(int(whole)),), Remark("count_two_ways", values))


def _check_number(number: Decimal, text: str) -> Count | Remark:
    if number < 0:
        return Remark("count_is_negative", {"text": text})
    if number > MOST:
        return Remark("count_too_large", {"text": text})
    if number != int(number):
        return Remark("count_is_no_whole", {"text": text})
    return Count(int(number))


def detect_thousands(cells: Iterable[Cell]) -> ColumnConvention[Thousands]:
    """Detect the thousands separator from a column's numbers: "1,234,567" and "1,234.5" show a comma."""
    evidence: dict[Thousands, str] = {}
    for cell in cells:
        if isinstance(cell, str) and not is_long(cell) and (sign := _detect_separator(cell)):
            evidence.setdefault(sign, cell)
    if len(evidence) > 1:
        first_text, other = evidence.values()
        return ColumnConvention(None, Remark("thousands_contradict", {"one": first_text, "other": other}))
    for sign, text in evidence.items():
        return ColumnConvention(sign, Remark("thousands_by_cell", {"text": text}))
    return ColumnConvention()


def _detect_separator(cell: str) -> Thousands | None:
    digits = narrow(cell).rstrip(" +")
    if ONE_GROUP.fullmatch(digits):
        return None
    return next((sign for sign, grouped in GROUPED.items() if grouped.fullmatch(digits)), None)

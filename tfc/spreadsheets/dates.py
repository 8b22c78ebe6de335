"""Dates in the formats that people use. Pure; nothing is guessed: an ambiguous date becomes a question."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from tfc.spreadsheets.normalize import as_text, is_long, is_no_number, is_unknown, narrow, normalize_text
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Ambiguous, ColumnConvention, Order

FIRST_YEAR, LAST_YEAR = 1900, 2100
# Plausible day numbers of Excel: 1990 to 2100.
SERIALS = range(32_874, 73_051)
EPOCH = dt.date(1899, 12, 30)
NEAR = 10
TIME_AFTER = re.compile(
    r"(?:[t ,]+|,? (?:at|a las|@) ?)"
    r"(?P<time>\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?\s*(?:[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?)"
    r"(?P<zone>z|[+-]\d{2}:?\d{2})?$"
)
NUMBERS = re.compile(r"(\d{1,4})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?")
CHINESE = re.compile(
    r"(?:([\d〇零○一二三四五六七八九]{2,4})\s*年)?\s*([\d一二三四五六七八九十]{1,3})\s*月"
    r"(?:\s*([\d一二三四五六七八九十]{1,3})\s*[日号號]?)?\s*(?:\(?(?:星期|周|週|礼拜)[一二三四五六日天]\)?)?"
)
PACKED = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
YEARLESS = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\.?")
ONLY_YEAR = re.compile(r"(?:19|20)\d{2}")
# Positions between digits and letters, as in "5mar2025".
BETWEEN = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
TWO_DAYS = re.compile(r"\d\s*(?:-|–|—|~|&|to|and|y|al|a|至|到|和)\s*\d{1,2}(?!\d)")
HEADING_ORDERS = {
    Order.DMY: re.compile(r"d{1,2}[-/. ]m{1,2}[-/. ][ya]{2,4}"),
    Order.MDY: re.compile(r"m{1,2}[-/. ]d{1,2}[-/. ][ya]{2,4}"),
    Order.YMD: re.compile(r"[ya]{2,4}[-/. ]m{1,2}[-/. ]d{1,2}"),
}
# Months, weekdays and the words around them, in three languages, without accents.
_MONTHS = (
    "january jan enero ene",
    "february feb febr febrero",
    "march mar marzo",
    "april apr abril abr",
    "may mayo",
    "june jun junio",
    "july jul julio",
    "august aug agosto ago",
    "september sep sept septiembre setiembre set",
    "october oct octubre",
    "november nov noviembre",
    "december dec diciembre dic",
)
MONTHS = {word: number for number, names in enumerate(_MONTHS, 1) for word in names.split()}
WEEKDAYS = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon",
    "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "lunes", "martes",
    "miercoles", "jueves", "viernes", "sabado", "domingo", "lun", "mie", "jue", "vie",
    "sab", "dom",
})  # fmt: skip
FILLING = frozenset({
    "of", "the", "on", "de", "del", "el", "dia", "a",
})  # fmt: skip
CONNECTING = frozenset({"and", "y", "to", "al", "until", "through", "hasta"})
ORDINALS = ("st", "nd", "rd", "th")
CHINESE_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
Result = dt.date | Ambiguous[dt.date] | Remark | None


def as_date(
    cell: Cell, order: Order | None, today: dt.date, *, serials: bool = True, year: int | None = None
) -> Result:
    """Return the date in a cell. ``order``: detected or chosen for the column. ``serials``: a number may be a day
    number of Excel. ``year``: chosen for dates without one.

    A remark about an unreadable date includes the format of the column's other dates.
    """
    result = _read(cell, order, today, serials)
    if year and isinstance(result, Remark) and result.code == "year_missing":
        text = as_text(cell)
        result = _parse_text(_with_year(_plain(text), year), order, today)
        if isinstance(result, Remark):
            result = replace(result, values={"text": f"{text}, {year}"})
    if isinstance(result, Remark) and order:
        return replace(result, values={**result.values, "order": str(order)})
    return result


def _read(cell: Cell, order: Order | None, today: dt.date, serials: bool) -> Result:
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    text = as_text(cell)
    if isinstance(cell, dt.date):
        return _check_range(cell, text)
    if is_no_number(cell) or isinstance(cell, dt.time):
        return Remark("unreadable_date", {"text": text})
    if isinstance(cell, int | Decimal):
        return _parse_number(cell, text, serials)
    if is_long(text):
        return Remark("unreadable_date", {"text": text})
    return None if is_unknown(text) else _parse_text(text, order, today)


def _parse_number(number: int | Decimal, text: str, serials: bool) -> Result:
    if (packed := PACKED.fullmatch(text)) and (day := _day(*packed.groups())):
        return day
    if ONLY_YEAR.fullmatch(text):
        return Remark("day_missing", {"text": text})
    if serials and SERIALS.start <= number < SERIALS.stop:
        return EPOCH + dt.timedelta(days=int(number))
    return Remark("unreadable_date", {"text": text})


def _parse_text(text: str, order: Order | None, today: dt.date) -> Result:
    plain = _plain(text)
    about = {"text": text}
    if numbers := NUMBERS.fullmatch(plain):
        return _choose_reading(_readings(numbers, today), text, order)
    if packed := PACKED.fullmatch(plain):
        return _day(*packed.groups()) or Remark("no_such_date", about)
    if chinese := CHINESE.fullmatch(plain):
        return _parse_chinese(chinese, text, today)
    if YEARLESS.fullmatch(plain):
        return Remark("year_missing", about)
    if ONLY_YEAR.fullmatch(plain):
        return Remark("day_missing", about)
    return _parse_words(plain, text, today)


def _plain(text: str) -> str:
    return TIME_AFTER.sub("", narrow(text).strip(" .,;"))


def _with_year(plain: str, year: int) -> str:
    """Add the year to a date without one."""
    if CHINESE.fullmatch(plain):
        return f"{year}年{plain}"
    if YEARLESS.fullmatch(plain):
        first, sign, second = re.split(r"\s*([-/.])\s*", plain.rstrip("."))
        return f"{first}{sign}{second}{sign}{year}"
    return f"{plain} {year}"


def _choose_reading(readings: dict[Order, dt.date] | None, text: str, order: Order | None) -> Result:
    if readings is None:
        return Remark("unreadable_date", {"text": text})
    if not readings:
        return Remark("no_such_date", {"text": text})
    if order in readings:
        return _check_range(readings[order], text)
    days = tuple(dict.fromkeys(readings.values()))
    if len(days) == 1:
        return _check_range(days[0], text)
    named = " / ".join(day.isoformat() for day in days)
    return Ambiguous(days, Remark("date_two_ways", {"text": text, "readings": named}))


def _readings(numbers: re.Match[str], today: dt.date) -> dict[Order, dt.date] | None:
    """Return the possible dates of a numeric text by the order of its parts; None if it has no year."""
    first, _sign, second, third = numbers.groups()
    if len(first) > 2:
        return None if len(third) > 2 else _existing({Order.YMD: _day(first, second, third)})
    if len(third) == 3:
        return None
    year = full_year(third, today)
    days = _existing({Order.DMY: _day(year, second, first), Order.MDY: _day(year, first, second)})
    turned = _day(full_year(first, today), second, third) if len(third) < 3 else None
    # A year at the start has four digits, except for people who write 25/04/03.
    if (
        turned
        and abs(turned.year - today.year) <= NEAR
        and not any(abs(day.year - today.year) <= NEAR for day in days.values())
    ):
        days[Order.YMD] = turned
    return days


def _existing(days: dict[Order, dt.date | None]) -> dict[Order, dt.date]:
    return {order: day for order, day in days.items() if day is not None}


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def full_year(text: str, today: dt.date) -> int:
    """Return the full year: "25" is in this century unless that is more than ten years ahead."""
    year = int(text)
    if len(text) > 2:
        return year
    year += today.year // 100 * 100
    return year - 100 if year > today.year + NEAR else year


def _check_range(day: dt.date, text: str) -> dt.date | Remark:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else Remark("year_outside", {"text": text})


def _parse_chinese(match: re.Match[str], text: str, today: dt.date) -> Result:
    year, month, day = (chinese_number(part) if part else "" for part in match.groups())
    if not year or not day:
        return Remark("day_missing" if year else "year_missing", {"text": text})
    full_date = _day(full_year(year, today), month, day)
    return _check_range(full_date, text) if full_date else Remark("no_such_date", {"text": text})


def _parse_words(plain: str, text: str, today: dt.date) -> Result:
    """Read dates such as "Wednesday, March 5th, 2025", "5 de marzo de 2025", "5-Mar-25"."""
    about = {"text": text}
    tokens = normalize_text(BETWEEN.sub(" ", plain)).split()
    months = [MONTHS[word] for word in tokens if word in MONTHS and word not in WEEKDAYS]
    numbers = [word for word in tokens if word.isdecimal() and len(word) in {1, 2, 4}]
    allowed_tokens = {*MONTHS, *WEEKDAYS, *FILLING, *ORDINALS, *CONNECTING, *numbers}
    if not months or not numbers or not allowed_tokens.issuperset(tokens):
        return Remark("unreadable_date", about)
    if len(months) > 1 or len(numbers) > 2 or TWO_DAYS.search(plain) or not CONNECTING.isdisjoint(tokens):
        return Remark("several_days", about)
    if len(numbers) == 1:
        return Remark("day_missing" if len(numbers[0]) == 4 else "year_missing", about)
    day, year = reversed(numbers) if len(numbers[0]) == 4 else numbers
    full_date = _day(full_year(year, today), months[0], day)
    return _check_range(full_date, text) if full_date else Remark("no_such_date", about)


def detect_order(cells: Iterable[Cell], today: dt.date, heading: str = "") -> ColumnConvention[Order]:
    """Detect the order of a column's dates, from its heading or from unambiguous dates.

    One unambiguous date decides for the others, unless another one contradicts it.
    """
    evidence: dict[Order, str] = {}
    read: dt.date | None = None
    may_be_turned = True
    for cell in cells:
        if isinstance(cell, dt.date):
            read, may_be_turned = read or cell, may_be_turned and cell.day <= 12
        elif order := _only_order(cell, today):
            evidence.setdefault(order, as_text(cell))
    if len(evidence) > 1:
        first_text, other = (evidence.get(order, "") for order in (Order.DMY, Order.MDY))
        if first_text and other:
            return ColumnConvention(None, Remark("orders_contradict", {"one": first_text, "other": other}))
        return ColumnConvention()
    for order, text in evidence.items():
        if read and may_be_turned:
            day = (read.date() if isinstance(read, dt.datetime) else read).isoformat()
            return ColumnConvention(order, Remark("dates_turned", {"text": text, "date": day}))
        return ColumnConvention(order, Remark("order_by_cell", {"text": text}))
    return _detect_by_heading(heading)


def _only_order(cell: Cell, today: dt.date) -> Order | None:
    """Return the order of a numeric date if only one order gives a valid date."""
    if not isinstance(cell, str) or is_long(cell):
        return None
    numbers = NUMBERS.fullmatch(TIME_AFTER.sub("", narrow(cell)))
    readings = _readings(numbers, today) if numbers else None
    if not readings or len(readings) != 1 or Order.YMD in readings:
        return None
    return next(iter(readings))


def _detect_by_heading(heading: str) -> ColumnConvention[Order]:
    for order, written in HEADING_ORDERS.items():
        if written.search(narrow(heading)):
            return ColumnConvention(order, Remark("order_by_heading", {"text": heading}))
    return ColumnConvention()


def chinese_number(text: str) -> str:
    """Return Chinese digits as ASCII digits: "25" for "二十五", "2025" for "二〇二五"; digits stay as they are."""
    if "十" in text:
        tens, _ten, ones = text.partition("十")
        return f"{CHINESE_DIGITS.get(tens, tens) or '1'}{CHINESE_DIGITS.get(ones, ones) or '0'}"
    return "".join(CHINESE_DIGITS.get(sign, sign) for sign in text)

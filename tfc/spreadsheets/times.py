"""Times of day in the formats that people use. Pure."""

import datetime as dt
import re
from decimal import Decimal

from tfc.spreadsheets.dates import TIME_AFTER
from tfc.spreadsheets.normalize import as_text, is_long, is_no_number, is_unknown, narrow
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Ambiguous

NAMED = {
    "noon": 12, "midday": 12, "12 noon": 12, "mediodia": 12, "mediodía": 12, "12 del mediodía": 12, "正午": 12,
    "midnight": 0, "medianoche": 0, "午夜": 0,
}  # fmt: skip
# "19", "19:30", "19.30", "19h30", "1930" with "hrs"; then the part of the day.
CLOCK = re.compile(
    r"(?:a las |a la |at )?(\d{1,2})(?:\s*[:.h：]\s*(\d{2})(?::\d{2}(?:\.\d+)?)?)?\s*"
    r"(h|hs|hrs?|horas|o'?clock)?\.?\s*"
    r"([ap]\.?\s?m?\.?|de la mañana|de la manana|de la tarde|de la noche|in the (?:morning|afternoon|evening))?"
)
PACKED = re.compile(r"([01]\d|2[0-3])([0-5]\d)\s*(?:h|hs|hrs?|horas|uhr)?\.?")
CHINESE = re.compile(
    r"(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?\s*(\d{1,2})\s*(?:[点點时時:](?:\s*(半|\d{1,2})\s*分?)?)(?:钟|鐘|整)?"
)
LATE = {"下午", "傍晚", "晚上", "晚"}
EVENING = re.compile(r"p|de la (?:tarde|noche)|in the (?:afternoon|evening)")
TWO_TIMES = re.compile(r"\d.*(?:-|–|—|~|to|until|hasta| a |至|到).*\d")
Result = dt.time | Ambiguous[dt.time] | Remark | None


def time_in_date(cell: Cell) -> dt.time | None:
    """Return the time of day in a cell with a date and time.

    None if there is none, for midnight, which programs write for "no time", and for a time with a time zone, since it
    is not the local time of the place.
    """
    if isinstance(cell, dt.datetime):
        time = cell.time().replace(second=0, microsecond=0)
    elif isinstance(cell, Decimal):
        minutes = int((cell % 1 * 24 * 60).to_integral_value())
        time = dt.time(minutes // 60 % 24, minutes % 60)
    elif (
        isinstance(cell, str)
        and not is_long(cell)
        and (match := TIME_AFTER.search(narrow(cell).strip(" .,;")))
    ):
        read = None if match["zone"] else _parse_text(match["time"])
        time = read if isinstance(read, dt.time) else dt.time()
    else:
        return None
    return time if time != dt.time() else None


def as_time(cell: Cell) -> Result:
    """Return the time in a cell. "19:00" is on the 24-hour clock; a bare "7" may be morning or evening and becomes a
    question.
    """
    if isinstance(cell, dt.datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, dt.time):
        return cell.replace(second=0, microsecond=0, tzinfo=None)
    if cell is None or isinstance(cell, dt.date):
        return None
    text = as_text(cell)
    if is_no_number(cell) or is_long(text):
        return Remark("unreadable_time", {"text": text})
    if isinstance(cell, Decimal) and 0 < cell < 1:
        minutes = int((cell * 24 * 60).to_integral_value()) % (24 * 60)
        return dt.time(minutes // 60, minutes % 60)
    return None if is_unknown(text) else _parse_text(text)


def _parse_text(text: str) -> Result:
    plain = narrow(text)
    if plain in NAMED:
        return dt.time(NAMED[plain])
    if packed := PACKED.fullmatch(plain):
        return dt.time(int(packed[1]), int(packed[2]))
    if chinese := CHINESE.fullmatch(plain):
        return _parse_chinese(chinese, text)
    if clock := CLOCK.fullmatch(plain):
        return _parse_clock(clock, text)
    return Remark("several_times" if TWO_TIMES.search(plain) else "unreadable_time", {"text": text})


def _parse_clock(clock: re.Match[str], text: str) -> Result:
    hour, minute = int(clock[1]), int(clock[2] or 0)
    part = clock[4]
    if part:
        if not 1 <= hour <= 12:
            return _time(hour, minute, text) if hour > 12 and EVENING.match(part) else _time(99, 0, text)
        return _time(hour % 12 + (12 if EVENING.match(part) else 0), minute, text)
    if clock[2] is None and clock[3] in {None, "o'clock", "oclock"}:
        return _bare(hour, text)
    return _time(hour, minute, text)


def _bare(hour: int, text: str) -> Result:
    if not 1 <= hour <= 12:
        return _time(hour, 0, text)
    readings = (dt.time(hour % 12), dt.time(hour % 12 + 12))
    return Ambiguous(readings, Remark("time_two_ways", {"text": text}))


def _parse_chinese(match: re.Match[str], text: str) -> Result:
    part, hour, minute = match[1], int(match[2]), 30 if match[3] == "半" else int(match[3] or 0)
    if part is None and ":" not in match[0] and 1 <= hour <= 12 and not minute:
        return _bare(hour, text)
    if (part in LATE and hour < 12) or (part == "中午" and hour < 3):
        hour += 12
    elif part == "凌晨" and hour == 12:
        hour = 0
    return _time(hour, minute, text)


def _time(hour: int, minute: int, text: str) -> dt.time | Remark:
    if hour < 24 and minute < 60:
        return dt.time(hour, minute)
    return Remark("unreadable_time", {"text": text})

"""`make test CLOCK="2026-12-31 23:30"`: the tests, PostgreSQL and the broker run as if it were that moment (UTC)."""

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

from dev.apt import install
from tfc.console import StackError, say

# Debian and Fedora; the path contains the processor's architecture.
LIBRARIES = (
    Path(f"/usr/lib/{os.uname().machine}-linux-gnu/faketime/libfaketime.so.1"),
    Path("/usr/lib64/faketime/libfaketime.so.1"),
)
# `CLOCK=turns` takes one of CLOCKS, depending on the day.
TURNS = "turns"
CLOCKS = (
    # Ordinary days.
    "2027-02-09 00:30",
    "2027-05-11 07:30",
    # In California still the evening before, and summer days that were counted back from now start an hour apart.
    "2027-12-02 07:30",
    "2027-08-18 12:00",
    "2027-10-05 23:30",
    # The last evening of a half-year, in Greenwich and in California.
    "2026-12-31 23:30",
    "2027-07-01 03:30",
    # The last evening of a February with 29 days.
    "2028-02-29 23:30",
    # Minutes before the clocks change: in California in spring and autumn, in the United Kingdom in spring and autumn.
    "2027-03-14 09:58",
    "2027-11-07 08:58",
    "2027-03-28 00:58",
    "2027-10-31 00:58",
)

NOT_UNDERSTOOD = (
    'CLOCK is a moment in UTC, as in CLOCK="2026-12-31 23:30", or CLOCK=turns for the one of today\'s date. '
    "“{asked}” is neither."
)
GET_IT = (
    "CLOCK needs libfaketime and none was found. On Debian: apt-get install libfaketime; elsewhere name it: "
    "LIBFAKETIME=/path/to/libfaketime.so.1"
)


def parse_clock(requested_clock: str, now: dt.datetime) -> dt.datetime:
    """Return the moment that CLOCK names; raise StackError if it names none."""
    text = CLOCKS[now.timetuple().tm_yday % len(CLOCKS)] if requested_clock == TURNS else requested_clock
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise StackError(NOT_UNDERSTOOD.format(asked=requested_clock)) from None
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def get_clock_environment(moment: dt.datetime, now: dt.datetime, library: Path) -> dict[str, str]:
    """Return the environment that sets the clock of a process and its children. It is an offset, the same for all: a
    process that starts later must not begin at `moment` again.
    """
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME": f"{round((moment - now).total_seconds()):+d}",
        # The monotonic clock stays real, since it measures waits and durations and not the time of day.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def find_library() -> Path:
    """Return the path of libfaketime, installed if this account may; raise StackError if there is none."""
    if (named := os.environ.get("LIBFAKETIME")) and Path(named).is_file():
        return Path(named)
    if not _find_installed_library():
        install(["libfaketime"], "tests under another clock", needed=False)
    if (library := _find_installed_library()) is None:
        raise StackError(GET_IT)
    return library


def _find_installed_library() -> Path | None:
    return next((path for path in LIBRARIES if path.is_file()), None)


def set_clock(environment: Mapping[str, str] = os.environ) -> bool:
    """Set the clock from CLOCK for all processes started from now on; return False if CLOCK is not set."""
    requested_clock = environment.get("CLOCK", "").strip()
    if not requested_clock:
        return False
    now = dt.datetime.now(dt.UTC)
    moment = parse_clock(requested_clock, now)
    os.environ.update(get_clock_environment(moment, now, find_library()))
    say(f"  The clock of this run says {moment:%A, %Y-%m-%d %H:%M} UTC.")
    return True

"""When, where and with whom a team usually meets, so that a form can propose it. No database."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

One = TypeVar("One", bound=Any)


# Whoever logs a meeting does so that evening or the next days; later, today is what everybody expects of a form.
DAYS_BACK = 2


@dataclass(frozen=True)
class Proposal:
    day: dt.date
    starts: dt.time | None


def propose_meeting(past: Sequence[dt.datetime], now: dt.datetime) -> Proposal:
    """The latest day up to now with the usual weekday, at the usual time.

    ``past``: local starts of the last meetings, newest first; ``now``: local. On a tie the newer habit wins.
    Without past meetings: today, and no time. Today too where that day is long ago or recorded already. No moment
    is proposed that is still to come.
    """
    if not past:
        return Proposal(now.date(), None)
    weekday = Counter(start.weekday() for start in past).most_common(1)[0][0]
    starts = Counter(start.time() for start in past).most_common(1)[0][0]
    day = now.date() - dt.timedelta(days=(now.weekday() - weekday) % 7)
    if dt.datetime.combine(day, starts) > now.replace(tzinfo=None):
        day -= dt.timedelta(days=7)
    if (now.date() - day).days > DAYS_BACK or day in {start.date() for start in past}:
        return Proposal(now.date(), starts if starts <= now.time() else None)
    return Proposal(day, starts)


def usual(meetings: Sequence[Collection[One]]) -> list[One]:
    """What was there at more than half of the meetings, in order. Once is no habit: it takes two meetings."""
    if len(meetings) < 2:
        return []
    times = Counter(item for meeting in meetings for item in set(meeting))
    return sorted(item for item, number in times.items() if 2 * number > len(meetings))

"""Initial values of the meeting form: day, time and place. Attendance is never ticked in advance; "Same as last time"
is a button, so that a person confirms who was there.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community
from events.models import (
    Constituency,
    ConstituencyPresence,
    Event,
    EventKind,
    MemberPresence,
    OrganizationPresence,
)
from events.words import day_words
from tfc.batched_queries import evaluate_together
from tfc.query_params import row_number
from tfc.text.punctuation import clauses

One = TypeVar("One", bound=Any)
# A meeting is logged the same evening or in the next days; after that, today is the expected value.
DAYS_BACK = 2
# By the name of the attendance field: id or code, and the name of an organization. Former members and deleted
# organizations are left out.
WHO: dict[str, QuerySet[Any, Any]] = {
    "members": MemberPresence.objects.filter(membership__ended_at=None).values_list(
        "event_id", "membership_id"
    ),
    "organizations": OrganizationPresence.objects.filter(organization__deleted_at=None).values_list(
        "event_id", "organization_id", "organization__name"
    ),
    "constituencies": ConstituencyPresence.objects.values_list("event_id", "constituency"),
}


@dataclass(frozen=True)
class Proposal:
    day: dt.date
    starts: dt.time | None


class Habit(NamedTuple):
    """The usual weekday (Monday is 0) and time of the last meetings; ``recorded``: their days."""

    weekday: int
    starts: dt.time
    recorded: Collection[dt.date]


class AttendanceItem(NamedTuple):
    """Sorted by name, where there is one."""

    name: str
    code: Any


@dataclass(frozen=True)
class MeetingPrefill:
    """``initial``: values by field name; ``explanation``: what the page says about them, if anything."""

    initial: dict[str, Any]
    explanation: str = ""


@dataclass(frozen=True)
class LastTime:
    """``values``: attendance and place by field name; ``explanation``: the same in words."""

    values: dict[str, Any]
    explanation: str


def propose(community: Community, past: Sequence[Event], source: str | None) -> MeetingPrefill:
    """Return the initial values. ``past``: the last meetings, newest first. ``source``: None for the usual day, time
    and place; the number of a meeting for its place and times; anything else for a day and a time alone.
    """
    now = timezone.now().astimezone(community.zone)
    when = propose_meeting(get_local_starts(past), now)
    initial: dict[str, Any] = {"day": when.day, "starts": when.starts}
    if source is None:
        # Teams that meet on Tuesdays and on some Saturdays may use two places. A single meeting on a weekday is no
        # habit: then all meetings are used.
        alike = [event for event in past if event.local_day.weekday() == when.day.weekday()]
        alike = alike if len(alike) > 1 else list(past)
        places = usual([[event.place] if event.place else [] for event in alike])[:1]
        explanation = _("Filled in as usual: %(what)s.") % {"what": clauses([day_words(when.day), *places])}
        is_habit = places or when.day != now.date()
        return MeetingPrefill(initial | _place(places), explanation if is_habit else "")
    like = _meeting(source)
    if like is None:
        return MeetingPrefill(initial)
    times = {"starts": like.local_start.time(), "ends": like.local_end.time() if like.has_end else None}
    places = [like.place] if like.place else []
    explanation = _("Filled in as on %(day)s: %(what)s.")
    filled_explanation = explanation % {"day": date_format(like.local_day), "what": clauses(places)}
    return MeetingPrefill(initial | times | _place(places), filled_explanation if places else "")


def get_last_time(past: Sequence[Event]) -> LastTime | None:
    """Return attendance and place of the last meeting; None if neither is known."""
    if not past:
        return None
    last = past[0]
    came = {name: sorted(present[last.pk]) for name, present in get_attendance_items([last]).items()}
    places = [last.place] if last.place else []
    if not any(came.values()) and not places:
        return None
    template = _("As on %(day)s: %(what)s. Uncheck people who were not there.")
    what = clauses([*places, *_in_words(came)])
    values = {name: [item.code for item in present] for name, present in came.items()}
    return LastTime(values | _place(places), template % {"day": date_format(last.local_day), "what": what})


def add_last_time(data: QueryDict, last: LastTime | None) -> QueryDict:
    """Add the attendance of the last meeting to the typed data; the place only if none was typed."""
    data = data.copy()
    for name, value in (last.values if last else {}).items():
        if isinstance(value, list):
            before = data.getlist(name)
            data.setlist(name, [*before, *(str(code) for code in value if str(code) not in before)])
        elif not data.get(name, "").strip():
            data[name] = value
    return data


def _place(places: Sequence[str]) -> dict[str, str]:
    return {"place": places[0]} if places else {}


def _meeting(source: str) -> Event | None:
    held = Event.objects.held().filter(kind=EventKind.TEAM_MEETING)
    return held.filter(pk=row_number(source) or 0).first()


def get_attendance_items(events: Sequence[Event]) -> dict[str, dict[int, set[AttendanceItem]]]:
    """Return the attendance items by field name and event id; one query."""
    querysets = {name: rows.filter(event__in=[event.pk for event in events]) for name, rows in WHO.items()}
    evaluate_together(*querysets.values())
    items_by_field: dict[str, dict[int, set[AttendanceItem]]] = {
        name: {event.pk: set() for event in events} for name in querysets
    }
    for name, rows in querysets.items():
        for number, code, *called in rows:
            items_by_field[name][number].add(AttendanceItem("".join(called), code))
    return items_by_field


def _in_words(came: Mapping[str, Sequence[Any]]) -> list[str]:
    """Return “4 members”, “First Church”: what is otherwise further down or folded on the page."""
    parts = []
    if number := len(came["members"]):
        parts.append(ngettext("%(number)d member", "%(number)d members", number) % {"number": number})
    parts += [item.name for item in came["organizations"]]
    parts += [str(Constituency(item.code).label) for item in came["constituencies"]]
    return parts


def propose_meeting(past: Sequence[dt.datetime], now: dt.datetime) -> Proposal:
    """Return the latest day up to now with the usual weekday, at the usual time.

    ``past``: local starts of the last meetings, newest first; ``now``: local. On a tie the newer habit is used.
    Without past meetings: today, and no time. Also today if that day is long ago or recorded already. The result is
    never in the future.
    """
    if not past:
        return Proposal(now.date(), None)
    weekday, starts, recorded = get_habit(past)
    day = now.date() - dt.timedelta(days=(now.weekday() - weekday) % 7)
    if dt.datetime.combine(day, starts) > now.replace(tzinfo=None):
        day -= dt.timedelta(days=7)
    if (now.date() - day).days > DAYS_BACK or day in recorded:
        return Proposal(now.date(), starts if starts <= now.time() else None)
    return Proposal(day, starts)


def get_habit(past: Sequence[dt.datetime]) -> Habit:
    """``past``: local starts of at least one meeting, newest first."""
    weekday = Counter(start.weekday() for start in past).most_common(1)[0][0]
    starts = Counter(start.time() for start in past).most_common(1)[0][0]
    return Habit(weekday, starts, {start.date() for start in past})


def write_habit(past: Sequence[Event]) -> str:
    """Return the habit for offline-queue.js, which proposes a day offline as ``propose_meeting`` does; "" if none."""
    if not past:
        return ""
    habit = get_habit(get_local_starts(past))
    recorded = sorted(day.isoformat() for day in habit.recorded)
    # In JavaScript Sunday is 0.
    return json.dumps(
        {"weekday": (habit.weekday + 1) % 7, "starts": f"{habit.starts:%H:%M}", "recorded": recorded}
    )


def get_local_starts(events: Sequence[Event]) -> list[dt.datetime]:
    return [event.local_start.replace(tzinfo=None) for event in events]


def usual(meetings: Sequence[Collection[One]]) -> list[One]:
    """Return the items of more than half of the meetings, sorted; empty for fewer than two meetings."""
    if len(meetings) < 2:
        return []
    times = Counter(item for meeting in meetings for item in set(meeting))
    return sorted(item for item, number in times.items() if 2 * number > len(meetings))

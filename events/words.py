"""Events in words: when, where and how many, as pages and lists show them."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communities.models import Community
from events.counts import Attendance, count_unrecorded, group_label
from events.event_icons import ICONS
from events.event_page import changes_of
from events.models import (
    Dimension,
    Event,
    EventAction,
    EventChange,
    EventKind,
    EventStatus,
    Hosting,
    JointShare,
    Occasion,
    OfficeTraining,
)
from events.output_units import get_unit_label
from tfc.registry import get_panels
from tfc.text.line_breaks import from_to_words, time_words
from tfc.text.punctuation import join_bracketed, join_title, short_month_format


def day_words(day: dt.date) -> str:
    return _("%(weekday)s, %(day)s") % {"weekday": date_format(day, "l"), "day": date_format(day)}


def format_event_time(event: Event | JointShare | OfficeTraining) -> str:
    """Return “Tuesday, Nov. 3, 2026, 7 p.m. to 8:30 p.m.”, in the event's own time zone."""
    start, end = event.local_start, event.local_end
    if not event.has_end:
        return _format_day_and_time(start.date(), time_words(start.time()))
    next_morning = end - start < dt.timedelta(hours=12)
    if start.date() == end.date() or next_morning:
        return _format_day_and_time(start.date(), from_to_words(start.time(), end.time()))
    first, last = (_format_day_and_time(local.date(), time_words(local.time())) for local in (start, end))
    return _("%(start)s to %(end)s") % {"start": first, "end": last}


def _format_day_and_time(day: dt.date, time: str) -> str:
    return _("%(day)s, %(time)s") % {"day": day_words(day), "time": time}


def people_words(people: int | None) -> str:
    if people is None:
        return ""
    return ngettext("%(count)s person", "%(count)s people", people) % {"count": people}


def guest_words(guests: Mapping[Occasion, int]) -> list[str]:
    """Return what guests said by themselves, one line each; none where there are no guests."""
    coming, there = guests[Occasion.COMING], guests[Occasion.THERE]
    lines = []
    if coming:
        lines.append(
            ngettext("%(people)d plans to come", "%(people)d plan to come", coming) % {"people": coming}
        )
    if there:
        lines.append(ngettext("%(people)d checked in", "%(people)d checked in", there) % {"people": there})
    return lines


class EventRow(NamedTuple):
    """A row of a list of events. ``number`` and ``month`` are drawn as a calendar leaf: “3”, “Nov 2025”;
    ``short_month`` is for lists under their year.
    """

    event: Event
    title: str
    url: str
    day: dt.date
    number: str
    short_month: str
    month: str
    meta: str
    state: str

    @property
    def icon(self) -> str:
        return ICONS[EventKind(self.event.kind)]


class Words:
    """Builds list rows of a community's events, many at once."""

    def __init__(self, community: Community) -> None:
        self._community = community
        self._this_year = timezone.localdate().year
        self._language = str(get_language())

    def row(self, event: Event) -> EventRow:
        start = event.local_start
        kind = _kind(event.kind, self._language)
        people = _people(event.people_present, self._language)
        parts = (_clock(start.time(), self._language), kind if event.title else "", event.place, people)
        return EventRow(
            event,
            event.title or kind,
            reverse("events:event-detail", args=[self._community.slug, event.pk]),
            start.date(),
            *_leaf(start.date(), self._this_year, self._language),
            " · ".join(part for part in parts if part),
            event.status,
        )


@lru_cache(maxsize=100)
def _kind(kind: str, _language: str) -> str:
    return str(EventKind(kind).label)


@lru_cache(maxsize=2000)
def _people(people: int | None, _language: str) -> str:
    return people_words(people)


@lru_cache(maxsize=2000)
def _clock(time: dt.time, _language: str) -> str:
    return time_words(time)


@lru_cache(maxsize=10_000)
def _leaf(day: dt.date, this_year: int, _language: str) -> tuple[str, str, str]:
    month = date_format(day, short_month_format())
    return date_format(day, "j"), month, month if day.year == this_year else f"{month} {day.year}"


def moment_words(moment: dt.datetime, zone: ZoneInfo) -> str:
    return clock_words(moment.astimezone(zone))


def clock_words(local: dt.datetime) -> str:
    return _("%(day)s, %(time)s") % {"day": date_format(local.date()), "time": time_words(local.time())}


# ── The details of one event


def get_facts(event: Event) -> list[dict[str, Any]]:
    people = _("Not counted") if event.people_present is None else people_words(event.people_present)
    rows = [
        (_("Kind"), EventKind(event.kind).label),
        (_("Place"), event.place),
        (
            _("Host"),
            Hosting(event.hosting).label if event.hosting != Hosting.HOSTED else _("We did"),
        ),
        (_("Sponsored by Oasis"), _("Yes") if event.sponsored_by_oasis else _("No")),
    ]
    if event.is_public:
        [is_page_published] = get_panels("is_page_published")
        waiting = _("Not yet: your page is not published. Coordinators are notified.")
        rows.append((_("On our public page"), _("Yes") if is_page_published() else waiting))
    if event.note:
        rows.append((_("Note"), linebreaksbr(event.note)))
    if event.status == EventStatus.HELD:
        rows.insert(0, (_("People present"), people))
    if event.status == EventStatus.CANCELLED:
        rows.insert(0, (_("Cancellation reason"), event.cancel_reason))
    return [{"label": label, "value": value} for label, value in rows]


def get_count_tables(recorded: Attendance) -> list[dict[str, Any]]:
    """Return a table for each counted dimension, with the rest as “not recorded”."""
    tables = []
    for dimension in Dimension:
        groups = recorded.headcounts.get(dimension, {})
        if not groups:
            continue
        rows = [[group_label(dimension, group), people] for group, people in groups.items()]
        rest = count_unrecorded(recorded.people_present, groups)
        rows.append([_("Not recorded"), _("Unknown") if rest is None else rest])
        tables.append({"caption": dimension.label, "headers": [dimension.label, _("People")], "rows": rows})
    return tables


def get_output_lines(recorded: Attendance) -> list[str]:
    lines = []
    for line in recorded.outputs:
        number = _("at least %(low)s") if line.at_least else "%(low)s"
        text = join_title(get_unit_label(line.unit), number % {"low": f"{line.quantity:,}"})
        lines.append(join_bracketed(text, line.what))
    return lines


FIELD_NAMES = {
    "kind": lambda: _("Kind"),
    "title": lambda: _("Title"),
    "hosting": lambda: _("Who hosted it"),
    "sponsored_by_oasis": lambda: _("Sponsored by Oasis"),
    "place": lambda: _("Place"),
    "note": lambda: _("Note"),
    "is_public": lambda: _("Show on our public page"),
    "status": lambda: _("Status"),
    "starts": lambda: _("Starts"),
    "ends": lambda: _("Ends"),
    "people_present": lambda: _("People present"),
    "organizations": lambda: _("Organizations present"),
    "constituencies": lambda: _("Constituencies present"),
    "memberships": lambda: _("Members present"),
    "headcounts": lambda: _("Headcounts"),
    "outputs": lambda: _("Outputs"),
    "joint": lambda: _("Joint event with"),
    "joined": lambda: _("Merged with"),
}
# Fields without a value before.
ADDED = ("joint", "joined")
CHOICES = {"kind": EventKind, "hosting": Hosting, "status": EventStatus}


def change_words(change: EventChange) -> list[str]:
    """Return what a change changed, one line each: “Place: Library → Town hall”."""
    lines = []
    for code, name_of in FIELD_NAMES.items():
        if code not in change.fields:
            continue
        name, values = name_of(), change.fields[code]
        if not values or code == "note":
            lines.append(name)
            continue
        before, after = (_value_words(code, value) for value in values)
        lines.append(join_title(name, after if code in ADDED else f"{before} → {after}"))
    return lines


def _value_words(code: str, value: str) -> str:
    if value == "":
        return _("empty")
    if code in CHOICES:
        return str(CHOICES[code](value).label)
    if code in ("sponsored_by_oasis", "is_public"):
        return _("Yes") if value == "True" else _("No")
    if code in ("starts", "ends"):
        return clock_words(dt.datetime.fromisoformat(value))
    return value


def get_merge_target(event: Event) -> str:
    """Return the event into which this one was merged when it went to the trash; empty if it was only deleted."""
    last = event.eventchanges.filter(action=EventAction.DELETED).order_by("-at", "-id").first()
    return str(last.fields["joined"][1]) if last and "joined" in last.fields else ""


def get_history(event: Event) -> list[dict[str, Any]]:
    """Return the history, newest first; one query."""
    return [
        {
            "who": str(change.by),
            "action": EventAction(change.action).label,
            "at": moment_words(change.at, event.zone),
            "lines": change_words(change),
        }
        for change in changes_of(event.pk)
    ]

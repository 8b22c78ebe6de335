"""Import of events with attendance from a spreadsheet (communities/imports/kinds.py)."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.imports.kinds import ExistingRecord, ImportedRecord, Values
from communities.models import Community, User
from events.actions.importing import ImportedEvent, bring_in_events, take_back_events
from events.actions.saving import Details
from events.counts import Attendance, check_counts
from events.event_time import EventTime
from events.import_changes import (
    DETAILS,
    EventRowImport,
    build_match,
    get_counts,
    get_headcounts,
)
from events.import_fields import EVENT_FIELDS, parse_group_code
from events.models import Dimension, Event, EventStatus
from stakeholders.duplicates import Entry
from stakeholders.models import Organization
from tfc.spreadsheets.normalize import normalize_text
from tfc.spreadsheets.values import Count

# A day without a time is stored as its noon.
NOON = dt.time(12)
# Error keys of the event rules whose column has another name.
FIELD_OF = {"day": "date", "ends_day": "ends"}
# Facts reported for all rows together.
WITHOUT_TIME, AT_LEAST = "without_time", "at_least"


class EventImport(EventRowImport):
    """One row per event, matched by day, kind and title."""

    code = "events"
    title = gettext_lazy("Events")
    lead = gettext_lazy("events and attendance")
    icon = "calendar"
    position = 1

    fields = EVENT_FIELDS
    chunk = 1000

    def __init__(self, community: Community, by: User) -> None:
        super().__init__(community, by)
        self._now = timezone.now()
        self._events: dict[int, tuple[Values, ImportedEvent]] = {}

    def words_for(self, code: str, value: Any) -> str:
        """Format a value; organizations have the name in the register."""
        if code == "organizations":
            value = [there[0][1] if (there := self._known(name)) else name for name in value]
        return super().words_for(code, value)

    def _known(self, name: str) -> list[tuple[int, str]]:
        return self.register.get(_name_key(name), [])

    def key(self, values: Values) -> Hashable:
        return values["date"], values["kind"], normalize_text(values.get("title", ""))

    def problems(self, values: Values) -> list[tuple[str, str]]:
        problems = [*self._unknown_organizations(values), *get_inexact_counts(values)]
        if values.get("ends") and not values.get("starts"):
            problems.append(("starts", _("Enter a start time.")))
        for wrong in self._wrongs(values):
            add_problems(problems, wrong, values)
        return problems

    def _wrongs(self, values: Values) -> list[ValidationError]:
        """Return the errors of a row. Without a day or a kind there is no event to check, but the attendance is
        checked.
        """
        if "date" in values and "kind" in values:
            return self.get_imported_event(values).examined[1]
        try:
            check_counts(self._attendance(values))
        except ValidationError as error:
            return [error]
        return []

    def facts(self, values: Values) -> list[str]:
        fact_flags = {
            WITHOUT_TIME: "starts" not in values,
            AT_LEAST: "people" in values and values["people"].at_least,
        }
        return [*super().facts(values), *(name for name, holds in fact_flags.items() if holds)]

    def _unknown_organizations(self, values: Values) -> list[tuple[str, str]]:
        if "organizations" not in values:
            return []
        unknown_message = _(
            "“%(name)s” is not in your register. Add it there first, or remove it from this cell."
        )
        twice = _(
            "“%(name)s” is in your register more than once. Merge the duplicates first, or remove it from this cell."
        )
        problems = []
        for name in values["organizations"]:
            organizations = self._known(name)
            if len(organizations) != 1:
                problems.append(
                    ("organizations", (twice if organizations else unknown_message) % {"name": name})
                )
        return problems

    @cached_property
    def register(self) -> dict[str, list[tuple[int, str]]]:
        """Return (id, name) of the organizations by normalized name."""
        register: dict[str, list[tuple[int, str]]] = {}
        for pk, name in Organization.objects.not_deleted().order_by("pk").values_list("pk", "name"):
            register.setdefault(_name_key(name), []).append((pk, name))
        return register

    def get_imported_event(self, values: Values) -> ImportedEvent:
        """Return the event of a row; cached per ``values``, so that a row is examined once and then imported."""
        cached = self._events.get(id(values))
        if cached is None or cached[0] is not values:
            if len(self._events) >= self.chunk:
                self._events.clear()
            cached = self._events[id(values)] = values, self._build_event(values)
        return cached[1]

    def _build_event(self, values: Values) -> ImportedEvent:
        """Build the event of a row. Without a state, an event that has begun is held, and a later one is planned."""
        when = EventTime(
            day=values["date"],
            starts=values.get("starts", NOON),
            ends=values.get("ends") if "starts" in values else None,
            zone=self.community.zone,
        )
        begun = dt.datetime.combine(when.day, when.starts, when.zone) <= self._now
        status = EventStatus(values.get("status", EventStatus.HELD if begun else EventStatus.PLANNED))
        details = Details(
            kind=values["kind"],
            when=when,
            **{code: values[code] for code in ("title", *DETAILS) if code in values},
        )
        cancelled = status == EventStatus.CANCELLED
        reason = _("Canceled according to a spreadsheet.") if cancelled else ""
        return ImportedEvent(details, self._attendance(values), status, reason)

    def _attendance(self, values: Values) -> Attendance:
        """Build the attendance of a row. "60+" is stored as an output, and people present stays unknown."""
        people: Count | None = values.get("people")
        attendance = Attendance(
            organizations=tuple(
                pk for name in values.get("organizations", ()) for pk, _name in self._known(name)[:1]
            ),
            constituencies=tuple(values.get("constituencies", ())),
            headcounts=get_headcounts(values),
        )
        return attendance.with_people(people.value, at_least=people.at_least) if people else attendance

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        stored = _find_stored([key for key, _values in rows], {values["date"] for _key, values in rows})
        return {
            key: build_match(stored[key], _get_values(stored[key]), values)
            for key, values in rows
            if key in stored
        }

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        made = bring_in_events(imported_events=[self.get_imported_event(row) for row in rows], by=self.by)
        return [ImportedRecord(event_id, revision=1) for event_id in made]

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        return take_back_events(made={record.id: record.revision for record in made}, by=self.by)

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        remarks = []
        if count := facts.get(WITHOUT_TIME):
            message = ngettext(
                "%(count)d row has no time. It is set to noon.",
                "%(count)d rows have no time. They are set to noon.",
                count,
            )
            remarks.append(message % {"count": count})
        if count := facts.get(AT_LEAST):
            message = ngettext(
                "%(count)d row has only “at least” a number. It is recorded as people reached; the number present "
                "stays unknown.",
                "%(count)d rows have only “at least” a number. They are recorded as people reached; the number present "
                "stays unknown.",
                count,
            )
            remarks.append(message % {"count": count})
        return remarks + super().remarks(facts)


def _get_values(event: Event) -> dict[str, Any]:
    """Return what an event has in the columns that a row may change."""
    return {
        "starts": event.local_start.time(),
        "ends": event.local_end.time() if event.has_end else None,
        "status": event.status,
        **{code: getattr(event, code) for code in DETAILS},
        **get_counts(event),
    }


def get_inexact_counts(values: Values) -> list[tuple[str, str]]:
    """Return the problems of counts by group: each needs an exact total.

    A profession is exact as well: "20+" police stored as 20 would be the most that item 11 counts.
    """
    people: Count | None = values.get("people")
    problems = []
    if get_headcounts(values) and (not people or people.at_least):
        problems.append(("people", _("Counts by group need an exact total. Enter it, or remove the groups.")))
    message = _("Enter the exact number of this profession, or leave the cell empty.")
    for code, value in values.items():
        group = parse_group_code(code)
        if group and group[0] == Dimension.PROFESSION and value.at_least:
            problems.append((code, message))
    return problems


def add_problems(problems: list[tuple[str, str]], error: ValidationError, values: Values) -> None:
    """Add an error to the problems of its columns, unless they have one already."""
    codes = {code for code, _text in problems}
    problems += [problem for problem in _get_problems(error, values) if problem[0] not in codes]


def _get_problems(error: ValidationError, values: Values) -> list[tuple[str, str]]:
    """Return (column, message) of each error; an error of a dimension is shown at its first group."""
    if not hasattr(error, "error_dict"):
        return [("", message) for message in error.messages]
    problems = []
    for key, errors in error.message_dict.items():
        dimension = key.removeprefix("headcounts_")
        groups = [code for code in values if (group := parse_group_code(code)) and group[0] == dimension]
        code = groups[0] if groups else {"people_present": "people", **FIELD_OF}.get(key, key)
        problems += [(code, message) for message in errors]
    return problems


def _find_stored(keys: Sequence[Hashable], days: set[dt.date]) -> Mapping[Hashable, Event]:
    """Return the events of these keys that are not in the trash, the first of two with equal keys; with attendance, in
    four queries.
    """
    wanted, ids_by_key = set(keys), {}
    of_the_days = Event.objects.not_deleted().filter(local_day__in=days).order_by("-pk")
    for pk, day, kind, title in of_the_days.values_list("pk", "local_day", "kind", "title"):
        if (key := (day, kind, normalize_text(title))) in wanted:
            ids_by_key[key] = pk
    events = Event.objects.prefetch_related("headcounts", "outputs").in_bulk(ids_by_key.values())
    return {key: events[pk] for key, pk in ids_by_key.items()}


def _name_key(name: str) -> str:
    return Entry(0, name, "").name_key or name.casefold()

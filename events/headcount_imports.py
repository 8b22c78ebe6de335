"""Import of headcounts for existing events (communities/imports/kinds.py). Existing counts are not replaced."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.imports.kinds import ExistingRecord, ImportedRecord, Values
from events.actions.importing import CountedEvent, count_events, take_back_counts
from events.counts import Attendance, check_counts
from events.import_changes import (
    EventRowImport,
    build_match,
    counted_groups,
    get_comparable_value,
    get_headcounts,
    get_people,
)
from events.import_fields import group_fields, identifying_fields, people_field
from events.import_halves import half_year_fact, half_year_remarks
from events.imports import get_problems, without_total
from events.models import Event, EventStatus
from tfc.spreadsheets.import_fields import ImportField
from tfc.spreadsheets.normalize import normalized
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.values import Count


class HeadcountImport(EventRowImport):
    """One row per held event, matched by day and title."""

    code = "headcounts"
    title = gettext_lazy("Headcounts")
    lead = gettext_lazy("how many came to events that are here already")
    icon = "people"
    position = 2

    def make_fields(self) -> list[ImportField]:
        self._events: dict[Hashable, Event] = {}
        return [*identifying_fields(), people_field(), *group_fields()]

    def key(self, values: Values) -> Hashable:
        return values["date"], normalized(values.get("title", ""))

    def problems(self, values: Values) -> list[tuple[str, str]]:
        if "people" not in values and not get_headcounts(values):
            return [("people", _("This row counts nobody. Write how many came, or leave it out."))]
        problems = without_total(values)
        try:
            check_counts(_attendance(values))
        except ValidationError as error:
            reported_codes = {code for code, _text in problems}
            problems += [
                problem for problem in get_problems(error, values) if problem[0] not in reported_codes
            ]
        return problems

    def facts(self, values: Values) -> list[str]:
        return [half_year_fact(values["date"])]

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        return half_year_remarks(facts, self.community)

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        """Match rows with events; three queries. A row of an event without counts has no match: it adds them."""
        here = _held_on({values["date"] for _key, values in rows})
        matches = {}
        for key, values in rows:
            match = self._match(here.get(key, []), values)
            if match is None:
                self._events[key] = here[key][0]
            else:
                matches[key] = match
        return matches

    def _match(self, events: list[Event], values: Values) -> ExistingRecord | None:
        if not events:
            return ExistingRecord(problem=Remark("no_such_event"))
        if len(events) > 1:
            return ExistingRecord(problem=Remark("several_events"))
        event, people = events[0], values.get("people")
        present = len(event.memberpresences.all())
        if people and not people.at_least and present > people.value:
            return ExistingRecord(problem=Remark("more_members", {"members": present, "total": people.value}))
        there = counted_groups(event)
        if counted := get_people(event):
            there["people"] = counted
        if not there:
            return None
        row_values = {
            code: get_comparable_value(code, value)
            for code, value in values.items()
            if isinstance(value, Count)
        }
        differs = {code: there.get(code) for code, value in row_values.items() if value != there.get(code)}
        return build_match(event, differs)

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        counted = [
            CountedEvent(self._events[self.key(row)], _attendance(row), row.get("people")) for row in rows
        ]
        return [
            ImportedRecord(event.pk, event.revision, {"output": line})
            for event, line in count_events(counted=counted, by=self.by)
        ]

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        lines = {record.id: (record.before or {}).get("output") for record in made}
        return take_back_counts(made={record.id: record.revision for record in made}, lines=lines, by=self.by)


def _attendance(values: Values) -> Attendance:
    people: Count | None = values.get("people")
    exact = people.value if people and not people.at_least else None
    return Attendance(people_present=exact, headcounts=get_headcounts(values))


def _held_on(days: set[dt.date]) -> dict[Hashable, list[Event]]:
    events = Event.objects.not_deleted().filter(local_day__in=days, status=EventStatus.HELD)
    events_by_key: dict[Any, list[Event]] = defaultdict(list)
    for event in events.prefetch_related("headcounts", "outputs", "memberpresences").order_by("pk"):
        events_by_key[event.local_day, normalized(event.title)].append(event)
    return events_by_key

"""How many came, for events that are here already (communities/imports/kinds.py). What was counted before stays."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.imports.fields import ImportField
from communities.imports.kinds import Found, Made, Values
from events.actions.importing import Counted, count_events, take_back_counts
from events.counts import Attendance, check_counts
from events.import_changes import (
    EventRowImport,
    counted_groups,
    found_of,
    headcounts_of,
    known,
    people_of,
)
from events.import_fields import group_fields, identifying_fields, people_field
from events.import_halves import half_year_fact, half_year_remarks
from events.imports import problems_of, without_total
from events.models import Event, EventStatus
from tfc.spreadsheets.normalize import normalized
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.values import Count


class HeadcountImport(EventRowImport):
    """One row an event that was held; by day and title."""

    code = "headcounts"
    title = gettext_lazy("Headcounts")
    lead = gettext_lazy("how many came to events that are here already")
    icon = "people"

    def make_fields(self) -> list[ImportField]:
        self._events: dict[Hashable, Event] = {}
        return [*identifying_fields(), people_field(), *group_fields()]

    def key(self, values: Values) -> Hashable:
        return values["date"], normalized(values.get("title", ""))

    def problems(self, values: Values) -> list[tuple[str, str]]:
        if "people" not in values and not headcounts_of(values):
            return [("people", _("This row counts nobody. Write how many came, or leave it out."))]
        found = without_total(values)
        try:
            check_counts(_attendance(values))
        except ValidationError as error:
            told = {code for code, _text in found}
            found += [one for one in problems_of(error, values) if one[0] not in told]
        return found

    def facts(self, values: Values) -> list[str]:
        return [half_year_fact(values["date"])]

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        return half_year_remarks(facts, self.community)

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, Found]:
        """Three queries. An event that nobody counted yet is found as None: the row fills it in."""
        here = _held_on({values["date"] for _key, values in rows})
        found = {}
        for key, values in rows:
            match = self._match(here.get(key, []), values)
            if match is None:
                self._events[key] = here[key][0]
            else:
                found[key] = match
        return found

    def _match(self, events: list[Event], values: Values) -> Found | None:
        if not events:
            return Found(problem=Remark("no_such_event"))
        if len(events) > 1:
            return Found(problem=Remark("several_events"))
        event, people = events[0], values.get("people")
        present = len(event.memberpresences.all())
        if people and not people.at_least and present > people.value:
            return Found(problem=Remark("more_members", {"members": present, "total": people.value}))
        there = counted_groups(event)
        if counted := people_of(event):
            there["people"] = counted
        if not there:
            return None
        told = {code: known(code, value) for code, value in values.items() if isinstance(value, Count)}
        differs = {code: there.get(code) for code, value in told.items() if value != there.get(code)}
        return found_of(event, differs)

    def add(self, rows: Sequence[Values]) -> list[Made]:
        counted = [Counted(self._events[self.key(one)], _attendance(one), one.get("people")) for one in rows]
        return [
            Made(event.pk, event.revision, {"output": line})
            for event, line in count_events(counted=counted, by=self.by)
        ]

    def undo(self, made: Sequence[Made]) -> set[int]:
        lines = {one.id: (one.before or {}).get("output") for one in made}
        return take_back_counts(made={one.id: one.revision for one in made}, lines=lines, by=self.by)


def _attendance(values: Values) -> Attendance:
    people: Count | None = values.get("people")
    exact = people.value if people and not people.at_least else None
    return Attendance(people_present=exact, headcounts=headcounts_of(values))


def _held_on(days: set[dt.date]) -> dict[Hashable, list[Event]]:
    events = Event.objects.kept().filter(local_day__in=days, status=EventStatus.HELD)
    found: dict[Any, list[Event]] = defaultdict(list)
    for event in events.prefetch_related("headcounts", "outputs", "memberpresences").order_by("pk"):
        found[event.local_day, normalized(event.title)].append(event)
    return found

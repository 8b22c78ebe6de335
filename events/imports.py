"""Events with who came, from a spreadsheet (communities/imports/kinds.py)."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.imports.fields import ImportField
from communities.imports.kinds import Found, Made, Values
from events.actions.importing import Told, bring_in_events, take_back_events
from events.actions.saving import Details
from events.counts import Attendance, OutputLine, check_counts
from events.event_time import When
from events.import_changes import (
    EventRowImport,
    counted_groups,
    found_of,
    headcounts_of,
    known,
    people_of,
)
from events.import_fields import event_fields, group_of
from events.import_halves import half_year_fact, half_year_remarks
from events.models import Event, EventStatus, Hosting, OutputUnit
from stakeholders.duplicates import Entry
from stakeholders.models import Organization
from tfc.spreadsheets.normalize import normalized
from tfc.spreadsheets.values import Count

# A day without an hour stands among moments as its middle.
NOON = dt.time(12)
# Where a rule's own name for what has to change is another than the column's.
FIELD_OF = {"day": "date", "ends_day": "ends"}
# Facts that are told of all rows.
WITHOUT_TIME, AT_LEAST = "without_time", "at_least"


class EventImport(EventRowImport):
    """One row an event; by day, kind and title."""

    code = "events"
    title = gettext_lazy("Events")
    lead = gettext_lazy("what you did, and how many came")
    icon = "calendar"

    chunk = 1000

    def make_fields(self) -> list[ImportField]:
        self._now = timezone.now()
        self._register: dict[str, list[tuple[int, str]]] | None = None
        self._told: dict[int, tuple[Values, Told]] = {}
        return event_fields()

    def words_for(self, code: str, value: Any) -> str:
        """Organizations as they stand in the register."""
        if code == "organizations":
            value = [there[0][1] if (there := self._known(one)) else one for one in value]
        return super().words_for(code, value)

    def _known(self, name: str) -> list[tuple[int, str]]:
        return self.register.get(_name_key(name), [])

    def key(self, values: Values) -> Hashable:
        return values["date"], values["kind"], normalized(values.get("title", ""))

    def problems(self, values: Values) -> list[tuple[str, str]]:
        found = [*self._unknown_organizations(values), *without_total(values)]
        if values.get("ends") and not values.get("starts"):
            found.append(("starts", _("Say at what time it starts.")))
        for wrong in self._wrongs(values):
            told = {code for code, _text in found}
            found += [one for one in problems_of(wrong, values) if one[0] not in told]
        return found

    def _wrongs(self, values: Values) -> list[ValidationError]:
        """Without a day or a kind there is no event to look at, but who came can be."""
        if "date" in values and "kind" in values:
            return self.told(values).examined[1]
        try:
            check_counts(self._attendance(values))
        except ValidationError as error:
            return [error]
        return []

    def facts(self, values: Values) -> list[str]:
        told = {
            WITHOUT_TIME: "starts" not in values,
            AT_LEAST: "people" in values and values["people"].at_least,
        }
        return [half_year_fact(values["date"]), *(name for name, holds in told.items() if holds)]

    def _unknown_organizations(self, values: Values) -> list[tuple[str, str]]:
        if "organizations" not in values:
            return []
        words = _("“%(name)s” is not in your register. Add it there first, or take it out of this cell.")
        twice = _(
            "“%(name)s” is in your register more than once. Join them first, or take it out of this cell."
        )
        found = []
        for name in values["organizations"]:
            known = self._known(name)
            if len(known) != 1:
                found.append(("organizations", (twice if known else words) % {"name": name}))
        return found

    @property
    def register(self) -> dict[str, list[tuple[int, str]]]:
        """Name → organizations with their names, read when the first row names one."""
        if self._register is None:
            self._register = {}
            for pk, name in Organization.objects.kept().order_by("pk").values_list("pk", "name"):
                self._register.setdefault(_name_key(name), []).append((pk, name))
        return self._register

    def told(self, values: Values) -> Told:
        """The same for the same ``values``: what a row says is examined once, and then brought in."""
        kept = self._told.get(id(values))
        if kept is None or kept[0] is not values:
            if len(self._told) >= self.chunk:
                self._told.clear()
            kept = self._told[id(values)] = values, self._tell(values)
        return kept[1]

    def _tell(self, values: Values) -> Told:
        """Without a word on it, what has begun was held, and what has not is planned."""
        when = When(
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
            title=values.get("title", ""),
            place=values.get("place", ""),
            note=values.get("note", ""),
            hosting=values.get("hosting", Hosting.HOSTED),
            sponsored_by_oasis=values.get("sponsored", False),
        )
        cancelled = status == EventStatus.CANCELLED
        reason = _("A spreadsheet says that it was cancelled.") if cancelled else ""
        return Told(details, self._attendance(values), status, reason)

    def _attendance(self, values: Values) -> Attendance:
        """Of "60+" only the lower bound is known: that is what was reached, while who was present stays unknown."""
        people: Count | None = values.get("people")
        at_least = people is not None and people.at_least
        line = OutputLine(OutputUnit.PERSONS, people.value, at_least=True) if people and at_least else None
        return Attendance(
            organizations=tuple(
                pk for one in values.get("organizations", ()) for pk, _name in self._known(one)[:1]
            ),
            constituencies=tuple(values.get("constituencies", ())),
            people_present=None if people is None or at_least else people.value,
            headcounts=headcounts_of(values),
            outputs=(line,) if line else (),
        )

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, Found]:
        stored = _stored([key for key, _values in rows], {values["date"] for _key, values in rows})
        return {
            key: found_of(stored[key], self._differences(stored[key], values))
            for key, values in rows
            if key in stored
        }

    def _differences(self, event: Event, values: Values) -> dict[str, Any]:
        """What is here of what the row says otherwise; what it leaves empty is no difference."""
        there: dict[str, Any] = {
            "starts": event.local_start.time(),
            "ends": event.local_end.time() if event.has_end else None,
            "place": event.place,
            "note": event.note,
            "hosting": event.hosting,
            "status": event.status,
            "sponsored": event.sponsored_by_oasis,
            "people": people_of(event),
            **counted_groups(event),
        }
        told = {code: known(code, value) for code, value in values.items() if code in there or group_of(code)}
        return {code: there.get(code) for code, value in told.items() if value != there.get(code)}

    def add(self, rows: Sequence[Values]) -> list[Made]:
        made = bring_in_events(told=[self.told(one) for one in rows], by=self.by)
        return [Made(one, revision=1) for one in made]

    def undo(self, made: Sequence[Made]) -> set[int]:
        return take_back_events(made={one.id: one.revision for one in made}, by=self.by)

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        found = []
        if count := facts.get(WITHOUT_TIME):
            words = ngettext(
                "%(count)d row names no time: it stands at noon.",
                "%(count)d rows name no time: they stand at noon.",
                count,
            )
            found.append(words % {"count": count})
        if count := facts.get(AT_LEAST):
            words = ngettext(
                "%(count)d row knows the people only as “at least”: the event tells how many were reached at least, and"
                " how many were present stays unknown.",
                "%(count)d rows know the people only as “at least”: these events tell how many were reached at least,"
                " and how many were present stays unknown.",
                count,
            )
            found.append(words % {"count": count})
        return found + half_year_remarks(facts, self.community)


def without_total(values: Values) -> list[tuple[str, str]]:
    people: Count | None = values.get("people")
    if not headcounts_of(values) or (people and not people.at_least):
        return []
    words = _(
        "Groups were counted, so their exact total is needed here. Leave the groups out if nobody knows it."
    )
    return [("people", words)]


def problems_of(error: ValidationError, values: Values) -> list[tuple[str, str]]:
    """A dimension that does not add up is told at its first group."""
    if not hasattr(error, "error_dict"):
        return [("", one) for one in error.messages]
    found = []
    for key, errors in error.message_dict.items():
        dimension = key.removeprefix("headcounts_")
        groups = [code for code in values if (group := group_of(code)) and group[0] == dimension]
        code = groups[0] if groups else {"people_present": "people", **FIELD_OF}.get(key, key)
        found += [(code, one) for one in errors]
    return found


def _stored(keys: Sequence[Hashable], days: set[dt.date]) -> Mapping[Hashable, Event]:
    """The kept events of these keys, the first of two that look the same; with who came, in four queries."""
    wanted, found = set(keys), {}
    of_the_days = Event.objects.kept().filter(local_day__in=days).order_by("-pk")
    for pk, day, kind, title in of_the_days.values_list("pk", "local_day", "kind", "title"):
        if (key := (day, kind, normalized(title))) in wanted:
            found[key] = pk
    events = Event.objects.prefetch_related("headcounts", "outputs").in_bulk(found.values())
    return {key: events[pk] for key, pk in found.items()}


def _name_key(name: str) -> str:
    return Entry(0, name, "").name_key or name.casefold()

"""Events with who came, from a spreadsheet (communities/imports/kinds.py)."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.imports.fields import ImportField
from communities.imports.kinds import Found, Importer, Kind, Made, Values
from communities.models import Role
from events.actions.importing import Told, bring_in_events, check_told, take_back_events
from events.actions.saving import Details
from events.counts import Attendance, OutputLine
from events.import_fields import COUNT, event_fields, group_of
from events.local_time import When
from events.models import Event, EventStatus, Hosting, OutputUnit
from stakeholders.duplicates import Entry
from stakeholders.models import Organization
from tfc.periods import HalfYear
from tfc.sheets.plain import normalized
from tfc.sheets.values import Count

# A day without an hour stands among moments as its middle.
NOON = dt.time(12)
# Where a rule's own name for what has to change is another than the column's.
FIELD_OF = {"day": "date", "ends_day": "ends"}


class Events(Importer):
    """One row an event; by day, kind and title."""

    def make_fields(self) -> list[ImportField]:
        self._now = timezone.now()
        self._begin = HalfYear.of_instant(self._now, self.community.zone).first_day
        self._register: dict[str, list[int]] | None = None
        self._without_time = self._earlier = self._at_least = 0
        return event_fields()

    def title(self, values: Values) -> str:
        day = values["date"].isoformat() if "date" in values else ""
        return " · ".join(one for one in (day, values.get("title", "")) if one)

    def key(self, values: Values) -> Hashable:
        return values["date"], values["kind"], normalized(values.get("title", ""))

    def problems(self, values: Values) -> list[tuple[str, str]]:
        found = [*self._unknown_organizations(values), *without_total(values)]
        if values.get("ends") and not values.get("starts"):
            found.append(("starts", _("Say at what time it starts.")))
        if not found:
            try:
                check_told(self.told(values))
            except ValidationError as error:
                found += problems_of(error, values)
        self._count(values)
        return found

    def _count(self, values: Values) -> None:
        self._without_time += "starts" not in values
        self._earlier += values["date"] < self._begin
        self._at_least += values["people"].at_least if "people" in values else 0

    def _unknown_organizations(self, values: Values) -> list[tuple[str, str]]:
        words = _("“%(name)s” is not in your register. Add it there first, or take it out of this cell.")
        twice = _(
            "“%(name)s” is in your register more than once. Join them first, or take it out of this cell."
        )
        found = []
        for name in values.get("organizations", ()):
            ids = self.register.get(_name_key(name), [])
            if len(ids) != 1:
                found.append(("organizations", (twice if ids else words) % {"name": name}))
        return found

    @property
    def register(self) -> dict[str, list[int]]:
        """Name → organizations, read when the first row names one."""
        if self._register is None:
            self._register = {}
            for pk, name in Organization.objects.kept().order_by("pk").values_list("pk", "name"):
                self._register.setdefault(_name_key(name), []).append(pk)
        return self._register

    def told(self, values: Values) -> Told:
        """Without a word on it, what has begun was held, and what has not is planned."""
        when = When(
            day=values["date"],
            starts=values.get("starts", NOON),
            ends=values.get("ends"),
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
            organizations=tuple(self.register[_name_key(one)][0] for one in values.get("organizations", ())),
            constituencies=tuple(values.get("constituencies", ())),
            people_present=None if people is None or at_least else people.value,
            headcounts=headcounts_of(values),
            outputs=(line,) if line else (),
        )

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, Found]:
        stored = _stored([key for key, _values in rows], {values["date"] for _key, values in rows})
        labels = {one.code: str(one.label) for one in self.fields}
        return {
            key: Found(tuple(labels[code] for code in self._differences(stored[key], values)))
            for key, values in rows
            if key in stored
        }

    def _differences(self, event: Event, values: Values) -> list[str]:
        """Codes of what the row says otherwise; what it leaves empty is no difference."""
        there: dict[str, Any] = {
            "starts": event.local_start.time(),
            "ends": event.local_end.time() if event.has_end else None,
            "place": event.place,
            "note": event.note,
            "hosting": event.hosting,
            "status": event.status,
            "sponsored": event.sponsored_by_oasis,
            "people": people_of(event),
            **{f"{COUNT}{one.dimension}.{one.group}": one.people for one in event.headcounts.all()},
        }
        told = {code: value.value if group_of(code) else value for code, value in values.items()}
        compared = {code for code in told if code in there or group_of(code)}
        return [code for code in values if code in compared and told[code] != there.get(code)]

    def add(self, rows: Sequence[Values]) -> list[Made]:
        made = bring_in_events(told=[self.told(one) for one in rows], by=self.by)
        return [Made(one.pk, one.revision) for one in made]

    def undo(self, made: Sequence[Made]) -> set[int]:
        return take_back_events(made={one.id: one.revision for one in made}, by=self.by)

    def remarks(self) -> list[str]:
        found = []
        if self._without_time:
            words = ngettext(
                "%(count)d row names no time: it stands at noon.",
                "%(count)d rows name no time: they stand at noon.",
                self._without_time,
            )
            found.append(words % {"count": self._without_time})
        if self._at_least:
            words = ngettext(
                "%(count)d row knows the people only as “at least”: the event tells how many were reached at least, and"
                " how many were present stays unknown.",
                "%(count)d rows know the people only as “at least”: these events tell how many were reached at least,"
                " and how many were present stays unknown.",
                self._at_least,
            )
            found.append(words % {"count": self._at_least})
        if self._earlier:
            words = ngettext(
                "%(count)d event belongs to an earlier half-year. Figures that are locked do not change by themselves.",
                "%(count)d events belong to earlier half-years. Figures that are locked do not change by themselves.",
                self._earlier,
            )
            found.append(words % {"count": self._earlier})
        return found


def headcounts_of(values: Values) -> dict[str, dict[str, int]]:
    """What is left up to the total is not recorded, so a group of "20+" is the 20 that are known."""
    found: dict[str, dict[str, int]] = {}
    for code, value in values.items():
        if group := group_of(code):
            found.setdefault(group[0], {})[group[1]] = value.value
    return found


def people_of(event: Event) -> Count | None:
    """As a spreadsheet would say it."""
    if event.people_present is not None:
        return Count(event.people_present)
    lines = [one for one in event.outputs.all() if one.unit == OutputUnit.PERSONS and one.at_least]
    return Count(lines[0].quantity, at_least=True) if len(lines) == 1 else None


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


KINDS = [
    Kind(
        code="events",
        title=gettext_lazy("Events"),
        lead=gettext_lazy("what you did, and how many came"),
        least=Role.LEADER,
        icon="calendar",
        list_name="events:event-list",
        importer=Events,
    )
]

"""Import of outputs of held events, also of an office (communities/imports/kinds.py): a row for each, added to those of
the event.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.imports.kinds import ExistingRecord, Import, ImportedRecord, Values
from communities.models import Community, Office, Role, User
from events.actions import ConflictError
from events.actions.office_events import edit_office_event, get_output_lines
from events.actions.recording import get_attendance, record_event
from events.counts import MOST_OUTPUT, OutputLine
from events.import_changes import find_held_events
from events.import_fields import DATE, TITLE
from events.models import Event, OfficeEvent, OutputUnit
from events.output_units import get_unit_codes, get_unit_label
from stakeholders.actions.saving import SavedMeanwhileError
from tfc.spreadsheets.import_fields import Choosing, ImportField, count, text
from tfc.spreadsheets.normalize import normalize_text
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.values import Count

UNIT_WORDS = {
    OutputUnit.ITEMS: ("items", "leaflets", "flyers", "bags", "folletos", "传单"),
    OutputUnit.PLACEMENTS: ("placements", "posters", "articles", "carteles", "artículos", "海报", "文章"),
    OutputUnit.BROADCASTS: ("radio", "television", "tv", "emisiones", "广播"),
    OutputUnit.CONTACTS: ("contacts", "people met", "face to face", "contactos", "面谈"),
    OutputUnit.VIEWS: ("views", "online", "vistas", "浏览量"),
    OutputUnit.SIGNATURES: ("signatures", "firmas", "签名"),
    OutputUnit.HOURS: ("hours", "horas", "小时"),
}
_get_label = lazy(get_unit_label, str)
QUANTITY = ImportField(
    "quantity", gettext_lazy("How many"), count, required=True, asks="thousands",
    names=("number", "quantity", "amount", "how many", "cantidad", "número", "数量"),
    help=gettext_lazy("“60+” means at least 60."),
)  # fmt: skip
WHAT = ImportField(
    "what", gettext_lazy("In words"), text(160),
    names=("what", "description", "output", "descripción", "qué", "说明", "内容"),
    help=gettext_lazy("Describe no person who is or was at risk."),
)  # fmt: skip


def build_unit_field(code: str, label: Any, *, required: bool) -> ImportField:
    """Return the column of units, with those of the office; call it in a scope."""
    choices = [(unit, _get_label(unit)) for unit in get_unit_codes()]
    names = ("unit", "units", "unidad", "单位")
    return ImportField(code, label, Choosing(choices, UNIT_WORDS), required=required, names=names)


def check_quantity(quantity: Count | None) -> str:
    """Return why this cannot be the number of an output, or ""."""
    if quantity is None or 0 < quantity.value <= MOST_OUTPUT:
        return ""
    return _("Enter a smaller number.") if quantity.value else _("Enter a number above zero.")


class OutputImport(Import):
    """Matches a held event by day and title, and its outputs by unit and words."""

    code = "outputs"
    title = gettext_lazy("Outputs")
    lead = gettext_lazy("what recorded events gave out, collected or raised")
    least = Role.LEADER
    icon = "check"
    for_offices = True
    position = 7
    list_name = "events:event-list"
    title_fields = ("date", "title", "what")
    fields: Sequence[ImportField] = (DATE, TITLE, QUANTITY, WHAT)

    def __init__(self, place: Community | Office, by: User) -> None:
        super().__init__(place, by)
        unit = build_unit_field("unit", gettext_lazy("Unit"), required=True)
        self.fields = (DATE, TITLE, QUANTITY, unit, WHAT)
        self._events: dict[Hashable, Event | OfficeEvent] = {}

    def key(self, values: Values) -> Hashable:
        return (*_get_event_key(values), values["unit"], normalize_text(values.get("what", "")))

    def problems(self, values: Values) -> list[tuple[str, str]]:
        problem = check_quantity(values.get("quantity"))
        return [("quantity", problem)] if problem else []

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        days = {values["date"] for _key, values in rows}
        here = find_office_events(days) if isinstance(self.place, Office) else find_held_events(days)
        matches = {}
        for key, values in rows:
            events = here.get(_get_event_key(values), [])
            if len(events) == 1:
                self._events[_get_event_key(values)] = events[0]
                stored = _find_stored(events[0], values)
            else:
                stored = ExistingRecord(problem=Remark("several_events" if events else "no_such_event"))
            if stored is not None:
                matches[key] = stored
        return matches

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        lines: dict[Hashable, list[OutputLine]] = defaultdict(list)
        for values in rows:
            lines[_get_event_key(values)].append(_get_line(values))
        for key, own in lines.items():
            event = self._events[key]
            self._events[key] = self._store(event, [*_get_lines(event), *own])
        events = (self._events[_get_event_key(values)] for values in rows)
        return [
            ImportedRecord(event.pk, event.revision, vars(_get_line(values)))
            for event, values in zip(events, rows, strict=True)
        ]

    def _store(self, event: Event | OfficeEvent, lines: list[OutputLine]) -> Event | OfficeEvent:
        if isinstance(event, OfficeEvent):
            edit_office_event(event=event, by=self.by, revision=event.revision, outputs=lines)
            return event
        attendance = replace(get_attendance(event), outputs=tuple(lines))
        return record_event(event=event, attendance=attendance, revision=event.revision, by=self.by)

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        """Remove the lines of each event if all are still as they were brought in; what else it has stays."""
        lines: dict[int, list[OutputLine]] = defaultdict(list)
        for record in made:
            lines[record.id].append(OutputLine(**(record.before or {})))
        model = OfficeEvent if isinstance(self.place, Office) else Event
        events = model.objects.not_deleted().filter(pk__in=lines)
        return {event.pk for event in events if self._remove(event, lines[event.pk])}

    def _remove(self, event: Event | OfficeEvent, lines: list[OutputLine]) -> bool:
        removed, left = Counter(lines), []
        for line in _get_lines(event):
            if removed[line]:
                removed[line] -= 1
            else:
                left.append(line)
        if removed.total():
            return False
        try:
            self._store(event, left)
        except (ConflictError, SavedMeanwhileError, ValidationError):
            return False
        return True


def _get_lines(event: Event | OfficeEvent) -> Sequence[OutputLine]:
    return get_output_lines(event) if isinstance(event, OfficeEvent) else get_attendance(event).outputs


def find_office_events(days: set[dt.date]) -> dict[Hashable, list[OfficeEvent]]:
    """Return the office's own events of these days by day and title."""
    events_by_key: dict[Hashable, list[OfficeEvent]] = defaultdict(list)
    events = OfficeEvent.objects.not_deleted().filter(on__in=days)
    for event in events.prefetch_related("outputs").order_by("pk"):
        events_by_key[event.on, normalize_text(event.title)].append(event)
    return events_by_key


def _get_event_key(values: Values) -> tuple[Any, str]:
    return values["date"], normalize_text(values.get("title", ""))


def _get_line(values: Values) -> OutputLine:
    quantity: Count = values["quantity"]
    return OutputLine(values["unit"], quantity.value, at_least=quantity.at_least, what=values.get("what", ""))


def _find_stored(event: Event | OfficeEvent, values: Values) -> ExistingRecord | None:
    """Return what the event has of this unit in these words; None if it has nothing."""
    what = normalize_text(values.get("what", ""))
    for output in event.outputs.all():
        if (output.unit, normalize_text(output.what)) == (values["unit"], what):
            quantity = Count(output.quantity, at_least=output.at_least)
            return ExistingRecord({} if quantity == values["quantity"] else {"quantity": quantity})
    return None

"""Differences between a spreadsheet row and an existing event: which of them the row may change, and the change."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from communities.imports.kinds import (
    CHANGED_MEANWHILE,
    ExistingRecord,
    Import,
    ImportedRecord,
    RefusedError,
    Values,
)
from communities.models import Role
from events.actions.correcting import Correction, correct_back, correct_event
from events.actions.saving import ConflictError
from events.import_fields import COUNT, parse_group_code
from events.models import Event, EventStatus, OutputUnit
from tfc.spreadsheets.import_fields import InvalidValue
from tfc.spreadsheets.values import Count
from tfc.text.punctuation import sentences

# Columns that are fields of Details, by their names there.
DETAILS = {
    "starts": "starts", "ends": "ends", "place": "place", "note": "note", "hosting": "hosting",
    "sponsored": "sponsored_by_oasis",
}  # fmt: skip


def get_headcounts(values: Values) -> dict[str, dict[str, int]]:
    """Return the headcounts of a row. A group of "20+" is stored as 20; the rest up to the total is unrecorded."""
    headcounts: dict[str, dict[str, int]] = {}
    for code, value in values.items():
        if group := parse_group_code(code):
            headcounts.setdefault(group[0], {})[group[1]] = value.value
    return headcounts


def get_people(event: Event) -> Count | None:
    """Return the number of people as a spreadsheet would have it."""
    if event.people_present is not None:
        return Count(event.people_present)
    lines = [line for line in event.outputs.all() if line.unit == OutputUnit.PERSONS and line.at_least]
    return Count(lines[0].quantity, at_least=True) if len(lines) == 1 else None


def counted_groups(event: Event) -> dict[str, Count]:
    return {
        f"{COUNT}{headcount.dimension}.{headcount.group}": Count(headcount.people)
        for headcount in event.headcounts.all()
    }


def get_comparable_value(code: str, value: Any) -> Any:
    """Return the value to compare; for a group, "20+" is 20."""
    return Count(value.value) if parse_group_code(code) else value


def build_match(event: Event, differs: Mapping[str, Any]) -> ExistingRecord:
    """Return the match; it has no id if the state differs or counts are given for an event not held, since that needs
    the event's own page.
    """
    counts = any(code == "people" or parse_group_code(code) for code in differs)
    if "status" in differs or (counts and event.status != EventStatus.HELD):
        return ExistingRecord(differs)
    return ExistingRecord(differs, id=event.pk, revision=event.revision)


class EventRowImport(Import):
    """Base of imports with one row per event: the title of a row, and how it changes the existing event."""

    least = Role.LEADER
    list_name = "events:event-list"

    def row_title(self, values: Values) -> str:
        return " · ".join(self.words_for(code, values[code]) for code in ("date", "title") if code in values)

    def change(self, match: ExistingRecord, values: Values) -> ImportedRecord:
        row_values = {code: values[code] for code in match.differs}
        correction = Correction(
            details={DETAILS[code]: value for code, value in row_values.items() if code in DETAILS},
            people=row_values.get("people"),
            headcounts=get_headcounts(row_values),
        )
        event = Event.objects.get(pk=match.id)
        try:
            event, before = correct_event(
                event=event, revision=match.revision, correction=correction, by=self.by
            )
        except ConflictError:
            raise RefusedError(CHANGED_MEANWHILE) from None
        except ValidationError as error:
            raise RefusedError(InvalidValue(sentences(error.messages))) from None
        return ImportedRecord(event.pk, event.revision, before)

    def change_back(self, made: ImportedRecord) -> int | None:
        event = Event.objects.get(pk=made.id)
        before = made.before or {}
        try:
            return correct_back(event=event, revision=made.revision, before=before, by=self.by).revision
        except (ConflictError, ValidationError):
            return None

"""Where a row of a spreadsheet differs from the event that is here: what it may change, and the change."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from communities.imports.fields import Wrong
from communities.imports.kinds import CHANGED_MEANWHILE, Found, Import, Made, RefusedError, Values
from communities.models import Role
from events.actions.correcting import Correction, correct_back, correct_event
from events.actions.saving import ConflictError
from events.import_fields import COUNT, group_of
from events.models import Event, EventStatus, OutputUnit
from tfc.spreadsheets.values import Count
from tfc.text.punctuation import sentences

# Columns that are an event's details, by the names that those have.
DETAILS = {
    "starts": "starts", "ends": "ends", "place": "place", "note": "note", "hosting": "hosting",
    "sponsored": "sponsored_by_oasis",
}  # fmt: skip


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


def counted_groups(event: Event) -> dict[str, Count]:
    return {f"{COUNT}{one.dimension}.{one.group}": Count(one.people) for one in event.headcounts.all()}


def known(code: str, value: Any) -> Any:
    """Of a group, "20+" is the 20 that are known."""
    return Count(value.value) if group_of(code) else value


def found_of(event: Event, differs: Mapping[str, Any]) -> Found:
    """Whether it was held is changed on its own page, with what that asks for; and only then somebody was there."""
    counts = any(code == "people" or group_of(code) for code in differs)
    if "status" in differs or (counts and event.status != EventStatus.HELD):
        return Found(differs)
    return Found(differs, id=event.pk, revision=event.revision)


class EventRowImport(Import):
    """Rows about an event: how they are called, and how one changes the event that is here."""

    least = Role.LEADER
    list_name = "events:event-list"

    def row_title(self, values: Values) -> str:
        return " · ".join(self.words_for(code, values[code]) for code in ("date", "title") if code in values)

    def change(self, found: Found, values: Values) -> Made:
        told = {code: values[code] for code in found.differs}
        correction = Correction(
            details={DETAILS[code]: value for code, value in told.items() if code in DETAILS},
            people=told.get("people"),
            headcounts=headcounts_of(told),
        )
        event = Event.objects.get(pk=found.id)
        try:
            event, before = correct_event(
                event=event, revision=found.revision, correction=correction, by=self.by
            )
        except ConflictError:
            raise RefusedError(CHANGED_MEANWHILE) from None
        except ValidationError as error:
            raise RefusedError(Wrong(sentences(error.messages))) from None
        return Made(event.pk, event.revision, before)

    def change_back(self, made: Made) -> int | None:
        event = Event.objects.get(pk=made.id)
        before = made.before or {}
        try:
            return correct_back(event=event, revision=made.revision, before=before, by=self.by).revision
        except (ConflictError, ValidationError):
            return None

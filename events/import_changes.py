"""What the imports of events and of headcounts share: comparing a row with an event, changing it, and half-years."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import ngettext

from communities.imports.kinds import (
    CHANGED_MEANWHILE,
    ExistingRecord,
    Import,
    ImportedRecord,
    RefusedError,
    Values,
    get_submitted_half_years,
)
from communities.models import Community, Role, User
from events.actions.correcting import TIMES, Correction, check_correction, correct_back, correct_event
from events.actions.saving import ConflictError
from events.counts import is_people_bound
from events.import_fields import COUNT, group_fields, parse_group_code
from events.models import Event, EventStatus
from tfc.periods import HalfYear, half_year_text
from tfc.spreadsheets.import_rows import BrokenRule
from tfc.spreadsheets.normalize import normalize_text
from tfc.spreadsheets.values import Count
from tfc.text.punctuation import sentences

# Columns that are fields of an event, and that a row may change.
DETAILS = ("place", "note", "hosting", "sponsored_by_oasis")
# The prefix of a fact: "half_year.2026-H1".
FACT = "half_year."


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
    lines = [line for line in event.outputs.all() if is_people_bound(line)]
    return Count(lines[0].quantity, at_least=True) if len(lines) == 1 else None


def get_counts(event: Event) -> dict[str, Count | None]:
    """Return the number of people and the headcounts of an event, by the codes of their columns."""
    groups = {
        f"{COUNT}{headcount.dimension}.{headcount.group}": Count(headcount.people)
        for headcount in event.headcounts.all()
    }
    return {"people": get_people(event), **groups}


def build_match(event: Event, here: Mapping[str, Any], values: Values) -> ExistingRecord:
    """Compare the columns that ``here`` has, or that count a group, with the event's values ``here``; an empty cell is
    no difference.

    The match has no id if the state differs or counts are given for an event not held, since that needs the event's
    own page.
    """
    differs = {}
    for code, value in values.items():
        # A group of "20+" is stored as 20.
        group = parse_group_code(code)
        if (group or code in here) and (Count(value.value) if group else value) != here.get(code):
            differs[code] = here.get(code)
    counts = any(code == "people" or parse_group_code(code) for code in differs)
    if "status" in differs or (counts and event.status != EventStatus.HELD):
        return ExistingRecord(differs)
    return ExistingRecord(differs, id=event.pk, revision=event.revision)


@lru_cache(1000)
def _get_half_year_fact(day: dt.date) -> str:
    """Return the key under which rows of this half-year are counted."""
    return f"{FACT}{HalfYear.from_day(day)}"


def half_year_remarks(facts: Mapping[str, int], community: Community) -> list[str]:
    """Return one sentence for each submitted half-year, and one for the other past half-years."""
    rows = {
        HalfYear.parse(name.removeprefix(FACT)): count
        for name, count in facts.items()
        if name.startswith(FACT)
    }
    today, locked = HalfYear.of_instant(timezone.now(), community.zone), get_submitted_half_years()
    remarks = [
        _describe_locked(half_year, rows[half_year]) for half_year in sorted(rows) if half_year in locked
    ]
    over = sum(count for half_year, count in rows.items() if half_year < today and half_year not in locked)
    if over:
        message = ngettext(
            "%(count)d row counts in an earlier half-year whose survey is not submitted.",
            "%(count)d rows count in earlier half-years whose surveys are not submitted.",
            over,
        )
        remarks.append(message % {"count": over})
    return remarks


def _describe_locked(half_year: HalfYear, rows: int) -> str:
    message = ngettext(
        "%(count)d row is of %(half_year)s, whose survey is submitted. The submitted figures do not change; their "
        "calculations list this row as later. To recalculate them, ask your office to return the survey.",
        "%(count)d rows are of %(half_year)s, whose survey is submitted. The submitted figures do not change; their "
        "calculations list these rows as later. To recalculate them, ask your office to return the survey.",
        rows,
    )
    return message % {"count": rows, "half_year": half_year_text(half_year)}


def find_held_events(days: set[dt.date]) -> dict[Hashable, list[Event]]:
    """Return the held events of these days by day and title."""
    events = Event.objects.not_deleted().filter(local_day__in=days, status=EventStatus.HELD)
    events_by_key: dict[Any, list[Event]] = defaultdict(list)
    for event in events.prefetch_related("headcounts", "outputs", "memberpresences").order_by("pk"):
        events_by_key[event.local_day, normalize_text(event.title)].append(event)
    return events_by_key


def restore_event(made: ImportedRecord, by: User) -> int | None:
    """Restore what an import replaced; return the new revision, None if the event was changed since."""
    event = Event.objects.get(pk=made.id)
    try:
        return correct_back(event=event, revision=made.revision, before=made.before or {}, by=by).revision
    except (ConflictError, ValidationError):
        return None


class EventRowImport(Import):
    """Base of imports with one row per event, which may count its people by groups, and change the existing event."""

    least = Role.LEADER
    list_name = "events:event-list"
    title_fields = ("date", "title")

    def __init__(self, community: Community, by: User) -> None:
        super().__init__(community, by)
        self.fields = [*self.fields, *group_fields()]

    def facts(self, values: Values) -> list[str]:
        return [_get_half_year_fact(values["date"])]

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        return half_year_remarks(facts, self.community)

    def change(self, match: ExistingRecord, values: Values) -> ImportedRecord:
        correction = _get_correction(values, match.differs)
        event = Event.objects.get(pk=match.id)
        try:
            event, before = correct_event(
                event=event, revision=match.revision, correction=correction, by=self.by
            )
        except ConflictError:
            raise RefusedError(CHANGED_MEANWHILE) from None
        except ValidationError:
            raise RefusedError(BrokenRule({"event": event.pk, "fields": list(match.differs)})) from None
        return ImportedRecord(event.pk, event.revision, before)

    def describe_rule(self, facts: Mapping[str, Any], values: Values) -> str:
        """Return why the event refuses the values of these fields, as it is now."""
        event = Event.objects.filter(pk=facts["event"]).first()
        try:
            if event is not None:
                check_correction(event, _get_correction(values, facts["fields"]))
        except ValidationError as error:
            return sentences(error.messages)
        return str(CHANGED_MEANWHILE)

    def change_back(self, made: ImportedRecord) -> int | None:
        return restore_event(made, self.by)


def _get_correction(values: Values, codes: Iterable[str]) -> Correction:
    """Return the values of these fields as a correction."""
    row_values = {code: values[code] for code in codes if code in values}
    return Correction(
        details={code: value for code, value in row_values.items() if code in (*DETAILS, *TIMES)},
        people=row_values.get("people"),
        headcounts=get_headcounts(row_values),
    )

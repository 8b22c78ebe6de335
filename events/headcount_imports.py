"""Import of headcounts for existing events (communities/imports/kinds.py). Existing counts are not replaced."""

from collections.abc import Hashable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.imports.kinds import ExistingRecord, ImportedRecord, Values
from communities.models import Community, User
from events.counts import Attendance, check_counts
from events.import_changes import (
    EventRowImport,
    build_match,
    find_held_events,
    get_counts,
    get_headcounts,
)
from events.import_fields import DATE, PEOPLE, TITLE
from events.imports import add_problems, get_inexact_counts
from events.models import Event
from tfc.spreadsheets.normalize import normalize_text
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.values import Count


class HeadcountImport(EventRowImport):
    """One row per held event, matched by day and title."""

    code = "headcounts"
    title = gettext_lazy("Headcounts")
    lead = gettext_lazy("attendance of recorded events")
    icon = "people"
    position = 2

    fields = (DATE, TITLE, PEOPLE)
    # Each event is counted by the action of its own page.
    chunk = 50

    def __init__(self, community: Community, by: User) -> None:
        super().__init__(community, by)
        self._uncounted: dict[Hashable, Event] = {}

    def key(self, values: Values) -> Hashable:
        return values["date"], normalize_text(values.get("title", ""))

    def problems(self, values: Values) -> list[tuple[str, str]]:
        if "people" not in values and not get_headcounts(values):
            return [("people", _("This row has no counts. Enter a number or remove the row."))]
        problems = get_inexact_counts(values)
        try:
            check_counts(_attendance(values))
        except ValidationError as error:
            add_problems(problems, error, values)
        return problems

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        """Match rows with events; three queries. A row of an event without counts has no match: it adds them."""
        here = find_held_events({values["date"] for _key, values in rows})
        matches = {}
        for key, values in rows:
            match = self._match(here.get(key, []), values)
            if match is None:
                self._uncounted[key] = here[key][0]
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
        here = get_counts(event)
        return build_match(event, here, values) if any(here.values()) else None

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        return [self._count(self._uncounted[self.key(row)], row) for row in rows]

    def _count(self, event: Event, row: Values) -> ImportedRecord:
        counts = {code: None for code, value in row.items() if isinstance(value, Count)}
        return self.change(ExistingRecord(counts, id=event.pk, revision=event.revision), row)

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        return {record.id for record in made if self.change_back(record) is not None}


def _attendance(values: Values) -> Attendance:
    people: Count | None = values.get("people")
    exact = people.value if people and not people.at_least else None
    return Attendance(people_present=exact, headcounts=get_headcounts(values))

"""A page of the audit log: the entries that a coordinator, or an office's staff, may read, filtered and paginated."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.audit.labels import get_record_tables, kinds_in
from communities.audit.sentences import EntryText, describe_entries
from communities.models import AuditEntry, Verb
from communities.models.audit import AuditEntryQuerySet
from tfc import keyset
from tfc.query_params import row_number
from tfc.text.normalize import get_sort_key

PAGE = 20


@dataclass(frozen=True)
class AuditPage:
    rows: Sequence[EntryText]
    previous_url: str
    next_url: str


class AuditFilterForm(forms.Form):
    """``people``: rows with a ``user``, current or former. ``office``: of an office, else of a community. All filters
    are optional.
    """

    person = forms.ChoiceField(label=_("Person"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    day = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, people: Any, office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {str(person.user_id): str(person.user) for person in people}
        by_name = sorted(names.items(), key=lambda item: get_sort_key(item[1]))
        labels = sorted(
            ((kind.table, capfirst(str(kind.label))) for kind in kinds_in(office=office)),
            key=lambda choice: get_sort_key(choice[1]),
        )
        self.fields["person"].choices = [("", _("Any")), *by_name]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Any")), *labels]  # type: ignore[attr-defined]


def filter_entries(entries: AuditEntryQuerySet, wanted: dict[str, Any]) -> AuditEntryQuerySet:
    """Filter the entries. ``wanted``: person (an ID), kind (a table) and day, each optional."""
    if person := wanted.get("person"):
        entries = entries.filter(actor_id=int(person))
    if kind := wanted.get("kind"):
        entries = entries.filter(table_name__in=get_record_tables(kind))
    if day := wanted.get("day"):
        begin = dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
        entries = entries.filter(at__gte=begin, at__lt=begin + dt.timedelta(days=1))
    return entries


def audit_page(entries: AuditEntryQuerySet, query: dict[str, str], path: str) -> AuditPage:
    """Return the requested page, newest first, in two queries. ``query``: all parameters of the address."""
    newest = entries.select_related("actor", "details").newest_first()
    cut = _slice(newest, row_number(query.get("before", "")), row_number(query.get("after", "")))
    filters = {name: value for name, value in query.items() if value and name not in ("before", "after")}

    def url(way: str, entry: AuditEntry) -> str:
        return f"{path}?{urlencode(filters | {way: entry.pk})}"

    return AuditPage(
        rows=list(skip_repeated_entries(describe_entries(cut.rows))),
        previous_url=url("after", cut.rows[0]) if cut.has_previous else "",
        next_url=url("before", cut.rows[-1]) if cut.has_next else "",
    )


def _slice(newest: Any, before: int | None, after: int | None) -> "keyset.Slice[AuditEntry]":
    if before is not None and (cut := keyset.get_page_after(newest.filter(pk__lt=before), PAGE)).rows:
        return cut
    if (
        after is not None
        and (cut := keyset.get_page_before(newest.filter(pk__gt=after).reverse(), PAGE)).rows
    ):
        return cut
    return keyset.from_start(newest, PAGE)


def skip_repeated_entries(rows: Iterable[EntryText]) -> Iterable[EntryText]:
    """Skip repeated lines of one change, such as a dozen added counts or ended sessions."""
    previous: tuple[int, str] | None = None
    for entry_text in rows:
        saying = (entry_text.entry.transaction_id, entry_text.text)
        if entry_text.lines or saying != previous:
            yield entry_text
        previous = saying


# Tables of which readings of confidential parts are recorded (tfc.auditing.note_reading, LocationReading). Each
# reading of a precise location note has a row of its own.
WITH_READINGS = frozenset(
    {
        "communities_community",
        "evaluation_submission",
        "stakeholders_finding",
        "stakeholders_organization",
        "stakeholders_sharedevidence",
        "support_service",
    }
)
READINGS = Q(verb=Verb.READ) | Q(table_name="stakeholders_locationreading")


def get_record_entries(table: str, record_id: int) -> AuditEntryQuerySet:
    """Return the entries of one record and of its parts."""
    return AuditEntry.objects.filter(Q(table_name__in=get_record_tables(table)), subject_id=record_id)

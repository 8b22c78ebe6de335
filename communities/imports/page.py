"""The rows of an import as a page shows them, and the number of rows by outcome."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.imports.checking import Checker
from communities.imports.kinds import Import, Values
from communities.models import ImportBatch, ImportRow, RowOutcome
from communities.models.imports import ImportRowQuerySet
from tfc import keyset
from tfc.spreadsheets.import_rows import Reason, before_colon, format_reason, format_reason_briefly
from tfc.text.punctuation import titled

PAGE_SIZE = 50
SEPARATOR = " · "


@dataclass(frozen=True)
class ShownRow:
    number: int
    title: str
    fate: RowOutcome
    read: list[str]
    reasons: list[str]


@dataclass(frozen=True)
class RowsPage:
    rows: list[ShownRow]
    before: int | None
    after: int | None


def rows_page(
    batch: ImportBatch,
    importer: Import,
    *,
    outcome: str,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> RowsPage:
    """Return a page of rows: one query, plus those that the importer ran at creation."""
    rows = ImportRow.objects.filter(batch=batch)
    page = _cut(rows.filter(fate=outcome) if outcome else rows, _number(before), _number(after), size)
    checker = Checker(batch, importer)
    return RowsPage(
        rows=[_shown(row, checker) for row in page.rows],
        before=page.rows[0].number if page.has_previous and page.rows else None,
        after=page.rows[-1].number if page.has_next else None,
    )


def _cut(rows: ImportRowQuerySet, before: int, after: int, size: int) -> "keyset.Slice[ImportRow]":
    if before and (cut := keyset.before(rows.filter(number__lt=before).order_by("-number"), size)).rows:
        return cut
    if after and (cut := keyset.after(rows.filter(number__gt=after).order_by("number"), size)).rows:
        return cut
    return keyset.from_start(rows.order_by("number"), size)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _shown(row: ImportRow, checker: Checker) -> ShownRow:
    values, reasons = checker.tell(row)
    importer = checker.importer
    labels = {field.code: str(field.label) for field in importer.fields}
    title = _title(row, values, importer)
    read = _read(values, importer, title) if row.cells and row.fate != RowOutcome.SKIPPED else []
    return ShownRow(
        row.number, title, RowOutcome(row.fate), read, in_sentences(reasons, labels, format_reason_briefly)
    )


def _read(values: Values, importer: Import, title: str) -> list[str]:
    """Return the read values, each after the name of its field; without those in its title."""
    title_parts = title.split(SEPARATOR)
    texts = [
        (field.label, importer.words_for(field.code, values[field.code]))
        for field in importer.fields
        if field.code in values
    ]
    return [titled(before_colon(label), text) for label, text in texts if text not in title_parts]


def get_row_title(row: ImportRow, checker: Checker) -> str:
    return _title(row, checker.read(row)[0], checker.importer)


def _title(row: ImportRow, values: Values, importer: Import) -> str:
    """Return the row's title or, if it cannot be read, its first cells; "" after deletion of the cells."""
    if row.fate != RowOutcome.SKIPPED and (title := importer.row_title(values)):
        return title
    texts = [str(cell) for cell in row.cells if isinstance(cell, str | int) and cell != ""]
    return SEPARATOR.join(texts[:3])[:120]


def in_sentences(
    reasons: Iterable[Reason], labels: dict[str, str], say: Callable[[Any], str] = format_reason
) -> list[str]:
    """Return each reason as a sentence after the name of its field."""
    texts = []
    for reason in reasons:
        label = labels.get(reason["field"], "")
        texts.append(titled(before_colon(label), say(reason)) if label else say(reason))
    return texts


def get_import_button_label(batch: ImportBatch) -> str:
    """Return the label of the import button; "" if nothing is ready."""
    new, change = batch.counts.get(RowOutcome.NEW, 0), batch.counts.get(RowOutcome.CHANGE, 0)
    count = {"new": new, "change": change}
    if new and change:
        return _("Bring in what is new (%(new)d) and change what is here (%(change)d)") % count
    if change:
        return ngettext("Change %(change)d record", "Change %(change)d records", change) % count
    if new and batch.counts.get(RowOutcome.BAD):
        return ngettext("Bring in the %(new)d good row", "Bring in the %(new)d good rows", new) % count
    return ngettext("Bring in %(new)d row", "Bring in %(new)d rows", new) % count if new else ""


def list_outcomes(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return outcomes with rows, in the order of RowOutcome."""
    return [
        {"fate": outcome, "count": batch.counts[outcome.value]}
        for outcome in RowOutcome
        if batch.counts.get(outcome.value)
    ]

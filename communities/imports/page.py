"""The rows of a batch as a page shows them, and how many have which fate."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.imports.checking import Checker
from communities.imports.kinds import Import, Values
from communities.imports.rows import Reason, before_colon, said, said_shortly
from communities.models import Fate, ImportBatch, ImportRow
from communities.models.imports import ImportRowQuerySet
from tfc import keyset
from tfc.text.punctuation import titled

PAGE_SIZE = 50
SEPARATOR = " · "


@dataclass(frozen=True)
class ShownRow:
    number: int
    title: str
    fate: Fate
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
    fate: str,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> RowsPage:
    """One query, and what the importer looked up when it was made."""
    found = ImportRow.objects.filter(batch=batch)
    page = _cut(found.filter(fate=fate) if fate else found, _number(before), _number(after), size)
    checker = Checker(batch, importer)
    return RowsPage(
        rows=[_shown(row, checker) for row in page.rows],
        before=page.rows[0].number if page.has_previous and page.rows else None,
        after=page.rows[-1].number if page.has_next else None,
    )


def _cut(found: ImportRowQuerySet, before: int, after: int, size: int) -> "keyset.Slice[ImportRow]":
    if before and (cut := keyset.before(found.filter(number__lt=before).order_by("-number"), size)).rows:
        return cut
    if after and (cut := keyset.after(found.filter(number__gt=after).order_by("number"), size)).rows:
        return cut
    return keyset.from_start(found.order_by("number"), size)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _shown(row: ImportRow, checker: Checker) -> ShownRow:
    values, reasons = checker.tell(row)
    importer = checker.importer
    labels = {one.code: str(one.label) for one in importer.fields}
    title = _title(row, values, importer)
    read = _read(values, importer, title) if row.cells and row.fate != Fate.SKIPPED else []
    return ShownRow(row.number, title, Fate(row.fate), read, in_sentences(reasons, labels, said_shortly))


def _read(values: Values, importer: Import, title: str) -> list[str]:
    """How its cells were read, each after the name of its field; without what its title says already."""
    told = title.split(SEPARATOR)
    words = [
        (one.label, importer.words_for(one.code, values[one.code]))
        for one in importer.fields
        if one.code in values
    ]
    return [titled(before_colon(label), text) for label, text in words if text not in told]


def title_of(row: ImportRow, checker: Checker) -> str:
    return _title(row, checker.read(row)[0], checker.importer)


def _title(row: ImportRow, values: Values, importer: Import) -> str:
    """What it is called, or where even that cannot be read, what stands in its first cells; "" when forgotten."""
    if row.fate != Fate.SKIPPED and (title := importer.row_title(values)):
        return title
    texts = [str(one) for one in row.cells if isinstance(one, str | int) and one != ""]
    return SEPARATOR.join(texts[:3])[:120]


def in_sentences(
    reasons: Iterable[Reason], labels: dict[str, str], say: Callable[[Any], str] = said
) -> list[str]:
    """Each after the name of the field that it is about."""
    found = []
    for one in reasons:
        label = labels.get(one["field"], "")
        found.append(titled(before_colon(label), say(one)) if label else say(one))
    return found


def todo_of(batch: ImportBatch) -> str:
    """What the button says that brings in what is ready; "" where nothing is."""
    new, change = batch.counts.get(Fate.NEW, 0), batch.counts.get(Fate.CHANGE, 0)
    count = {"new": new, "change": change}
    if new and change:
        return _("Bring in what is new (%(new)d) and change what is here (%(change)d)") % count
    if change:
        return ngettext("Change %(change)d record", "Change %(change)d records", change) % count
    if new and batch.counts.get(Fate.BAD):
        return ngettext("Bring in the %(new)d good row", "Bring in the %(new)d good rows", new) % count
    return ngettext("Bring in %(new)d row", "Bring in %(new)d rows", new) % count if new else ""


def fates_of(batch: ImportBatch) -> list[dict[str, Any]]:
    """Those that there are, in the order of Fate."""
    return [
        {"fate": fate, "count": batch.counts[fate.value]} for fate in Fate if batch.counts.get(fate.value)
    ]

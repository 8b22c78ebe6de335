"""The rows of a batch as a page shows them, and how many have which fate."""

from dataclasses import dataclass
from typing import Any

from communities.imports.checking import Checker
from communities.imports.kinds import Importer
from communities.imports.rows import said
from communities.models import Fate, ImportBatch, ImportRow
from tfc import keyset

PAGE_SIZE = 50


@dataclass(frozen=True)
class ShownRow:
    number: int
    title: str
    fate: Fate
    reasons: list[str]
    made_id: int | None


@dataclass(frozen=True)
class RowsPage:
    rows: list[ShownRow]
    before: int | None
    after: int | None


def rows_page(
    batch: ImportBatch,
    importer: Importer,
    *,
    fate: str,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> RowsPage:
    """One query, and what the importer looked up when it was made."""
    found = ImportRow.objects.filter(batch=batch)
    if fate:
        found = found.filter(fate=fate)
    if mark := _number(before):
        page = keyset.before(found.filter(number__lt=mark).order_by("-number"), size)
    elif mark := _number(after):
        page = keyset.after(found.filter(number__gt=mark).order_by("number"), size)
    else:
        page = keyset.from_start(found.order_by("number"), size)
    checker = Checker(batch, importer)
    return RowsPage(
        rows=[_shown(row, checker) for row in page.rows],
        before=page.rows[0].number if page.has_previous and page.rows else None,
        after=page.rows[-1].number if page.has_next else None,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _shown(row: ImportRow, checker: Checker) -> ShownRow:
    labels = {one.code: str(one.label) for one in checker.importer.fields}
    return ShownRow(row.number, title_of(row, checker), Fate(row.fate), reasons_of(row, labels), row.made_id)


def title_of(row: ImportRow, checker: Checker) -> str:
    """What it is called, or where even that cannot be read, what stands in its first cells; "" when forgotten."""
    values, _reasons = checker.read(row)
    if row.fate != Fate.SKIPPED and (title := checker.importer.title(values)):
        return title
    texts = [str(one) for one in row.cells if isinstance(one, str | int) and one != ""]
    return " · ".join(texts[:3])[:120]


def reasons_of(row: ImportRow, labels: dict[str, str]) -> list[str]:
    """Sentences, each after the name of the field that it is about."""
    found = []
    for one in row.reasons:
        label = labels.get(one["field"], "")
        found.append(f"{label}: {said(one)}" if label else said(one))
    return found


def fates_of(batch: ImportBatch) -> list[dict[str, Any]]:
    """Those that there are, in the order of Fate."""
    return [
        {"fate": fate, "count": batch.counts[fate.value]} for fate in Fate if batch.counts.get(fate.value)
    ]

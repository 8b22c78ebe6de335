"""The preview page of a checked file: what would happen, open questions, and the results."""

from typing import Any

from communities.import_row_forms import MeaningsForm
from communities.imports.kinds import Import
from communities.imports.meanings import get_reading_notes
from communities.imports.page import get_import_button_label, list_outcomes, show_rows
from communities.models import ImportBatch, ImportRow, ImportState, RowOutcome
from communities.models.imports import MENDABLE
from communities.place_views import PlaceRequest, get_place_url
from tfc import keyset
from tfc.spreadsheets.import_rows import format_reason

PAGE_SIZE = 50
# Rows that a person can still change; their pages are linked.
OPEN_ON_PAGE = (RowOutcome.BAD, RowOutcome.DIFFERS, RowOutcome.CHANGE)


def rows_context(
    request: PlaceRequest, batch: ImportBatch, importer: Import, form: Any = None
) -> dict[str, Any]:
    """Return the context; by default rows that need fixing are shown, if there are any."""
    outcomes = list_outcomes(batch)
    outcome = request.GET.get("outcome", "")
    if outcome not in {*RowOutcome.values, "all"}:
        to_mend = batch.state in MENDABLE and not batch.emptied_at and batch.counts.get(RowOutcome.BAD)
        outcome = RowOutcome.BAD.value if to_mend else "all"
    rows = ImportRow.objects.filter(batch=batch)
    shown = rows if outcome == "all" else rows.filter(outcome=outcome)
    page = keyset.read_page(shown, ("number",), request.GET.dict(), PAGE_SIZE)
    same = ImportBatch.objects.filter(
        sha256=batch.sha256, kind=batch.kind, state=ImportState.COMMITTED, pk__lt=batch.pk
    )
    return {
        **_meanings(batch, importer, form),
        "outcomes": outcomes,
        "outcome": outcome,
        "rows": show_rows(page.rows, batch, importer),
        **keyset.addresses(page, "", {"outcome": outcome}),
        "total": sum(batch.counts.values()),
        "records_url": get_place_url(request.desk.place, importer.list_name),
        "todo": get_import_button_label(batch),
        "bad": batch.counts.get(RowOutcome.BAD, 0),
        "differing": batch.counts.get(RowOutcome.DIFFERS, 0),
        "changing": batch.counts.get(RowOutcome.CHANGE, 0),
        "done": batch.counts.get(RowOutcome.ADDED, 0) + batch.counts.get(RowOutcome.CHANGED, 0),
        "is_open": batch.state in MENDABLE and not batch.emptied_at,
        "open_outcomes": OPEN_ON_PAGE,
        "may_change": batch.state in MENDABLE and rows.may_change().exists(),
        "earlier": same.order_by("pk").first() if batch.state == ImportState.PREVIEW else None,
    }


def _meanings(batch: ImportBatch, importer: Import, form: MeaningsForm | None) -> dict[str, Any]:
    """Return how the file is read, and the form to change it: for all rows while nothing is stored, then for those
    that still need fixing because of it.
    """
    notes = [format_reason(note) for note in batch.notes]
    about_rows = [] if batch.state == ImportState.UNDONE else importer.remarks(batch.facts)
    if batch.state not in MENDABLE or batch.emptied_at:
        return {"notes": notes + about_rows}
    form = form or MeaningsForm(batch=batch, importer=importer)
    if batch.state == ImportState.COMMITTED:
        return {"notes": notes + about_rows, "meanings": form if form.is_open else None}
    read = get_reading_notes(form.asked_words, form.asked_years)
    return {"notes": notes + read + about_rows, "meanings": form}

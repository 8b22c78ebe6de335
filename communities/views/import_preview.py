"""The preview page of a checked file: what would happen, open questions, and the results."""

from typing import Any

from django.http import QueryDict

from communities.access import CommunityRequest
from communities.import_row_forms import MeaningsForm
from communities.imports.facts import get_remarks, without_facts
from communities.imports.kinds import Import
from communities.imports.meanings import get_missing_years, get_reading_notes, get_word_entries
from communities.imports.page import get_import_button_label, list_outcomes, rows_page
from communities.models import ImportBatch, ImportRow, ImportState, RowOutcome
from communities.models.imports import MENDABLE
from tfc.spreadsheets.import_rows import format_reason

# Rows that a person can still change; their pages are linked.
OPEN_ON_PAGE = (RowOutcome.BAD, RowOutcome.DIFFERS, RowOutcome.CHANGE)


def rows_context(
    request: CommunityRequest, batch: ImportBatch, importer: Import, form: MeaningsForm | None = None
) -> dict[str, Any]:
    """Return the context; by default rows that need fixing are shown, if there are any."""
    fates = list_outcomes(batch)
    outcome = request.GET.get("fate", "")
    if outcome not in {*RowOutcome.values, "all"}:
        to_mend = batch.state in MENDABLE and not batch.forgotten_at and batch.counts.get(RowOutcome.BAD)
        outcome = RowOutcome.BAD.value if to_mend else "all"
    page = rows_page(
        batch,
        importer,
        outcome="" if outcome == "all" else outcome,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    same = ImportBatch.objects.filter(
        sha256=batch.sha256, kind=batch.kind, state=ImportState.COMMITTED, pk__lt=batch.pk
    )
    return {
        **_meanings(batch, importer, form),
        "fates": fates,
        "fate": outcome,
        "page": page,
        "previous_url": f"?fate={outcome}&before={page.before}" if page.before else "",
        "next_url": f"?fate={outcome}&after={page.after}" if page.after else "",
        "total": sum(batch.counts.values()),
        "todo": get_import_button_label(batch),
        "bad": batch.counts.get(RowOutcome.BAD, 0),
        "differing": batch.counts.get(RowOutcome.DIFFERS, 0),
        "changing": batch.counts.get(RowOutcome.CHANGE, 0),
        "done": batch.counts.get(RowOutcome.ADDED, 0) + batch.counts.get(RowOutcome.CHANGED, 0),
        "is_open": batch.state in MENDABLE and not batch.forgotten_at,
        "open_fates": OPEN_ON_PAGE,
        "may_change": batch.state in MENDABLE and ImportRow.objects.filter(batch=batch).may_change().exists(),
        "earlier": same.order_by("pk").first() if batch.state == ImportState.PREVIEW else None,
    }


def meanings_form(batch: ImportBatch, importer: Import, data: QueryDict | None = None) -> MeaningsForm:
    word_entries, years = get_word_entries(batch, importer), get_missing_years(batch, importer)
    return MeaningsForm(data, word_entries=word_entries, years=years, today=importer.today)


def _meanings(batch: ImportBatch, importer: Import, form: MeaningsForm | None) -> dict[str, Any]:
    """Return how the file is read, and the form to change it: for all rows while nothing is stored, then for those
    that still need fixing because of it.
    """
    notes = [format_reason(note) for note in without_facts(batch.notes)]
    about_rows = get_remarks(batch, importer)
    if batch.state not in MENDABLE or batch.forgotten_at:
        return {"notes": notes + about_rows}
    form = form or meanings_form(batch, importer)
    if batch.state == ImportState.COMMITTED:
        return {"notes": notes + about_rows, "meanings": form if form.is_open else None}
    return {
        "notes": notes + get_reading_notes(form.asked_words, form.asked_years) + about_rows,
        "meanings": form,
    }

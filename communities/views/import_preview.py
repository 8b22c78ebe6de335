"""The page of a file whose rows were looked at: what would happen, what is to be said first, what came of it."""

from typing import Any

from django.http import QueryDict

from communities.access import CommunityRequest
from communities.import_row_forms import MeaningsForm
from communities.imports.facts import remarks_of, without_facts
from communities.imports.kinds import Import
from communities.imports.meanings import notes_of, words_in, yearless_in
from communities.imports.page import fates_of, rows_page, todo_of
from communities.imports.rows import said
from communities.models import Fate, ImportBatch, ImportRow, ImportState
from communities.models.imports import MENDABLE

# Rows of which a person can still say something; their pages are linked.
OPEN_ON_PAGE = (Fate.BAD, Fate.DIFFERS, Fate.CHANGE)


def rows_context(
    request: CommunityRequest, batch: ImportBatch, importer: Import, form: MeaningsForm | None = None
) -> dict[str, Any]:
    """Those to be mended first, where there are any and nothing else was asked for."""
    fates = fates_of(batch)
    asked = request.GET.get("fate", "")
    if asked not in {*Fate.values, "all"}:
        to_mend = batch.state in MENDABLE and not batch.forgotten_at and batch.counts.get(Fate.BAD)
        asked = Fate.BAD.value if to_mend else "all"
    page = rows_page(
        batch,
        importer,
        fate="" if asked == "all" else asked,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    same = ImportBatch.objects.filter(
        sha256=batch.sha256, kind=batch.kind, state=ImportState.COMMITTED, pk__lt=batch.pk
    )
    return {
        **_meanings(batch, importer, form),
        "fates": fates,
        "fate": asked,
        "page": page,
        "previous_url": f"?fate={asked}&before={page.before}" if page.before else "",
        "next_url": f"?fate={asked}&after={page.after}" if page.after else "",
        "total": sum(batch.counts.values()),
        "todo": todo_of(batch),
        "bad": batch.counts.get(Fate.BAD, 0),
        "differing": batch.counts.get(Fate.DIFFERS, 0),
        "changing": batch.counts.get(Fate.CHANGE, 0),
        "done": batch.counts.get(Fate.ADDED, 0) + batch.counts.get(Fate.CHANGED, 0),
        "is_open": batch.state in MENDABLE and not batch.forgotten_at,
        "open_fates": OPEN_ON_PAGE,
        "may_change": batch.state in MENDABLE and ImportRow.objects.filter(batch=batch).may_change().exists(),
        "earlier": same.order_by("pk").first() if batch.state == ImportState.PREVIEW else None,
    }


def meanings_form(batch: ImportBatch, importer: Import, data: QueryDict | None = None) -> MeaningsForm:
    words, years = words_in(batch, importer), yearless_in(batch, importer)
    return MeaningsForm(data, words=words, years=years, today=importer.today)


def _meanings(batch: ImportBatch, importer: Import, form: MeaningsForm | None) -> dict[str, Any]:
    """How the file is read, and what may be said of it: of all rows while nothing is stored yet, then of those that are
    still to be mended because of it."""
    notes = [said(one) for one in without_facts(batch.notes)]
    about_rows = remarks_of(batch, importer)
    if batch.state not in MENDABLE or batch.forgotten_at:
        return {"notes": notes + about_rows}
    form = form or meanings_form(batch, importer)
    if batch.state == ImportState.COMMITTED:
        return {"notes": notes + about_rows, "meanings": form if form.is_open else None}
    return {"notes": notes + notes_of(form.asked_words, form.asked_years) + about_rows, "meanings": form}

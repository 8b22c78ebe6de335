"""Rows of a spreadsheet that need fixing before the import: one on a page, or all of them as a file."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from communities.access import fresh_login
from communities.actions import import_rows as actions
from communities.actions.imports import PassedError
from communities.import_row_forms import RowForm
from communities.imports.checking import Checker
from communities.imports.kinds import Import
from communities.imports.page import build_bad_rows_file, get_row_title, in_sentences
from communities.models import ImportBatch, ImportRow, Role, RowOutcome
from communities.models.imports import MENDABLE, OPEN
from communities.place_views import PlaceRequest, place_view
from communities.views.imports import get_batch, get_or_post
from tfc.csv_text import CONTENT_TYPE
from tfc.downloads import attachment
from tfc.spreadsheets.import_rows import HERE, Reason


@place_view("communities:import-", Role.LEADER)
@get_or_post
def import_row(request: PlaceRequest, batch_id: int, number: int) -> HttpResponse:
    """One row to correct, leave out, or use to change the existing record; also after the others were imported."""
    batch, kind = get_batch(request, batch_id)
    row = get_object_or_404(ImportRow, batch=batch, number=number)
    if batch.state not in MENDABLE or batch.emptied_at or row.outcome not in OPEN:
        return redirect(request.desk.url("detail", batch.pk))
    importer = kind(request.desk.place, request.user)
    about: dict[str, Any] = {"batch": batch, "row": row, "importer": importer}
    is_posted = request.method == "POST"
    if row.outcome == RowOutcome.BAD and not is_posted:
        form = RowForm.as_read(**about)
    else:
        form = RowForm(_get_typed_data(request) if is_posted else None, **about)
    status = 200
    if is_posted:
        status = 422
        try:
            if answer := _mend(request, batch, row, form):
                return answer
        except PassedError:
            return redirect(request.desk.url("detail", batch.pk))
    checker = Checker(batch, importer)
    context = {
        "batch": batch,
        "kind": kind,
        "desk": request.desk,
        "row": row,
        "form": form,
        "alike": actions.find_alike(row).count(),
        "may_be_other": any(is_other_record(reason, importer) for reason in row.reasons),
        "title": get_row_title(row, checker),
        "reasons": [] if form.is_bound else in_sentences(checker.tell(row)[1], importer),
    }
    return render(request, "communities/import_row.html", context, status=status)


def is_other_record(reason: Reason, importer: Import) -> bool:
    """Return True if the row differs from the record in what tells two records apart."""
    return HERE in reason and reason["field"] == importer.identity_field


def _get_typed_data(request: PlaceRequest) -> QueryDict:
    """Return the submitted data; the button "at least 60" puts its text into its field."""
    name, _colon, value = request.POST.get("least", "").partition(":")
    if not value:
        return request.POST
    typed = request.POST.copy()
    typed[name] = value
    return typed


def _mend(request: PlaceRequest, batch: ImportBatch, row: ImportRow, form: RowForm) -> HttpResponse | None:
    """Store the corrected row and redirect; None if it still needs fixing: the page then shows the input and the
    problems.
    """
    there = redirect(request.desk.url("detail", batch.pk))
    action, alike = request.POST.get("action", ""), "alike" in request.POST
    if action == "leave-out":
        count = actions.leave_out_row(batch=batch, number=row.number, by=request.user, alike=alike)
        message = ngettext("%(count)d row is left out.", "%(count)d rows are left out.", count)
        messages.success(request, message % {"count": count})
        return there
    if choice := CHOICES.get(action):
        do, message = choice
        do(batch=batch, number=row.number, by=request.user)
        messages.success(request, message % {"number": row.number})
        return there
    if not form.is_valid():
        return None
    fixed, count = actions.fix_row(
        batch=batch, number=row.number, typed_cells=form.cells(), by=request.user, alike=alike
    )
    if fixed.outcome == RowOutcome.BAD:
        form.show(Checker(batch, form.importer).tell(fixed)[1])
        return None
    messages.success(
        request, ngettext("%(count)d row is fixed.", "%(count)d rows are fixed.", count) % {"count": count}
    )
    return there


CHOICES: dict[str, tuple[Callable[..., Any], Any]] = {
    "change": (actions.change_rows, gettext_lazy("Row %(number)d will change the record.")),
    "leave": (
        partial(actions.change_rows, change=False),
        gettext_lazy("Row %(number)d will not change the record."),
    ),
    "other-record": (actions.set_other_record, gettext_lazy("Row %(number)d will add a new record.")),
}


@place_view("communities:import-", Role.LEADER)
@require_safe
@fresh_login
def import_bad_rows(request: PlaceRequest, batch_id: int) -> HttpResponse:
    batch, kind = get_batch(request, batch_id)
    importer = kind(request.desk.place, request.user)
    return attachment(
        build_bad_rows_file(batch, importer), CONTENT_TYPE, f"{batch.kind}-{batch.pk}-to-mend.csv"
    )

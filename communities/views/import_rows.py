"""A row of a spreadsheet that is to be mended before it is brought in: on the page, or all of them as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view, fresh_login
from communities.actions import imports as actions
from communities.import_forms import RowForm
from communities.imports import files
from communities.imports.checking import Checker
from communities.imports.page import reasons_of, title_of
from communities.models import Fate, ImportBatch, ImportRow, ImportState, Role
from communities.views.imports import batch_of, csv_file, get_or_post


@community_view(Role.LEADER)
@get_or_post
def import_row(request: CommunityRequest, batch_id: int, number: int) -> HttpResponse:
    """One row, to be mended or left out before it is brought in."""
    batch, kind = batch_of(request, batch_id)
    row = get_object_or_404(ImportRow, batch=batch, number=number)
    if batch.state != ImportState.PREVIEW:
        return redirect("communities:import", request.community.slug, batch.pk)
    importer = kind.importer(request.community, request.user)
    form = RowForm(request.POST or None, batch=batch, row=row, importer=importer)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if answer := _mend(request, batch, row, form):
                return answer
        except actions.PassedError:
            return redirect("communities:import", request.community.slug, batch.pk)
    labels = {one.code: str(one.label) for one in importer.fields}
    context = {
        "batch": batch,
        "kind": kind,
        "row": row,
        "form": form,
        "title": title_of(row, Checker(batch, importer)),
        "reasons": [] if form.is_bound else reasons_of(row, labels),
    }
    return render(request, "communities/import_row.html", context, status=status)


def _mend(
    request: CommunityRequest, batch: ImportBatch, row: ImportRow, form: RowForm
) -> HttpResponse | None:
    """None where it is still to be mended: what was typed is kept, and the page says what is wrong with it."""
    there = redirect("communities:import", request.community.slug, batch.pk)
    if request.POST.get("action") == "leave-out":
        actions.leave_out_row(batch=batch, number=row.number, by=request.user)
        messages.success(request, _("Row %(number)d is left out.") % {"number": row.number})
        return there
    if not form.is_valid():
        return None
    mended = actions.fix_row(batch=batch, number=row.number, typed_cells=form.cells(), by=request.user)
    if mended.fate == Fate.BAD:
        form.show(mended.reasons)
        return None
    messages.success(request, _("Row %(number)d is mended.") % {"number": row.number})
    return there


@community_view(Role.LEADER)
@require_safe
@fresh_login
def import_bad_rows(request: CommunityRequest, batch_id: int) -> HttpResponse:
    batch, kind = batch_of(request, batch_id)
    importer = kind.importer(request.community, request.user)
    return csv_file(files.bad_rows(batch, importer), f"{batch.kind}-{batch.pk}-to-mend.csv")

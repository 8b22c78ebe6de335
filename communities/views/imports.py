"""Spreadsheet imports: upload, match columns, preview, import, undo."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view, fresh_login
from communities.actions import imports as actions
from communities.import_forms import ColumnsForm, HeadingsForm, SheetForm, UploadForm, refused_files
from communities.imports import files
from communities.imports.facts import without_facts
from communities.imports.kinds import Import, kinds, kinds_for
from communities.models import ImportBatch, ImportFile, ImportJob, ImportRow, ImportState, Role, RowOutcome
from communities.models.imports import MENDABLE
from communities.views.import_preview import meanings_form, rows_context
from tfc.csv_text import CONTENT_TYPE
from tfc.downloads import attachment
from tfc.query_params import row_number
from tfc.rate_limit import HOUR, exceeds_limit
from tfc.spreadsheets.import_rows import format_reason

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

PAGE = 25
UPLOADS_AN_HOUR = 30


@community_view(Role.LEADER)
@get_or_post
def import_list(request: CommunityRequest) -> HttpResponse:
    """The import history, and the upload form. ``?template=<kind>``: a file with the headings alone."""
    allowed = kinds_for(request.role)
    if code := request.GET.get("template"):
        return _template(request, code)
    posted = request.method == "POST"
    chosen = {"kind": request.GET.get("kind", "")}
    form = UploadForm(
        *((request.POST, request.FILES) if posted else ()),
        kinds=allowed,
        refused=refused_files(request),
        initial=chosen,
    )
    if posted and form.is_valid():
        if exceeds_limit(f"imports:{request.community.pk}", UPLOADS_AN_HOUR, HOUR):
            form.add_error(
                None, _("These were many files within an hour. Come back later, or put them into one.")
            )
        else:
            return redirect("communities:import", request.community.slug, _start(request, form).pk)
    context = {"form": form, "kinds": allowed, **_earlier(request, allowed)}
    return render(request, "communities/import_list.html", context, status=422 if posted else 200)


def _start(request: CommunityRequest, form: UploadForm) -> ImportBatch:
    file = form.cleaned_data["file"]
    return actions.start_import(
        kind=form.cleaned_data["kind"],
        file_name=file.name,
        content=file.read(),
        language=get_language() or "en",
        client_id=form.cleaned_data["client_id"],
        by=request.user,
    )


def _earlier(request: CommunityRequest, allowed: list[type[Import]]) -> dict[str, Any]:
    batches = ImportBatch.objects.filter(kind__in=[kind.code for kind in allowed]).select_related("by")
    before = row_number(request.GET.get("before", ""))
    if before is not None:
        batches = batches.filter(pk__lt=before)
    rows = list(batches.order_by("-pk")[: PAGE + 1])
    older = f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    return {
        "batches": [{"batch": batch, "kind": kinds()[batch.kind]} for batch in rows[:PAGE]],
        "older": older,
    }


def _template(request: CommunityRequest, code: str) -> HttpResponse:
    kind = next((kind for kind in kinds_for(request.role) if kind.code == code), None)
    if kind is None:
        raise Http404
    return attachment(files.template(kind(request.community, request.user)), CONTENT_TYPE, f"{code}.csv")


@community_view(Role.LEADER)
@get_or_post
def import_detail(request: CommunityRequest, batch_id: int) -> HttpResponse:
    """The current step of an import. ``?progress=1``: only the progress bar, and the whole page
    when a worker is done.
    """
    batch, kind = get_batch(request, batch_id)
    if request.method == "POST":
        return _act(request, batch, kind)
    if batch.is_working:
        return _wait(request, batch, kind)
    if request.GET.get("progress"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _show(request, batch, kind)


def get_batch(request: CommunityRequest, batch_id: int) -> tuple[ImportBatch, type[Import]]:
    """Return the import and its kind; PermissionDenied if the kind requires a higher role."""
    batch = get_object_or_404(ImportBatch.objects.select_related("by", "committed_by"), pk=batch_id)
    kind = kinds()[batch.kind]
    if request.role < kind.least:
        raise PermissionDenied
    return batch, kind


def _wait(request: CommunityRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse:
    job = ImportJob.objects.filter(batch_id=batch.pk).first()
    name = "import_progress" if request.GET.get("progress") else "import_waiting"
    context = {
        "batch": batch,
        "kind": kind,
        "progress": job.progress if job else 0,
        "may_forget": batch.is_without_trace,
    }
    response = render(request, f"communities/{name}.html", context)
    if batch.failure and name == "import_progress":
        response["HX-Refresh"] = "true"
    return response


def _show(
    request: CommunityRequest, batch: ImportBatch, kind: type[Import], form: Any = None, status: int = 200
) -> HttpResponse:
    importer = kind(request.community, request.user)
    notes = [format_reason(note) for note in without_facts(batch.notes)]
    context: dict[str, Any] = {"batch": batch, "kind": kind, "notes": notes}
    if batch.state == ImportState.FAILED:
        context["failure"] = format_reason(batch.failure)
    elif batch.state == ImportState.SHEETS:
        context["form"] = form or SheetForm(sheets=batch.sheets)
    elif batch.state == ImportState.COLUMNS:
        context |= _of_columns(batch, importer, form)
    else:
        context |= rows_context(request, batch, importer, form)
    template = TEMPLATES.get(batch.state, "import_rows")
    return render(request, f"communities/{template}.html", context, status=status)


def _of_columns(batch: ImportBatch, importer: Import, form: Any) -> dict[str, Any]:
    """Return the context of the column step; other headings can be chosen while the file's bytes are stored."""
    is_here = bool(batch.table.get("beginning")) and ImportFile.objects.filter(batch=batch).exists()
    headings = form if isinstance(form, HeadingsForm) else HeadingsForm(batch=batch) if is_here else None
    columns = form if isinstance(form, ColumnsForm) else None
    columns = columns or ColumnsForm(batch=batch, importer=importer, samples=_samples(batch))
    question_reasons = [question.get("why") for question in batch.questions]
    notes = [format_reason(note) for note in without_facts(batch.notes) if note not in question_reasons]
    return {"form": columns, "headings": headings, "notes": notes}


TEMPLATES: dict[str, str] = {
    ImportState.FAILED: "import_failed",
    ImportState.SHEETS: "import_sheets",
    ImportState.COLUMNS: "import_columns",
}
SAMPLES = 3


def _samples(batch: ImportBatch) -> list[ImportRow]:
    return list(
        ImportRow.objects.filter(batch=batch).exclude(fate=RowOutcome.SKIPPED).order_by("number")[:SAMPLES]
    )


def _act(request: CommunityRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse:
    """Do the ``action``; if its step is already over, the current state is shown."""
    name, answer = request.POST.get("action", ""), None
    try:
        if name in PLAIN_ACTIONS:
            PLAIN_ACTIONS[name](batch=batch, by=request.user)
        elif name in ACTIONS:
            answer = ACTIONS[name](request, batch, kind)
    except actions.PassedError:
        messages.info(request, _("This went on meanwhile. Here is where it is now."))
    return answer or redirect("communities:import", request.community.slug, batch.pk)


def _sheet(request: CommunityRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse | None:
    form = SheetForm(request.POST, sheets=batch.sheets)
    if batch.state == ImportState.SHEETS and not form.is_valid():
        return _show(request, batch, kind, form, status=422)
    sheet = form.cleaned_data["sheet"] if form.is_valid() else ""
    actions.choose_sheet(batch=batch, sheet=sheet, by=request.user)
    return None


def _columns(request: CommunityRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse | None:
    if batch.state != ImportState.COLUMNS:
        raise actions.PassedError
    importer = kind(request.community, request.user)
    form = ColumnsForm(request.POST, batch=batch, importer=importer, samples=_samples(batch))
    if not form.is_valid():
        return _show(request, batch, kind, form, status=422)
    actions.map_columns(batch=batch, mapping=form.mapping(), readings=form.readings(), by=request.user)
    return None


def _headings(request: CommunityRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse | None:
    if batch.state != ImportState.COLUMNS:
        raise actions.PassedError
    form = HeadingsForm(request.POST, batch=batch)
    if not form.is_valid():
        return _show(request, batch, kind, form, status=422)
    actions.choose_headings(batch=batch, row=form.cleaned_data["row"], by=request.user)
    return None


def _meanings(request: CommunityRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse | None:
    """Store the submitted meanings; empty answers change nothing."""
    if batch.state not in MENDABLE or batch.forgotten_at:
        raise actions.PassedError
    form = meanings_form(batch, kind(request.community, request.user), request.POST)
    if not form.is_valid():
        return _show(request, batch, kind, form, status=422)
    if form.word_codes() or form.years():
        actions.say_meanings(batch=batch, word_codes=form.word_codes(), years=form.years(), by=request.user)
    return None


def _commit(request: CommunityRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse:
    do = fresh_login(_committed) if kind.asks_again else _committed
    return do(request, batch=batch)  # type: ignore[return-value]


def _committed(request: CommunityRequest, batch: ImportBatch) -> HttpResponse:
    actions.commit_import(batch=batch, only_good=request.POST.get("good") == "1", by=request.user)
    return redirect("communities:import", request.community.slug, batch.pk)


def _discard(request: CommunityRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse:
    actions.discard_import(batch=batch, by=request.user)
    messages.success(request, _("The file is forgotten; nothing of it was brought in."))
    return redirect("communities:import-list", request.community.slug)


ACTIONS: dict[str, Callable[[CommunityRequest, ImportBatch, type[Import]], HttpResponse | None]] = {
    "sheet": _sheet,
    "columns": _columns,
    "headings": _headings,
    "meanings": _meanings,
    "commit": _commit,
    "discard": _discard,
}
PLAIN_ACTIONS: dict[str, Callable[..., Any]] = {
    "change-all": actions.change_rows,
    "leave-all": partial(actions.change_rows, change=False),
    "reopen": actions.reopen_columns,
    "undo": actions.undo_import,
    "resume": actions.resume_import,
    "end": actions.end_import,
}

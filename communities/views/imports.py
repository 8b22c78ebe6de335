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

from communities.access import fresh_login
from communities.actions import import_rows
from communities.actions import imports as actions
from communities.import_forms import (
    ColumnsForm,
    HeadingsForm,
    SheetForm,
    StepForm,
    UploadForm,
    get_refused_fields,
)
from communities.import_row_forms import MeaningsForm
from communities.imports.kinds import Import, kinds, kinds_for
from communities.imports.page import build_template
from communities.models import ImportBatch, ImportFile, ImportJob, ImportState, Role
from communities.place_views import PlaceRequest, place_view
from communities.views.import_preview import rows_context
from tfc.csv_text import CONTENT_TYPE
from tfc.downloads import attachment
from tfc.query_params import row_number
from tfc.rate_limit import HOUR, exceeds_limit
from tfc.spreadsheets.import_rows import format_reason

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

PAGE = 25
UPLOADS_AN_HOUR = 30


@place_view("communities:import-", Role.LEADER, guests_read=True)
@get_or_post
def import_list(request: PlaceRequest) -> HttpResponse:
    """The import history, and the upload form. ``?template=<kind>``: a file with the headings alone."""
    allowed = kinds_for(request.desk.role)
    if code := request.GET.get("template"):
        return _template(request, code)
    posted = request.method == "POST"
    chosen = {"kind": request.GET.get("kind", "")}
    form = UploadForm(
        *((request.POST, request.FILES) if posted else ()),
        kinds=allowed,
        refused=get_refused_fields(request),
        initial=chosen,
    )
    if posted and form.is_valid():
        if exceeds_limit(f"imports:{request.path}", UPLOADS_AN_HOUR, HOUR):
            form.add_error(None, _("Too many files in an hour. Try again later, or combine them."))
        else:
            return redirect(request.desk.url("detail", _start(request, form).pk))
    context = {"form": form, "kinds": allowed, "desk": request.desk, **_earlier(request, allowed)}
    return render(request, "communities/import_list.html", context, status=422 if posted else 200)


def _start(request: PlaceRequest, form: UploadForm) -> ImportBatch:
    file = form.cleaned_data["file"]
    return actions.start_import(
        kind=form.cleaned_data["kind"],
        file_name=file.name,
        content=file.read(),
        language=get_language() or "en",
        client_id=form.cleaned_data["client_id"],
        by=request.user,
    )


def _earlier(request: PlaceRequest, allowed: list[type[Import]]) -> dict[str, Any]:
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


def _template(request: PlaceRequest, code: str) -> HttpResponse:
    kind = next((kind for kind in kinds_for(request.desk.role) if kind.code == code), None)
    if kind is None:
        raise Http404
    return attachment(build_template(kind(request.desk.place, request.user)), CONTENT_TYPE, f"{code}.csv")


@place_view("communities:import-", Role.LEADER)
@get_or_post
def import_detail(request: PlaceRequest, batch_id: int) -> HttpResponse:
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


def get_batch(request: PlaceRequest, batch_id: int) -> tuple[ImportBatch, type[Import]]:
    """Return the import and its kind; PermissionDenied if the kind requires a higher role."""
    batch = get_object_or_404(ImportBatch.objects.select_related("by", "committed_by"), pk=batch_id)
    kind = kinds()[batch.kind]
    if kind not in kinds_for(request.desk.role):
        raise PermissionDenied
    return batch, kind


def _wait(request: PlaceRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse:
    job = ImportJob.objects.filter(batch_id=batch.pk).first()
    name = "import_progress" if request.GET.get("progress") else "import_waiting"
    context = {
        "batch": batch,
        "kind": kind,
        "desk": request.desk,
        "progress": job.progress if job else 0,
        "may_forget": batch.is_without_trace,
    }
    response = render(request, f"communities/{name}.html", context)
    if batch.failure and name == "import_progress":
        response["HX-Refresh"] = "true"
    return response


def _show(
    request: PlaceRequest,
    batch: ImportBatch,
    kind: type[Import],
    form: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    importer = kind(request.desk.place, request.user)
    context: dict[str, Any] = {"batch": batch, "kind": kind, "desk": request.desk}
    if batch.state == ImportState.FAILED:
        context["failure"] = format_reason(batch.failure or {})
    elif batch.state == ImportState.SHEETS:
        context["form"] = form or SheetForm(batch=batch, importer=importer)
    elif batch.state == ImportState.COLUMNS:
        context |= _build_columns_context(batch, importer, form)
    else:
        context |= rows_context(request, batch, importer, form)
    template = TEMPLATES.get(batch.state, "import_rows")
    return render(request, f"communities/{template}.html", context, status=status)


def _build_columns_context(batch: ImportBatch, importer: Import, form: StepForm | None) -> dict[str, Any]:
    """Return the context of the column step; other headings can be chosen while the file's bytes are stored."""
    columns = form if isinstance(form, ColumnsForm) else ColumnsForm(batch=batch, importer=importer)
    headings = form if isinstance(form, HeadingsForm) else None
    if not headings and batch.table.get("beginning") and ImportFile.objects.filter(batch=batch).exists():
        headings = HeadingsForm(batch=batch, importer=importer)
    question_reasons = [question.get("why") for question in batch.questions]
    notes = [format_reason(note) for note in batch.notes if note not in question_reasons]
    return {"form": columns, "headings": headings, "notes": notes}


TEMPLATES: dict[str, str] = {
    ImportState.FAILED: "import_failed",
    ImportState.SHEETS: "import_sheets",
    ImportState.COLUMNS: "import_columns",
}


def _act(request: PlaceRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse:
    """Do the ``action``; if its step is already over, the current state is shown."""
    name, answer = request.POST.get("action", ""), None
    try:
        if name in PLAIN_ACTIONS:
            PLAIN_ACTIONS[name](batch=batch, by=request.user)
        elif name in FORMS:
            answer = _store_form(request, batch, kind, *FORMS[name])
        elif name == "commit":
            answer = _commit(request, batch, kind)
        elif name == "discard":
            answer = _discard(request, batch)
    except actions.PassedError:
        messages.info(request, _("This was already done."))
    return answer or redirect(request.desk.url("detail", batch.pk))


def _store_form(
    request: PlaceRequest,
    batch: ImportBatch,
    kind: type[Import],
    form_class: type[StepForm],
    store: Callable[..., object],
) -> HttpResponse | None:
    if batch.state not in form_class.states or batch.emptied_at:
        raise actions.PassedError
    form = form_class(request.POST, batch=batch, importer=kind(request.desk.place, request.user))
    if not form.is_valid():
        return _show(request, batch, kind, form, status=422)
    store(form, batch=batch, by=request.user)
    return None


def _store_meanings(form: Any, **about: Any) -> None:
    """Store the submitted meanings; empty answers change nothing."""
    if form.word_codes() or form.years():
        actions.say_meanings(word_codes=form.word_codes(), years=form.years(), **about)


def _commit(request: PlaceRequest, batch: ImportBatch, kind: type[Import]) -> HttpResponse:
    do = fresh_login(_redirect_after_import) if kind.asks_again else _redirect_after_import
    return do(request, batch=batch)  # type: ignore[return-value]


def _redirect_after_import(request: PlaceRequest, batch: ImportBatch) -> HttpResponse:
    actions.commit_import(batch=batch, only_good=request.POST.get("good") == "1", by=request.user)
    return redirect(request.desk.url("detail", batch.pk))


def _discard(request: PlaceRequest, batch: ImportBatch) -> HttpResponse:
    actions.discard_import(batch=batch, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(request.desk.url("list"))


# The form of an action, and what stores a valid one.
FORMS: dict[str, tuple[type[StepForm], Callable[..., object]]] = {
    "sheet": (
        SheetForm,
        lambda form, **about: actions.choose_sheet(sheet=form.cleaned_data["sheet"], **about),
    ),
    "headings": (
        HeadingsForm,
        lambda form, **about: actions.choose_headings(row=form.cleaned_data["row"], **about),
    ),
    "columns": (
        ColumnsForm,
        lambda form, **about: actions.map_columns(mapping=form.mapping(), readings=form.readings(), **about),
    ),
    "meanings": (MeaningsForm, _store_meanings),
}
PLAIN_ACTIONS: dict[str, Callable[..., Any]] = {
    "change-all": import_rows.change_rows,
    "leave-all": partial(import_rows.change_rows, change=False),
    "reopen": actions.reopen_columns,
    "undo": actions.undo_import,
    "resume": actions.resume_import,
    "end": actions.end_import,
}

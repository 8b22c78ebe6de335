"""The awareness survey as a form for collecting apps, and import of their answers: preview, import, undo.

Between the preview and the confirmation nothing is stored: the answers are in the page, as codes, compressed and
signed for this person and this wave.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from residents.actions.answers import ClosedError, import_answers, undo_import
from residents.answer_files import ReadAnswers, from_plain, to_plain
from residents.answer_template import EXAMPLE, LANGUAGES, MEDIA_TYPES, csv_template, xlsx_template
from residents.forms.paper import AnswerFileForm
from residents.models import AnswerSource, AwarenessAnswer, AwarenessWave
from residents.questionnaire import QUESTIONS
from residents.views.paper import get_days
from residents.views.waves import get_wave, refuse_closed
from residents.xlsform import awareness_xlsform
from tfc.downloads import attachment
from tfc.lists.xlsx import MEDIA_TYPE

SIGNED_FOR_SECONDS = 2 * 60 * 60
MOST_PROBLEMS = 50
MOST_BATCHES = 20


@community_view(Role.LEADER)
@require_safe
def wave_xlsform(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave = get_wave(wave_id)
    form_id = f"awareness_{wave.code}"
    content = awareness_xlsform(request.community.name, form_id, request.community.office.hotline)
    return attachment(content, MEDIA_TYPE, f"{form_id}.xlsx")


@community_view(Role.LEADER)
@require_safe
def wave_import_table(request: CommunityRequest, wave_id: int, file_format: str) -> HttpResponse:
    """Download an empty table for answers from paper."""
    get_wave(wave_id)
    content = csv_template() if file_format == "csv" else xlsx_template(request.community.office.hotline)
    return attachment(content, MEDIA_TYPES[file_format], f"survey-answers.{file_format}")


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_import(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave = get_wave(wave_id)
    if wave.is_over(timezone.localdate()):
        return refuse_closed(request, wave)
    if request.method == "POST" and "signed" in request.POST:
        return _confirm_import(request, wave)
    posted = request.method == "POST"
    form_data = (request.POST, request.FILES) if posted else ()
    form = AnswerFileForm(*form_data, wave_id=wave.pk, days=get_days(wave))
    if posted and form.is_valid():
        return _preview(request, wave, form.read)
    context = {"form": form, "wave": wave, "batches": _batches(wave), "columns": _columns()}
    return render(request, "residents/wave_import.html", context, status=422 if posted else 200)


def _preview(request: CommunityRequest, wave: AwarenessWave, read: ReadAnswers) -> HttpResponse:
    ids = {answer.client_id for answer in read.answers}
    here = wave.answers.filter(client_id__in=ids).count()
    context = {
        "wave": wave,
        "new": len(ids) - here,
        "here": len(read.answers) - len(ids) + here,
        "problems": read.problems[:MOST_PROBLEMS],
        "problem_count": len(read.problems),
        "most": MOST_PROBLEMS,
        "has_ids": read.has_ids,
        "may_be_kept": read.may_be_kept and len(ids) > here,
        "signed": _sign_answers(request, wave, read) if read.may_be_kept else "",
    }
    return render(request, "residents/wave_import_preview.html", context)


def _sign_answers(request: CommunityRequest, wave: AwarenessWave, read: ReadAnswers) -> str:
    return signing.dumps(to_plain(read.answers), salt=_salt(request, wave), compress=True)


def _confirm_import(request: CommunityRequest, wave: AwarenessWave) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["signed"], salt=_salt(request, wave), max_age=SIGNED_FOR_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old or not complete. Choose the file again."))
        return redirect("residents:wave-import", request.community.slug, wave.pk)
    try:
        batch, new = import_answers(wave=wave, answers=from_plain(rows), by=request.user)
    except ClosedError:
        return refuse_closed(request, wave)
    if new:
        undo = reverse("residents:wave-import-undo", args=[request.community.slug, wave.pk, batch])
        text = ngettext("%(count)s response was imported.", "%(count)s responses were imported.", new)
        messages.success(request, text % {"count": new}, extra_tags=undo)
    else:
        messages.info(request, _("Every response in this file is here already."))
    return redirect("residents:wave-detail", request.community.slug, wave.pk)


@community_view(Role.LEADER)
@require_POST
def wave_import_undo(request: CommunityRequest, wave_id: int, batch: UUID) -> HttpResponse:
    wave = get_wave(wave_id)
    try:
        gone = undo_import(wave=wave, batch=batch, by=request.user)
    except ClosedError:
        return refuse_closed(request, wave)
    if not gone:
        raise Http404
    text = ngettext(
        "Import undone: %(count)s response removed.", "Import undone: %(count)s responses removed.", gone
    )
    messages.success(request, text % {"count": gone})
    return redirect("residents:wave-detail", request.community.slug, wave.pk)


def _columns() -> list[tuple[str, list[str]]]:
    """Return the column names of a file with the codes that each may contain."""
    questions = [
        (name, [code for code, _label in question.choices()]) for name, question in QUESTIONS.items()
    ]
    return [("day", [EXAMPLE]), ("language", LANGUAGES), *questions]


def _batches(wave: AwarenessWave) -> list[Any]:
    """Return the imports that can be undone, the newest first.

    With their number of answers, but without names or days.
    """
    rows = AwarenessAnswer.objects.filter(wave=wave, source=AnswerSource.FILE, counted=False).values("batch")
    counted = rows.annotate(number=Count("pk"), newest=Max("pk"))
    return list(counted.order_by("-newest")[:MOST_BATCHES])


def _salt(request: CommunityRequest, wave: AwarenessWave) -> str:
    return f"residents-import:{wave.pk}:{request.user.pk}"

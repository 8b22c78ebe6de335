"""Draft pages: texts, confirmations for publishing and corrections, and the trash."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.models import Role
from communities.trash import add_deleted_message
from reports.actions import drafts as actions
from reports.actions.reports import AlreadyPublishedError, BeingBuiltError
from reports.forms.reports import ChangedForm, TextForm
from reports.models import Report, ReportText
from reports.narrative import SECTIONS, UnknownFigureError, get_section_title, get_sections, get_texts
from reports.place import Place, get_community_place, get_office_place
from reports.placeholders import get_explained_groups, get_placeholders
from reports.report_lists import get_report_title as report_title
from reports.schema import read_snapshot
from stakeholders.actions.saving import SavedMeanwhileError

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@community_view(Role.COORDINATOR)
@get_or_post
def report_text(request: CommunityRequest, report_id: int, section: str) -> HttpResponse:
    return _text(request, get_community_place(request), report_id, section)


@community_view(Role.COORDINATOR)
@get_or_post
def report_act(request: CommunityRequest, report_id: int, act: str) -> HttpResponse:
    return _act(request, get_community_place(request), report_id, act)


@office_view
@get_or_post
def office_report_text(request: OfficeRequest, report_id: int, section: str) -> HttpResponse:
    return _text(request, get_office_place(request), report_id, section)


@office_view
@get_or_post
def office_report_act(request: OfficeRequest, report_id: int, act: str) -> HttpResponse:
    return _act(request, get_office_place(request), report_id, act)


def _text(request: HttpRequest, place: Place, report_id: int, section: str) -> HttpResponse:
    report = place.own(report_id)
    if section not in SECTIONS:
        raise Http404
    if not place.may_write:
        return redirect(place.url("detail", report.pk))
    if report.is_published or report.snapshot is None or report.publish_requested_by_id:
        return _refuse(request, place, report)
    stored = report.texts.filter(section=section).first()
    form = _text_form(request, place, report, section, stored)
    context: dict[str, Any] = {}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.save_text(report=report, section=section, by=place.by, **form.cleaned_data)
        except SavedMeanwhileError:
            stored = report.texts.filter(section=section).first()
            again = request.POST.copy()
            again["revision"] = str(stored.revision if stored else 0)
            form = _text_form(request, place, report, section, stored, again)
            context, status = {"stored": stored}, 409
        except (AlreadyPublishedError, BeingBuiltError):
            return _refuse(request, place, report)
        else:
            messages.success(request, _("Saved."))
            return redirect(place.url("detail", report.pk) + "#texts")
    groups = get_explained_groups(read_snapshot(report.snapshot), report.language)
    context |= {"form": form, "report": report, "title": get_section_title(section), "groups": groups}
    context |= {
        "back_url": place.url("detail", report.pk),
        "report_title": report_title(report, place.office),
    }
    return render(request, "reports/text.html", context, status=status)


def _text_form(
    request: HttpRequest,
    place: Place,
    report: Report,
    section: str,
    stored: ReportText | None,
    data: Any = None,
) -> TextForm:
    body, revision = (stored.body, stored.revision) if stored else ("", 0)
    with translation.override(report.language):
        placeholders = get_placeholders(read_snapshot(report.snapshot))
    return TextForm(
        data or request.POST or None,
        initial={"body": body, "revision": revision},
        title=get_section_title(section),
        placeholders=placeholders,
        region=place.region,
        stored=body,
    )


def _stays(report: Report) -> str:
    if report.is_published:
        return _("This report is published. Make a correction instead.")
    return _("The report is being built.")


def _refuse(request: HttpRequest, place: Place, report: Report) -> HttpResponse:
    messages.info(request, _stays(place.report(report.pk)))
    return redirect(place.url("detail", report.pk))


def _act(request: HttpRequest, place: Place, report_id: int, act: str) -> HttpResponse:
    """Actions that notify others or need text are confirmed on GET and done on POST; actions that can be undone are
    done at once.
    """
    if act not in ACTS:
        raise Http404
    report = place.own(report_id, in_trash=act == "restore")
    if not place.may_write:
        return redirect(place.url("detail", report.pk))
    return ACTS[act](request, place, report)


def _publish(request: HttpRequest, place: Place, report: Report) -> HttpResponse:
    if report.is_published or report.snapshot is None or report.publish_requested_by_id:
        return _refuse(request, place, report)
    corrects = report.version > 1
    form = (
        ChangedForm(_get_sent_data(request), region=place.region, stored=report.what_changed)
        if corrects
        else None
    )
    if request.method == "POST" and (form is None or form.is_valid()):
        what_changed = form.cleaned_data["what_changed"] if form else ""
        try:
            actions.ask_to_publish(report=report, what_changed=what_changed, by=place.by)
        except UnknownFigureError:
            messages.warning(
                request,
                _("A text uses a figure that is not in the report. Remove or replace it, then publish."),
            )
            return redirect(place.url("detail", report.pk) + "#texts")
        except BeingBuiltError:
            return _refuse(request, place, report)
        return redirect(place.url("detail", report.pk))
    texts, snapshot = get_texts(report), read_snapshot(report.snapshot)
    sections = get_sections(snapshot, texts)
    empty = [get_section_title(code) for code in sections if not texts.get(code)]
    return _ask(
        request, place, report, "publish", {"form": form, "empty": empty, "interim": snapshot["interim"]}
    )


def _get_sent_data(request: HttpRequest) -> Any:
    """Return the POST data, even if it is empty; None for a GET."""
    return request.POST if request.method == "POST" else None


def _discard(request: HttpRequest, place: Place, report: Report) -> HttpResponse:
    if request.method != "POST":
        return redirect(place.url("detail", report.pk))
    try:
        can_be_undone = actions.discard_draft(report=report, by=place.by)
    except (AlreadyPublishedError, BeingBuiltError):
        return _refuse(request, place, report)
    if can_be_undone:
        add_deleted_message(request, _("Deleted."), place.url("act", report.pk, "restore"))
    else:
        messages.success(request, _("Deleted."))
    return redirect(place.url("list"))


def _restore(request: HttpRequest, place: Place, report: Report) -> HttpResponse:
    if request.method != "POST":
        return redirect(place.url("list"))
    actions.restore_draft(report=report, by=place.by)
    messages.success(request, _("Restored."))
    return redirect(place.url("detail", report.pk))


def _correct(request: HttpRequest, place: Place, report: Report) -> HttpResponse:
    form = ChangedForm(_get_sent_data(request), region=place.region)
    if form.is_bound and form.is_valid():
        try:
            draft = actions.begin_correction(report=report, by=place.by, **form.cleaned_data)
        except actions.NotPublishedError:
            draft = report
        return redirect(place.url("detail", draft.pk))
    if not report.is_published:
        messages.info(request, _("This report is a draft."))
        return redirect(place.url("detail", report.pk))
    return _ask(request, place, report, "correct", {"form": form})


def _ask(request: HttpRequest, place: Place, report: Report, act: str, more: dict[str, Any]) -> HttpResponse:
    context = {
        "report": report,
        "act": act,
        "report_title": report_title(report, place.office),
        "back_url": place.url("detail", report.pk),
        **more,
    }
    form = more.get("form")
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "reports/confirm_action.html", context, status=status)


ACTS = {"publish": _publish, "discard": _discard, "restore": _restore, "correct": _correct}

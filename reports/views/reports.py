"""Report pages of a community and of an office: request, progress, read, download, rebuild."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view, report_login
from communities.bulk_exports import bulk_export
from communities.data_lists import REPORT
from communities.models import Community, Role
from evaluation.models import Figure
from evaluation.submission_changes import compute_changes
from evaluation.wording_changes import changed_since_text
from reports.actions.reports import FAILURES, AlreadyPublishedError, rebuild_report, request_report
from reports.draft_panels import build_panel, get_current_snapshot
from reports.forms.reports import CustomReportForm, report_form
from reports.jobs import step_text
from reports.models import Job, JobState, Report, ReportFile
from reports.narrative import NarrativeTexts, load_narrative_texts
from reports.page import build_page_context, picture_in
from reports.place import Place, get_community_place, get_office_place
from reports.report_lists import get_report_rows, get_report_title, get_trashed_drafts
from reports.schema import Snapshot, get_parts, read_snapshot
from tfc.downloads import attachment
from tfc.periods import HalfYear, half_year_text
from tfc.query_params import row_number

KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# ``?receipts=each``: include the receipts of single communities.
EACH = "each"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@community_view(Role.MEMBER)
@require_GET
def report_list(request: CommunityRequest) -> HttpResponse:
    return _list(request, get_community_place(request))


@community_view(Role.COORDINATOR)
@get_or_post
def report_request(request: CommunityRequest) -> HttpResponse:
    return _request(request, get_community_place(request))


@community_view(Role.MEMBER)
@require_GET
def report_detail(request: CommunityRequest, report_id: int) -> HttpResponse:
    return _detail(request, get_community_place(request), report_id)


@community_view(Role.MEMBER)
@require_GET
def report_progress(request: CommunityRequest, report_id: int) -> HttpResponse:
    return _progress(request, get_community_place(request), report_id)


@community_view(Role.COORDINATOR)
@require_POST
def report_refresh(request: CommunityRequest, report_id: int) -> HttpResponse:
    return _refresh(request, get_community_place(request), report_id)


@community_view(Role.MEMBER)
@require_GET
@report_login
@bulk_export(REPORT)
def report_file(request: CommunityRequest, report_id: int, kind: str) -> HttpResponse:
    return build_file_response(report_id, kind)


@office_view
@require_GET
def office_report_list(request: OfficeRequest) -> HttpResponse:
    return _list(request, get_office_place(request))


@office_view
@get_or_post
def office_report_request(request: OfficeRequest) -> HttpResponse:
    return _request(request, get_office_place(request))


@office_view
@require_GET
def office_report_detail(request: OfficeRequest, report_id: int) -> HttpResponse:
    return _detail(request, get_office_place(request), report_id)


@office_view
@require_GET
def office_report_progress(request: OfficeRequest, report_id: int) -> HttpResponse:
    return _progress(request, get_office_place(request), report_id)


@office_view
@require_POST
def office_report_refresh(request: OfficeRequest, report_id: int) -> HttpResponse:
    return _refresh(request, get_office_place(request), report_id)


@office_view
@require_GET
@report_login
@bulk_export(REPORT)
def office_report_file(request: OfficeRequest, report_id: int, kind: str) -> HttpResponse:
    return build_file_response(report_id, kind)


def _list(request: HttpRequest, place: Place) -> HttpResponse:
    """List reports with their versions, newest first. An office sees its own and those of its communities."""
    before = request.GET.get("before", "")
    rows, older = get_report_rows(place, row_number(before))
    offers_form = place.community is not None and place.may_write and not rows
    context = {
        "rows": rows,
        "older": older,
        "form": report_form(request, place.office, place.community) if offers_form else None,
        "ask_url": place.url("request") if place.may_write else "",
        "bin": get_trashed_drafts(place),
    }
    return render(request, "reports/report_list.html", context)


def _request(request: HttpRequest, place: Place) -> HttpResponse:
    form = report_form(request, place.office, place.community)
    if form.is_bound and form.is_valid():
        report = request_report(
            office=place.office,
            community=place.community,
            wanted=form.wanted(),
            client_id=form.cleaned_data["client_id"],
            by=place.by,
        )
        return redirect(place.url("detail", report.pk))
    context = {
        "form": form,
        "list_url": place.url("list"),
        "whose": place.name,
        "chosen": isinstance(form, CustomReportForm),
        "offers_custom": not (place.community or place.office.is_international),
    }
    return render(request, "reports/request.html", context, status=422 if form.is_bound else 200)


def _detail(request: HttpRequest, place: Place, report_id: int) -> HttpResponse:
    """Show the report, its progress, or why there is none; ``?picture=1`` returns one of its pictures."""
    report = place.report(report_id)
    if "picture" in request.GET:
        if answer := picture_answer(report, request.GET["picture"]):
            return answer
        raise Http404
    job = Job.objects.get(report_id=report.pk)
    context: dict[str, Any] = {
        "report": report,
        "period": half_year_text(report.period),
        "whose": (report.community or place.office).name,
        "list_url": place.url("list"),
    }
    if report.snapshot is None or job.state in (JobState.QUEUED, JobState.RUNNING):
        return render(request, "reports/building.html", context | _standing(report, job, place))
    written = NarrativeTexts() if report.is_published else load_narrative_texts(report)
    snapshot = get_current_snapshot(report, written)
    since = describe_changes_since(place.community, snapshot) if place.community else {}
    shows_all_receipts = request.GET.get("receipts") == EACH
    page = build_page_context(snapshot, since=since, follows=True, each_receipt=shows_all_receipts)
    context |= page | build_panel(report, written.texts, place)
    context["failure"] = _failure(report, job)
    with translation.override(report.language):
        context["report_title"] = get_report_title(report, place.office)
    context["files"] = [
        {**file, "url": place.url("file", report.pk, file["kind"])} for file in _files(report)
    ]
    return render(request, "reports/report.html", context)


def _files(report: Report) -> list[dict[str, Any]]:
    names = {"pdf": _("The report as PDF"), "xlsx": _("The figures as a spreadsheet")}
    stored = report.files.order_by("kind").values("kind", "size", "sha256")
    return [{**file, "title": names.get(file["kind"], file["kind"])} for file in stored]


def _progress(request: HttpRequest, place: Place, report_id: int) -> HttpResponse:
    """Return the part of the waiting page that is polled every two seconds; at the end it reloads the page."""
    report = place.report(report_id)
    job = Job.objects.get(report_id=report.pk)
    response = render(request, "reports/progress.html", _standing(report, job, place))
    if job.state in (JobState.DONE, JobState.FAILED):
        response["HX-Refresh"] = "true"
    return response


def _standing(report: Report, job: Job, place: Place) -> dict[str, Any]:
    may_write = place.may_write and place.owns(report)
    return {
        "job": job,
        "step": step_text(job),
        "is_publishing": report.publish_requested_by_id is not None,
        "failure": _failure(report, job),
        "progress_url": place.url("progress", report.pk),
        "refresh_url": place.url("refresh", report.pk) if may_write else "",
        "discard_url": place.url("act", report.pk, "discard") if may_write else "",
    }


def _failure(report: Report, job: Job) -> Any:
    return FAILURES.get(report.failure, FAILURES["unexpected"]) if job.state == JobState.FAILED else ""


def _refresh(request: HttpRequest, place: Place, report_id: int) -> HttpResponse:
    report = place.own(report_id)
    try:
        rebuild_report(report=report, by=place.by)
    except AlreadyPublishedError:
        messages.info(request, _("This report is published. Make a correction instead."))
    return redirect(place.url("detail", report.pk))


def picture_answer(report: Report, number: str) -> HttpResponse | None:
    picture = picture_in(read_snapshot(report.snapshot), number) if report.snapshot else None
    if picture is None:
        return None
    response = HttpResponse(picture[0], content_type=picture[1])
    response["X-Content-Type-Options"] = "nosniff"
    return response


def build_file_response(report_id: int, kind: str) -> HttpResponse:
    stored_file = get_object_or_404(ReportFile, report_id=report_id, report__deleted_at=None, kind=kind)
    return attachment(stored_file.content, KINDS[stored_file.kind], stored_file.name)


def describe_changes_since(community: Community, snapshot: Snapshot) -> dict[str, str]:
    """Return a sentence in the report's language for each changed part. Call in the community's own scope.

    Locked figures are compared with today's records. If a figure was recomputed since, the earlier records are not
    stored, so the sentence says only that.
    """
    half_year = HalfYear.parse(snapshot["half_year"])
    stored = Figure.objects.for_half_year(half_year).for_communities([community.pk]).by_part()
    changes_by_part = compute_changes(community, half_year, stored).parts
    texts_by_part = {}
    with translation.override(snapshot["language"]):
        for part in get_parts(snapshot):
            figure = stored.get(part["code"])
            if figure is None or not part["receipt"]["hash"]:
                continue
            if figure.receipt_hash != part["receipt"]["hash"]:
                texts_by_part[part["code"]] = _("The figure was recalculated after this report.")
            elif changes := changes_by_part.get(part["code"]):
                texts_by_part[part["code"]] = changed_since_text(changes)
    return texts_by_part

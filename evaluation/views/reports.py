"""Reports of a community and of an office: ask, follow, read, download, try again."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.access import CommunityRequest, OfficeRequest, community_view, fresh_login, office_view
from communities.models import Community, Office, Role, User
from evaluation.actions.reports import FAILURES, request_report, retry_report
from evaluation.forms.reports import ReportForm
from evaluation.models import Job, JobState, Report, ReportFile, Round
from evaluation.reports.page import page_of
from evaluation.reports.steps import step_text
from evaluation.wording import day_text, half_year_text

PAGE = 25
KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@community_view(Role.MEMBER)
@require_GET
def report_list(request: CommunityRequest) -> HttpResponse:
    return _list(request, _of_community(request))


@community_view(Role.COORDINATOR)
def report_request(request: CommunityRequest) -> HttpResponse:
    return _request(request, _of_community(request))


@community_view(Role.MEMBER)
@require_GET
def report_detail(request: CommunityRequest, report_id: int) -> HttpResponse:
    return _detail(request, _of_community(request), report_id)


@community_view(Role.MEMBER)
@require_GET
def report_progress(request: CommunityRequest, report_id: int) -> HttpResponse:
    return _progress(request, _of_community(request), report_id)


@community_view(Role.COORDINATOR)
@require_POST
def report_retry(request: CommunityRequest, report_id: int) -> HttpResponse:
    return _retry(request, _of_community(request), report_id)


@community_view(Role.MEMBER)
@require_GET
@fresh_login
def report_file(request: CommunityRequest, report_id: int, kind: str) -> HttpResponse:
    return _file(report_id, kind)


@office_view
@require_GET
def office_report_list(request: OfficeRequest) -> HttpResponse:
    return _list(request, _of_office(request))


@office_view
def office_report_request(request: OfficeRequest) -> HttpResponse:
    return _request(request, _of_office(request))


@office_view
@require_GET
def office_report_detail(request: OfficeRequest, report_id: int) -> HttpResponse:
    return _detail(request, _of_office(request), report_id)


@office_view
@require_GET
def office_report_progress(request: OfficeRequest, report_id: int) -> HttpResponse:
    return _progress(request, _of_office(request), report_id)


@office_view
@require_POST
def office_report_retry(request: OfficeRequest, report_id: int) -> HttpResponse:
    return _retry(request, _of_office(request), report_id)


@office_view
@require_GET
@fresh_login
def office_report_file(request: OfficeRequest, report_id: int, kind: str) -> HttpResponse:
    return _file(report_id, kind)


class _Place:
    """Whose reports these pages are about, and where they are."""

    def __init__(self, *, office: Office, community: Community | None, may_ask: bool) -> None:
        self.office = office
        self.community = community
        self.may_ask = may_ask
        self.prefix = "evaluation:report" if community else "evaluation:office-report"
        self.slug = (community or office).slug

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"{self.prefix}-{name}", args=[self.slug, *args])


def _of_community(request: CommunityRequest) -> _Place:
    community = request.community
    return _Place(office=community.office, community=community, may_ask=request.role >= Role.COORDINATOR)


def _of_office(request: OfficeRequest) -> _Place:
    return _Place(office=request.office, community=None, may_ask=not request.is_guest)


def _list(request: HttpRequest, place: _Place) -> HttpResponse:
    """The newest first. An office sees its own and those of its communities."""
    reports = Report.objects.select_related("round", "community", "requested_by").defer("snapshot")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        reports = reports.filter(pk__lt=int(before))
    found = list(reports.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    jobs = {job.report_id: job for job in Job.objects.filter(report_id__in=[each.pk for each in shown])}
    rows = [
        {
            "title": f"{(each.community or place.office).name}, {half_year_text(each.round.period)}",
            "url": place.url("detail", each.pk),
            "meta": _asked_by(each),
            "state": jobs[each.pk].state,
        }
        for each in shown
    ]
    older = f"?before={shown[-1].pk}" if len(found) > PAGE else ""
    context = {"rows": rows, "older": older, "ask_url": place.url("request") if place.may_ask else ""}
    return render(request, "evaluation/report_list.html", context)


def _asked_by(report: Report) -> str:
    day = day_text(timezone.localtime(report.requested_at).date())
    if report.requested_by is None:
        return day
    return _("Asked for by %(who)s, %(day)s") % {"who": report.requested_by, "day": day}


def _request(request: HttpRequest, place: _Place) -> HttpResponse:
    if request.method == "POST":
        form = ReportForm(request.POST)
        if form.is_valid():
            report = request_report(
                office=place.office,
                community=place.community,
                round_=form.cleaned_data["round"],
                language=form.cleaned_data["language"],
                client_id=form.cleaned_data["client_id"],
                by=_user(request),
            )
            return redirect(place.url("detail", report.pk))
    else:
        form = ReportForm(
            initial={
                "client_id": uuid.uuid4(),
                "language": get_language(),
                "round": Round.objects.filter(half_year=request.GET.get("round", "")).first(),
            }
        )
    context = {"form": form, "list_url": place.url("list"), "whose": (place.community or place.office).name}
    return render(request, "evaluation/report_request.html", context, status=422 if form.is_bound else 200)


def _detail(request: HttpRequest, place: _Place, report_id: int) -> HttpResponse:
    """The report itself once it is there; until then how far it is, or why it failed."""
    report = _report(report_id)
    job = Job.objects.get(report_id=report.pk)
    context: dict[str, Any] = {
        "report": report,
        "period": half_year_text(report.round.period),
        "whose": (report.community or place.office).name,
        "list_url": place.url("list"),
    }
    if job.state == JobState.DONE:
        context |= page_of(report.snapshot or {})
        context["files"] = [
            {**each, "url": place.url("file", report.pk, each["kind"])} for each in _files(report)
        ]
        return render(request, "evaluation/report.html", context)
    return render(request, "evaluation/report_wait.html", context | _standing(report, job, place))


def _files(report: Report) -> list[dict[str, Any]]:
    names = {"pdf": _("The report as PDF"), "xlsx": _("The figures as a spreadsheet")}
    stored = report.files.order_by("kind").values("kind", "size", "sha256")
    return [{**each, "title": names.get(each["kind"], each["kind"])} for each in stored]


def _progress(request: HttpRequest, place: _Place, report_id: int) -> HttpResponse:
    """The part of the waiting page that asks again every two seconds; at the end it loads the page anew."""
    report = _report(report_id)
    job = Job.objects.get(report_id=report.pk)
    response = render(request, "evaluation/report_progress.html", _standing(report, job, place))
    if job.state in (JobState.DONE, JobState.FAILED):
        response["HX-Refresh"] = "true"
    return response


def _standing(report: Report, job: Job, place: _Place) -> dict[str, Any]:
    return {
        "job": job,
        "step": step_text(job),
        "failure": FAILURES.get(report.failure, FAILURES["unexpected"])
        if job.state == JobState.FAILED
        else "",
        "progress_url": place.url("progress", report.pk),
        "retry_url": place.url("retry", report.pk) if place.may_ask else "",
    }


def _retry(request: HttpRequest, place: _Place, report_id: int) -> HttpResponse:
    report = _report(report_id)
    retry_report(report=report, by=_user(request))
    return redirect(place.url("detail", report.pk))


def _file(report_id: int, kind: str) -> HttpResponse:
    found = get_object_or_404(ReportFile, report_id=report_id, kind=kind)
    response = HttpResponse(bytes(found.content), content_type=KINDS[found.kind])
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _report(report_id: int) -> Report:
    return get_object_or_404(Report.objects.select_related("round", "community"), pk=report_id)


def _user(request: HttpRequest) -> User:
    """Behind the door everybody has an account."""
    return request.user  # type: ignore[return-value]

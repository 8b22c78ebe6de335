"""Community archive pages: request, progress, download, check and restore."""

import uuid
from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import CommunityRequest, community_view, fresh_login
from communities.bulk_exports import bulk_export
from communities.data_lists import ARCHIVE
from communities.models import Community, Role
from evaluation.wording import day_text
from reports.actions.archives import check_archive, request_archive, restore_archive
from reports.archive import files, words
from reports.archive.preconditions import count_records
from reports.forms.archive import CheckForm, MakeForm
from reports.models import ArchiveKind, ArchiveRun, Job, JobState
from stakeholders.models import FindingLocation
from support.models import Service
from tfc.auditing import note_readings
from tfc.uploads import TOO_LARGE

SHOWN = 20
WAITING = (JobState.QUEUED, JobState.RUNNING)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login
def archive(request: CommunityRequest) -> HttpResponse:
    """Show the archive's contents, the form to request one, and the form to upload one."""
    wanted = request.POST.get("step") if request.method == "POST" else ""
    make = MakeForm(
        request.POST if wanted == "make" else None, initial={"client_id": uuid.uuid4()}, prefix="make"
    )
    check = _check_form(request) if wanted == "check" else CheckForm(initial={"client_id": uuid.uuid4()})
    if wanted == "make" and make.is_valid():
        return redirect("reports:archive-run", request.community.slug, _request_archive(request, make).pk)
    records = count_records(request.community)
    if wanted == "check" and not records and check.is_valid():
        return redirect("reports:archive-run", request.community.slug, _request_check(request, check).pk)
    context = {
        "make": make,
        "check": check,
        "is_empty": not records,
        "locations": FindingLocation.objects.count(),
        "contents": words.contents(),
        "left_out": words.list_left_out(),
        "runs": _rows(request.community),
    }
    return render(request, "reports/archive.html", context, status=422 if request.method == "POST" else 200)


def _check_form(request: CommunityRequest) -> CheckForm:
    too_large = "file" in getattr(request, TOO_LARGE, ())
    return CheckForm(request.POST, request.FILES, was_too_large=too_large)


def _request_archive(request: CommunityRequest, form: MakeForm) -> ArchiveRun:
    return request_archive(
        community=request.community,
        with_locations=form.cleaned_data["locations"],
        language=get_language() or "en",
        client_id=form.cleaned_data["client_id"],
        by=request.user,
    )


def _request_check(request: CommunityRequest, form: CheckForm) -> ArchiveRun:
    return check_archive(
        community=request.community,
        upload=form.cleaned_data["file"],
        language=get_language() or "en",
        client_id=form.cleaned_data["client_id"],
        by=request.user,
    )


def _rows(community: Community) -> list[dict[str, Any]]:
    runs = list(ArchiveRun.objects.newest_first()[:SHOWN])
    jobs = {job.archive_id: job for job in Job.objects.filter(archive_id__in=[run.pk for run in runs])}
    return [{"run": run, "state": jobs[run.pk].state} for run in runs]


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def archive_run(request: CommunityRequest, run_id: int) -> HttpResponse:
    """Show the progress, then the file or the result; a POST restores a checked archive."""
    run = get_object_or_404(ArchiveRun.objects.select_related("by"), pk=run_id)
    job = Job.objects.get(archive_id=run.pk)
    there = files.get_archive_path(run.file_key).exists()
    ready = job.state == JobState.DONE and there
    if request.method == "POST":
        if run.kind != ArchiveKind.CHECK or not ready:
            return redirect("reports:archive-run", request.community.slug, run.pk)
        again = restore_archive(
            checked=run, community=request.community, language=get_language() or "en", by=request.user
        )
        return redirect("reports:archive-run", request.community.slug, again.pk)
    context = {
        "run": run,
        "job": job,
        "is_waiting": job.state in WAITING,
        "is_there": ready,
        "step": _step(job),
    }
    if request.headers.get("HX-Request"):
        response = render(request, "reports/archive_progress.html", context)
        if job.state not in WAITING:
            response["HX-Refresh"] = "true"
        return response
    return render(request, "reports/archive_run.html", context | _get_outcome_context(run, request.community))


def _step(job: Job) -> str:
    """Return the current step in words."""
    if job.state == JobState.QUEUED:
        return _("Waiting")
    return _("%(percent)s percent done") % {"percent": job.progress}


def _get_outcome_context(run: ArchiveRun, community: Community) -> dict[str, Any]:
    outcome = run.outcome
    origin = outcome.get("community", {})
    still_here = Community.objects.filter(pk=origin.get("id"), slug=origin.get("slug", ""))
    return {
        "failure": words.failure_text(run) if run.failure else "",
        "groups": words.group_rows(outcome.get("rows", {})),
        "missing": words.describe_missing(outcome.get("left", {})),
        "former": outcome.get("former", []),
        "renumbered": outcome.get("renumbered", 0),
        "lost_files": outcome.get("lost_files", 0),
        "origin": origin.get("name", ""),
        "made_on": _day(outcome.get("made_at", ""), community),
        "still_here": still_here.exclude(pk=community.pk).exists(),
    }


def _day(moment: str, community: Community) -> str:
    return day_text(datetime.fromisoformat(moment).astimezone(community.zone).date()) if moment else ""


@community_view(Role.COORDINATOR)
@require_safe
@fresh_login
@bulk_export(ARCHIVE)
def archive_file(request: CommunityRequest, run_id: int) -> HttpResponseBase:
    """Return the ZIP for one day; after that redirect to the page that says it has expired.

    It has the confidential addresses, so their histories name the reader.
    """
    run = get_object_or_404(ArchiveRun, pk=run_id)
    path = files.get_archive_path(run.file_key)
    made = run.kind == ArchiveKind.MAKE and run.done_at is not None
    if not made or run.gone_at < timezone.now() or not path.exists():
        return redirect("reports:archive-run", request.community.slug, run.pk)
    addresses = Service.objects.with_confidential_address().values_list("pk", flat=True)
    note_readings("service_addresses", addresses)
    file = open(path, "rb")  # noqa: SIM115  # the response closes it
    return FileResponse(file, as_attachment=True, filename=run.file_name, content_type="application/zip")

"""The list of reports: one row per report with its versions, in a constant number of queries."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Office
from evaluation.wording import day_text
from reports.models import Job, JobState, Report, Scope
from reports.place import Place
from tfc.periods import half_year_within
from tfc.text.punctuation import join_title, phrases

PAGE = 25


def get_report_rows(place: Place, before: int | None) -> tuple[list[dict[str, Any]], str]:
    """Return the reports whose newest version is older than ``before``, and the URL of the next page."""
    newest = Report.objects.newest_versions().order_by("-pk")
    if before is not None:
        newest = newest.filter(pk__lt=before)
    ids = list(newest.values_list("pk", "thread")[: PAGE + 1])
    threads = [thread for _pk, thread in ids[:PAGE]]
    versions: dict[Any, list[Report]] = {thread: [] for thread in threads}
    for report in _light(threads):
        versions[report.thread].append(report)
    jobs = {
        job.report_id: job
        for job in Job.objects.filter(
            report_id__in=[report.pk for thread_versions in versions.values() for report in thread_versions]
        )
    }
    older = f"?before={ids[PAGE - 1][0]}" if len(ids) > PAGE else ""
    return [_row(thread_versions, place, jobs) for thread_versions in versions.values()], older


def _light(threads: list[Any]) -> list[Report]:
    """Return all versions without their snapshots, newest first."""
    reports = (
        Report.objects.not_deleted().filter(thread__in=threads).select_related("community", "requested_by")
    )
    return list(reports.defer("snapshot", "choice").order_by("-version"))


def get_trashed_drafts(place: Place) -> list[dict[str, Any]]:
    """Return the discarded drafts of this place, for users who can restore them."""
    if not place.may_write:
        return []
    drafts = Report.objects.in_trash().filter(community=place.community).select_related("community")
    return [
        {
            "title": get_report_title(draft, place.office),
            "url": place.url("act", draft.pk, "restore"),
            "deleted_at": draft.deleted_at,
        }
        for draft in drafts.defer("snapshot", "choice").order_by("-deleted_at")[:PAGE]
    ]


def get_report_title(report: Report, office: Office) -> str:
    """Return "Pasadena, January to June 2026", or the report's own title with the period."""
    whose = report.title or (report.community or office).name
    if report.scope == Scope.INTERNATIONAL and not report.title:
        whose = _("All offices")
    return phrases([whose, half_year_within(report.period)])


def get_report_state(report: Report, job: Job) -> str:
    """Return "published", "draft", "interim_draft", or the job's state while it is not built: queued, running or
    failed.
    """
    if report.is_published:
        return "published"
    if job.state == JobState.DONE or (job.state == JobState.FAILED and report.built_at):
        return "interim_draft" if report.interim else "draft"
    return job.state


def _row(versions: list[Report], place: Place, jobs: Mapping[Any, Job]) -> dict[str, Any]:
    newest, *before = versions
    return {
        "title": get_report_title(newest, place.office),
        "url": place.url("detail", newest.pk),
        "meta": _meta(newest),
        "state": get_report_state(newest, jobs[newest.pk]),
        "before": [
            {"title": _("Version %(number)s") % {"number": report.version}, "url": place.url("detail", report.pk),
             "meta": _meta(report)}
            for report in before
        ],
    }  # fmt: skip


def _meta(report: Report) -> str:
    texts = [_("Interim")] if report.interim and report.is_published else []
    if report.version > 1:
        texts.append(_("Version %(number)s") % {"number": report.version})
    if report.published_at:
        texts.append(join_title(_("Published on"), _day(report.published_at)))
    elif report.requested_by is None:
        texts.append(_day(report.requested_at))
    else:
        texts.append(
            _("%(day)s, by %(who)s") % {"who": report.requested_by, "day": _day(report.requested_at)}
        )
    return " · ".join(texts)


def _day(moment: Any) -> str:
    return day_text(timezone.localtime(moment).date())

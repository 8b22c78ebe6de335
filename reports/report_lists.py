"""The list of reports: one row a report with its versions, in a constant number of queries."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community, Office
from evaluation.wording import day_text
from reports.models import Job, JobState, Report, Scope
from tfc.half_years import half_year_within

PAGE = 25


class Room(Protocol):
    """Where somebody reads reports: see reports.views.place."""

    @property
    def office(self) -> Office: ...
    @property
    def community(self) -> Community | None: ...
    @property
    def may_write(self) -> bool: ...

    def owns(self, report: Report) -> bool: ...
    def url(self, name: str, *args: Any) -> str: ...


def rows_of(room: Room, before: int | None) -> tuple[list[dict[str, Any]], str]:
    """The reports whose newest version is older than ``before``, and the address of those before them."""
    newest = Report.objects.newest_versions().order_by("-pk")
    if before is not None:
        newest = newest.filter(pk__lt=before)
    ids = list(newest.values_list("pk", "thread")[: PAGE + 1])
    threads = [thread for _pk, thread in ids[:PAGE]]
    versions: dict[Any, list[Report]] = {thread: [] for thread in threads}
    for one in _light(threads):
        versions[one.thread].append(one)
    jobs = {
        job.report_id: job
        for job in Job.objects.filter(report_id__in=[one.pk for each in versions.values() for one in each])
    }
    older = f"?before={ids[PAGE - 1][0]}" if len(ids) > PAGE else ""
    return [_row(each, room, jobs) for each in versions.values()], older


def _light(threads: list[Any]) -> list[Report]:
    """Without what is heavy; published or drafts, the newest version first."""
    found = Report.objects.kept().filter(thread__in=threads).select_related("community", "requested_by")
    return list(found.defer("snapshot", "choice").order_by("-version"))


def thrown_away(room: Room) -> list[dict[str, Any]]:
    """Drafts of this place, for who can put them back."""
    if not room.may_write:
        return []
    found = Report.objects.thrown_away().filter(community=room.community).select_related("community")
    return [
        {
            "title": title_of(one, room.office),
            "url": room.url("act", one.pk, "restore"),
            "deleted_at": one.deleted_at,
        }
        for one in found.defer("snapshot", "choice")[:PAGE]
    ]


def title_of(report: Report, office: Office) -> str:
    """ "Pasadena, January to June 2026", or the report's own title."""
    whose = report.title or (report.community or office).name
    if report.scope == Scope.INTERNATIONAL and not report.title:
        whose = _("All offices")
    return _("%(whose)s, %(period)s") % {"whose": whose, "period": half_year_within(report.period)}


def state_of(report: Report, job: Job) -> str:
    """ "published", "draft", or where its job stands while it is not built: queued, running or failed."""
    if report.is_published:
        return "published"
    if job.state == JobState.DONE or (job.state == JobState.FAILED and report.built_at):
        return "draft"
    return job.state


def _row(versions: list[Report], room: Room, jobs: Mapping[Any, Job]) -> dict[str, Any]:
    newest, *before = versions
    return {
        "title": title_of(newest, room.office),
        "url": room.url("detail", newest.pk),
        "meta": _meta(newest),
        "state": state_of(newest, jobs[newest.pk]),
        "before": [
            {"title": _("Version %(number)s") % {"number": one.version}, "url": room.url("detail", one.pk),
             "meta": _meta(one)}
            for one in before
        ],
    }  # fmt: skip


def _meta(report: Report) -> str:
    found = [_("Version %(number)s") % {"number": report.version}] if report.version > 1 else []
    if report.published_at:
        found.append(_("Published on %(day)s") % {"day": _day(report.published_at)})
    elif report.requested_by is None:
        found.append(_day(report.requested_at))
    else:
        found.append(
            _("Asked for by %(who)s, %(day)s")
            % {"who": report.requested_by, "day": _day(report.requested_at)}
        )
    return " · ".join(found)


def _day(moment: Any) -> str:
    return day_text(timezone.localtime(moment).date())

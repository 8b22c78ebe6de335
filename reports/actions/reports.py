"""Request reports and end their jobs. Everything here runs inside the tenant's scope."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.mail import post_on_commit
from communities.models import Community, Office, User
from evaluation.figure_queries.receipts import hash_receipt
from evaluation.instrument import Text
from evaluation.models import Round
from reports import jobs
from reports.models import Job, Report, ReportFile, Scope
from reports.schema import Snapshot
from tfc.sent_before import check_same_content

# Reasons why a report was not built. The code is stored with the report; the text is shown to the person who requested
# it.
TRY_AGAIN: Text = gettext_lazy("Something went wrong. Try again. If it fails again, tell your Oasis office.")
FAILURES: Mapping[str, Text] = {
    "stopped": TRY_AGAIN,
    "drawing": gettext_lazy(
        "The PDF or the spreadsheet could not be made. Try again. If it fails again, tell your Oasis office."
    ),
    "figures": gettext_lazy(
        "A text uses a figure that is not in the report. Remove or replace it, then publish."
    ),
    "no_round": gettext_lazy("No office opened this half-year. Choose another half-year."),
    "unexpected": TRY_AGAIN,
}


@dataclass(frozen=True)
class BuiltReport:
    """The result of a build: the snapshot and the files drawn from it by kind ("pdf", "xlsx")."""

    snapshot: Snapshot
    files: Mapping[str, bytes] = field(default_factory=dict)
    name: str = "report"


@dataclass(frozen=True)
class ReportRequest:
    """The settings of a requested report. The international office gives a half-year because it opens no rounds."""

    scope: Scope
    half_year: str
    round: Round | None
    language: str
    title: str = ""
    choice: Mapping[str, Any] = field(default_factory=dict)


class BeingBuiltError(Exception):
    """Raised when a worker builds the report or will build it; nothing was changed."""


class AlreadyPublishedError(Exception):
    """Raised when a published report would be changed."""


def request_report(
    *, office: Office, community: Community | None, wanted: ReportRequest, client_id: UUID, by: User
) -> Report:
    """Create the draft and its job in one transaction; the same ``client_id`` returns the same report.

    Raises SentBeforeError if that ``client_id`` was used for a different report.
    """
    try:
        with transaction.atomic():
            report = Report.objects.create(
                office=office,
                community=community,
                scope=wanted.scope,
                half_year=wanted.half_year,
                round=wanted.round,
                language=wanted.language,
                title=wanted.title,
                choice=dict(wanted.choice),
                client_id=client_id,
                requested_by=by,
            )
    except IntegrityError:
        report = Report.objects.get(office=office, community=community, client_id=client_id)
        names = ("scope", "half_year", "round", "language", "title", "choice")
        check_same_content(report, {name: getattr(wanted, name) for name in names})
        return report
    jobs.enqueue(report.pk, office_id=office.pk, community_id=community.pk if community else None)
    return report


@transaction.atomic
def rebuild_report(*, report: Report, by: User) -> bool:
    """Queue a draft to be recomputed and redrawn; ``by`` is notified at the end. Return False if it is already queued.

    Raises AlreadyPublishedError for a published report.
    """
    if Report.objects.select_for_update().get(pk=report.pk).is_published:
        raise AlreadyPublishedError
    if not jobs.requeue(Job.objects.get(report_id=report.pk)):
        return False
    Report.objects.filter(pk=report.pk).update(failure="", requested_by=by)
    return True


@transaction.atomic
def store_report(*, job: Job, built: BuiltReport) -> None:
    """Store the built report and finish its job in one transaction; publish it if that was requested.

    Raises LeaseLostError if another worker holds the job now. The report row is written last, because the files of a
    published report cannot be changed.
    """
    jobs.finish(job)
    report = Report.objects.of_job(job).select_related("requested_by", "publish_requested_by").get()
    report.files.all().delete()
    ReportFile.objects.bulk_create(_file(report, built, kind) for kind in built.files)
    publisher = report.publish_requested_by
    report.snapshot, report.built_at, report.failure = built.snapshot, timezone.now(), ""
    report.snapshot_hash = compute_report_seal(built.snapshot)
    if publisher:
        report.published_at, report.published_by, report.publish_requested_by = (
            report.built_at,
            publisher,
            None,
        )
    report.save()
    _notify_user(publisher or report.requested_by, report, job, "published" if publisher else "ready")


def _file(report: Report, built: BuiltReport, kind: str) -> ReportFile:
    content = built.files[kind]
    return ReportFile(
        office_id=report.office_id,
        community_id=report.community_id,
        report=report,
        kind=kind,
        name=f"{built.name}.{kind}",
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


@transaction.atomic
def fail_report(*, job: Job, failure: str) -> bool:
    """End the job with a code of FAILURES; return False if another worker holds it now.

    A report that was to be published becomes a draft again.
    """
    if not jobs.fail(job):
        return False
    report = Report.objects.of_job(job).select_related("requested_by", "publish_requested_by").get()
    publisher = report.publish_requested_by
    report.failure, report.publish_requested_by = failure, None
    report.save(update_fields=["failure", "publish_requested_by"])
    _notify_user(publisher or report.requested_by, report, job, "failed")
    return True


def report_path(report: Report, *, community: Community | None, office: Office, name: str = "detail") -> str:
    """Return the URL path of a report's page in its community or office."""
    if community:
        return reverse(f"reports:report-{name}", args=[community.slug, report.pk])
    return reverse(f"reports:office-report-{name}", args=[office.slug, report.pk])


def _notify_user(user: User | None, report: Report, job: Job, what: str) -> None:
    """Send the link by email after the transaction commits, if the person gets emails. The message contains no figure,
    because others may read it.
    """
    if user is None or not user.is_active:
        return
    path = report_path(report, community=job.community, office=job.office)
    whose = {"whose": (job.community or job.office).name}

    def write() -> tuple[str, str]:
        subject, text = {
            "ready": (
                _("The report of %(whose)s is ready"),
                _("Read and download the report:"),
            ),
            "published": (
                _("The report of %(whose)s is published"),
                _("Read, download and share the report:"),
            ),
            "failed": (
                _("The report of %(whose)s could not be built"),
                _("See what happened, and try again:"),
            ),
        }[what]
        return subject % whose, text

    post_on_commit([user], report.language, path, write)


def compute_report_seal(snapshot: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the snapshot's canonical JSON in hexadecimal; equal snapshots have equal seals."""
    return hash_receipt(snapshot)

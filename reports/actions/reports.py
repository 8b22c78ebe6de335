"""Asking for reports, and the ways in which their jobs end. Everything here runs inside the scope of its tenant."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Office, User
from evaluation.figure_queries.receipts import hash_receipt
from evaluation.instrument import Text
from evaluation.models import Round
from reports import jobs
from reports.models import Job, Report, ReportFile, Scope
from tfc.mail import automatic_message
from tfc.sent_before import check_same_content


def compute_report_seal(snapshot: Mapping[str, Any]) -> str:
    """The SHA-256 of the snapshot's canonical JSON, in hexadecimal. Two snapshots with one seal are one."""
    return hash_receipt(snapshot)


logger = logging.getLogger(__name__)

# Why a report was not built. Codes are stored with the report; the words are for the person who asked for it.
FAILURES: Mapping[str, Text] = {
    "stopped": gettext_lazy(
        "The program that builds reports stopped three times while it worked on this one. Please try again; if it "
        "fails again, tell your Oasis office."
    ),
    "drawing": gettext_lazy(
        "The figures were counted, but the PDF or the spreadsheet could not be drawn. Please try again; if it fails "
        "again, tell your Oasis office."
    ),
    "figures": gettext_lazy(
        "A text names a figure that the report does not have any more. Nothing was published: look at the texts and "
        "take it out, or choose another figure."
    ),
    "no_round": gettext_lazy(
        "No office opened this half-year, so there is nothing to report of. Choose another half-year."
    ),
    "unexpected": gettext_lazy(
        "Something went wrong on our side, and nothing of yours was lost. Please try again; if it fails again, tell "
        "your Oasis office."
    ),
}


@dataclass(frozen=True)
class BuiltReport:
    """What a worker made of a report: the snapshot, and the files drawn from it by kind ("pdf", "xlsx")."""

    snapshot: dict[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)
    name: str = "report"


@dataclass(frozen=True)
class ReportRequest:
    """What somebody asks a report of. The international office names a half-year, since it opens no rounds."""

    scope: Scope
    half_year: str
    round: Round | None
    language: str
    title: str = ""
    choice: Mapping[str, Any] = field(default_factory=dict)


class BeingBuiltError(Exception):
    """A worker is at it, or will be; nothing was changed."""


class AlreadyPublishedError(Exception):
    """It is published and stays as it is."""


def request_report(
    *, office: Office, community: Community | None, wanted: ReportRequest, client_id: UUID, by: User
) -> Report:
    """Write the draft and its job together. The same ``client_id`` sent twice gives the same report.

    SentBeforeError where another report was asked for with it.
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
        check_same_content(
            report, {name: getattr(wanted, name) for name in ("scope", "half_year", "round", "language")}
        )
        return report
    jobs.enqueue(report.pk, office_id=office.pk, community_id=community.pk if community else None)
    return report


@transaction.atomic
def rebuild_report(*, report: Report, by: User) -> bool:
    """Count and draw a draft anew for ``by``, who is told when it is done. False when a worker is at it already.

    AlreadyPublishedError of a published one.
    """
    if Report.objects.select_for_update().get(pk=report.pk).is_published:
        raise AlreadyPublishedError
    if not jobs.requeue(Job.objects.get(report_id=report.pk)):
        return False
    Report.objects.filter(pk=report.pk).update(failure="", requested_by=by)
    return True


@transaction.atomic
def store_report(*, job: Job, built: BuiltReport) -> None:
    """Keep what was built and end the job, both or neither; published when that was asked.

    LeaseLostError when the job is another worker's now. The report's row is written last: once it is published, its
    files take no change.
    """
    jobs.finish(job)
    report = Report.objects.of_job(job).select_related("requested_by", "publish_asked_by").get()
    report.files.all().delete()
    ReportFile.objects.bulk_create(_file(report, built, kind) for kind in built.files)
    asked_by = report.publish_asked_by
    report.snapshot, report.built_at, report.failure = built.snapshot, timezone.now(), ""
    report.snapshot_hash = compute_report_seal(built.snapshot)
    if asked_by:
        report.published_at, report.published_by, report.publish_asked_by = report.built_at, asked_by, None
    report.save()
    _notify_user(asked_by or report.requested_by, report, job, "published" if asked_by else "ready")


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
    """End the job with a reason, a code of FAILURES. False when the job is another worker's now.

    What was to be published is a draft again, as it was before.
    """
    if not jobs.fail(job):
        return False
    report = Report.objects.of_job(job).select_related("requested_by", "publish_asked_by").get()
    asked_by = report.publish_asked_by
    report.failure, report.publish_asked_by = failure, None
    report.save(update_fields=["failure", "publish_asked_by"])
    _notify_user(asked_by or report.requested_by, report, job, "failed")
    return True


def report_path(report: Report, *, community: Community | None, office: Office, name: str = "detail") -> str:
    """The address of a report's page for the one whose report it is."""
    if community:
        return reverse(f"reports:report-{name}", args=[community.slug, report.pk])
    return reverse(f"reports:office-report-{name}", args=[office.slug, report.pk])


def _notify_user(user: User | None, report: Report, job: Job, what: str) -> None:
    """Send the link once what it leads to is committed. The message holds no figure: it may be read by others."""
    if user is None or not user.is_active:
        return
    path = report_path(report, community=job.community, office=job.office)
    whose = {"whose": (job.community or job.office).name}
    with translation.override(user.language or report.language):
        subject, text = {
            "ready": (
                _("The report of %(whose)s is ready"),
                _("The report that you asked for is ready. You can read and download it here:"),
            ),
            "published": (
                _("The report of %(whose)s is published"),
                _("The report is published and stays as it is. You can read, download and share it here:"),
            ),
            "failed": (
                _("The report of %(whose)s could not be built"),
                _("The report that you asked for could not be built. What happened, and how to try again:"),
            ),
        }[what]
    message = automatic_message(subject % whose, f"{text}\n\n{settings.SITE_URL}{path}\n", [user.email])
    transaction.on_commit(partial(_send, message))


def _send(message: EmailMessage) -> None:
    """The report is there whether or not the mail server is; a second message would be worse than none."""
    try:
        message.send()
    except OSError as error:
        logger.warning("The message about a finished report was not sent: %s", error)

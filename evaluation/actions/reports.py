"""Asking for reports, and the two ways in which their jobs end. Everything here runs inside the scope of its tenant."""

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
from evaluation import jobs
from evaluation.instrument import Text
from evaluation.models import Job, Report, ReportFile, Round, Scope

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
    "unexpected": gettext_lazy(
        "Something went wrong on our side, and nothing of yours was lost. Please try again; if it fails again, tell "
        "your Oasis office."
    ),
}


@dataclass(frozen=True)
class Built:
    """What a worker made of a report: the snapshot, and the files drawn from it by kind ("pdf", "xlsx")."""

    snapshot: dict[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)
    name: str = "report"


def request_report(
    *,
    office: Office,
    community: Community | None,
    round_: Round,
    language: str,
    client_id: UUID,
    by: User,
) -> Report:
    """Write the report and its job together. The same ``client_id`` sent twice gives the same report."""
    try:
        with transaction.atomic():
            report = Report.objects.create(
                office=office,
                community=community,
                scope=Scope.COMMUNITY if community else Scope.OFFICE,
                half_year=round_.half_year,
                round=round_,
                language=language,
                client_id=client_id,
                requested_by=by,
            )
    except IntegrityError:
        return Report.objects.get(office=office, community=community, client_id=client_id)
    jobs.enqueue(report.pk, office_id=office.pk, community_id=community.pk if community else None)
    return report


@transaction.atomic
def retry_report(*, report: Report, by: User) -> bool:
    """Try a failed report again, for ``by``, who is told when it is done. False when it is not failed any more."""
    if not jobs.requeue(Job.objects.get(report_id=report.pk)):
        return False
    Report.objects.filter(pk=report.pk).update(failure="", requested_by=by)
    return True


@transaction.atomic
def publish_report(*, job: Job, built: Built) -> None:
    """Keep what was built and end the job, both or neither. LeaseLostError when the job is another worker's now."""
    jobs.finish(job)
    report = Report.objects.select_related("requested_by").get(pk=job.report_id)
    report.snapshot, report.built_at, report.failure = built.snapshot, timezone.now(), ""
    report.save(update_fields=["snapshot", "built_at", "failure"])
    ReportFile.objects.bulk_create(
        ReportFile(
            office_id=report.office_id,
            community_id=report.community_id,
            report=report,
            kind=kind,
            name=f"{built.name}.{kind}",
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for kind, content in built.files.items()
    )
    _tell_requester(report, job, succeeded=True)


@transaction.atomic
def fail_report(*, job: Job, failure: str) -> bool:
    """End the job with a reason, a code of FAILURES. False when the job is another worker's now."""
    if not jobs.fail(job):
        return False
    report = Report.objects.select_related("requested_by").get(pk=job.report_id)
    report.failure = failure
    report.save(update_fields=["failure"])
    _tell_requester(report, job, succeeded=False)
    return True


def report_path(report: Report, *, community: Community | None, office: Office, name: str = "detail") -> str:
    """The address of a report's page for the one whose report it is."""
    if community:
        return reverse(f"evaluation:report-{name}", args=[community.slug, report.pk])
    return reverse(f"evaluation:office-report-{name}", args=[office.slug, report.pk])


def _tell_requester(report: Report, job: Job, *, succeeded: bool) -> None:
    """Send the link once what it leads to is committed. The message holds no figure: it may be read by others."""
    if report.requested_by is None or not report.requested_by.is_active:
        return
    path = report_path(report, community=job.community, office=job.office)
    whose = (job.community or job.office).name
    with translation.override(report.requested_by.language or report.language):
        if succeeded:
            subject = _("The report of %(whose)s is ready") % {"whose": whose}
            text = _("The report that you asked for is ready. You can read and download it here:")
        else:
            subject = _("The report of %(whose)s could not be built") % {"whose": whose}
            text = _("The report that you asked for could not be built. What happened, and how to try again:")
    message = EmailMessage(subject, f"{text}\n\n{settings.SITE_URL}{path}\n", to=[report.requested_by.email])
    transaction.on_commit(partial(_send, message))


def _send(message: EmailMessage) -> None:
    """The report is there whether or not the mail server is; a second message would be worse than none."""
    try:
        message.send()
    except OSError as error:
        logger.warning("The message about a finished report was not sent: %s", error)

"""The worker's part of report jobs: claim the job, build the report step by step, and publish it or
store the failure.
"""

import logging
from contextlib import AbstractContextManager
from functools import partial

from django.db import InterfaceError, OperationalError

from evaluation.models import Round
from reports import archive_job as archives
from reports import jobs
from reports.actions.reports import fail_report, store_report
from reports.build import Subject, build
from reports.choice import Choice
from reports.models import Job, Report
from reports.narrative import UnknownFigureError, load_narrative_texts
from tfc.current_actor import acting_as
from tfc.leases import LeaseLostError
from tfc.tenancy import community_scope, office_scope
from tfc.typesetting import DrawingError

logger = logging.getLogger(__name__)


def open_job_scope(job: Job, *, link: str = "") -> AbstractContextManager[None]:
    """Open the scope of the job's community or office. ``link``: see tfc.tenancy.Scope."""
    if job.community_id:
        return community_scope(job.community_id, job.office_id, link=link)
    return office_scope(job.office_id, link=link)


def work_on(job_id: int) -> bool:
    """Run the job if it is due; return whether this call ended it.

    If the database is unavailable the job is left alone: its lease expires and the sweep queues it again.
    """
    job = Job.objects.claim(job_id)
    if job is None:
        return False
    if job.archive_id is not None:
        return archives.work_on(job)
    subject, asked_by = None, None
    try:
        with open_job_scope(job):
            subject, asked_by = build_subject(job), _get_requester_id(job)
        with acting_as(asked_by, "report"), jobs.keep_lease(job):
            built = build(subject, progress=partial(jobs.renew, job))
            with open_job_scope(job):
                store_report(job=job, built=built)
    except LeaseLostError:
        logger.info("Job %s was given to another worker; its result here is thrown away", job_id)
        return False
    except (OperationalError, InterfaceError):
        logger.exception("The database was not there for job %s", job_id)
        return False
    except Exception as error:
        logger.exception("Job %s failed in attempt %s", job_id, job.attempts)
        with acting_as(asked_by, "report"), open_job_scope(job):
            return fail_report(job=job, failure=_failure(error, subject))
    return True


def _get_requester_id(job: Job) -> int | None:
    """Return the user responsible for the change: who requested the publication, else the draft."""
    user_ids = Report.objects.of_job(job).values_list("publish_requested_by", "requested_by").get()
    return user_ids[0] or user_ids[1]


def build_subject(job: Job) -> Subject:
    """Return what to build: the job's report with its texts. Call inside its scope."""
    report = Report.objects.of_job(job).defer("snapshot").get()
    return Subject(
        office=job.office,
        community=job.community,
        half_year=report.half_year,
        language=report.language,
        scope=report.scope,  # type: ignore[arg-type]  # the model's choices are these
        choice=Choice.from_json(report.choice),
        title=report.title,
        number=report.version,
        published=report.publish_requested_by_id is not None,
        written=load_narrative_texts(report),
    )


def _failure(error: Exception, subject: Subject | None) -> str:
    if isinstance(error, DrawingError):
        return "drawing"
    if isinstance(error, UnknownFigureError):
        return "figures"
    if isinstance(error, Round.DoesNotExist) and subject and subject.scope == "international":
        return "no_round"
    return "unexpected"


def give_up() -> int:
    """End the jobs whose worker died in every attempt, and return how many."""
    ended = 0
    for job_id in Job.objects.given_up().values_list("pk", flat=True):
        job = jobs.take_over(job_id)
        if job is None:
            continue
        if job.archive_id is not None:
            ended += archives.give_up(job)
            continue
        with open_job_scope(job):
            ended += fail_report(job=job, failure="stopped")
    return ended

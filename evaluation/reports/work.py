"""What a worker does with a job: claim it, build the report step by step, and publish it or say why not."""

import logging
from contextlib import AbstractContextManager
from functools import partial

from django.db import InterfaceError, OperationalError

from evaluation import jobs
from evaluation.actions.reports import fail_report, publish_report
from evaluation.models import Job, Report
from evaluation.reports.build import Subject, build
from evaluation.typesetting import DrawingError
from tfc.tenancy import community_scope, office_scope

logger = logging.getLogger(__name__)


def scope_of(job: Job) -> AbstractContextManager[None]:
    """The scope of the community or office that the job's report belongs to."""
    if job.community_id:
        return community_scope(job.community_id, job.office_id)
    return office_scope(job.office_id)


def work_on(job_id: int) -> bool:
    """Do the job if it is due, and tell whether this call brought it to its end.

    When the database goes away the job stays as it is: its lease runs out, and the sweep gives it to somebody.
    """
    job = Job.objects.claim(job_id)
    if job is None:
        return False
    try:
        with scope_of(job):
            report = Report.objects.select_related("round").get(pk=job.report_id)
        subject = Subject(job.office, job.community, report.round.half_year, report.language)
        with jobs.kept_alive(job):
            built = build(subject, progress=partial(jobs.renew, job))
            with scope_of(job):
                publish_report(job=job, built=built)
    except jobs.LeaseLostError:
        logger.info("Job %s was given to another worker; its result here is thrown away", job_id)
        return False
    except (OperationalError, InterfaceError):
        logger.exception("The database was not there for job %s", job_id)
        return False
    except Exception as error:
        logger.exception("Job %s failed in attempt %s", job_id, job.attempts)
        with scope_of(job):
            return fail_report(
                job=job, failure="drawing" if isinstance(error, DrawingError) else "unexpected"
            )
    return True


def give_up() -> int:
    """End the jobs whose worker died in every attempt, and count them."""
    ended = 0
    for job_id in Job.objects.given_up().values_list("pk", flat=True):
        job = jobs.take_over(job_id)
        if job is None:
            continue
        with scope_of(job):
            ended += fail_report(job=job, failure="stopped")
    return ended

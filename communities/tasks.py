"""Background tasks of this app, found here by Celery."""

import datetime as dt
import logging

from celery import shared_task
from django.utils import timezone

from communities.actions import person_requests, remind_community, remind_office, retention
from communities.actions.mail_queue import send_waiting
from communities.audit.forgetting import forget_deleted
from communities.audit.hash_chain import seal_days
from communities.imports import jobs, work
from communities.models import Community, Office
from tfc.tenancy import community_scope, office_scope

logger = logging.getLogger(__name__)

# Celery kills a task that hangs; its lease then expires as if it had died by itself.
SECONDS_AT_MOST = 15 * 60


@shared_task
def remind() -> int:
    """Update notifications in every community and office; return how many are new."""
    return remind_all(now=timezone.now())


@shared_task
def remind_members(community_id: int) -> int:
    """Update the notifications of one community, at once after its office did something; return how many are new."""
    return sum(
        _remind_in(community, timezone.now())
        for community in Community.objects.filter(office__is_sample=False, pk=community_id)
    )


def _remind_in(community: Community, now: dt.datetime) -> int:
    with community_scope(community.pk, community.office_id, coordinator=True):
        return remind_community(community=community, now=now)


def remind_all(*, now: dt.datetime) -> int:
    """Remind each place in its own scope, a community's as its coordinator; a failing one does not stop the others.

    Safe to run twice, simultaneously, late, or after it was killed: see docs/adr/0014-notices.md.
    """
    made = 0
    real = Community.objects.filter(office__is_sample=False).select_related("office")
    for community in real.order_by("id"):
        try:
            made += _remind_in(community, now)
        except Exception:
            logger.exception("people of community %s could not be reminded", community.pk)
    for office in Office.objects.real().order_by("id"):
        try:
            with office_scope(office.pk):
                made += remind_office(office=office, now=now)
        except Exception:
            logger.exception("staff of office %s could not be reminded", office.pk)
    logger.info("notices: %s new", made)
    return made


@shared_task
def send_outgoing(_mail_id: int = 0) -> int:
    """Send all waiting emails, whichever task message triggered it: a lost message is made up for by the next one, or
    the periodic sweep.
    """
    return send_waiting()


@shared_task(time_limit=SECONDS_AT_MOST)
def work_on_import(job_id: int) -> None:
    work.work_on(job_id)


@shared_task
def queue_due_imports() -> None:
    """Periodic sweep: jobs without a task message, or whose worker died. Running it twice
    simultaneously is harmless.
    """
    work.give_up()
    jobs.queue_due()


@shared_task
def keep_no_longer() -> int:
    """Permanently delete expired data everywhere; return the number of rows. Safe to run twice, or late."""
    results = retention.keep_no_longer(now=timezone.now())
    gone = sum(result.outcome.gone for result in results)
    logger.info("retention: %s rows deleted for good", gone)
    return gone


@shared_task
def forget_requested_history(_request_id: int = 0) -> int:
    """Process all waiting requests, whichever deletion triggered it: a lost message is made up for by `seal_audit`."""
    return person_requests.forget_requested_history()


@shared_task
def seal_audit() -> int:
    """Seal the past days of the audit log, and delete details that are due; return the number of days. Safe to run
    twice, simultaneously, late or killed.
    """
    person_requests.forget_requested_history()
    forget_deleted(now=timezone.now())
    day_count = seal_days(now=timezone.now())
    if day_count:
        logger.info("audit: %s days sealed", day_count)
    return day_count

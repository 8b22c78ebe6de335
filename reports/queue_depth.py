"""The number of reports, archives and changed records that wait for a worker (tfc/queue_depth.py)."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import redis
from django.core.cache import cache
from django.db.models import Count, Q
from django.db.models.functions import Now

from evaluation.models import Refresh, StaleMark
from reports.models import Job, JobState
from tfc.queue_depth import Work

FIGURES = "figures"
MARKS = "marks-waiting"

# The sweep sends messages every few seconds and a report takes a second, so a longer wait means that no worker reads
# them.
OVERDUE = timedelta(minutes=10)
A_DAY = timedelta(days=1)
# Figures are normally recomputed within five seconds.
MARK_OVERDUE = timedelta(minutes=1)


def work() -> Iterator[Work]:
    for name, of_kind in (("reports", {"archive_id": None}), ("archives", {"report_id": None})):
        jobs = Job.objects.filter(**of_kind)
        yield Work(
            name,
            waiting=jobs.due().count(),
            overdue=jobs.due().filter(created_at__lt=Now() - OVERDUE).count(),
            failed=jobs.filter(state=JobState.FAILED, ended_at__gt=Now() - A_DAY).count(),
        )
    with contextlib.suppress(redis.RedisError):
        if counts := cache.get(MARKS):
            yield Work("marks", *counts)


def tell_marks() -> None:
    """Cache the number of dirty flags for the web servers. Runs on a worker, whose database login sees all
    communities.
    """
    marks = StaleMark.objects.using(FIGURES).aggregate(
        waiting=Count("pk"), overdue=Count("pk", filter=Q(marked_at__lt=Now() - MARK_OVERDUE))
    )
    failing = Refresh.objects.using(FIGURES).filter(retry_at__gt=Now()).count()
    with contextlib.suppress(redis.RedisError):
        cache.set(MARKS, (marks["waiting"], marks["overdue"], failing), timeout=60)

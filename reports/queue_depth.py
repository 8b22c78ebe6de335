"""How many reports, archives and changed records wait for a worker (tfc/queue_depth.py)."""

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

# The sweep rings every few seconds, and a report takes one: whoever waits for this long is not heard.
OVERDUE = timedelta(minutes=10)
A_DAY = timedelta(days=1)
# Figures follow within five seconds.
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
    """For a worker, whose login sees the marks of all communities: leave their number for the web servers."""
    marks = StaleMark.objects.using(FIGURES).aggregate(
        waiting=Count("pk"), overdue=Count("pk", filter=Q(marked_at__lt=Now() - MARK_OVERDUE))
    )
    failing = Refresh.objects.using(FIGURES).filter(retry_at__gt=Now()).count()
    with contextlib.suppress(redis.RedisError):
        cache.set(MARKS, (marks["waiting"], marks["overdue"], failing), timeout=60)

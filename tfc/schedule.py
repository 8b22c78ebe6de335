"""The schedule of periodic tasks, with the time after which an unprocessed message expires (docs/operations.md)."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

# Tasks at short intervals.
OFTEN: dict[str, Any] = {
    "heartbeat": {
        "task": "reports.tasks.heartbeat",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 9},
    },
    # Figures and totals are recomputed within five seconds of a change.
    "drain-marks": {
        "task": "evaluation.tasks.recompute_changed_figures",
        "schedule": timedelta(seconds=2),
        "options": {"expires": 2},
    },
    "flag-due": {
        "task": "evaluation.tasks.flag_due",
        "schedule": timedelta(seconds=60),
        "options": {"expires": 55},
    },
    "refresh-comparisons": {
        "task": "evaluation.tasks.refresh_comparisons",
        "schedule": timedelta(seconds=60),
        "options": {"expires": 55},
    },
    # An office's view of new communities and their mentors may be some minutes old.
    "refresh-setups": {
        "task": "dashboards.tasks.refresh_setups",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 9 * 60},
    },
    # A reason for attention that no longer holds disappears within minutes.
    "refresh-reasons": {
        "task": "dashboards.tasks.refresh_reasons",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 4 * 60},
    },
    # Sends emails whose task message was lost; people wait for codes by email.
    "send-outgoing": {
        "task": "communities.tasks.send_outgoing",
        "schedule": timedelta(seconds=15),
        "options": {"expires": 14},
    },
    # Clears samples whose task message was lost, and those of closed accounts.
    "clear-left-samples": {
        "task": "demo.tasks.clear_left_samples",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 9 * 60},
    },
    "sweep-archives": {
        "task": "reports.tasks.sweep_archives",
        "schedule": timedelta(hours=1),
        "options": {"expires": 50 * 60},
    },
    # The data that prevents double counting of guests is stored only as long as the event lasts.
    "forget-tickets": {
        "task": "events.tasks.forget_tickets",
        "schedule": timedelta(hours=1),
        "options": {"expires": 30 * 60},
    },
}
# Tasks at a time of day in UTC, or at a minute of the hour.
BY_THE_CLOCK: dict[str, Any] = {
    # A residents' survey ends at midnight in the time zone of its community.
    "close-ended-surveys": {
        "task": "residents.tasks.close_ended_surveys",
        "schedule": crontab(minute="2,32"),
        "options": {"expires": 25 * 60},
    },
    # Mondays and firsts of the month begin at a different time in each time zone.
    "send-views": {
        "task": "dashboards.tasks.send_views",
        "schedule": crontab(minute="5"),
        "options": {"expires": 50 * 60},
    },
    "count-quality": {
        "task": "evaluation.tasks.count_quality",
        "schedule": crontab(hour="14", minute="50"),
        "options": {"expires": 12 * 60 * 60},
    },
    # Half-hour time zones need this interval; nobody is reminded twice.
    "remind": {
        "task": "communities.tasks.remind",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 14 * 60},
    },
    # Before the purge: records that are purged today were settled long ago, and their totals must exist.
    "make-support-totals": {
        "task": "support.tasks.make_support_totals",
        "schedule": crontab(hour="15", minute="20"),
        "options": {"expires": 12 * 60 * 60},
    },
    # After the totals, which need the numbers that are due.
    "keep-no-longer": {
        "task": "communities.tasks.keep_no_longer",
        "schedule": crontab(hour="15", minute="40"),
        "options": {"expires": 12 * 60 * 60},
    },
    # A little after the end of a day in UTC; a day that a transaction still writes to is sealed an hour later.
    "seal-audit": {
        "task": "communities.tasks.seal_audit",
        "schedule": crontab(minute="25"),
        "options": {"expires": 50 * 60},
    },
}


def beat_schedule(*, lease_seconds: int) -> dict[str, Any]:
    """Return CELERY_BEAT_SCHEDULE. ``lease_seconds``: after this time a job that a worker took is due again."""
    rings = {
        # A sweep that waits longer than the interval is replaced by the next one.
        "ring-due-jobs": {
            "task": "reports.tasks.queue_due_jobs",
            "schedule": timedelta(seconds=lease_seconds / 3),
            "options": {"expires": lease_seconds / 3},
        },
        "ring-due-imports": {
            "task": "communities.tasks.queue_due_imports",
            "schedule": timedelta(seconds=lease_seconds / 3),
            "options": {"expires": lease_seconds / 3},
        },
    }
    return rings | OFTEN | BY_THE_CLOCK

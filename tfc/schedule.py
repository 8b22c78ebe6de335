"""What is done by the clock, and for how long a round that nobody took may wait (docs/operations.md)."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

# Again and again.
OFTEN: dict[str, Any] = {
    "heartbeat": {
        "task": "reports.tasks.heartbeat",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 9},
    },
    # Figures and roll-ups follow what is recorded within five seconds.
    "drain-marks": {
        "task": "evaluation.tasks.recompute_changed_figures",
        "schedule": timedelta(seconds=2),
        "options": {"expires": 2},
    },
    "refresh-due": {
        "task": "evaluation.tasks.refresh_due",
        "schedule": timedelta(seconds=60),
        "options": {"expires": 55},
    },
    "refresh-comparisons": {
        "task": "evaluation.tasks.refresh_comparisons",
        "schedule": timedelta(seconds=60),
        "options": {"expires": 55},
    },
    # Of an office with many communities: its targets and professionals take each figure of several half-years.
    "refresh-sums": {
        "task": "evaluation.tasks.refresh_sums",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 9 * 60},
    },
    # What an office sees of new communities and their mentors need not be of this minute.
    "refresh-setups": {
        "task": "dashboards.tasks.refresh_setups",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 9 * 60},
    },
    # What the bell did not reach; a code by e-mail is waited for.
    "send-outgoing": {
        "task": "communities.tasks.send_outgoing",
        "schedule": timedelta(seconds=15),
        "options": {"expires": 14},
    },
    # What the bell did not reach, and those of closed accounts.
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
    # What keeps a guest from being counted twice is kept no longer than its event lasts.
    "forget-tickets": {
        "task": "events.tasks.forget_tickets",
        "schedule": timedelta(hours=1),
        "options": {"expires": 30 * 60},
    },
}
# At a time of the day, in UTC, or of the hour.
BY_THE_CLOCK: dict[str, Any] = {
    # Every place has its own midnight, after which a residents' survey is over.
    "close-ended-surveys": {
        "task": "residents.tasks.close_ended_surveys",
        "schedule": crontab(minute="2,32"),
        "options": {"expires": 25 * 60},
    },
    # Every place has its Monday, and its first of the month, in its own time.
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
    # Half-hour zones have their morning as well; whoever was told is not told again.
    "remind": {
        "task": "communities.tasks.remind",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 14 * 60},
    },
    # Totals first: what is purged today was settled long ago, and its totals go with it.
    "make-support-totals": {
        "task": "support.tasks.make_support_totals",
        "schedule": crontab(hour="15", minute="20"),
        "options": {"expires": 12 * 60 * 60},
    },
    # After the totals, which take the numbers that are due along.
    "keep-no-longer": {
        "task": "communities.tasks.keep_no_longer",
        "schedule": crontab(hour="15", minute="40"),
        "options": {"expires": 12 * 60 * 60},
    },
    # A little after a day ended, in UTC; one that somebody still writes to is sealed an hour later.
    "seal-audit": {
        "task": "communities.tasks.seal_audit",
        "schedule": crontab(minute="25"),
        "options": {"expires": 50 * 60},
    },
}


def beat_schedule(*, lease_seconds: int) -> dict[str, Any]:
    """For CELERY_BEAT_SCHEDULE. ``lease_seconds``: after which a job that somebody took is due again."""
    rings = {
        # A sweep that waited longer than it is apart from the next one is replaced by it.
        "ring-due-jobs": {
            "task": "reports.tasks.queue_due_jobs",
            "schedule": timedelta(seconds=lease_seconds / 3),
            "options": {"expires": lease_seconds / 3},
        },
        "ring-due-imports": {
            "task": "communities.tasks.ring_due_imports",
            "schedule": timedelta(seconds=lease_seconds / 3),
            "options": {"expires": lease_seconds / 3},
        },
    }
    return rings | OFTEN | BY_THE_CLOCK

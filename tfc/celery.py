import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, before_task_publish, task_postrun, task_prerun, worker_ready
from structlog.contextvars import clear_contextvars

from tfc import tracing, watchdog

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfc.settings")

app = Celery("tfc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

HEARTBEAT = "reports.tasks.heartbeat"


@before_task_publish.connect
def _hand_over(headers: dict[str, Any], **_kwargs: Any) -> None:
    """Add the request's ID to the task message, so that the job's log lines have it."""
    headers.update(tracing.get_task_context())


@task_prerun.connect
def _begin(task_id: str, task: Any, **_kwargs: Any) -> None:
    tracing.begin_job(task.name, task_id, task.request.get("request_id"))


@task_postrun.connect
def _end(**_kwargs: Any) -> None:
    clear_contextvars()


@worker_ready.connect
def _watch_over_the_public_login(**_kwargs: Any) -> None:
    """Start the watchdog in the worker's main process, which long jobs do not block."""
    watchdog.start()


@beat_init.connect
@before_task_publish.connect(sender=HEARTBEAT)
def _schedule_lives(**_kwargs: Any) -> None:
    """Store the schedule's sign of life when it starts and each time it sends the heartbeat, which only the schedule
    sends.
    """
    from tfc import health

    health.leave_sign(health.SCHEDULE)

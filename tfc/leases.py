"""Job rows that a worker leases for a time: the row is authoritative, the task message only a notification. See
docs/adr/0003.

A job's model has ``claim``, ``lease_until``, a static ``lease()``, and a queryset with ``held(job)``.
"""

import logging
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from tfc.celery import app

logger = logging.getLogger(__name__)

# A page must not wait for a broker that is down: the sweep sends the message again anyway.
QUICK = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0}
# Old messages are useless, so they expire and an unread queue does not grow without limit.
MESSAGE_EXPIRES = 60
RENEWALS_A_LEASE = 3
MESSAGES_PER_SWEEP = 200


class LeaseLostError(RuntimeError):
    """The job was given to another worker or has ended; the result of this worker must be discarded."""


def update_held(job: Any, **values: Any) -> None:
    """Update the job's row; raise LeaseLostError if another worker holds it."""
    if not type(job).objects.held(job).update(**values):
        raise LeaseLostError(f"{job} no longer belongs to this worker")


def take_over(model: Any, job_id: int, *related: str) -> Any:
    """Claim a job whose worker died in every attempt, in order to end it; None if it is no longer in that state."""
    claim = uuid.uuid4()
    model.objects.given_up().filter(pk=job_id).update(claim=claim, lease_until=Now() + model.lease())
    return model.objects.filter(pk=job_id, claim=claim).select_related(*related).first()


def send_task_message(task: str, job_id: int) -> bool:
    """Send the task message for a waiting job; return False if the broker cannot be reached within a second."""
    try:
        with app.connection_for_write(connect_timeout=1, transport_options=QUICK) as broker:
            app.send_task(task, (job_id,), connection=broker, retry=False, expires=MESSAGE_EXPIRES)
    except (OperationalError, OSError) as error:
        logger.warning("The broker did not take the bell of %s for job %s: %s", task, job_id, error)
        return False
    return True


def send_due_messages(task: str, waiting: QuerySet[Any]) -> int:
    """Send task messages for the first of the jobs ``waiting``, and return how many were sent. Sending one twice is
    harmless.
    """
    sent_count = 0
    for job_id in waiting.values_list("pk", flat=True)[:MESSAGES_PER_SWEEP]:
        if not send_task_message(task, job_id):
            break
        sent_count += 1
    return sent_count


@contextmanager
def keep_alive(job: Any, *telling: str) -> Iterator[None]:
    """Renew the job's lease during the block, however long one step takes; the renewal ends with the process.

    A thread with its own connection does this, since the work itself may be inside a transaction or a long step. The
    thread also stores the current values of the fields ``telling`` of ``job``.
    """
    done = threading.Event()
    name = f"lease of {job}"
    thread = threading.Thread(target=_keep_alive, args=(job, done, telling), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _keep_alive(job: Any, done: threading.Event, telling: Sequence[str]) -> None:
    model = type(job)
    try:
        while not done.wait(model.lease().total_seconds() / RENEWALS_A_LEASE):
            try:
                values = {name: getattr(job, name) for name in telling}
                model.objects.held(job).update(lease_until=Now() + model.lease(), **values)
            except DatabaseError as error:
                logger.warning("The lease of %s could not be renewed: %s", job, error)
                connection.close()
    finally:
        connection.close()

"""Who acts at this moment: the person behind a request, or for whom a worker does a job."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from structlog.contextvars import get_contextvars

# What an office's people act as.
STAFF = "staff"
# What strikes a login off the list of a person's: it was too old, or ended from elsewhere.
OVER = "over"
# Who signs out another device, or all others: by hand, or by what ends them, such as a new password.
ANOTHER, OTHERS = "another-device", "other-devices"
# What makes the demo's records, of many people and in no request.
DEMO = "demo"


@dataclass(frozen=True)
class Actor:
    """Who acts, and as what: the code of a role, or of a job. The audit writes it down (tfc/auditing.py)."""

    user_id: int | None = None
    acts_as: str = ""


NOBODY = Actor()
_acting: ContextVar[Actor] = ContextVar("acting", default=NOBODY)


@contextmanager
def acting_as(user_id: int | None, acts_as: str) -> Iterator[None]:
    """Each scope that is opened meanwhile says that this person acts: the door does so, and a worker for its job."""
    token = _acting.set(Actor(user_id, acts_as))
    try:
        yield
    finally:
        _acting.reset(token)


def actor_now() -> Actor:
    """Where nobody is named and a worker is at it, its task."""
    actor = _acting.get()
    task = get_contextvars().get("task", "")
    return Actor(None, task.rpartition(".")[2][:40]) if actor is NOBODY and task else actor

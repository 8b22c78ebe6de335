"""The current actor: the person who made the request, or on whose behalf a worker does a job."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from structlog.contextvars import get_contextvars

# Code for a member of an office's staff.
STAFF = "staff"
# Code for the removal of a session from a person's list: it expired or was ended elsewhere.
OVER = "over"
# Codes for signing out another device, or all others: by hand, or by an event such as a new password.
ANOTHER, OTHERS = "another-device", "other-devices"
# Code for the creation of the demo's records, for many people and outside of a request.
DEMO = "demo"


@dataclass(frozen=True)
class Actor:
    """The actor and the code of the role or job in which they act. The audit log records both (tfc/auditing.py)."""

    user_id: int | None = None
    acts_as: str = ""


NOBODY = Actor()
_acting: ContextVar[Actor] = ContextVar("acting", default=NOBODY)


@contextmanager
def acting_as(user_id: int | None, acts_as: str) -> Iterator[None]:
    """Set the actor of all scopes that are opened in the block; used by access decorators and by workers."""
    token = _acting.set(Actor(user_id, acts_as))
    try:
        yield
    finally:
        _acting.reset(token)


def actor_now() -> Actor:
    """Return the current actor; in a worker without one, its task."""
    actor = _acting.get()
    task = get_contextvars().get("task", "")
    return Actor(None, task.rpartition(".")[2][:40]) if actor is NOBODY and task else actor

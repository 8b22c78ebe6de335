"""`make drill`: causes failures under load on an installation of its own (tests/drill)."""

import secrets

from dev.foreground import run_in_foreground
from dev.layout import PYTHON
from dev.servers import build_base_environment


def drill(arguments: list[str]) -> int:
    """Return 0 if nothing was lost or stored twice, and everything recovered in time."""
    environment = build_base_environment(secrets.token_urlsafe(48))
    # Only the names of tasks are used here; their messages go to the drill's own broker.
    unused = {"DATABASE_URL": "postgres://nobody@127.0.0.1/none", "REDIS_URL": "redis://127.0.0.1:1"}
    return run_in_foreground([str(PYTHON), "-m", "tests.drill", *arguments], {**environment, **unused})

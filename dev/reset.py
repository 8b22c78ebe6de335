"""`make reset`: stops everything that runs and deletes the demo. It needs no environment, so it works with a broken
one.
"""

import os
import shutil
import signal
import time

from dev.layout import LOGS, RUN
from dev.postgres import list_outside_paths
from dev.processes import end_leftovers
from dev.state import RunFolder
from tfc.console import StackError, say, step

SECONDS_TO_STOP = 60


def reset() -> int:
    """Delete the demo's data in .run; a database that the user provided is left unchanged."""
    folder = RunFolder(RUN)
    if not folder.acquire():
        _stop_running(folder)
    end_leftovers(LOGS)
    with step("Deleting the demo's data"):
        for place in (RUN, *list_outside_paths()):
            shutil.rmtree(place, ignore_errors=not place.exists())
    folder.release()
    if os.environ.get("DATABASE_URL"):
        say("  The database in DATABASE_URL is yours and was left as it is.")
    return 0


def _stop_running(folder: RunFolder) -> None:
    """Request the end of the command that holds the lock, and wait for it."""
    state = folder.read_state()
    if state is None:
        raise StackError(
            "Another command is using the demo of this checkout. Wait for it to end, then reset again."
        )
    with step(f"Stopping `make {state.command}` (process {state.pid})"):
        os.kill(state.pid, signal.SIGTERM)
        end = time.monotonic() + SECONDS_TO_STOP
        while not folder.acquire():
            if time.monotonic() > end:
                raise StackError(
                    f"Process {state.pid} does not stop. End it, then reset again: kill -9 {state.pid}"
                )
            time.sleep(0.1)

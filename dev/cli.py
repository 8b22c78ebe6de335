"""The commands behind make, one for each target of the Makefile."""

import os
import shlex
import signal
import sys
from collections.abc import Callable
from types import FrameType

from dev.environment import ensure_environment
from dev.layout import PYTHON, ROOT, VENV
from tfc.console import StackError, is_disk_full, say

USAGE = (
    "python3 dev run | test | security | screens | bench | cluster | drill | check | manage | messages | reset "
    "| setup | lock"
)


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status. Errors that a user can fix are printed as one sentence."""
    if len(arguments) != 1:
        say(USAGE)
        return 2
    os.chdir(ROOT)
    # Includes SIGINT: a script that starts us in the background passes it on as ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return _dispatch(arguments[0])
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    except StackError as error:
        say(f"\n{error}")
    except PermissionError as error:
        say(f"\nThis account may not use {error.filename}. Another account made it; use that or remove it.")
    except OSError as error:
        if not is_disk_full(error):
            raise
        say("\nThe disk is full. Make room and start again; nothing is lost.")
    return 1


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Treat a termination request like Ctrl-C."""
    raise KeyboardInterrupt


def _dispatch(command: str) -> int:
    if command == "reset":
        from dev.reset import reset

        return reset()
    ensure_environment()
    if command == "setup":
        return 0
    if sys.prefix != str(VENV):
        # The rest needs psycopg2 and the embedded servers, which are in the environment.
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "dev"), command])
    return _commands()[command](shlex.split(os.environ.get("ARGS", "")))


def _commands() -> dict[str, Callable[[list[str]], int]]:
    from dev import bench, checks, drill, run, screens, security, tests
    from dev.cluster import command

    return {
        "run": run.run,
        "manage": run.manage,
        "test": tests.test,
        "security": security.security,
        "screens": screens.screens,
        "bench": bench.bench,
        "cluster": command.cluster,
        "drill": drill.drill,
        "check": checks.check,
        "lock": checks.lock,
        "messages": checks.messages,
    }

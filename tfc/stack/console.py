"""What the person at the terminal reads: steps with their time, and errors as one sentence."""

import contextlib
import errno
import sys
import threading
import time
from collections.abc import Iterator

PLAIN_INTERVAL = 15.0  # seconds between lines of a long step where there is no terminal
FIRST_PLAIN_LINE = 1.5
TTY_INTERVAL = 0.5


class StackError(Exception):
    """Something the user can mend. Its text is the whole message: what is wrong and what to do."""


def say(text: str) -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def is_disk_full(error: OSError) -> bool:
    """Tell whether an OSError means that no room is left (or the account's quota is used up)."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title` while the block runs, with the seconds so far, and how long it took at its end."""
    began = time.monotonic()
    over = threading.Event()
    ticker = threading.Thread(target=_tick, args=(title, began, over), daemon=True)
    ticker.start()
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        over.set()
        ticker.join()
        elapsed = time.monotonic() - began
        start = "\r\x1b[K" if sys.stdout.isatty() else ""
        say(f"{start}  {title}: {outcome} in {elapsed:.1f} s")


def _tick(title: str, began: float, over: threading.Event) -> None:
    on_terminal = sys.stdout.isatty()
    if over.wait(TTY_INTERVAL if on_terminal else FIRST_PLAIN_LINE):
        return
    while True:
        elapsed = time.monotonic() - began
        if on_terminal:
            print(f"\r\x1b[K  {title} … {elapsed:.0f} s", end="", flush=True)
        else:
            say(f"  {title} … {elapsed:.0f} s")
        if over.wait(TTY_INTERVAL if on_terminal else PLAIN_INTERVAL):
            return

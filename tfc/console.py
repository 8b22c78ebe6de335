"""Output on the terminal: steps with their duration, and errors as one sentence."""

import contextlib
import errno
import sys
import threading
import time
from collections.abc import Iterator

PLAIN_INTERVAL = 5.0  # seconds between two numbers of a long step if the output is no terminal
FIRST_PLAIN_NUMBER = 2.0
TTY_INTERVAL = 0.5


class StackError(Exception):
    """An error that the user can fix. Its text is the whole message: what is wrong and what to do."""


def say(text: str) -> None:
    """Print one line and flush it, so that it also appears in a pipe at once."""
    print(text, flush=True)


def is_disk_full(error: OSError) -> bool:
    """Return True if an OSError means that the disk is full (or the account's quota is used up)."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title` and the elapsed seconds while the block runs, and the total time at its end."""
    began = time.monotonic()
    over = threading.Event()
    numbers: list[int] = []
    ticker = threading.Thread(target=_tick, args=(title, began, over, numbers), daemon=True)
    ticker.start()
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        over.set()
        ticker.join()
        elapsed = time.monotonic() - began
        start = "\n" if numbers else ""
        if sys.stdout.isatty():
            start = "\r\x1b[K"
        say(f"{start}  {title}: {outcome} in {elapsed:.1f} s")


def _tick(title: str, began: float, over: threading.Event, numbers: list[int]) -> None:
    """Show the elapsed seconds: in place on a terminal, otherwise one after the other on one line."""
    if sys.stdout.isatty():
        while not over.wait(TTY_INTERVAL):
            print(f"\r\x1b[K  {title} … {time.monotonic() - began:.0f} s", end="", flush=True)
        return
    while not over.wait(PLAIN_INTERVAL if numbers else FIRST_PLAIN_NUMBER):
        numbers.append(round(time.monotonic() - began))
        print(f"{'' if numbers[1:] else f'  {title}'} … {numbers[-1]} s", end="", flush=True)

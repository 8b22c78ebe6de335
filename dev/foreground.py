"""Runs a command that shares the terminal with the user, such as pytest or a management command."""

import contextlib
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence

from dev.processes import end_with_parent


def run_in_foreground(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command to its end and return its exit status.

    The terminal sends it Ctrl-C, and termination requests are passed on, so it can clean up before this process does.
    """
    process = subprocess.Popen(
        list(command),
        env=dict(environment),
        preexec_fn=lambda: end_with_parent(signal.SIGTERM),  # noqa: PLW1509 (one system call)
    )
    with without_interrupts():
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: process.terminate())
        code = process.wait()
    return 128 - code if code < 0 else code  # as a shell reports the end by a signal


@contextlib.contextmanager
def without_interrupts() -> Iterator[None]:
    """Ignore signals in the block, such as a second Ctrl-C while everything is being stopped."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number in before:
        # A function and not SIG_IGN, which child processes would inherit.
        signal.signal(number, lambda *_: None)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

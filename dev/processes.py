"""Processes that make starts: each with a log, a PID file and a readiness check."""

import contextlib
import ctypes
import os
import platform
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dev.accounts import Account
from dev.environment import is_room_error
from tfc.console import StackError

ON_LINUX = platform.system() == "Linux"
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)  # looked up here: between fork and exec it could wait for a lock of another thread
SECONDS_TO_STOP = 20


@dataclass
class Service:
    """One long-running process. `ready` is called until it returns True; `stop_with` is the signal
    for a clean stop.
    """

    name: str
    command: Sequence[str]
    folder: Path  # folder of its log and PID file
    ready: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stop_with: signal.Signals = signal.SIGTERM
    account: Account | None = None
    working_folder: str | None = None
    seconds_to_start: float = 60
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        return self.folder / f"{self.name}.pid"

    def start(self) -> None:
        """Start the process and wait until it is ready; raise StackError with the end of its log if it does not become
        ready.
        """
        self.launch()
        end = time.monotonic() + self.seconds_to_start
        while not self.ready():
            if not self.is_alive() or time.monotonic() > end:
                self.stop()
                raise self.start_error()
            time.sleep(0.05)

    def launch(self) -> None:
        """Start the process without waiting, in its own session, so that Ctrl-C reaches only make."""
        self.folder.mkdir(parents=True, exist_ok=True)
        drop = self.account.as_popen() if self.account else {}
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env=dict(self.environment),
                cwd=self.working_folder,
                preexec_fn=lambda: end_with_parent(self.stop_with),  # noqa: PLW1509 (one system call)
                **drop,
            )
        self.pid_file.write_text(f"{self.process.pid} {start_time(self.process.pid)}")

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Stop the process cleanly, and kill it if it has not ended after 20 seconds."""
        if self.process is None:
            return
        if self.is_alive():
            self.process.send_signal(self.stop_with)
            try:
                self.process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.pid_file.unlink(missing_ok=True)

    def how_it_ended(self) -> str:
        """Return its exit status, or the signal that killed it."""
        code = self.process.returncode if self.process else None
        return f"signal {-code}" if code is not None and code < 0 else f"status {code}"

    def end_of_log(self) -> str:
        """Return the last lines of its log."""
        with open(self.log, errors="replace") as log:
            return "\n".join(log.read()[-3000:].strip().splitlines()[-12:])

    def start_error(self) -> StackError:
        """Return the error that the process did not start, with the end of its log."""
        text = self.end_of_log()
        if is_room_error(text):
            return StackError(f"The disk is full: {self.name} could not start. Make room and start again.")
        return StackError(f"{self.name} did not start. The end of {self.log}:\n{text}")


def end_with_parent(with_signal: signal.Signals) -> None:
    """Ask Linux to end this process when make dies, even by kill -9. On other systems only the PID files remain."""
    if ON_LINUX:
        LIBC.prctl(PR_SET_PDEATHSIG, with_signal)


def start_time(pid: int) -> str:
    """Return a value that distinguishes this process from a later one with the same PID; empty if it has ended."""
    with contextlib.suppress(OSError, IndexError):
        # Field 22 of stat; the name in parentheses before it may contain spaces.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        # A zombie has ended, even if its parent has not collected it.
        return "" if fields[0] == "Z" else fields[19]
    if not ON_LINUX:
        shown = subprocess.run(
            ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return shown.stdout.strip()
    return ""


def command_line(pid: int) -> str:
    """Return the command line of a process; empty if it has ended."""
    if ON_LINUX:
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        return ""
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout


def end_leftovers(folder: Path) -> None:
    """End processes that a killed run left, by the PID files in `folder`. Call only while holding the lock."""
    for pid_file in folder.glob("*.pid"):
        number, _, mark = pid_file.read_text().partition(" ")
        if number and mark and start_time(int(number)) == mark:
            end_process(int(number), mark)
        pid_file.unlink(missing_ok=True)


def end_process(pid: int, mark: str) -> None:
    """End a process that is not our child: first by request, then by force."""
    for with_signal in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, with_signal)
        for _ in range(50):
            if start_time(pid) != mark:
                return
            time.sleep(0.1)


def free_port(host: str = "127.0.0.1") -> int:
    """Return a TCP port of a local address on which no process listens at this moment."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def check_port_free(port: int, host: str = "127.0.0.1") -> None:
    """Raise StackError if the port is taken or may not be used."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise StackError(
                f"Port {port} needs an administrator. Choose one above 1023: PORT=8001 make run"
            ) from None
        except OSError:
            raise StackError(port_taken(port)) from None


def port_taken(port: int) -> str:
    """Return the message about a taken port, with another port to try."""
    return f"Port {port} is taken by another program. Choose another one: PORT={port + 1} make run"

"""The state in .run that outlives one command: which process runs the stack, its address, and the demo's secrets."""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class State:
    """A stack that is up, or starting (then `url` and `environment` are empty)."""

    pid: int
    command: str
    url: str
    environment: Mapping[str, str]


class RunFolder:
    """The folder .run with its lock. It is a kernel lock, so it ends with the process that holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._state = path / "state.json"
        self._lock: IO[str] | None = None

    def acquire(self) -> bool:
        """Take the lock for the life of this process; return False if another command holds it."""
        handle = open(self.path / "lock", "a")  # noqa: SIM115 (kept open as long as the lock)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._lock = handle
        return True

    def release(self) -> None:
        """Release the lock, and delete the state that belongs to it."""
        self._state.unlink(missing_ok=True)
        if self._lock:
            self._lock.close()
            self._lock = None

    def write_state(self, state: State) -> None:
        """Store the state for other commands of the same account: it contains passwords."""
        write_private(self._state, json.dumps(asdict(state)))

    def read_state(self) -> State | None:
        """Return the state, or None if there is none or it cannot be read."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            return State(**json.loads(self._state.read_text()))
        return None

    def secret(self, name: str) -> str:
        """Return the stored secret of this name; it is created on first use."""
        secret_file = self.path / f"{name}.secret"
        if not (secret_file.is_file() and secret_file.read_text()):
            write_private(secret_file, secrets.token_urlsafe(48))
        return secret_file.read_text()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, atomically."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)


@contextlib.contextmanager
def hold_lock(folder: RunFolder) -> Iterator[None]:
    """Release the lock at the end of the block, whatever happens."""
    try:
        yield
    finally:
        folder.release()

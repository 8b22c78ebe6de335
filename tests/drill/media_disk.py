"""The upload folder on a disk that can be filled, or behind a limit if mounting is not allowed."""

import contextlib
import os
import resource
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

MEGABYTES = 128
FILLER = "filler"
# Without a disk no web process may write a longer file.
BYTES_AT_MOST = 4096


class Media:
    """``pids``: the writing processes, for the limit in place of a disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_disk = False
        self.pids: Callable[[], Iterable[int]] = list

    def start(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", str(self.path)]
        if os.geteuid() == 0 and not os.path.ismount(self.path):
            subprocess.run(command, check=False, capture_output=True)
        self.is_disk = os.path.ismount(self.path)

    def stop(self) -> None:
        if self.is_disk:
            subprocess.run(["umount", str(self.path)], check=False, capture_output=True)

    def fill(self) -> None:
        if not self.is_disk:
            self._limit(BYTES_AT_MOST)
            return
        with contextlib.suppress(OSError), open(self.path / FILLER, "wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12):
                with contextlib.suppress(OSError):
                    while file.write(b"x" * size) == size:
                        pass

    def make_room(self) -> None:
        if self.is_disk:
            (self.path / FILLER).unlink(missing_ok=True)
        else:
            self._limit(resource.RLIM_INFINITY)

    def _limit(self, most: int) -> None:
        for pid in self.pids():
            _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(
                pid, resource.RLIMIT_FSIZE, (most if most != resource.RLIM_INFINITY else hard, hard)
            )

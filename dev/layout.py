"""The folders and files of make, and the disk space that it needs."""

import shutil
from pathlib import Path

from tfc.console import StackError

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN = ROOT / ".run"
LOGS = RUN / "logs"
BUILD = ROOT / "build"  # output of the benchmarks
PREPARED = RUN / "prepared"  # exists if the database was migrated and filled
SCHEMA = RUN / "schema"  # the hash of the first migrations that the database was made from
EMAILS = RUN / "emails"  # emails of the demo, a file each
EMPTY = RUN / "empty"  # exists if it was started without the demo: make run ARGS=empty
RESTORED = RUN / "restored"  # exists if the database was restored from a backup: no demo is added to it

MEBIBYTE = 1024**2
ROOM_FOR_PACKAGES = 1000 * MEBIBYTE  # the environment takes 600 MB, the installer's cache the rest
ROOM_FOR_SERVERS = 300 * MEBIBYTE


def check_room(folder: Path, needed: int, purpose: str) -> None:
    """Raise StackError if the disk that holds `folder` has less than `needed` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StackError(
            f"The disk is full: {purpose} needs about {needed // MEBIBYTE} MB in {folder}, and "
            f"{free // MEBIBYTE} MB are free. Make room and start again; nothing is lost."
        )

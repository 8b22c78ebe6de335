"""The account under which PostgreSQL runs: it refuses root, so root switches to another account for it."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    """A user account of this machine, by its numeric IDs."""

    uid: int
    gid: int

    def as_popen(self) -> dict[str, Any]:
        """Return the arguments that make subprocess switch to this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, path: Path) -> bool:
        """Return True if this account may execute a program or enter a folder."""
        command = ["/bin/sh", "-c", 'test -x "$0"', str(path)]
        return subprocess.run(command, cwd="/", check=False, **self.as_popen()).returncode == 0

    def owns(self, path: Path) -> None:
        """Make this account the owner of the path."""
        os.chown(path, self.uid, self.gid)


def get_unprivileged_account() -> Account | None:
    """Return the unprivileged account to switch to; None for an ordinary user, who needs no other."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    return Account(65534, 65534)

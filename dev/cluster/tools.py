"""Finds the two programs that no wheel provides."""

import os
import shutil

from dev.apt import install
from tfc.console import StackError

NEEDED = ("haproxy", "pgbouncer")
# Debian installs them in folders that are not in an ordinary user's PATH.
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"))


def find_tools() -> dict[str, str]:
    """Return the path of each program; raise StackError that says what is missing and how to install it."""
    if missing():
        install(missing(), "the cluster")
    if absent := missing():
        raise StackError(
            f"The cluster needs {' and '.join(absent)}, and this machine has none. On Debian or Ubuntu: "
            f"sudo apt-get install {' '.join(absent)}; on macOS: brew install {' '.join(absent)}"
        )
    return {name: str(shutil.which(name, path=PLACES)) for name in NEEDED}


def missing() -> list[str]:
    return [name for name in NEEDED if shutil.which(name, path=PLACES) is None]

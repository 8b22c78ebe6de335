"""Installs system programs that no wheel provides: Debian packages, if this account may install them."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from dev.environment import failure
from dev.layout import LOGS
from tfc.console import step


def is_known(package: str) -> bool:
    """Return True if the machine's package lists contain the package; this does not use the network."""
    if shutil.which("apt-cache") is None:
        return False
    result = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return result.returncode == 0


def install(packages: Sequence[str], purpose: str, *, needed: bool = True) -> bool:
    """Install Debian packages, and return True if they are installed now; False if this account may not install them.

    ``needed``: there is no other way, so CI fails without them.
    """
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{packages[0]}.log"
    title = f"Installing Debian's {' and '.join(packages)} for {purpose}"
    with step(title), open(log, "w") as output:
        for command in ([apt, "update"], [apt, "install", "-y", "--no-install-recommends", *packages]):
            done = subprocess.run(command, stdout=output, stderr=output, env=environment, check=False)
    if done.returncode and needed and os.environ.get("CI"):
        raise failure(title, log.read_text())
    return done.returncode == 0

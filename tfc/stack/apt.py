"""Programs of the system that no wheel brings: Debian's packages, where this account may install them."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from tfc.stack.console import step
from tfc.stack.environment import failure
from tfc.stack.layout import LOGS


def install(packages: Sequence[str], purpose: str) -> bool:
    """Install Debian's packages, and tell whether they are there now; False where this account may not."""
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
    if done.returncode and os.environ.get("CI"):
        raise failure(title, log.read_text())
    return done.returncode == 0

"""The virtual environment in .venv, created from the hashed lock and again when the lock changes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from dev.layout import PYTHON, ROOM_FOR_PACKAGES, ROOT, VENV, check_room
from tfc.console import StackError, say, step

# The embedded servers are development requirements, so every make target installs these. Production installs only
# requirements.txt.
LOCK = ROOT / "requirements-dev.txt"
STAMP = VENV / ".complete"

# uv trusts only its own certificates by default; behind a company's proxy the machine's are needed.
TRUST_THE_MACHINE = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}


def lock_digest(lock: Path) -> str:
    """Return the content of the stamp of an environment that was made from this lock file."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def is_complete(stamp: Path, digest: str, python: Path) -> bool:
    """Return True if the environment was completed from this lock and its interpreter still starts."""
    return stamp.is_file() and stamp.read_text() == digest and starts(python)


def starts(python: Path) -> bool:
    """Return True if an interpreter exists and runs (a removed base Python leaves a dead link)."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def ensure_environment() -> None:
    """Create .venv, or update it to the lock. Two commands started at once wait for each other."""
    with open(ROOT / "requirements.in") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with step("Waiting for another command that installs packages"):
                fcntl.flock(turn, fcntl.LOCK_EX)
        digest = lock_digest(LOCK)
        if is_complete(STAMP, digest, PYTHON):
            return
        check_room(ROOT, ROOM_FOR_PACKAGES, "installing the packages")
        # Without a stamp an earlier run was interrupted: its files are not trusted.
        if not (STAMP.exists() and starts(PYTHON)):
            create_environment()
        STAMP.unlink(missing_ok=True)
        with step("Installing the packages"):
            install_packages()
        STAMP.write_text(digest)


def create_environment() -> None:
    """Create an empty .venv without pip: a bare Debian Python has no ensurepip."""
    with step("Creating the environment in .venv"):
        command = [sys.executable, "-m", "venv", "--without-pip", "--clear", str(VENV)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        if "No module named venv" in done.stderr:
            raise StackError(
                f"This Python ({sys.executable}) has no venv module. On Debian or Ubuntu install it with: "
                "apt-get install python3-venv"
            )
        raise failure("Creating the environment", done.stdout + done.stderr)


def install_packages() -> None:
    """Install the lock with uv, which is three times as fast, or with pip, which reads the user's pip.conf."""
    uv = shutil.which("uv") or install_uv()
    if uv:
        command = [
            uv,
            "pip",
            "sync",
            "--quiet",
            "--python",
            str(PYTHON),
            "--require-hashes",
            "--no-build",
            str(LOCK),
        ]
        trust = {**os.environ, **TRUST_THE_MACHINE}
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=trust)
        if done.returncode == 0:
            return
        if is_room_error(done.stderr):
            raise failure("Installing the packages", done.stderr)
        say("  uv could not install the packages; trying pip")
    done = run_pip("--require-hashes", "-r", str(LOCK))
    if done.returncode:
        raise failure("Installing the packages", done.stdout + done.stderr)


def install_uv() -> str | None:
    """Install the locked uv into .venv with the pip of vendor/ and return its path; None if that fails."""
    lines = LOCK.read_text().replace("\\\n", " ").splitlines()
    pin = next(line for line in lines if line.startswith("uv=="))
    wanted = VENV / "uv-requirement.txt"
    wanted.write_text(pin + "\n")
    done = run_pip("--require-hashes", "-r", str(wanted))
    wanted.unlink()
    return str(VENV / "bin" / "uv") if done.returncode == 0 else None


def run_pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `pip install` into .venv, wheels only, with the wheel of pip in vendor/."""
    wheel = next((ROOT / "vendor").glob("pip-*.whl"))
    command = [str(PYTHON), f"{wheel}/pip", "--disable-pip-version-check", "install", "--quiet"]
    return subprocess.run(
        [*command, "--only-binary", ":all:", *arguments], capture_output=True, text=True, check=False
    )


def is_room_error(output: str) -> bool:
    """Return True if an installer's output means that the disk is full."""
    return "No space left" in output or "Disk quota exceeded" in output


def failure(what: str, output: str) -> StackError:
    """Turn a failed command into an error with the end of its output."""
    if is_room_error(output):
        return StackError(
            f"The disk is full: {what.lower()} stopped. Make room and start again; nothing is lost."
        )
    tail = os.linesep.join(output.strip().splitlines()[-15:])
    return StackError(f"{what} failed. The last lines it said:\n{tail}")

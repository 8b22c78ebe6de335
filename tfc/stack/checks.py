"""`make check`, all of it even where the first part fails, `make lock` and `make messages`."""

import os
import subprocess
from collections.abc import Mapping

from tfc.stack.console import say, step
from tfc.stack.environment import TRUST_THE_MACHINE, failure
from tfc.stack.layout import PYTHON, VENV
from tfc.stack.servers import throwaway_servers

# What a careful operator sets: the demo's ease is off, so every warning of --deploy counts.
PRODUCTION = {
    "DEMO": "",
    "SECRET_KEY": "only-for-the-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "tfc.example",
    "CSRF_TRUSTED_ORIGINS": "https://tfc.example",
    "SITE_URL": "https://tfc.example",
}

APPS = ("tfc", "communities", "stakeholders", "events", "support", "library", "evaluation", "deploy")
BANDIT = ("bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", *APPS)
PARTS = (
    ("lint", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy", "."]),
    ("security of code", [*BANDIT]),
    ("templates: format", ["djlint", "templates", "--check", "--quiet"]),
    ("templates: lint", ["djlint", "templates", "--lint", "--quiet"]),
    ("missing migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("migrations under load", ["python", "-m", "tests.migrations.lint"]),
    ("production settings", ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]),
    ("architecture", ["python", "-m", "pytest", "-n", "0", "tests/test_architecture.py"]),
)


def check(_arguments: list[str]) -> int:
    """Run every part, show what it says, and return 1 when one of them failed."""
    with throwaway_servers() as environment:
        failed = [title for title, command in PARTS if not passes(title, command, environment)]
    say("\nmake check: " + (f"failed in {', '.join(failed)}" if failed else "everything holds"))
    return 1 if failed else 0


def passes(title: str, command: list[str], environment: Mapping[str, str]) -> bool:
    """Run one part with the tools of .venv and tell whether it passed."""
    say(f"\n── {title}: {' '.join(command)}")
    production = PRODUCTION if title == "production settings" else {}
    program = str(VENV / "bin" / command[0])
    done = subprocess.run([program, *command[1:]], env={**environment, **production}, check=False)
    return done.returncode == 0


def lock(_arguments: list[str]) -> int:
    """Compile both locks again with the newest releases that the .in files allow."""
    for name in ("requirements", "requirements-dev"):
        command = [
            str(VENV / "bin" / "uv"),
            "pip",
            "compile",
            "--quiet",
            "--no-header",
            "--upgrade",
            "--universal",
        ]
        command += [
            "--python-version",
            "3.11",
            "--generate-hashes",
            f"{name}.in",
            "--output-file",
            f"{name}.txt",
        ]
        with step(f"Locking {name}.in"):
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=without_indexes())
        if done.returncode:
            raise failure(f"Locking {name}.in", done.stderr)
    return 0


def messages(_arguments: list[str]) -> int:
    """Bring the PO files of the translators up to the code and the templates."""
    command = [str(PYTHON), "-m", "tfc.translations", "collect"]
    return subprocess.run(command, check=False).returncode


def without_indexes() -> dict[str, str]:
    """Leave the user's own package index out, so that the lock is the same on every machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    return kept | TRUST_THE_MACHINE

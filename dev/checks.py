"""`make check`, which runs all parts even if one fails, `make lock` and `make messages`."""

import os
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from dev.environment import TRUST_THE_MACHINE, failure
from dev.layout import PYTHON, VENV
from dev.servers import throwaway_servers
from tfc.console import say, step
from tfc.own_apps import OWN_APPS

# Production settings without the demo's exceptions, so that every warning of --deploy counts.
PRODUCTION = {
    "DEMO": "",
    "SECRET_KEY": "only-for-the-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "tfc.example",
    "CSRF_TRUSTED_ORIGINS": "https://tfc.example",
    "SITE_URL": "https://tfc.example",
}

BANDIT = (
    "bandit",
    "--quiet",
    "--recursive",
    "--configfile",
    "pyproject.toml",
    "tfc",
    *OWN_APPS,
    "dev",
    "deploy",
)
# Tests that only read the code. They need no database, and the suite leaves them out.
CODE_TESTS = (
    "tests/test_architecture.py",
    "tests/test_expectations.py",
    "tests/test_names.py",
    "tests/test_retired_phrases.py",
)
WITHOUT_DATABASE = ("--override-ini", "addopts=-q", "--noconftest", "-p", "no:django")
# The longest start first, since parts run in parallel.
PARTS = {
    "types": ["mypy", "."],
    "security of code": [*BANDIT],
    "templates: format": ["djlint", "templates", "--check", "--quiet"],
    "architecture": [
        "python",
        "-m",
        "pytest",
        *WITHOUT_DATABASE,
        *CODE_TESTS,
    ],
    "migrations under load": ["python", "-m", "tests.migrations.lint"],
    "missing migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "templates: lint": ["djlint", "templates", "--lint", "--quiet"],
    "production settings": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
}


def check(_arguments: list[str]) -> int:
    """Run every part, one per processor, show the output of each, and return 1 if one failed."""
    began = time.monotonic()
    with throwaway_servers() as environment, ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = dict(zip(PARTS, pool.map(partial(run_part, environment=environment), PARTS), strict=True))
    failed = [title for title, has_passed in passed.items() if not has_passed]
    outcome = f"failed in {', '.join(failed)}" if failed else "everything holds"
    say(f"\nmake check: {outcome} ({time.monotonic() - began:.0f} s)")
    return 1 if failed else 0


def run_part(title: str, environment: Mapping[str, str]) -> bool:
    """Run one part with the tools of .venv, print its output in one piece, and return True if it passed."""
    command = PARTS[title]
    began = time.monotonic()
    result = subprocess.run(
        [str(VENV / "bin" / command[0]), *command[1:]],
        env={**environment, **(PRODUCTION if title == "production settings" else {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    say(f"\n── {title}: {' '.join(command)} ({time.monotonic() - began:.0f} s)\n{result.stdout}".rstrip())
    return result.returncode == 0


def lock(_arguments: list[str]) -> int:
    """Compile both lock files with the newest releases that the .in files allow."""
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
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, env=get_environment_without_indexes()
            )
        if done.returncode:
            raise failure(f"Locking {name}.in", done.stderr)
    return 0


def messages(_arguments: list[str]) -> int:
    """Update the translators' PO files from the code and the templates."""
    command = [str(PYTHON), "-m", "tfc.translations", "collect"]
    return subprocess.run(command, check=False).returncode


def get_environment_without_indexes() -> dict[str, str]:
    """Leave out the user's own package index, so that the lock is the same on every machine."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    return environment | TRUST_THE_MACHINE

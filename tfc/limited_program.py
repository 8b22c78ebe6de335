"""Runs one module's `main` in a process of its own: `limited_program.py SECONDS MODULE ARGUMENT…`.

A file may be crafted to exhaust memory and time, or to exploit a fault in a library that reads it. This process has
little memory and time, no settings, no database and no secret.
"""

import importlib
import resource
import subprocess
import sys
import types
from pathlib import Path

MEMORY, WRITTEN, FILES = 1 << 30, 120 << 20, 64
PROGRAM = Path(__file__).resolve()
PROJECT = PROGRAM.parents[1]
# Factor for elapsed time, since a busy server shares its processor.
PATIENCE = 3


def run_limited(module: str, *arguments: str, seconds: int) -> bytes:
    """Return the output of the module's `main`. Raise SubprocessError if it fails, dies or needs more than ``seconds``
    of processor time.
    """
    command = [sys.executable, str(PROGRAM), str(seconds), module, *arguments]
    done = subprocess.run(
        command, capture_output=True, check=True, timeout=PATIENCE * seconds, env={"LANG": "C.UTF-8"}
    )
    return done.stdout


def limit_resources(seconds: int) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def find_package() -> None:
    """Make the modules of tfc importable without running tfc/__init__.py, which starts Celery."""
    package = types.ModuleType("tfc")
    package.__path__ = [str(PROJECT / "tfc")]
    sys.modules["tfc"] = package
    # Python puts this file's folder first, where modules have the same names as libraries.
    sys.path[0] = str(PROJECT)


if __name__ == "__main__":
    _program, limit, name, *arguments = sys.argv
    limit_resources(int(limit))
    find_package()
    importlib.import_module(name).main(*arguments)

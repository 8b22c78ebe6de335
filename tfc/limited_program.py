"""Run one module's `main` in a process of its own: `limited_program.py SECONDS MODULE ARGUMENT…`.

A file may be made to use up memory and time, or to find a fault in a library that reads it. This process has little of
both, no settings, no database and no secret.
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
# By the clock, since a busy server shares its processor.
PATIENCE = 3


def run_limited(module: str, *arguments: str, seconds: int) -> bytes:
    """What the module's `main` prints. SubprocessError where it fails, dies or needs more than ``seconds`` of work."""
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
    # The folder of this file comes first otherwise, with modules named as those of libraries.
    sys.path[0] = str(PROJECT)


if __name__ == "__main__":
    _program, limit, name, *arguments = sys.argv
    limit_resources(int(limit))
    find_package()
    importlib.import_module(name).main(*arguments)

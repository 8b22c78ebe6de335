"""Entry point of `make`: `python3 dev COMMAND`, on any Python, before anything is installed."""

import os
import shutil
import sys
import types

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def use_recent_python():
    """Restart under a newer Python if this one is too old. This file must parse on old versions."""
    if sys.version_info >= OLDEST:
        return
    newer_python = next((path for path in map(shutil.which, NEWER) if path), None)
    if newer_python is None:
        sys.exit(
            f"TraffickFree needs Python 3.11 or newer, and this one is {sys.version.split()[0]}. Install it, "
            "or name one that you have: make run PYTHON=/path/to/python3.12"
        )
    os.execv(newer_python, [newer_python, *sys.argv])


def import_tfc_without_celery():
    """Make `tfc` importable without running tfc/__init__.py, which loads Celery."""
    sys.path[0] = ROOT
    package = types.ModuleType("tfc")
    package.__path__ = [os.path.join(ROOT, "tfc")]
    sys.modules["tfc"] = package


if __name__ == "__main__":
    use_recent_python()
    import_tfc_without_celery()
    from dev.cli import main

    sys.exit(main(sys.argv[1:]))

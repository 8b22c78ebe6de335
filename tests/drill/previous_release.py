"""Whether the previous release works on the tables of this one, as it must during an upgrade and after going back: some
of its tests run with its code on a database migrated by this code."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from dev.layout import BUILD, PYTHON, ROOT
from dev.run import run_step
from dev.servers import throwaway_servers
from tests.drill import results
from tfc.console import StackError, say, step

PLACE = BUILD / "drill-previous-release"
SETTINGS = "settings_of_the_drill"
# Its database is a copy of ours with all its migrations applied.
TEXT = """from tests.settings import *
DATABASES["owner"]["TEST"] = {"TEMPLATE": "tfc"}
"""
# Tests of pages; those of the tables' structure belong to their own release.
SMOKE = (
    "tests/test_tenancy.py", "tests/communities", "tests/stakeholders", "tests/events", "tests/support",
    "tests/library", "tests/evaluation/survey", "tests/reports", "tests/imports",
)  # fmt: skip
MIGRATIONS = "*/migrations/[0-9]*.py"
BASE = ROOT / "tests" / "migrations" / "base.txt"


def drill(path: Path, named: str, options: Sequence[str]) -> bool:
    """Return True if they pass, or if no release is older than the newest migration."""
    release = named or release_before()
    say(f"\n── The release before ({release[:12]}) on the tables of this one")
    newer = _git("diff", "--name-only", "--diff-filter=A", release, "--", MIGRATIONS).split()
    say("  migrations since: " + (", ".join(newer) or "none"))
    _git("worktree", "prune")
    shutil.rmtree(PLACE, ignore_errors=True)
    _git("worktree", "add", "--detach", "--force", str(PLACE), release)
    try:
        passed = _passes(options)
    finally:
        _git("worktree", "remove", "--force", str(PLACE))
    results.keep(path, "previous-release", {"release": release, "migrations": newer, "passes": passed})
    say("  its tests pass" if passed else "  its tests FAIL")
    return passed


def release_before() -> str:
    """Return the last tag without the newest migration; without tags the commit before it.

    Those of the base (tests/migrations/base.txt) are in every release.
    """
    base = set(BASE.read_text().splitlines())
    later = [
        str(path.relative_to(ROOT))
        for path in ROOT.glob(MIGRATIONS)
        if f"{path.parts[-3]} {path.stem}" not in base
    ]
    if not later:
        raise StackError("No migration came after the first ones, so the release before has the same tables.")
    for tag in _git("tag", "--sort=-creatordate").split():
        if _git("diff", "--name-only", "--diff-filter=A", tag, "--", *later):
            return tag
    newest = _git("log", "-1", "--format=%H", "--diff-filter=A", "--", *later).strip()
    return _git("rev-parse", f"{newest}^" if newest else "HEAD").strip()


def _passes(names: Sequence[str]) -> bool:
    (PLACE / f"{SETTINGS}.py").write_text(TEXT)
    log = BUILD / "drill-before.log"
    with throwaway_servers() as environment:
        environment["DJANGO_SETTINGS_MODULE"] = "tfc.settings"
        run_step("Migrating by this release", ["manage.py", "migrate_patiently"], environment, log)
        # As on a server, where this right is revoked last (docs/adr/0026-more-logins.md).
        run_step("Leaving the logins as wide", ["manage.py", "narrow_logins", "--undo"], environment, log)
        environment.pop("DJANGO_SETTINGS_MODULE")
        tests = [name for name in names if (PLACE / name).exists()]
        command = [str(PYTHON), "-m", "pytest", "-p", "no:cacheprovider", "--ds", SETTINGS, *tests]
        with step("Asking its tests"), open(log, "a") as output:
            process = subprocess.run(
                command,
                cwd=PLACE,
                env={**environment, "PYTHONPATH": str(PLACE)},
                stdout=output,
                stderr=output,
                check=False,
            )
    say(f"  {_last_line(log)}")
    return process.returncode == 0


def _last_line(log: Path) -> str:
    return log.read_text(errors="replace").strip().splitlines()[-1]


def _git(*arguments: str) -> str:
    process = subprocess.run(
        ["git", "-C", str(ROOT), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    if process.returncode:
        raise StackError(f"git {arguments[0]}: {process.stderr.strip()}")
    return process.stdout

"""`make bench`: runs measurements on a scale set in a database of its own, which is reused the next time."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from dev.foreground import run_in_foreground, without_interrupts
from dev.layout import BUILD, MEBIBYTE, PYTHON, ROOT, check_room
from dev.postgres import Postgres, get_home
from dev.processes import Service, end_leftovers
from dev.run import run_step
from dev.servers import build_base_environment, stop_all
from dev.state import RunFolder, hold_lock
from dev.valkey import Valkey
from tfc.console import StackError, step
from tfc.db_roles.create import prepare_logins
from tfc.db_roles.urls import get_database_name

# For two cores and eight gigabytes; growing the set needs the larger log.
SETTINGS = (
    "shared_buffers=1GB",
    "effective_cache_size=4GB",
    "random_page_cost=1.1",
    "max_wal_size=8GB",
    "checkpoint_timeout=30min",
)
ROOM = {"tiny": 1_000, "small": 4_000, "wide": 9_000, "full": 60_000}  # mebibytes


def bench(arguments: list[str]) -> int:
    """Prepare the scale set of SIZE, measure, and return 0 if everything could be measured, whether or not the targets
    were met.
    """
    size = os.environ.get("SIZE") or "small"
    if size not in ROOM:
        raise StackError(f"SIZE must be one of {', '.join(ROOM)}, and it is “{size}”.")
    place = BUILD / f"bench-{size}"
    folder = RunFolder(place)
    if not folder.acquire():
        raise StackError("Another `make bench` of this size is running in this checkout. Wait for its end.")
    with hold_lock(folder):
        end_leftovers(place)
        running: list[Service] = []
        try:
            environment = _start(folder, size, running)
            return run_in_foreground([str(PYTHON), "-m", "tests.bench", size, *arguments], environment)
        finally:
            with without_interrupts():
                stop_all(running)


def _start(folder: RunFolder, size: str, running: list[Service]) -> dict[str, str]:
    """Start the servers, grow the set if it does not exist, and return the environment with their addresses."""
    place = folder.path
    home = get_home(place / "postgres", outside=f"bench-{size}")
    mark = home / "grown"
    fingerprint = _fingerprint()
    if not (mark.exists() and mark.read_text() == fingerprint):
        check_room(place, ROOM[size] * MEBIBYTE, "the scale set")
        shutil.rmtree(home / "data", ignore_errors=True)
    postgres = Postgres(home, place, folder.secret("database"), settings=SETTINGS)
    valkey = Valkey(place / "valkey", place, throwaway=True)
    with step("Starting PostgreSQL and the broker"):
        running.append(postgres.start())
        running.append(valkey.start())
        logins = prepare_logins(postgres.url)
    environment = {
        **build_base_environment(secrets.token_urlsafe(48)),
        **logins,
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tfc.settings",
        "REDIS_URL": valkey.url,
        # Queries are slow on purpose here, so they are not logged.
        "SLOW_QUERY_MS": "0",
        "STATIC_ROOT": str(place / "static"),
        "FILES_ROOT": str(place / "files"),
        "DATABASE_ADMINISTRATOR_URL": postgres.url.rpartition("/")[0] + "/" + get_database_name(postgres.url),
    }
    log = place / "prepare.log"
    run_step("Collecting the static files", ["manage.py", "collectstatic", "--no-input"], environment, log)
    if not mark.exists() or mark.read_text() != fingerprint:
        mark.unlink(missing_ok=True)
        run_step(
            "Migrating the database",
            ["manage.py", "migrate", "--database", "owner", "--no-input"],
            environment,
            log,
        )
        run_step("Compiling the translations", ["-m", "tfc.translations"], environment, log)
        run_step("Loading the demo's data", ["manage.py", "load_demo"], environment, log)
        run_step(f"Growing the scale set ({size})", ["-m", "tests.bench.grow", size], environment, log)
        run_step("Adding up what it grew with", ["-m", "tests.bench.compute_rollups"], environment, log)
        mark.write_text(fingerprint)
    return environment


def _fingerprint() -> str:
    """Return a hash that changes when the tables, the demo or the growth of the set changes."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for pattern in (
        "*/migrations/*.py",
        "demo/*.py",
        "tests/bench/scale.py",
        "tests/bench/clones.py",
        "tests/bench/compute_rollups.py",
    ):
        yield from sorted(ROOT.glob(pattern))

"""The two servers of a stack, embedded or provided by the user, and the environment with their addresses."""

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from dev.layout import EMAILS, EMPTY, LOGS, PREPARED, ROOM_FOR_SERVERS, RUN, SCHEMA, VENV, check_room
from dev.postgres import Postgres, get_home
from dev.processes import Service, end_leftovers, start_time
from dev.state import RunFolder
from dev.valkey import Valkey
from tfc.console import step
from tfc.db_roles.create import lend_to_tests, prepare_logins
from tfc.db_roles.urls import get_given_urls

THROWAWAY = "tfc-test-"


def build_base_environment(secret_key: str) -> dict[str, str]:
    """Return the caller's environment with the variables that every child process needs; settings.py reads it.

    Compiled files are written even if the caller's Python does not write them: otherwise each process would compile
    every module again.
    """
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
        "PORT": os.environ.get("PORT") or "8000",
        "SECRET_KEY": os.environ.get("SECRET_KEY") or secret_key,
        "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS") or "localhost,127.0.0.1",
    }


class Servers:
    """The servers of `make run`: data is stored in .run. `environment` has their addresses once they are up.

    Without the demo the application runs as in production, except for TLS.
    """

    def __init__(
        self, folder: RunFolder, user_environment: Mapping[str, str] = os.environ, *, demo: bool = True
    ) -> None:
        self.folder = folder
        self.given = user_environment
        self.running: list[Service] = []
        mode = "DEMO" if demo and not EMPTY.exists() else "PLAIN_HTTP"
        self.environment = {
            mode: "1",
            "EMAIL_FILE_PATH": str(EMAILS),
            **build_base_environment(folder.secret("key")),
        }

    def start(self) -> None:
        """Start the servers that the user does not provide. The lock must be held: leftovers are ended first."""
        end_leftovers(LOGS)
        shutil.rmtree(LOGS, ignore_errors=True)
        LOGS.mkdir(parents=True)
        check_room(RUN, ROOM_FOR_SERVERS, "the demo")
        with step("Starting PostgreSQL" if not self.given.get("DATABASE_URL") else "Preparing your database"):
            self.environment.update(self._database())
        if not self.given.get("REDIS_URL"):
            with step("Starting the broker"):
                valkey = Valkey(RUN / "valkey", LOGS)
                self.running.append(valkey.start())
                self.environment["REDIS_URL"] = valkey.url

    def _database(self) -> dict[str, str]:
        urls = get_given_urls(self.given)
        if urls:
            return urls
        if self.given.get("DATABASE_URL"):
            return prepare_logins(self.given["DATABASE_URL"])
        home = get_home(RUN / "postgres")
        postgres = Postgres(home, LOGS, self.folder.secret("database"))
        if not postgres.is_finished():
            PREPARED.unlink(missing_ok=True)
            SCHEMA.unlink(missing_ok=True)
        self.running.append(postgres.start())
        return prepare_logins(postgres.url)


@contextlib.contextmanager
def throwaway_servers() -> Iterator[dict[str, str]]:
    """Yield the environment of new, fast and unsafe servers that are deleted at the end, independent of all others."""
    remove_abandoned(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{THROWAWAY}{os.getpid()}-"))
    running: list[Service] = []
    try:
        check_room(folder, ROOM_FOR_SERVERS, "the tests' database")
        folder.chmod(0o711)  # PostgreSQL's own account must reach its data in this folder
        home = folder / "postgres"
        home.mkdir(mode=0o711)
        with step("Starting a throwaway PostgreSQL and broker"):
            postgres = Postgres(home, folder, secrets.token_hex(16), throwaway=True)
            running.append(postgres.start())
            valkey = Valkey(folder / "valkey", folder, throwaway=True)
            running.append(valkey.start())
            environment = build_base_environment(secrets.token_urlsafe(48))
            environment.update(prepare_logins(postgres.url), REDIS_URL=valkey.url)
            lend_to_tests(postgres.url)
        environment["STATIC_ROOT"] = str(folder / "static")
        environment["FILES_ROOT"] = str(folder / "files")
        yield environment
    finally:
        stop_all(running)
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(temporary: Path) -> None:
    """Delete what killed test runs left in the temporary folder; their servers ended with them."""
    for folder in temporary.glob(f"{THROWAWAY}*-*"):
        number = folder.name.removeprefix(THROWAWAY).partition("-")[0]
        if number.isdigit() and not start_time(int(number)) and folder.stat().st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)


def stop_all(running: list[Service]) -> None:
    """Stop the services in reverse order of their start."""
    for service in reversed(running):
        service.stop()

"""An installation as on a server (docs/deploy/install.md) on this machine: web server with production's configuration,
worker, schedule, PostgreSQL, broker, and PgBouncer if installed."""

import os
import shutil
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from dev.accounts import get_unprivileged_account
from dev.cluster.cluster import POOLED, build_port_check
from dev.cluster.configs import WRITES, Address, pgbouncer, userlist
from dev.cluster.databases import list_children
from dev.cluster.tools import PLACES
from dev.layout import PYTHON, ROOT
from dev.postgres import Postgres, get_home
from dev.processes import Service, free_port
from dev.programs import SCHEDULE, WORKER
from dev.run import run_step
from dev.servers import build_base_environment
from dev.state import RunFolder, write_private
from dev.valkey import Valkey
from tfc.console import say, step
from tfc.db_roles.create import connect, prepare_logins
from tfc.db_roles.urls import DATABASE, LOGINS, NOT_FOR_WEB, login_password, with_login

HERE = "127.0.0.1"
SECONDS_TO_RESTART = 2.0
PROCESSES, THREADS = "2", "4"
GUNICORN = ("gunicorn", "tfc.wsgi:application", "--config", "deploy/gunicorn_conf.py")


class Installation:
    """``front``: the web server's URL; ``services``: all processes but PostgreSQL, by name."""

    def __init__(self, folder: RunFolder, media: Path, lease: int) -> None:
        self.place, self.media = folder.path, media
        self.logs = folder.path / "logs"
        self.password = folder.secret("database")
        self.account = get_unprivileged_account()
        home = get_home(self.place / "postgres", outside="drill")
        self.postgres = Postgres(home, self.logs, self.password, settings=("max_connections=200",))
        self.broker = Valkey(self.place / "valkey", self.logs, throwaway=True)
        self.front = Address(HERE, free_port())
        self.pooler = Address(HERE, free_port())
        self.services: dict[str, Service] = {}
        self.database: Service | None = None
        # Services that must stay down for a while.
        self._held: set[str] = set()
        self._ended = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self.environment = build_base_environment(folder.secret("key")) | {
            "DEMO": "1",
            "FILES_ROOT": str(media),
            "STATIC_ROOT": str(self.place / "static"),
            "ALLOWED_HOSTS": HERE,
            "SITE_URL": f"http://{self.front}",
            "BIND": str(self.front),
            "WEB_CONCURRENCY": PROCESSES,
            "WEB_THREADS": THREADS,
            "JOB_LEASE_SECONDS": str(lease),
            "EMAIL_HOST": "",
        }

    @property
    def url(self) -> str:
        return f"http://{self.front}/"

    @property
    def has_pooler(self) -> bool:
        return "pooler" in self.services

    def start(self) -> None:
        """Start everything, migrated and with the demo; `stop` ends what runs if this fails."""
        with step("Starting PostgreSQL, the broker and what is between them"):
            self.database = self.postgres.start()
            prepare_logins(self.postgres.url)
            self.services["broker"] = self.broker.start()
            self._pool()
        self._describe()
        self._prepare()
        with step("Starting the web server, the worker and the schedule"):
            for name, command in self._programs().items():
                self._serve(name, command, build_port_check(self.front) if name == "web" else _at_once)

        self._keeper.start()

    def stop(self) -> None:
        self._ended.set()
        if self._keeper.is_alive():
            self._keeper.join()
        for service in reversed(self.services.values()):
            service.stop()
        if self.database:
            self.database.stop()

    def again(self, name: str) -> None:
        """Start again what was killed."""
        if name == "broker":
            self.services[name] = self.broker.start()
        else:
            self.services[name].start()
        self._held.discard(name)

    def _keep(self) -> None:
        """Restart what ended by itself, as systemd does (Restart=always, RestartSec=2)."""
        while not self._ended.wait(SECONDS_TO_RESTART):
            for name in set(self.services) - self._held:
                if not self.services[name].is_alive():
                    say(f"  {name} ended ({self.services[name].how_it_ended()}); starting it again")
                    self.again(name)

    def kill(self, name: str) -> None:
        """By SIGKILL with all child processes. It stays down until `again`."""
        self._held.add(name)
        process = self.services[name].process
        if process is None:
            return
        for pid in (*list_children(process.pid), process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()

    def restart_database(self) -> None:
        """Restart the database at once (`pg_ctl restart -m immediate`)."""
        if self.database and self.database.process:
            self.database.process.send_signal(signal.SIGQUIT)
            self.database.process.wait()
        self.database = self.postgres.start()

    def second_schedule(self) -> Service:
        command = [*SCHEDULE, "--schedule", str(self.place / "schedule2"), "--pidfile="]
        return self._service("schedule2", [str(PYTHON), "-m", *command])

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        opened = connect(self.postgres.url, DATABASE)
        try:
            with opened.cursor() as cursor:
                cursor.execute(question, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            opened.close()

    def _pool(self) -> None:
        program = shutil.which("pgbouncer", path=PLACES)
        if program is None:
            say("  There is no PgBouncer on this machine (apt-get install pgbouncer): left out")
            return
        home = get_home(self.place / "pgbouncer", outside="drill-pgbouncer")
        settings, users = home / "pgbouncer.ini", home / "users.txt"
        server = Address(HERE, self.postgres.port)
        self._own(users, userlist({login: login_password(self.password, login) for login in POOLED}))
        self._own(settings, pgbouncer(self.pooler, server, server, str(users)))
        self._serve("pooler", [program, str(settings)], build_port_check(self.pooler), drops=True)

    def _own(self, path: Path, text: str) -> None:
        write_private(path, text)
        if self.account:
            self.account.owns(path)

    def _describe(self) -> None:
        server = self.pooler if self.has_pooler else Address(HERE, self.postgres.port)
        logins = {name: login for name, login in LOGINS.items() if login in POOLED}
        self.environment |= {name: self._reached(server, login) for name, login in logins.items()}
        self.environment["REDIS_URL"] = self.broker.url
        for name in set(LOGINS) - set(logins):
            self.environment.pop(name, None)

    def _reached(self, server: Address, login: str) -> str:
        return with_login(f"postgres://x@{server}/{WRITES}", login, login_password(self.password, login))

    def _prepare(self) -> None:
        """Load the demo without PgBouncer and without waiting for the disk, since nothing is broken yet."""
        log, server = self.logs / "prepare.log", Address(HERE, self.postgres.port)
        variables = self.environment | {name: self._reached(server, login) for name, login in LOGINS.items()}
        variables["PGOPTIONS"] = "-c synchronous_commit=off"
        run_step("Migrating the database", ["manage.py", "migrate_patiently"], variables, log)
        run_step("Compiling the translations", ["-m", "tfc.translations"], variables, log)
        run_step("Collecting the static files", ["manage.py", "collectstatic", "--no-input"], variables, log)
        if not self.ask("SELECT 1 FROM communities_community LIMIT 1"):
            run_step("Loading the demo's data", ["manage.py", "load_demo"], variables, log)

    def _programs(self) -> dict[str, list[str]]:
        python = [str(PYTHON), "-m"]
        schedule = ["--schedule", str(self.place / "schedule"), "--pidfile="]
        return {
            "worker": [*python, *WORKER, "--without-mingle"],
            "schedule": [*python, *SCHEDULE, *schedule],
            "web": [*python, *GUNICORN],
        }

    def _serve(
        self, name: str, command: list[str], ready: Callable[[], bool], *, drops: bool = False
    ) -> None:
        self.services[name] = result = self._service(name, command, ready, drops=drops)
        if name == "web":
            result.environment = {
                key: value for key, value in result.environment.items() if key not in NOT_FOR_WEB
            }
        self.services[name].start()

    def _service(
        self, name: str, command: list[str], ready: Callable[[], bool] | None = None, *, drops: bool = False
    ) -> Service:
        return Service(
            name=name,
            command=command,
            folder=self.logs,
            ready=ready or _at_once,
            environment=self.environment,
            working_folder="/" if drops else str(ROOT),
            account=self.account if drops else None,
        )


def _at_once() -> bool:
    return True

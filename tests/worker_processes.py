"""A broker and a worker of their own, as real processes on the test's database; they may be killed without regret."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections

from dev.processes import Service, free_port, start_time
from dev.valkey import Valkey
from reports.models import Job

# The issue allows a minute; production's lease is 30 s and its sweep every 10 s, here both are fifteen times as quick.
LEASE_SECONDS = 2
MINUTE = 60


def url_of(alias: str) -> str:
    chosen = connections[alias].settings_dict
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**chosen)


def watchdog_url() -> str:
    """That of the suite's server, to the test's own database; empty where a user's server has no such login."""
    given = os.environ.get("DATABASE_WATCHDOG_URL", "")
    return given and f"{given.rpartition('/')[0]}/{connections['default'].settings_dict['NAME']}"


class Plant:
    """``folder`` takes logs and the broker's data. Everything in it ends with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.valkey = Valkey(folder / "valkey", folder, throwaway=True)
        self.broker: Service | None = None
        self.worker: Service | None = None
        self.web: Service | None = None
        self.schedules: list[Service] = []
        self.number = 0

    def start_broker(self) -> None:
        self.broker = self.valkey.start()

    def kill_broker(self) -> None:
        """Everything that was queued is gone: this broker writes nothing to disk."""
        _end(self.broker)

    def start_worker(self, *, schedule: bool = True) -> None:
        """One child that works, and the schedule beside it; ready once it takes messages."""
        if schedule and not self.schedules:
            self.start_schedule()
        self.number += 1
        options = ("--concurrency", "1", "--without-gossip", "--without-mingle")
        self.worker = self._service(f"worker{self.number}", "worker", *options)
        self.worker.start()

    def start_web(self, **added: str) -> int:
        """A web server with one process, called as on a server; returns the port at which it listens."""
        port = free_port()
        urls = {
            f"DATABASE_{alias.upper()}_URL": url_of(alias)
            for alias in ("public", "office", "accounts", "links")
        }
        environment = self.environment() | urls | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "BIND": f"127.0.0.1:{port}",
            "WEB_CONCURRENCY": "1",
            **added,
        }  # fmt: skip
        self.web = Service(
            name="web",
            command=[sys.executable, "-m", "gunicorn", "tfc.wsgi", "--config", "deploy/gunicorn_conf.py"],
            folder=self.folder,
            ready=lambda: "Booting worker" in self.log("web"),
            environment=environment,
            working_folder=str(settings.BASE_DIR),
        )
        self.web.start()
        return port

    def start_schedule(self) -> None:
        """One more of them; a real installation has one."""
        name = f"schedule{len(self.schedules) + 1}"
        made = self._service(name, "beat", "-s", str(self.folder / name), "--pidfile", "")
        made.launch()
        self.schedules.append(made)

    def _service(self, name: str, *command: str) -> Service:
        return Service(
            name=name,
            command=[sys.executable, "-m", "celery", "-A", "tfc", *command, "--loglevel", "INFO"],
            folder=self.folder,
            ready=lambda: " ready." in self.log(name),
            environment=self.environment(),
            working_folder=str(settings.BASE_DIR),
        )

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tfc.settings",
            "DATABASE_URL": url_of("default"),
            "DATABASE_OWNER_URL": url_of("default"),
            "DATABASE_ACCOUNTS_URL": url_of("accounts"),
            "DATABASE_FIGURES_URL": url_of("figures"),
            "DATABASE_WATCHDOG_URL": watchdog_url(),
            "REDIS_URL": self.valkey.url,
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "SECRET_KEY": "a-worker-of-the-tests",
            "EMAIL_HOST": "",
        }

    def kill_worker(self) -> None:
        """The whole group by SIGKILL, as when the machine goes down."""
        _end(self.worker)

    def kill_child(self) -> None:
        """The process that does the work by SIGKILL, as the kernel does where memory runs out."""
        for pid in self.children():
            os.kill(pid, signal.SIGKILL)

    def children(self) -> list[int]:
        """The processes that do the work; the worker itself only hands it to them."""
        assert self.worker is not None
        main = int(self.worker.pid_file.read_text().split()[0])
        pids = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [int(pid) for pid in pids if start_time(int(pid))]

    def log(self, name: str = "worker*") -> str:
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob(f"{name}.log")))

    def wait_for_log(self, pattern: str, *, times: int) -> None:
        end = time.monotonic() + MINUTE
        while (found := len(re.findall(pattern, self.log()))) < times:
            assert time.monotonic() < end, f"the log says it {found} times"
            time.sleep(0.1)

    def stop(self) -> None:
        for service in (self.web, *self.schedules, self.worker, self.broker):
            if service is not None and service.is_alive():
                _end(service)


def _end(service: Service | None) -> None:
    """Each service is the leader of a group of its own."""
    assert service is not None
    assert service.process is not None
    os.killpg(service.process.pid, signal.SIGKILL)
    service.process.wait()


def wait_until(
    condition: Callable[[Job], bool], job: Job, seconds: float = MINUTE, every: float = 0.1
) -> Job:
    """The job once the condition holds; AssertionError with its state when it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job.refresh_from_db()
        if condition(job):
            return job
        time.sleep(every)
    raise AssertionError(f"job {job.state} at {job.progress} % in attempt {job.attempts} after {seconds} s")

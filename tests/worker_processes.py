"""A broker and a worker as real processes on the test database, which tests may kill."""

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

# A job must recover within a minute with a lease of 30 s and a sweep every 10 s; here both are 15 times as fast.
LEASE_SECONDS = 2
MINUTE = 60


def get_url(alias: str) -> str:
    chosen = connections[alias].settings_dict
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**chosen)


def watchdog_url() -> str:
    """Return the URL to the test database; empty if a user's server has no such login."""
    address = os.environ.get("DATABASE_WATCHDOG_URL", "")
    return address and f"{address.rpartition('/')[0]}/{connections['default'].settings_dict['NAME']}"


class Plant:
    """``folder`` holds the logs and the broker's data. All processes end with the test."""

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
        """The queue is lost, since this broker writes nothing to disk."""
        _end(self.broker)

    def start_worker(self, *, schedule: bool = True) -> None:
        """Start a worker with one child and a schedule, and wait until it takes tasks."""
        if schedule and not self.schedules:
            self.start_schedule()
        self.number += 1
        options = ("--concurrency", "1", "--without-gossip", "--without-mingle")
        self.worker = self._service(f"worker{self.number}", "worker", *options)
        self.worker.start()

    def start_web(self, **added: str) -> int:
        """Start a web server with one process as on a server, and return its port."""
        port = free_port()
        urls = {
            f"DATABASE_{alias.upper()}_URL": get_url(alias)
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
        """A second schedule; an installation has one."""
        name = f"schedule{len(self.schedules) + 1}"
        result = self._service(name, "beat", "-s", str(self.folder / name), "--pidfile", "")
        result.launch()
        self.schedules.append(result)

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
            "DATABASE_URL": get_url("default"),
            "DATABASE_OWNER_URL": get_url("default"),
            "DATABASE_ACCOUNTS_URL": get_url("accounts"),
            "DATABASE_FIGURES_URL": get_url("figures"),
            "DATABASE_WATCHDOG_URL": watchdog_url(),
            "REDIS_URL": self.valkey.url,
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "SECRET_KEY": "a-worker-of-the-tests",
            "EMAIL_HOST": "",
        }

    def kill_worker(self) -> None:
        """Kill the whole process group, as when the machine goes down."""
        _end(self.worker)

    def kill_child(self) -> None:
        """Kill the process that runs the task, as the kernel does when memory runs out."""
        for pid in self.children():
            os.kill(pid, signal.SIGKILL)

    def children(self) -> list[int]:
        """Return the processes that run tasks."""
        assert self.worker is not None
        main = int(self.worker.pid_file.read_text().split()[0])
        pids = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [int(pid) for pid in pids if start_time(int(pid))]

    def log(self, name: str = "worker*") -> str:
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob(f"{name}.log")))

    def wait_for_log(self, pattern: str, *, times: int) -> None:
        end = time.monotonic() + MINUTE
        while (result := len(re.findall(pattern, self.log()))) < times:
            assert time.monotonic() < end, f"the log says it {result} times"
            time.sleep(0.1)

    def stop(self) -> None:
        for service in (self.web, *self.schedules, self.worker, self.broker):
            if service is not None and service.is_alive():
                _end(service)


def _end(service: Service | None) -> None:
    """Each service leads its own process group."""
    assert service is not None
    assert service.process is not None
    os.killpg(service.process.pid, signal.SIGKILL)
    service.process.wait()


def wait_until(
    condition: Callable[[Job], bool], job: Job, seconds: float = MINUTE, every: float = 0.1
) -> Job:
    """Wait for the condition and return the job; fail with its state after the time limit."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job.refresh_from_db()
        if condition(job):
            return job
        time.sleep(every)
    raise AssertionError(f"job {job.state} at {job.progress} % in attempt {job.attempts} after {seconds} s")

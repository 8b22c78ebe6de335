"""The measured servers and their visitors."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev.layout import PYTHON, ROOT
from dev.processes import Service, free_port
from dev.servers import stop_all
from tests.bench.client import Visitor
from tests.bench.visitors import Person

# As in production on two cores; the same for the bare project.
CALLED = ("--config", "deploy/gunicorn_conf.py", "--workers", "2")
OURS = ("gunicorn", "tfc.wsgi:application", *CALLED)
BARE = ("gunicorn", "tests.bench.bare.wsgi:application", *CALLED)


class Server:
    """A web server at ``port``; ``service`` is its first process. Visitors keep their connections."""

    def __init__(self, port: int, service: Service) -> None:
        self.port = port
        self.service = service
        self._visitors: dict[tuple[Person, int], Visitor] = {}

    def visitor(self, person: Person) -> Visitor:
        key = person, threading.get_ident()
        if key not in self._visitors:
            bare = self.service.name == "bare"
            self._visitors[key] = Visitor(self.port, person.bare_session if bare else person.session)
        return self._visitors[key]


@dataclass(frozen=True)
class Stage:
    """``ours`` as in production, and ``bare``."""

    ours: Server
    bare: Server
    coordinators: list[Person]
    staff: Person
    logs: Path
    size: str


@contextmanager
def servers(logs: Path, coordinators: list[Person], staff: Person, size: str) -> Iterator[Stage]:
    """Start everything, and stop it at the end."""
    running: list[Service] = []
    logs.mkdir(parents=True, exist_ok=True)
    try:
        yield Stage(
            _web("ours", OURS, logs, running),
            _web("bare", BARE, logs, running),
            coordinators,
            staff,
            logs,
            size,
        )
    finally:
        stop_all(running)


def _web(name: str, program: Sequence[str], logs: Path, running: list[Service]) -> Server:
    port = free_port()
    command = [str(PYTHON), "-m", *program, "--bind", f"127.0.0.1:{port}"]
    service = Service(
        name=name,
        command=command,
        folder=logs,
        ready=lambda: _answers(port),
        environment=os.environ,
        working_folder=str(ROOT),
        seconds_to_start=120,
    )
    service.start()
    running.append(service)
    return Server(port, service)


def _answers(port: int) -> bool:
    try:
        return Visitor(port).get("/health/").status > 0
    except OSError:
        return False

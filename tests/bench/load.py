"""The requests per second of a server with two processes, and its memory afterwards."""

import os
import threading
import time
from pathlib import Path

from tests.bench.compare import Ask
from tests.bench.pages import EVENTS, bare_list
from tests.bench.result_rows import ResultRow, ratio_row
from tests.bench.servers import Server, Stage
from tests.bench.visitors import Person

CLIENTS = 4
SECONDS = 3.0
REPETITIONS = 7


def requests_a_second(stage: Stage) -> list[ResultRow]:
    """Measure the event list and the bare list in turn, with four clients."""
    pairs = [
        (_rate(stage.ours, EVENTS, stage.coordinators), _rate(stage.bare, bare_list, stage.coordinators))
        for _ in range(REPETITIONS)
    ]
    ours, bare = [answer for answer, _ in pairs], [other for _, other in pairs]
    return [ratio_row("requests a second, 4 clients", 0.45, ours, bare, unit="/s", at_least=True)]


def _rate(server: Server, ask: Ask, people: list[Person]) -> float:
    counts = [0] * CLIENTS
    end = time.perf_counter() + SECONDS

    def visit(number: int) -> None:
        while time.perf_counter() < end:
            person = people[(number + counts[number] * CLIENTS) % len(people)]
            ask(server.visitor(person), person, counts[number])
            counts[number] += 1

    threads = [threading.Thread(target=visit, args=[number]) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def memory(stage: Stage) -> list[ResultRow]:
    """Measure the memory of one web process after work, with its share of shared memory."""
    _rate(stage.ours, EVENTS, stage.coordinators)
    _rate(stage.bare, bare_list, stage.coordinators)
    ours, bare = (
        [proportional_megabytes(pid) for pid in children(server.service.process.pid)]  # type: ignore[union-attr]
        for server in (stage.ours, stage.bare)
    )
    return [ratio_row("memory of a web process", 3.0, ours, bare, unit="MB")]


def children(pid: int) -> list[int]:
    task = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(number) for number in task.read_text().split()]


def proportional_megabytes(pid: int) -> float:
    """Return the process's own memory and its share of shared memory (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise LookupError(f"Process {pid} on {os.uname().sysname} says nothing of its memory.")

"""`make bench` once its database is there: measure, print, and write build/bench.json."""

import argparse
import os
import platform
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from dev.layout import BUILD  # noqa: E402
from evaluation.rollups.recompute import refresh  # noqa: E402
from tests.bench import (  # noqa: E402  # they need the settings
    imports,
    load,
    pages,
    queries,
    reports,
    rollups,
    row_level_security,
    spreadsheets,
    visitors,
)
from tests.bench.result_rows import ResultRow, across_sizes, keep, read_kept_rows, table  # noqa: E402
from tests.bench.servers import Stage, servers  # noqa: E402

BENCHES: dict[str, Callable[[Stage], list[ResultRow]]] = {
    "pages": pages.measure,
    "office": pages.of_the_office,
    "middle": pages.in_the_middle,
    "statements": queries.statements,
    "rls": row_level_security.at_the_wall,
    "event": rollups.one_event,
    "figures": rollups.one_round,
    "reports": reports.processor,
    "workers": reports.workers,
    "import": imports.bringing_in,
    "spreadsheets": spreadsheets.memory,
    "load": load.requests_a_second,
    "memory": load.memory,
}


def machine() -> str:
    described = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in described if line.startswith("model name")]
    cpu = models[0] if models else platform.machine()
    return f"{os.cpu_count()} × {cpu}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("size")
    parser.add_argument("only", nargs="*", metavar="BENCH", help="only these benches")
    chosen = parser.parse_args()
    if unknown := set(chosen.only) - set(BENCHES):
        parser.error(f"there is no bench {', '.join(sorted(unknown))}, only {', '.join(BENCHES)}")
    rows: list[ResultRow] = []
    place = BUILD / "bench.json"
    logs = BUILD / f"bench-{chosen.size}" / "logs"
    coordinators = visitors.coordinators()
    with servers(logs, coordinators, visitors.staff(), chosen.size) as stage:
        for name in chosen.only or BENCHES:
            # No worker runs and benches may write, so update the figures as a worker would.
            refresh([coordinator.community for coordinator in coordinators])
            print(f"  Measuring {name} …", flush=True)
            measured = BENCHES[name](stage)
            # At once, so that an interrupted run keeps its results.
            keep(measured, chosen.size, machine(), place)
            rows += measured
    if chosen.size == "full":
        rows += across_sizes(rows, read_kept_rows(place, "small"))
    print(f"\n{machine()}, scale set “{chosen.size}”\n{table(rows)}\n")
    keep(rows, chosen.size, machine(), place)


if __name__ == "__main__":
    main()

"""`make bench` once its database is there: measure, print, and keep the rows in build/bench.json."""

import argparse
import os
import platform
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from tests.bench import load, pages, people  # noqa: E402  # they need the settings
from tests.bench.rows import Row, keep, table  # noqa: E402
from tests.bench.stage import Stage, servers  # noqa: E402
from tfc.stack.layout import BUILD  # noqa: E402

BENCHES: dict[str, Callable[[Stage], list[Row]]] = {
    "pages": pages.measure,
    "middle": pages.in_the_middle,
    "wall": pages.at_the_wall,
    "load": load.requests_a_second,
    "memory": load.memory,
}


def machine() -> str:
    """Whose figures these are."""
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
    rows: list[Row] = []
    with servers(BUILD / f"bench-{chosen.size}" / "logs", people.coordinators(), people.staff()) as stage:
        for name in chosen.only or BENCHES:
            print(f"  Measuring {name} …", flush=True)
            rows += BENCHES[name](stage)
    print(f"\n{machine()}, scale set “{chosen.size}”\n{table(rows)}\n")
    keep(rows, chosen.size, machine(), BUILD / "bench.json")


if __name__ == "__main__":
    main()

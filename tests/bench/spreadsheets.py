"""The memory of writing a spreadsheet of 100,000 rows compared with 10,000, each in a new process."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path

import django

from tests.bench.result_rows import ResultRow, ratio_row
from tests.bench.servers import Stage
from tfc.lists.declared import Kind, Value
from tfc.lists.table import Column, Table
from tfc.lists.xlsx import write_table

GOAL = 1.3
FEW, MANY = 10_000, 100_000
REPETITIONS = 3
KINDS = (Kind.DATE, Kind.TEXT, Kind.TEXT, Kind.CODE, Kind.PEOPLE, Kind.PEOPLE, Kind.PERCENT, Kind.TEXT)


def memory(stage: Stage) -> list[ResultRow]:
    many, few = ([_in_new_process(rows) for _ in range(REPETITIONS)] for rows in (MANY, FEW))
    return [ratio_row(f"memory for an XLSX of {MANY:,} rows", GOAL, many, few, unit="MB")]


def _in_new_process(rows: int) -> float:
    with ProcessPoolExecutor(1, get_context("spawn"), django.setup) as process:
        return process.submit(_most_megabytes, rows).result()


def _most_megabytes(rows: int) -> float:
    columns = [
        Column(f"c{place}", f"#c{place}", f"Column {place}", kind, "", str)
        for place, kind in enumerate(KINDS)
    ]
    moment = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    table = Table("bench", "Bench", "Pasadena", moment, "", columns, islice(_rows(), rows))
    with tempfile.TemporaryFile() as file:
        write_table(table, file)
    # getrusage would include the parent process.
    (peak,) = (
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(peak.split()[1]) / 1024


def _rows() -> Iterator[list[Value]]:
    """Return the rows; all differ, as events do."""
    for number in count():
        day = dt.date(2020, 1, 1) + dt.timedelta(days=number % 2000)
        yield [
            day,
            f"Event {number}",
            "A room in the library",
            f"code-{number}",
            number % 90,
            number % 40,
            50.5,
            "–",
        ]

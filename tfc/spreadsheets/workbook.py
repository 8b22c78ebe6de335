"""Reads the sheets of a workbook (XLSX, ODS or XLS) in a process with limited memory and time."""

import json
import logging
import subprocess
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tfc.limited_program import run_limited
from tfc.spreadsheets.grids import Grid, Merge, RawRow, unpack_row
from tfc.spreadsheets.remarks import Remark, UnreadableError

logger = logging.getLogger(__name__)

PROGRAM = "tfc.spreadsheets.workbook_program"
# Processor time: the content of a file of 20 MB takes less than a minute.
SECONDS = 120


def read_workbook(path: Path, chosen: Collection[str], seconds: int = SECONDS) -> list[Grid]:
    """Return the sheets. Their rows are stored in files next to ``path``, and read from there when they are used."""
    try:
        result = json.loads(run_limited(PROGRAM, str(path), json.dumps(sorted(chosen)), seconds=seconds))
    except subprocess.CalledProcessError as error:
        # A positive status is a Python exception or a Rust panic; a negative one means that a limit was reached.
        code = "damaged" if error.returncode > 0 and b"MemoryError" not in error.stderr else "too_much_text"
        logger.warning("Reading a workbook ended with the status %s", error.returncode)
        raise UnreadableError(code) from error
    except (subprocess.SubprocessError, ValueError) as error:
        raise UnreadableError("too_much_text") from error
    if refused := result.get("refused"):
        raise UnreadableError(refused["code"], **refused["values"])
    return [_get_grid(sheet, path.parent) for sheet in result["sheets"]]


def _get_grid(sheet: dict[str, Any], folder: Path) -> Grid:
    if "rows" not in sheet:
        return Grid(sheet["title"], None, hidden=sheet["hidden"])
    return Grid(
        sheet["title"],
        partial(_read_rows, folder / sheet["rows"]),
        dict(sheet["last_filled"]),
        sheet["hidden"],
        tuple(Merge(*merge) for merge in sheet["merges"]),
        sheet["serials"],
        tuple(Remark.from_json(remark) for remark in sheet["remarks"]),
    )


def _read_rows(path: Path) -> Iterator[RawRow]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield unpack_row(json.loads(line))

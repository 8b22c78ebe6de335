"""Who may open each URL, compared with ``access.txt``; ACCESS=write writes it.

The matrix checks that each URL follows its view's declaration. A changed role or a new URL fails here until it is in
the file, so tests of a page need not try each role.
"""

import os
from pathlib import Path

from tests.matrix.routes import OURS, door, guests_write

WRITTEN = Path(__file__).parent / "access.txt"


def test_each_address_admits_who_is_written_down():
    described = [describe(route) for route in sorted(OURS)]
    if os.environ.get("ACCESS") == "write":
        WRITTEN.write_text("\n".join(described) + "\n")
    written = WRITTEN.read_text().splitlines()
    assert sorted(set(described) ^ set(written)) == [], (
        "If this access is meant: ACCESS=write make test ARGS=tests/matrix/test_access_table.py"
    )


def describe(route: str) -> str:
    kind, role = door(route)
    least = f" {role.name.lower()}" if role else ""
    return f"{kind}{least}{' and guests who write' if guests_write(route) else ''}: {route}"

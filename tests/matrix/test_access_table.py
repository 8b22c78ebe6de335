"""Who may open each address, as written down in ``access.txt``; ACCESS=write writes it.

The matrix asks whether each address keeps to what its view declares. A view that declares another role, and a new
address, fail here until they are written down: tests of a page need not ask each role again.
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

"""A pytest plugin: while the tests are still being collected, one process makes the database that each begins with.

The processes of pytest-xdist copy it, with the rows of tests/row_sets.py in it. A test run alone makes its own.
"""

import fcntl
import os
import pickle
import subprocess
import sys
import tempfile
from typing import Any

import django
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

NAME = "prepared"
# Where the process writes what was made (`RowSets.made`). It holds the file's lock until it ends, well or not.
WRITTEN = "TESTS_PREPARED"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    if config.option.collectonly:
        return
    with tempfile.NamedTemporaryFile(prefix="tfc-prepared-", delete=False) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.environ[WRITTEN] = file.name
        number = file.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.template_database", str(number)],
            pass_fds=[number],
            cwd=config.rootpath,
        )
    config.add_cleanup(lambda: _forget(process, file.name))


def _forget(process: "subprocess.Popen[bytes]", path: str) -> None:
    process.terminate()
    process.wait()
    os.unlink(path)


@pytest.fixture(scope="session")
def prepared() -> dict[str, bytes] | None:
    """What was made, once it is, for a test database that becomes a copy of it; None where nobody prepares any."""
    path = os.environ.get(WRITTEN)
    if not path or "PYTEST_XDIST_WORKER" not in os.environ:
        return None
    with open(path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        content = file.read()
    if not content:
        pytest.exit("The tests' database could not be prepared; what went wrong stands above.", 4)
    owner: dict[str, Any] = settings.DATABASES["owner"]
    owner["TEST"] |= {"TEMPLATE": NAME, "MIGRATE": False}
    made: dict[str, bytes] = pickle.loads(content)  # noqa: S301  # written by the process of ours beside this one
    return made


def main(number: int) -> None:
    """Migrate a database of that name and keep the rows in it. ``number``: of the open file, which is locked."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.row_set_sources import store_rows
    from tests.row_sets import RowSets

    with os.fdopen(number, "wb") as file:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f'CREATE DATABASE {NAME} TEMPLATE "{settings.DATABASES["owner"]["NAME"]}"')
        connections.close_all()
        for chosen in connections.settings.values():
            chosen["NAME"] = NAME
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        row_sets = RowSets()
        store_rows(row_sets)
        # Nobody copies a database that somebody uses.
        connections.close_all()
        pickle.dump(row_sets.made, file)


if __name__ == "__main__":
    main(int(sys.argv[1]))

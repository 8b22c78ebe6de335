"""A pytest plugin: one process creates the template database while the tests are still being collected.

The processes of pytest-xdist copy it, with the rows of tests/row_sets.py. A run without processes creates its own.
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
# The file to which the process writes `RowSets.made`. The process locks the file until it ends.
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
    """Wait for the template database and return its row sets; None without processes."""
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
    result: dict[str, bytes] = pickle.loads(content)  # noqa: S301  # written by the process of ours beside this one
    return result


def main(number: int) -> None:
    """Create the template database, migrate it and store the row sets. ``number``: descriptor of the open, locked
    file."""
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
        # PostgreSQL does not copy a database that is in use.
        connections.close_all()
        pickle.dump(row_sets.made, file)


if __name__ == "__main__":
    main(int(sys.argv[1]))

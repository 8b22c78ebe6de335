"""Makes a backup: the database in one snapshot, then the files, encrypted while they are read."""

import datetime as dt
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ
from psycopg2.extensions import connection as Connection

from tfc.backup import BackupError
from tfc.backup.catalogue import list_other_schemas, read_catalogue, sees_every_row
from tfc.backup.contents import DUMP, FILES, MANIFEST, Manifest, hash_file, list_files
from tfc.backup.programs import get_major_version, program, run
from tfc.backup.sealing import open_encrypted_tar

# Only these extensions are dumped. Others belong to the server's administrator and may be missing where a backup is
# restored.
EXTENSIONS = ("pg_trgm",)


def make_backup(output: IO[bytes], *, url: str, root: Path, keys: list[Any], now: dt.datetime) -> Manifest:
    """Write the backup to ``output``, encrypted for ``keys``, and return its manifest.

    ``url``: of a login that bypasses row-level security, since any other would silently see no rows. ``root``: the
    folder of the files; they are read after the database, so that every row has its file. Raise BackupError with a
    plain sentence.
    """
    with _picture(url) as server, tempfile.TemporaryFile() as dump:
        catalogue = read_catalogue(server)
        _dump(server, url, dump)
        described = hash_file(dump)
        with open_encrypted_tar(output, keys) as tar:
            tar.addfile(_entry(DUMP, described[0]), dump)
            files = dict(_add_files(tar, root))
            manifest = Manifest(now, get_major_version(server), described, catalogue, files)
            # Written last: a file that has it is complete.
            text = manifest.as_bytes()
            tar.addfile(_entry(MANIFEST, len(text)), io.BytesIO(text))
    return manifest


@contextmanager
def _picture(url: str) -> Iterator[Connection]:
    """Open a repeatable-read transaction, which sees one snapshot of the database."""
    try:
        server = psycopg2.connect(url)
    except psycopg2.OperationalError as error:
        raise BackupError(f"The database cannot be reached: {str(error).strip().splitlines()[0]}") from error
    with closing(server):
        server.set_session(isolation_level=ISOLATION_LEVEL_REPEATABLE_READ, readonly=True)
        if not sees_every_row(server):
            raise BackupError(
                f"The login {server.info.user} obeys the policies, so that its backup would hold 0 rows of every"
                " community. Give DATABASE_BACKUP_URL of tfc_backup, which reads everything and writes nothing."
            )
        yield server


def _dump(server: Connection, url: str, output: IO[bytes]) -> None:
    with server.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        [(snapshot,)] = cursor.fetchall()
    wanted = [f"--extension={name}" for name in EXTENSIONS]
    wanted += [f"--exclude-schema={name}" for name in list_other_schemas(server)]
    how = ("--format=custom", f"--snapshot={snapshot}", *wanted)
    run([program("pg_dump", get_major_version(server)), *how], url, output=output)


def _add_files(tar: tarfile.TarFile, root: Path) -> Iterator[tuple[str, list[Any]]]:
    for name, path in list_files(root):
        try:
            file = open(path, "rb")  # noqa: SIM115 (closed below, and missing is no mistake)
        except FileNotFoundError:
            continue  # deleted permanently since the folder was listed
        with file:
            described = hash_file(file)
            tar.addfile(_entry(FILES + name, os.fstat(file.fileno()).st_size), file)
        yield name, described


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o640
    return entry

"""Puts a backup back into an empty database and an empty folder, and compares both with what was taken away."""

import shutil
import tempfile
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Any

import psycopg2

from tfc.backup import BackupError
from tfc.backup.catalogue import is_empty, read_catalogue, sees_every_row
from tfc.backup.contents import DUMP, FILES, LEFT_OUT, MANIFEST, Manifest, hash_file, kept_files
from tfc.backup.differences import differences, file_differences
from tfc.backup.programs import get_major_version, program, run
from tfc.backup.sealing import CHUNK, unsealed


def check_empty(*, url: str, root: Path) -> None:
    """BackupError where something is there: a backup is never put over what somebody works with."""
    with closing(_connected(url)) as server:
        if not sees_every_row(server):
            raise BackupError("DATABASE_OWNER_URL must be a login that bypasses row security: tfc_owner.")
        if not is_empty(server):
            raise BackupError(
                "The database is not empty, and nothing was changed. Make a new one, or drop what is in it."
            )
    if next(kept_files(root), None):
        raise BackupError(
            f"The folder {root} is not empty, and nothing was changed. Move away what is in it."
        )


def restore_backup(source: IO[bytes], *, url: str, root: Path, keys: list[Any]) -> tuple[Manifest, list[str]]:
    """Returns what was taken away, and where that which is here now differs from it: nothing, if all is well.

    The file is unsealed and looked through before anything is put back. BackupError in plain words.
    """
    check_empty(url=url, root=root)
    root.mkdir(parents=True, exist_ok=True, mode=0o750)
    with (
        tempfile.TemporaryDirectory(dir=root, prefix=f"{LEFT_OUT[0]}-") as name,
        tempfile.TemporaryFile() as dump,
    ):
        staged = Path(name)
        with unsealed(source, keys) as tar:
            manifest = _unpacked(tar, dump, staged)
        _check_whole(manifest, dump, staged)
        _put_rows_back(url, dump)
        for path in staged.iterdir():
            path.replace(root / path.name)
    with closing(_connected(url)) as server:
        database_differences = list(differences(manifest.catalogue, read_catalogue(server)))
    return manifest, [*database_differences, *file_differences(manifest.files, hash_files(root))]


def hash_files(root: Path) -> dict[str, list[Any]]:
    hashes = {}
    for name, path in kept_files(root):
        with open(path, "rb") as file:
            hashes[name] = hash_file(file)
    return hashes


def _unpacked(tar: Any, dump: IO[bytes], staged: Path) -> Manifest:
    manifest = None
    for entry in tar:
        content = tar.extractfile(entry)
        if content is None:
            raise BackupError("There is something in this backup that is no file.")
        if entry.name == DUMP:
            shutil.copyfileobj(content, dump, CHUNK)
        elif entry.name == MANIFEST:
            manifest = Manifest.parse(content.read())
        else:
            path = _place(entry.name, staged)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
            with open(path, "xb") as file:
                shutil.copyfileobj(content, file, CHUNK)
    if manifest is None:
        raise BackupError("This backup was never finished: its description is missing.")
    return manifest


def _place(name: str, staged: Path) -> Path:
    path = PurePosixPath(name)
    if not name.startswith(FILES) or ".." in path.parts or path.is_absolute():
        raise BackupError("There is something in this backup that belongs nowhere.")
    return staged.joinpath(*path.parts[1:])


def _check_whole(manifest: Manifest, dump: IO[bytes], staged: Path) -> None:
    broken = list(file_differences(manifest.files, hash_files(staged)))
    if hash_file(dump) != manifest.dump or broken:
        raise BackupError("What is in this backup is not what its description says. Nothing was changed.")


def _put_rows_back(url: str, dump: IO[bytes]) -> None:
    """All or nothing: triggers come after the rows, so that nothing is marked or counted again."""
    with closing(_connected(url)) as server, tempfile.NamedTemporaryFile() as named:
        shutil.copyfileobj(dump, named, CHUNK)
        named.flush()
        major, database = get_major_version(server), server.info.dbname
        how = ("--exit-on-error", "--single-transaction", f"--dbname={database}")
        run([program("pg_restore", major), *how, named.name], url)


def _connected(url: str) -> Any:
    try:
        return psycopg2.connect(url)
    except psycopg2.OperationalError as error:
        raise BackupError(f"The database cannot be reached: {str(error).strip().splitlines()[0]}") from error

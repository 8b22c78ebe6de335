"""Restores a backup into an empty database and an empty folder, and compares both with its manifest."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Any

import psycopg2

from tfc.backup import BackupError
from tfc.backup.catalogue import Catalogue, is_empty, read_catalogue, sees_every_row
from tfc.backup.contents import DUMP, FILES, LEFT_OUT, MANIFEST, Manifest, hash_file, list_files
from tfc.backup.programs import get_major_version, program, run
from tfc.backup.sealing import CHUNK, open_sealed

# When PostgreSQL parses its own definitions again, it moves type casts and parentheses in lists; the meaning stays the
# same.
REWRITTEN = frozenset({"constraints", "indexes", "policies"})
CASTS = re.compile(r"::(character varying|[a-z]+)(\(\d+\))?(\[\])?|[()]")


def check_empty(*, url: str, root: Path) -> None:
    """Raise BackupError if the database or the folder is not empty: a backup never overwrites data in use."""
    with closing(_connect(url)) as server:
        if not sees_every_row(server):
            raise BackupError("DATABASE_OWNER_URL must be a login that bypasses row security: tfc_owner.")
        if not is_empty(server):
            raise BackupError(
                "The database is not empty, and nothing was changed. Make a new one, or drop what is in it."
            )
    if next(list_files(root), None):
        raise BackupError(
            f"The folder {root} is not empty, and nothing was changed. Move away what is in it."
        )


def restore_backup(source: IO[bytes], *, url: str, root: Path, keys: list[Any]) -> tuple[Manifest, list[str]]:
    """Restore a backup, and return its manifest and the differences from it, which are empty if all is well.

    The file is decrypted and checked before anything is restored. Raise BackupError with a plain sentence.
    """
    check_empty(url=url, root=root)
    root.mkdir(parents=True, exist_ok=True, mode=0o750)
    with (
        tempfile.TemporaryDirectory(dir=root, prefix=f"{LEFT_OUT[0]}-") as name,
        tempfile.TemporaryFile() as dump,
    ):
        staged = Path(name)
        with open_sealed(source, keys) as tar:
            manifest = _unpack(tar, dump, staged)
        _check_whole(manifest, dump, staged)
        _restore_rows(url, dump)
        for path in staged.iterdir():
            path.replace(root / path.name)
    with closing(_connect(url)) as server:
        database_differences = list(differences(manifest.catalogue, read_catalogue(server)))
    return manifest, [*database_differences, *file_differences(manifest.files, hash_files(root))]


def hash_files(root: Path) -> dict[str, list[Any]]:
    hashes = {}
    for name, path in list_files(root):
        with open(path, "rb") as file:
            hashes[name] = hash_file(file)
    return hashes


def _unpack(tar: Any, dump: IO[bytes], staged: Path) -> Manifest:
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


def _restore_rows(url: str, dump: IO[bytes]) -> None:
    """Restore in one transaction. Triggers are created after the rows, so that no dirty flag is set and nothing is
    counted again.
    """
    with closing(_connect(url)) as server, tempfile.NamedTemporaryFile() as named:
        shutil.copyfileobj(dump, named, CHUNK)
        named.flush()
        major, database = get_major_version(server), server.info.dbname
        how = ("--exit-on-error", "--single-transaction", f"--dbname={database}")
        run([program("pg_restore", major), *how, named.name], url)


def _connect(url: str) -> Any:
    try:
        return psycopg2.connect(url)
    except psycopg2.OperationalError as error:
        raise BackupError(f"The database cannot be reached: {str(error).strip().splitlines()[0]}") from error


def differences(wanted: Catalogue, actual: Catalogue) -> Iterator[str]:
    """Yield one sentence for each table, rule and sequence that differs."""
    yield from _tables(wanted.tables, actual.tables)
    for kind in sorted(wanted.rules.keys() | actual.rules.keys()):
        then, now = (_settle_rules(kind, catalogue.rules.get(kind, {})) for catalogue in (wanted, actual))
        yield from _list_differences(kind, then, now)
    for name, last in wanted.sequences.items():
        if actual.sequences.get(name, -1) < last:
            yield f"Sequence {name}: {actual.sequences.get(name, 'none')} is behind {last}."


def _settle_rules(kind: str, rules: Mapping[str, str]) -> Mapping[str, str]:
    return {name: CASTS.sub("", text) for name, text in rules.items()} if kind in REWRITTEN else rules


def file_differences(wanted: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[str]:
    """Yield one sentence for each file that differs; files are {path: [size, hash]}."""
    yield from _list_differences("files", wanted, actual)


def _tables(wanted: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(wanted.keys() | actual.keys()):
        if name not in actual or name not in wanted:
            yield from _list_differences(
                "tables", {n: "" for n in wanted if n == name}, {n: "" for n in actual if n == name}
            )
        elif wanted[name][0] != actual[name][0]:
            yield f"Table {name}: {wanted[name][0]} rows were taken, {actual[name][0]} are here."
        elif wanted[name][1] != actual[name][1]:
            yield f"Table {name}: {wanted[name][0]} rows, and not the same ones."


def _list_differences(kind: str, wanted: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(wanted.keys() | actual.keys()):
        if name not in actual:
            yield f"{kind.capitalize()}: {name} is missing."
        elif name not in wanted:
            yield f"{kind.capitalize()}: {name} was not there."
        elif list(wanted[name]) != list(actual[name]):
            yield f"{kind.capitalize()}: {name} is another one."

"""A file that only the holder of a key can read: a tar, sealed by age (https://age-encryption.org) for public keys.

The server has the public keys alone, so whoever takes the server over cannot read what was taken away before.
"""

import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import pyrage

from tfc.backup import BackupError

CHUNK = 1 << 20


def new_key() -> tuple[str, str]:
    """A secret key, which belongs elsewhere, and its public one."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipients(keys: list[str]) -> list[Any]:
    """BackupError where there is none, or one cannot be read."""
    if not keys:
        raise BackupError(
            "BACKUP_RECIPIENTS names no public key. Make a pair on another machine (docs/deploy/backups.md), keep the"
            " secret one there, and set the public one here."
        )
    try:
        return [pyrage.x25519.Recipient.from_str(key) for key in keys]
    except pyrage.RecipientError as error:
        raise BackupError("BACKUP_RECIPIENTS holds what is no public key of age (age1…).") from error


def identities(text: str) -> list[Any]:
    """The secret keys of a file as age-keygen writes it: its remarks are passed over."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        secret_keys = [
            pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")
        ]
    except pyrage.IdentityError as error:
        raise BackupError("There is no secret key of age (AGE-SECRET-KEY-1…) in this file.") from error
    if not secret_keys:
        raise BackupError("There is no secret key in this file.")
    return secret_keys


@contextmanager
def open_encrypted_tar(output: IO[bytes], keys: list[Any]) -> Iterator[tarfile.TarFile]:
    """A tar to add to; it ends in ``output`` sealed, and nowhere else. BackupError where that cannot be written."""
    read, write = os.pipe()

    def seal_it() -> None:
        with os.fdopen(read, "rb") as pipe:
            pyrage.encrypt_io(pipe, output, keys)

    sealing = _Beside(seal_it, "The backup could not be written; is there room?")
    try:
        with os.fdopen(write, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|", bufsize=CHUNK) as tar:
            yield tar
    except BrokenPipeError:
        sealing.end()
        raise
    sealing.end()


@contextmanager
def unsealed(source: IO[bytes], keys: list[Any]) -> Iterator[tarfile.TarFile]:
    """The tar again, member by member. BackupError where the key does not fit, or a byte is another."""
    read, write = os.pipe()

    def open_it() -> None:
        with os.fdopen(write, "wb") as pipe:
            pyrage.decrypt_io(source, pipe, keys)

    opening = _Beside(open_it, "The key does not fit this file, or the file was changed or cut off.")
    try:
        with os.fdopen(read, "rb") as pipe, tarfile.open(fileobj=pipe, mode="r|", bufsize=CHUNK) as tar:
            yield tar
            # The last bytes are part of the seal as well.
            while pipe.read(CHUNK):
                pass
    except tarfile.TarError as error:
        opening.end()
        raise BackupError("This file is no backup, or it is cut off.") from error
    opening.end()


class _Beside:
    """Work in a thread of its own; where it failed, ``end`` says so."""

    def __init__(self, work: Callable[[], None], otherwise: str) -> None:
        self._failure: BaseException | None = None
        self._otherwise = otherwise
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (raised again where somebody waits)
            self._failure = error

    def end(self) -> None:
        self._thread.join()
        if self._failure is not None:
            raise BackupError(self._otherwise) from self._failure

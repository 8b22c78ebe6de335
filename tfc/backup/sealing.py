"""Encrypts a tar archive with age (https://age-encryption.org) for public keys.

The server has only the public keys, so an attacker who takes over the server cannot read older backups.
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
    """Return a new secret key, which must be stored elsewhere, and its public key."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipients(keys: list[str]) -> list[Any]:
    """Return the public keys. Raise BackupError if there is none or one cannot be read."""
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
    """Return the secret keys in a file of age-keygen; comments are skipped."""
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
    """Open a tar archive to add to; it is written to ``output``, encrypted. Raise BackupError if it
    cannot be written.
    """
    read, write = os.pipe()

    def seal_it() -> None:
        with os.fdopen(read, "rb") as pipe:
            pyrage.encrypt_io(pipe, output, keys)

    sealing = _BackgroundWork(seal_it, "The backup could not be written; is there room?")
    try:
        with os.fdopen(write, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|", bufsize=CHUNK) as tar:
            yield tar
    except BrokenPipeError:
        sealing.end()
        raise
    sealing.end()


@contextmanager
def open_sealed(source: IO[bytes], keys: list[Any]) -> Iterator[tarfile.TarFile]:
    """Yield the members of an encrypted tar archive. Raise BackupError if the key does not fit or a
    byte has changed.
    """
    read, write = os.pipe()

    def open_it() -> None:
        with os.fdopen(write, "wb") as pipe:
            pyrage.decrypt_io(source, pipe, keys)

    opening = _BackgroundWork(open_it, "The key does not fit this file, or the file was changed or cut off.")
    try:
        with os.fdopen(read, "rb") as pipe, tarfile.open(fileobj=pipe, mode="r|", bufsize=CHUNK) as tar:
            yield tar
            # Read to the end: the last bytes are part of the authenticated encryption.
            while pipe.read(CHUNK):
                pass
    except tarfile.TarError as error:
        opening.end()
        raise BackupError("This file is no backup, or it is cut off.") from error
    opening.end()


class _BackgroundWork:
    """Work in a separate thread; ``end`` raises its error if it failed."""

    def __init__(self, work: Callable[[], None], message: str) -> None:
        self._failure: BaseException | None = None
        self._message = message
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (raised again by end)
            self._failure = error

    def end(self) -> None:
        self._thread.join()
        if self._failure is not None:
            raise BackupError(self._message) from self._failure

"""The contents of a backup file and the format of its manifest."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from tfc.backup import BackupError
from tfc.backup.catalogue import Catalogue

DUMP, FILES, MANIFEST = "database.dump", "files/", "manifest.json"
FORMAT = 1
# Folders of the file store that are not backed up: archives live for one day, and the deletion log must be stored
# apart from the backup.
LEFT_OUT = ("archives", "purges")


@dataclass(frozen=True)
class Manifest:
    """Description of a backup. ``server``: major version of PostgreSQL; ``dump``: [size, SHA-256]; ``files``: {path:
    [size, SHA-256]}.
    """

    made_at: dt.datetime
    server: int
    dump: list[Any]
    catalogue: Catalogue
    files: dict[str, list[Any]] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        document = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(document, indent=1, sort_keys=True).encode()

    @classmethod
    def parse(cls, text: bytes) -> Self:
        try:
            document = json.loads(text)
            if document.pop("format") != FORMAT:
                raise BackupError(
                    "This backup is of another version of the program. Put it back with that one."
                )
            made_at = dt.datetime.fromisoformat(document.pop("made_at"))
            return cls(made_at=made_at, catalogue=Catalogue(**document.pop("catalogue")), **document)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError("The description in this backup cannot be read.") from error


def hash_file(file: Any) -> list[Any]:
    """Return [size, SHA-256] of the whole file, and rewind it to the beginning."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = file.tell()
    file.seek(0)
    return [size, digest]


def list_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files that belong in a backup, each with its path below ``root``."""
    if not root.is_dir():
        return
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and name.parts[0] not in LEFT_OUT:
            yield name.as_posix(), path

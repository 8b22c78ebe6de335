"""What lies in a sealed file, and how its description is written."""

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
# Lie in the folder of the files, and not in a backup: what lives for a day, and what must be known apart from it.
LEFT_OUT = ("archives", "purges")


@dataclass(frozen=True)
class Manifest:
    """``server``: PostgreSQL's major version; ``dump``: [size, SHA-256]; ``files``: {path: [size, SHA-256]}."""

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
    """[size, SHA-256] of the whole file; it stands at its beginning afterwards."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = file.tell()
    file.seek(0)
    return [size, digest]


def kept_files(root: Path) -> Iterator[tuple[str, Path]]:
    """What belongs into a backup, by its path below ``root``."""
    if not root.is_dir():
        return
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and name.parts[0] not in LEFT_OUT:
            yield name.as_posix(), path

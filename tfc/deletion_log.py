"""The deletion log: permanent deletions, recorded outside of the database, so that a restored backup does not bring
records back.

A line contains the model, the IDs and the time, and never the owner or the content. Each line is on disk before its
rows are deleted; rows that are logged but not deleted are deleted the next time. Example: `{"at":
"2026-11-28T15:30:00+00:00", "what": "events.event", "ids": [7, 9]}`

Words removed from a text are recorded by position: a line with ``what`` "text:" and the model has the column, the
start and end of the words, and keyed digests of the text before and after. ``what`` "audit:" and a table: the recorded
changes of these records were erased.
"""

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

# Prefixes of ``what`` for a removal from a text and for the history of records.
TEXT, AUDIT = "text:", "audit:"
# A transaction that was open when a backup began may have logged its deletion before and committed after.
SLACK = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Purge:
    at: dt.datetime
    what: str
    ids: tuple[int, ...]
    column: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    before: str = ""
    after: str = ""


def folder() -> Path:
    return settings.FILES_ROOT / "purges"


def tell_purge(what: str, ids: Iterable[int]) -> None:
    """Record permanent deletions and wait until they are on disk; do nothing without IDs."""
    numbers = sorted(ids)
    if not numbers:
        return
    _write({"what": what, "ids": numbers})


def tell_removal(
    what: str, pk: int, column: str, spans: Iterable[tuple[int, int]], *, before: str, after: str
) -> None:
    """Record that words were removed from a text. ``before`` and ``after``: digests of the text."""
    line = {"what": TEXT + what, "ids": [pk], "column": column, "spans": list(spans)}
    _write(line | {"before": before, "after": after})


def text_digest(text: str) -> str:
    """Return a keyed digest that identifies a text. Words cannot be tried out against it without the installation's
    key.
    """
    return salted_hmac("tfc.deletion_log", text, algorithm="sha256").hexdigest()


def _write(entry: dict[str, Any]) -> None:
    now = timezone.now()
    line = json.dumps({"at": now.isoformat()} | entry) + "\n"
    path = folder() / f"{now:%Y-%m}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with open(path, "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def purges_since(place: Path, moment: dt.datetime) -> list[Purge]:
    """Return the permanent deletions since then, oldest first. Raise ValueError for a line that cannot be read."""
    purges = []
    for path in sorted(place.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            purge = _purge(entry)
            if purge.at >= moment - SLACK:
                purges.append(purge)
    return sorted(purges, key=lambda purge: purge.at)


def _purge(entry: dict[str, Any]) -> Purge:
    return Purge(
        dt.datetime.fromisoformat(entry["at"]),
        entry["what"],
        tuple(map(int, entry["ids"])),
        entry.get("column", ""),
        tuple((int(begin), int(end)) for begin, end in entry.get("spans", ())),
        entry.get("before", ""),
        entry.get("after", ""),
    )

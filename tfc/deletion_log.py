"""What was deleted for good, told apart from the database: so that a backup put back does not bring it back.

A line says of which kind, which numbers and when; never whose they were or what stood there. Each is on the disk before
its rows are gone: one that is told and then not deleted is deleted the next time.

    {"at": "2026-11-28T15:30:00+00:00", "what": "events.event", "ids": [7, 9]}

Words that were taken out of a text are told by their place in it: a line with ``what`` "text:" and the model has the
column, where the words began and ended, and keyed digests of the text before and after. ``what`` "audit:" and a table:
what was changed in these records was forgotten.
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

# What begins a line about a text, and one about the history of records.
TEXT, AUDIT = "text:", "audit:"
# A transaction that was open while a backup began told of its purge before, and ended after.
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
    """Write it down and wait until it is on the disk; nothing where there is no number."""
    numbers = sorted(ids)
    if not numbers:
        return
    _write({"what": what, "ids": numbers})


def tell_removal(
    what: str, pk: int, column: str, spans: Iterable[tuple[int, int]], *, before: str, after: str
) -> None:
    """Write down that words were taken out of a text. ``before`` and ``after``: its digests."""
    line = {"what": TEXT + what, "ids": [pk], "column": column, "spans": list(spans)}
    _write(line | {"before": before, "after": after})


def text_digest(text: str) -> str:
    """By which a text is known again. Without the installation's key nobody can try out words against it."""
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
    """What was deleted for good since then, oldest first. ValueError for a line that cannot be read."""
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

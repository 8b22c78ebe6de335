"""What was deleted for good, told apart from the database: so that a backup put back does not bring it back.

A line says of which kind, which numbers and when; never whose they were or what stood there. Each is on the disk before
its rows are gone: one that is told and then not deleted is deleted the next time.

    {"at": "2026-11-28T15:30:00+00:00", "what": "events.event", "ids": [7, 9]}
"""

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# A transaction that was open while a backup began told of its purge before, and ended after.
SLACK = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Purge:
    at: dt.datetime
    what: str
    ids: tuple[int, ...]


def folder() -> Path:
    return settings.FILES_ROOT / "purges"


def tell_purge(what: str, ids: Iterable[int]) -> None:
    """Write it down and wait until it is on the disk; nothing where there is no number."""
    numbers = sorted(ids)
    if not numbers:
        return
    now = timezone.now()
    line = json.dumps({"at": now.isoformat(), "what": what, "ids": numbers}) + "\n"
    path = folder() / f"{now:%Y-%m}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with open(path, "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def purges_since(place: Path, moment: dt.datetime) -> list[Purge]:
    """What was deleted for good since then, oldest first. ValueError for a line that cannot be read."""
    found = []
    for path in sorted(place.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            one = Purge(dt.datetime.fromisoformat(told["at"]), told["what"], tuple(map(int, told["ids"])))
            if one.at >= moment - SLACK:
                found.append(one)
    return sorted(found, key=lambda one: one.at)

"""What the generator draws from: the files of demo/data, and chance that falls the same way every time."""

import csv
import json
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent / "data"
SEED = "traffickfree-demo-1"


def read_rows(name: str) -> list[dict[str, str]]:
    """Every value as text."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_json(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def make_random(*subject: object) -> Random:
    """One generator for each subject, so that a change to one town moves nothing in another."""
    return Random(":".join([SEED, *map(str, subject)]))  # noqa: S311 (made-up data, not secrets)  # nosec B311

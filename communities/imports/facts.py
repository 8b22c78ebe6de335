"""What is to be known of the rows that will be brought in, counted: kept among a batch's notes, and renewed by row."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from communities.imports.kinds import Import, Values
from communities.models import ImportBatch, ImportState

FACTS = "facts"


def without_facts(notes: Iterable[Any]) -> list[Any]:
    """What the file itself gives to note."""
    return [note for note in notes if not isinstance(note, str) and FACTS not in note]


def keep_facts(batch: ImportBatch, facts: Counter[str]) -> None:
    batch.notes = [*without_facts(batch.notes), {FACTS: dict(+facts)}]


def get_facts(batch: ImportBatch) -> Counter[str] | None:
    """None before its rows were looked at."""
    return next(
        (Counter(note[FACTS]) for note in batch.notes if isinstance(note, dict) and FACTS in note), None
    )


def recount(batch: ImportBatch, importer: Import, before: Values | None, after: Counter[str]) -> None:
    """After one row was looked at again. ``before``: what it said while it was to be brought in."""
    facts = get_facts(batch) or Counter()
    if before is not None:
        facts.subtract(importer.facts(before))
    facts.update(after)
    keep_facts(batch, facts)


def get_remarks(batch: ImportBatch, importer: Import) -> list[str]:
    """Nothing more is to be known once all was taken back."""
    facts = get_facts(batch)
    return [] if facts is None or batch.state == ImportState.UNDONE else importer.remarks(facts)

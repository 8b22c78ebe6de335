"""Counted facts about the rows to import: stored in the notes of an import, and updated row by row."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from communities.imports.kinds import Import, Values
from communities.models import ImportBatch, ImportState

FACTS = "facts"


def without_facts(notes: Iterable[Any]) -> list[Any]:
    """Return the notes about the file itself."""
    return [note for note in notes if not isinstance(note, str) and FACTS not in note]


def keep_facts(batch: ImportBatch, facts: Counter[str]) -> None:
    batch.notes = [*without_facts(batch.notes), {FACTS: dict(+facts)}]


def get_facts(batch: ImportBatch) -> Counter[str] | None:
    """Return the counts; None before the rows were checked."""
    return next(
        (Counter(note[FACTS]) for note in batch.notes if isinstance(note, dict) and FACTS in note), None
    )


def recount(batch: ImportBatch, importer: Import, before: Values | None, after: Counter[str]) -> None:
    """Update the counts after one row was checked again. ``before``: its values while it was to be imported."""
    facts = get_facts(batch) or Counter()
    if before is not None:
        facts.subtract(importer.facts(before))
    facts.update(after)
    keep_facts(batch, facts)


def get_remarks(batch: ImportBatch, importer: Import) -> list[str]:
    """Return the importer's remarks; none after the import was undone."""
    facts = get_facts(batch)
    return [] if facts is None or batch.state == ImportState.UNDONE else importer.remarks(facts)

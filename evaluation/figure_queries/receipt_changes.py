"""What changed in the records behind stored receipts: how many of each kind were added, corrected and removed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias

from evaluation.figure_queries.receipts import ANSWERS

# The table and the id of a record.
RecordKey: TypeAlias = tuple[str, int]
Receipt: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class KindChanges:
    """How many records of one kind were added, corrected and removed."""

    added: int = 0
    corrected: int = 0
    removed: int = 0


@dataclass(frozen=True)
class ReceiptChanges:
    """The changes by table; false when nothing changed."""

    kinds: Mapping[str, KindChanges] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.kinds)

    @property
    def added(self) -> int:
        return sum(kind.added for kind in self.kinds.values())

    @property
    def corrected(self) -> int:
        return sum(kind.corrected for kind in self.kinds.values())

    @property
    def removed(self) -> int:
        return sum(kind.removed for kind in self.kinds.values())

    def to_json(self) -> dict[str, list[int]]:
        return {
            table: [kind.added, kind.corrected, kind.removed] for table, kind in sorted(self.kinds.items())
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, list[int]]) -> Self:
        return cls({table: KindChanges(*counts) for table, counts in stored.items()})


def changes_between(
    before: Iterable[Receipt], after: Iterable[Receipt], unchanged: Collection[RecordKey] = ()
) -> ReceiptChanges:
    """From earlier receipts to later ones, each record counted once. A record with an outcome recorded later was
    corrected, not added. Records in ``unchanged`` have the same content as before and are not counted.
    """
    old, new = get_revisions(before), get_revisions(after)
    counts: dict[str, list[int]] = {}
    for key in find_candidates(old, new) - set(unchanged):
        position = 0 if key not in old else 2 if key not in new else 1
        counts.setdefault(key[0], [0, 0, 0])[position] += 1
    return ReceiptChanges.from_json(counts)


def find_candidates(old: Mapping[RecordKey, int], new: Mapping[RecordKey, int]) -> set[RecordKey]:
    """Return the records that are in only one of the two, or whose revision differs."""
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def get_revisions(receipts: Iterable[Receipt]) -> dict[RecordKey, int]:
    """Return the revision of each record. Residents' answers are left out: closing a survey changes the survey's row
    anyway.
    """
    return {
        (table, record_id): revision
        for receipt in receipts
        for group in ("considered", "records")
        for table, entries in receipt.get(group, {}).items()
        if table != ANSWERS
        for record_id, revision in entries
    }

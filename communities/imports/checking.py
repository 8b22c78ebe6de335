"""The second step: what becomes of each row, and why; nothing is stored among the records."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from communities.imports.cells import unpack_value, unpacked
from communities.imports.fields import Wrong
from communities.imports.kinds import Found, Import, Values
from communities.imports.rows import (
    FOR_ALL,
    HERE,
    WAS,
    Column,
    Reason,
    columns_of,
    compared,
    read_row,
    reason,
)
from communities.models import Fate, ImportBatch, ImportRow
from tfc import bulk
from tfc.spreadsheets.remarks import Remark

CHUNK = 1000


@dataclass
class Checker:
    """Looks at the rows of a batch in their order; ``seen``: which row said what first; ``facts``: of the new ones."""

    batch: ImportBatch
    importer: Import
    seen: dict[Hashable, tuple[int, int]] = field(default_factory=dict)
    facts: "Counter[str]" = field(default_factory=Counter)

    def __post_init__(self) -> None:
        table = self.batch.table
        self.columns: list[Column] = columns_of(
            self.importer.fields,
            self.batch.mapping,
            self.batch.readings,
            self.importer.today,
            serials=table.get("serials", True),
        )

    def read(self, row: ImportRow) -> tuple[dict[str, Any], list[Reason]]:
        """What the row says, and everything that is wrong with it; one thing about each of its cells."""
        doubts = [Remark.from_json(one) for one in row.doubts]
        for_all = self.batch.readings.get(FOR_ALL, {})
        values, reasons = read_row(unpacked(row.cells), doubts, self.columns, self.importer.fields, for_all)
        told = {one["field"] for one in reasons}
        broken = [(code, text) for code, text in self.importer.problems(values) if code not in told]
        return values, reasons + [reason(code, Wrong(text)) for code, text in broken]

    def tell(self, row: ImportRow) -> tuple[dict[str, Any], list[Reason]]:
        """What the row says, and why it is not taken as it is, in the language of who reads it now: the rules are asked
        again. What only other rows or records could tell was kept."""
        values, wrong = self.read(row)
        if row.fate == Fate.BAD and row.cells and wrong:
            return values, wrong
        return values, [self._told(one, values) for one in row.reasons]

    def _told(self, kept: Reason, values: Values) -> Reason:
        code = kept["field"]
        if HERE in kept:
            known, there = (
                self.importer.words_for(code, one) for one in (unpack_value(kept[HERE]), values.get(code))
            )
            words = _("Here it is %(here)s, in the file %(there)s.")
            empty = _("Here it is empty, in the file %(there)s.")
            return reason(code, Wrong((words if known else empty) % {"here": known, "there": there}))
        if WAS in kept:
            known = self.importer.words_for(code, unpack_value(kept[WAS]))
            return reason(
                code, Wrong((_("It was %(here)s.") if known else _("It was empty.")) % {"here": known})
            )
        return kept

    def check(self, rows: Sequence[ImportRow]) -> list[ImportRow]:
        """Set the fate and the reasons of ``rows``; those that are to be saved. What is to be changed stays so."""
        before = [_became(row) for row in rows]
        changing = {row.number for row in rows if row.fate == Fate.CHANGE}
        for _row, values in self.sort(rows):
            self.facts.update(self.importer.facts(values))
        for row in rows:
            if row.number in changing and row.fate == Fate.DIFFERS and row.made_id:
                row.fate = Fate.CHANGE
        return [row for row, was in zip(rows, before, strict=True) if _became(row) != was]

    def sort(self, rows: Sequence[ImportRow]) -> list[tuple[ImportRow, Values]]:
        """Those that are new, with what they say, after setting what becomes of each and why."""
        good: list[tuple[ImportRow, Hashable, Values]] = []
        for row in rows:
            row.made_id = row.made_revision = None
            values, row.reasons = self.read(row)
            row.fate = Fate.BAD if row.reasons else Fate.NEW
            if row.reasons:
                continue
            key = self.importer.key(values)
            if not self._is_twin(row, key, values):
                good.append((row, key, values))
        found = self.importer.match([(key, values) for _row, key, values in good])
        for row, key, _told in good:
            if match := found.get(key):
                self.judge(row, match)
        return [(row, told) for row, key, told in good if key not in found]

    def _is_twin(self, row: ImportRow, key: Hashable, values: Values) -> bool:
        """Whether an earlier row is the same thing; one that says something else of it is to be mended."""
        # Fields come in the order of the columns.
        content = hash(repr(values))
        number, said_first = self.seen.setdefault(key, (row.number, content))
        if number == row.number:
            return False
        if content == said_first:
            row.fate, why = Fate.SAME, "same_as_row"
        else:
            row.fate, why = Fate.BAD, "about_row"
        row.reasons = [reason("", Remark(why, {"row": number}))]
        return True

    def judge(self, row: ImportRow, match: Found, why: "Remark | Wrong | None" = None) -> None:
        """What becomes of a row that is here already. ``why``: what is to be said before in what it differs."""
        row.made_id = row.made_revision = None
        row.reasons = [reason("", why)] if why else []
        if match.problem:
            row.fate, row.reasons = Fate.BAD, [reason("", match.problem)]
        elif not match.differs:
            row.fate = Fate.SAME
        else:
            row.fate = Fate.DIFFERS
            row.reasons += compared(HERE, match.differs)
            if match.id:
                row.made_id, row.made_revision = match.id, match.revision


def _became(row: ImportRow) -> tuple[Any, ...]:
    return row.fate, row.reasons, row.made_id, row.made_revision


def save(rows: Sequence[ImportRow]) -> None:
    """What became of them."""
    bulk.update(rows, ["fate", "reasons", "made_id", "made_revision", "before"])


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """{fate: rows}, of those that there are."""
    counted = ImportRow.objects.filter(batch=batch).order_by().values_list("fate").annotate(Count("id"))
    return dict(counted)

"""The second step: determine the outcome of each row, and why; no records are written."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from communities.imports.kinds import ExistingRecord, Import, Values
from communities.models import ImportBatch, ImportRow, RowOutcome
from tfc import bulk
from tfc.spreadsheets.cells import unpack
from tfc.spreadsheets.import_fields import InvalidValue
from tfc.spreadsheets.import_rows import (
    FOR_ALL,
    HERE,
    OTHER_RECORDS,
    RULE,
    WAS,
    BrokenRule,
    Column,
    Reason,
    build_columns,
    build_reason,
    get_differences,
    read_row,
)
from tfc.spreadsheets.remarks import Remark

CHUNK = 1000
SOLVED_MEANWHILE = Remark("solved_meanwhile")


@dataclass
class Checker:
    """Checks the rows of an import in order. ``rows_by_key``: the first row with each key; ``last``: the number of the
    last row that ``check_chunk`` checked.
    """

    batch: ImportBatch
    importer: Import
    rows_by_key: dict[Hashable, tuple[int, int]] = field(default_factory=dict)
    last: int = -1

    def __post_init__(self) -> None:
        table = self.batch.table
        self.columns: list[Column] = build_columns(
            self.importer.fields,
            self.batch.mapping,
            self.batch.readings,
            self.importer.today,
            serials=table.get("serials", True),
        )

    def read(self, row: ImportRow) -> tuple[dict[str, Any], list[Reason]]:
        """Return the row's values, and all problems in it, at most one per cell."""
        doubts = [Remark.from_json(doubt) for doubt in row.doubts]
        for_all = self.batch.readings.get(FOR_ALL, {})
        values, reasons = read_row(unpack(row.cells), doubts, self.columns, self.importer.fields, for_all)
        faulty_codes = {row_reason["field"] for row_reason in reasons}
        broken = [(code, text) for code, text in self.importer.problems(values) if code not in faulty_codes]
        return values, reasons + [build_reason(code, InvalidValue(text)) for code, text in broken]

    def tell(self, row: ImportRow) -> tuple[dict[str, Any], list[Reason]]:
        """Return the row's values, and why it is not accepted as it is, in the reader's language: the rules are
        checked again. Reasons that depend on other rows or records come from storage, as codes and values.
        """
        values, wrong = self.read(row)
        if row.outcome == RowOutcome.BAD and row.cells and wrong:
            return values, wrong
        return values, [self._describe_reason(row_reason, values) for row_reason in row.reasons]

    def _describe_reason(self, stored_reason: Reason, values: Values) -> Reason:
        code = stored_reason["field"]
        if HERE in stored_reason:
            current_text, there = (
                self.importer.words_for(code, value)
                for value in (unpack(stored_reason[HERE]), values.get(code))
            )
            message = _("%(here)s here, %(there)s in the file.")
            return build_reason(
                code, InvalidValue(message % {"here": current_text or _("empty"), "there": there})
            )
        if WAS in stored_reason:
            current_text = self.importer.words_for(code, unpack(stored_reason[WAS]))
            return build_reason(
                code, InvalidValue(_("It was %(here)s.") % {"here": current_text or _("empty")})
            )
        if RULE in stored_reason:
            return build_reason(code, InvalidValue(self.importer.describe_rule(stored_reason[RULE], values)))
        # The rules were checked again, and it no longer breaks the one that this sentence was about.
        return build_reason(code, SOLVED_MEANWHILE) if "text" in stored_reason else stored_reason

    def check(self, rows: Sequence[ImportRow]) -> list[ImportRow]:
        """Set the outcome and the reasons of ``rows``; return those to save. Rows to change stay so."""
        before = [_became(row) for row in rows]
        changing = {row.number for row in rows if row.outcome == RowOutcome.CHANGE}
        self.sort(rows)
        for row in rows:
            if row.number in changing and row.outcome == RowOutcome.DIFFERS and row.made_id:
                row.outcome = RowOutcome.CHANGE
        return [row for row, was in zip(rows, before, strict=True) if _became(row) != was]

    def sort(self, rows: Sequence[ImportRow]) -> list[tuple[ImportRow, Values]]:
        """Set the outcome and reason of each row; return the new ones with their values."""
        good: list[tuple[ImportRow, Hashable, Values]] = []
        for row in rows:
            row.made_id = row.made_revision = None
            values, row.reasons = self.read(row)
            row.outcome = RowOutcome.BAD if row.reasons else RowOutcome.NEW
            if row.reasons:
                continue
            key = self.importer.key(values)
            if not self._is_twin(row, key, values):
                good.append((row, key, values))
        other_records = self.batch.readings.get(OTHER_RECORDS, [])
        matches = self.importer.match(
            [(key, values) for row, key, values in good if row.number not in other_records]
        )
        for row, key, _told in good:
            if match := matches.get(key):
                self.judge(row, match)
        new_rows = [(row, values) for row, key, values in good if key not in matches]
        for row, row_values in new_rows:
            row.facts = self.importer.facts(row_values)
        return new_rows

    def _is_twin(self, row: ImportRow, key: Hashable, values: Values) -> bool:
        """Return True if an earlier row has the same key; one with other values needs fixing."""
        # Fields come in the order of the columns.
        content = hash(repr(values))
        number, said_first = self.rows_by_key.setdefault(key, (row.number, content))
        if number == row.number:
            return False
        if content == said_first:
            row.outcome, why = RowOutcome.SAME, "same_as_row"
        else:
            row.outcome, why = RowOutcome.BAD, "about_row"
        row.reasons = [build_reason("", Remark(why, {"row": number}))]
        return True

    def judge(self, row: ImportRow, match: ExistingRecord, why: "Remark | BrokenRule | None" = None) -> None:
        """Set the outcome of a row whose record exists. ``why``: a reason to show before the differences."""
        row.made_id = row.made_revision = None
        row.reasons = [build_reason("", why)] if why else []
        if match.problem:
            row.outcome, row.reasons = RowOutcome.BAD, [build_reason("", match.problem)]
        elif not match.differs:
            row.outcome = RowOutcome.SAME
        else:
            row.outcome = RowOutcome.DIFFERS
            row.reasons += get_differences(HERE, match.differs)
            if match.id:
                row.made_id, row.made_revision = match.id, match.revision


def _became(row: ImportRow) -> tuple[Any, ...]:
    return row.outcome, row.reasons, row.made_id, row.made_revision, row.facts


def check_chunk(checker: Checker) -> int:
    """Check the next rows, after an import only those that need fixing; return how many, 0 at the end."""
    rows = ImportRow.objects.filter(batch=checker.batch, number__gt=checker.last).order_by("number")
    is_again = checker.batch.committed_at is not None
    rows = rows.filter(outcome=RowOutcome.BAD) if is_again else rows.exclude(outcome=RowOutcome.SKIPPED)
    chunk = list(rows[:CHUNK])
    save(checker.check(chunk))
    if chunk:
        checker.last = chunk[-1].number
    return len(chunk)


def save(rows: Sequence[ImportRow]) -> None:
    """Save the outcomes."""
    bulk.update(rows, ["outcome", "reasons", "made_id", "made_revision", "facts", "before"])

"""Meanings of the file's own terms: words that mean an answer of a field, and dates without a year. Set once for all
rows; words are remembered for the next file.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Count, Min
from rapidfuzz import fuzz

from communities.imports.kinds import Import
from communities.models import ImportBatch, ImportMapping, ImportRow, RowOutcome
from tfc.spreadsheets.cells import format_cell, unpack
from tfc.spreadsheets.import_fields import Choosing, ImportField, day, word_key
from tfc.spreadsheets.import_rows import WORDS, get_word_codes, get_year
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.values import Suggestion

# How many distinct cells of a column are examined, the most frequent first, and how many words can be questioned.
LOOKED_AT, MOST_WORDS = 300, 12
LONGEST = 60
# Of 100: a word this similar to its reading is not reported.
ALIKE = 80
# How many dates without a year are shown.
EXAMPLES = 3
# Separates field and word in a stored mapping; no heading contains it.
MEANS = "="
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True)
class Word:
    """A word that occurs in ``rows`` rows. ``code``: its reading, "" for none; ``perhaps``: a similar answer."""

    field: ImportField
    text: str
    rows: int
    code: str
    is_said: bool = False
    perhaps: str = ""

    @property
    def key(self) -> str:
        return word_key(self.text)

    @property
    def label(self) -> str:
        return str(next(iter(self.field.labels[self.code]), self.code)) if self.code else ""

    @property
    def is_told(self) -> bool:
        """Return True if its reading is worth a note."""
        alike = fuzz.ratio(self.key, word_key(self.label)) >= ALIKE
        return bool(self.code) and (self.is_said or not alike)

    @property
    def name(self) -> str:
        """Return its field name in a form."""
        return f"w-{self.field.code}-{sha256(self.key.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class MissingYear:
    """A column with dates without a year. ``year``: set by a person; ``hint``: the one found in the file."""

    field: ImportField
    examples: list[str]
    year: int | None
    hint: str


def get_word_entries(batch: ImportBatch, importer: Import) -> list[Word]:
    """Return unread words first, then those whose reading should be shown. One query per column."""
    word_entries = []
    for place, code in batch.mapping.items():
        field = importer.fields_by_code.get(code)
        if field and field.labels:
            word_entries += words_of_cells(
                field, _cells(batch, place), dict(get_word_codes(batch.readings, code))
            )
    unread = [word for word in word_entries if not word.code]
    answered_entries = [word for word in word_entries if word.is_told]
    return [*unread[:MOST_WORDS], *answered_entries[:MOST_WORDS]]


def _cells(batch: ImportBatch, place: str) -> list[tuple[Any, int]]:
    """Return the cells of a column with row counts; after others were imported, only of rows that need fixing."""
    rows = ImportRow.objects.filter(batch=batch).exclude(outcome=RowOutcome.SKIPPED)
    if batch.committed_at:
        rows = rows.filter(outcome=RowOutcome.BAD)
    counted = rows.values_list(f"cells__{place}").annotate(rows=Count("pk"), first=Min("number"))
    return [(cell, rows) for cell, rows, _first in counted.order_by("-rows", "first")[:LOOKED_AT]]


def words_of_cells(
    field: ImportField, cells: Iterable[tuple[Any, int]], word_codes: Mapping[str, str]
) -> list[Word]:
    """Return each word once, in its first spelling, with the row count of all its spellings."""
    entries_by_key: dict[str, Word] = {}
    for cell, rows in cells:
        if not isinstance(cell, str) or not isinstance(field.read, Choosing):
            continue
        for text, read in field.read.read_pieces(cell):
            key = word_key(text)
            if read is None or max(len(text), len(key)) > LONGEST:
                continue
            chosen_code = word_codes.get(key, "")
            code = chosen_code or (read if isinstance(read, str) else "")
            perhaps = read.code if isinstance(read, Suggestion) else ""
            before = entries_by_key.get(key)
            shown, more = (before.text, before.rows) if before else (text, 0)
            entries_by_key[key] = Word(field, shown, more + rows, code, bool(chosen_code), perhaps)
    return list(entries_by_key.values())


def get_missing_years(batch: ImportBatch, importer: Import) -> list[MissingYear]:
    """Return columns with dates without a year; one query per date column."""
    missing_years = []
    for place, code in batch.mapping.items():
        field = importer.fields_by_code.get(code)
        if not field or field.read is not day:
            continue
        year = get_year(batch.readings, code)
        about = [{"field": code, "remark": {"code": "year_missing"}}]
        rows = ImportRow.objects.filter(batch=batch, outcome=RowOutcome.BAD, reasons__contains=about)
        cells = rows.order_by("number").values_list(f"cells__{place}", flat=True)[:EXAMPLES]
        examples = [format_cell(unpack(cell)) for cell in cells]
        if examples or year:
            missing_years.append(MissingYear(field, examples, year, year_named(batch)))
    return missing_years


def year_named(batch: ImportBatch) -> str:
    """Return the year in the file's name, its sheet name or the lines above its headings, if there is exactly one."""
    table = batch.table
    above = [text for row, text in table.get("beginning", []) if row < table.get("header_row", 0)]
    years = {year for text in (batch.file_name, batch.sheet, *above) for year in YEAR.findall(text)}
    return years.pop() if len(years) == 1 else ""


def years_to_choose(today: dt.date, hint: str) -> list[str]:
    """Return the last twenty years and the next one, newest first, and the year in the file."""
    years = {str(year) for year in range(today.year - 19, today.year + 2)}
    return sorted(years | ({hint} if hint else set()), reverse=True)


def get_reading_notes(word_entries: Iterable[Word], years: Iterable[MissingYear]) -> list[str]:
    """Return sentences on how words and dates are read."""
    remarks = [
        Remark(
            "word_by_choice" if word.is_said else "word_read",
            {"text": word.text, "count": word.rows, "label": word.label},
        )
        for word in word_entries
        if word.code
    ]
    remarks += [
        Remark("year_by_choice", {"year": missing_year.year}) for missing_year in years if missing_year.year
    ]
    return [remark.sentence for remark in remarks]


def remember_words(kind: str, word_codes: Mapping[str, Mapping[str, str]]) -> None:
    """Store word meanings for the next file. {code of a field: {word: code of its choice}}"""
    rows = [
        ImportMapping(kind=kind, heading=f"{code}{MEANS}{key}", column_of=choice)
        for code, codes in word_codes.items()
        for key, choice in codes.items()
    ]
    ImportMapping.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["office", "community", "kind", "heading"],
        update_fields=["column_of"],
    )


def recall_meanings(kind: str, importer: Import) -> dict[str, Any]:
    """Return stored meanings in the form of ``readings``, without answers that no longer exist."""
    labels = {field.code: field.labels for field in importer.fields if field.labels}
    mappings = ImportMapping.objects.filter(kind=kind, heading__contains=MEANS).order_by("heading")
    codes_by_field: dict[str, dict[str, str]] = {}
    for heading, choice in mappings.values_list("heading", "column_of"):
        code, _means, key = heading.partition(MEANS)
        if choice in labels.get(code, {}):
            codes_by_field.setdefault(code, {})[key] = choice
    return {WORDS: codes_by_field} if codes_by_field else {}

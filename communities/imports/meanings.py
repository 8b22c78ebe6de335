"""What a file says in its own words: words that mean an answer of a field, and days without a year. Said once for all
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

from communities.imports.cells import typed
from communities.imports.fields import Choosing, ImportField, day, word_key
from communities.imports.kinds import Import
from communities.imports.rows import WORDS, words_of, year_of
from communities.models import Fate, ImportBatch, ImportMapping, ImportRow
from tfc.spreadsheets.cells import unpack
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.values import Suggested

# Different cells of a column that are looked at, the most frequent first, and words of them that are asked about.
LOOKED_AT, MOST_WORDS = 300, 12
LONGEST = 60
# Of 100: a word so much like what it is read as needs no telling.
ALIKE = 80
# How many days without a year are shown.
EXAMPLES = 3
# Between a field and a word, as it is remembered among the headings; no heading has one there.
MEANS = "="
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True)
class Word:
    """A word of ``rows`` rows. ``code``: what it is read as, "" for nothing; ``perhaps``: what it is like."""

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
        """Whether its reading is worth a sentence."""
        alike = fuzz.ratio(self.key, word_key(self.label)) >= ALIKE
        return bool(self.code) and (self.is_said or not alike)

    @property
    def name(self) -> str:
        """Of its field in a form."""
        return f"w-{self.field.code}-{sha256(self.key.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Yearless:
    """A column with days without a year. ``year``: as somebody said; ``hint``: the one that the file names."""

    field: ImportField
    examples: list[str]
    year: int | None
    hint: str


def words_in(batch: ImportBatch, importer: Import) -> list[Word]:
    """Those that are read as nothing, then those of which the reading has to be told. A query for each column."""
    found = []
    for place, code in batch.mapping.items():
        field = next((one for one in importer.fields if one.code == code), None)
        if field and field.labels:
            found += words_of_cells(field, _cells(batch, place), dict(words_of(batch.readings, code)))
    unread = [one for one in found if not one.code]
    told = [one for one in found if one.is_told]
    return [*unread[:MOST_WORDS], *told[:MOST_WORDS]]


def _cells(batch: ImportBatch, place: str) -> list[tuple[Any, int]]:
    """What stands in a column, and in how many rows; once others were brought in, of those still to be mended."""
    rows = ImportRow.objects.filter(batch=batch).exclude(fate=Fate.SKIPPED)
    if batch.committed_at:
        rows = rows.filter(fate=Fate.BAD)
    counted = rows.values_list(f"cells__{place}").annotate(rows=Count("pk"), first=Min("number"))
    return [(cell, rows) for cell, rows, _first in counted.order_by("-rows", "first")[:LOOKED_AT]]


def words_of_cells(
    field: ImportField, cells: Iterable[tuple[Any, int]], said: Mapping[str, str]
) -> list[Word]:
    """Each word once, with the rows of all its spellings; the first of them is shown."""
    found: dict[str, Word] = {}
    for cell, rows in cells:
        if not isinstance(cell, str) or not isinstance(field.read, Choosing):
            continue
        for text, read in field.read.each(cell):
            key = word_key(text)
            if read is None or max(len(text), len(key)) > LONGEST:
                continue
            told = said.get(key, "")
            code = told or (read if isinstance(read, str) else "")
            perhaps = read.code if isinstance(read, Suggested) else ""
            before = found.get(key)
            shown, more = (before.text, before.rows) if before else (text, 0)
            found[key] = Word(field, shown, more + rows, code, bool(told), perhaps)
    return list(found.values())


def yearless_in(batch: ImportBatch, importer: Import) -> list[Yearless]:
    """A query for each column of days."""
    found = []
    for place, code in batch.mapping.items():
        field = next((one for one in importer.fields if one.code == code), None)
        if not field or field.read is not day:
            continue
        year = year_of(batch.readings, code)
        about = [{"field": code, "remark": {"code": "year_missing"}}]
        rows = ImportRow.objects.filter(batch=batch, fate=Fate.BAD, reasons__contains=about)
        cells = rows.order_by("number").values_list(f"cells__{place}", flat=True)[:EXAMPLES]
        examples = [typed(unpack(one)) for one in cells]
        if examples or year:
            found.append(Yearless(field, examples, year, year_named(batch)))
    return found


def year_named(batch: ImportBatch) -> str:
    """The one year that the file's name, its sheet or the lines above its headings name."""
    table = batch.table
    above = [text for row, text in table.get("beginning", []) if row < table.get("header_row", 0)]
    years = {year for text in (batch.file_name, batch.sheet, *above) for year in YEAR.findall(text)}
    return years.pop() if len(years) == 1 else ""


def years_to_choose(today: dt.date, hint: str) -> list[str]:
    """The last twenty, the newest first, and the one that the file names."""
    years = {str(year) for year in range(today.year - 19, today.year + 2)}
    return sorted(years | ({hint} if hint else set()), reverse=True)


def notes_of(words: Iterable[Word], years: Iterable[Yearless]) -> list[str]:
    """How words and days are read, as sentences."""
    read = [
        Remark(
            "word_by_choice" if one.is_said else "word_read",
            {"text": one.text, "count": one.rows, "label": one.label},
        )
        for one in words
        if one.code
    ]
    return [
        one.sentence
        for one in [*read, *(Remark("year_by_choice", {"year": one.year}) for one in years if one.year)]
    ]


def remember_words(kind: str, words: Mapping[str, Mapping[str, str]]) -> None:
    """{code of a field: {word: code of its choice}}: next time they are known."""
    rows = [
        ImportMapping(kind=kind, heading=f"{code}{MEANS}{key}", column_of=choice)
        for code, said in words.items()
        for key, choice in said.items()
    ]
    ImportMapping.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["community", "kind", "heading"],
        update_fields=["column_of"],
    )


def remembered_words(kind: str, importer: Import) -> dict[str, Any]:
    """As ``readings`` keep them, of the choices that there still are."""
    labels = {one.code: one.labels for one in importer.fields if one.labels}
    kept = ImportMapping.objects.filter(kind=kind, heading__contains=MEANS).order_by("heading")
    found: dict[str, dict[str, str]] = {}
    for heading, choice in kept.values_list("heading", "column_of"):
        code, _means, key = heading.partition(MEANS)
        if choice in labels.get(code, {}):
            found.setdefault(code, {})[key] = choice
    return {WORDS: found} if found else {}

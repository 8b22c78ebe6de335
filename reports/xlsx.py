"""The spreadsheet of a snapshot: numbers as numbers, and unknown values as words, never as 0."""

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from evaluation.figure_queries.receipts import hash_receipt
from reports import xlsx_figures, xlsx_receipts, xlsx_words
from reports.xlsx_charts import charts, has_charts
from reports.xlsx_writer import Book
from tfc.lists.xlsx import open_workbook
from tfc.text.punctuation import phrases, titled

# For each sheet, in order: whether the report has data for it, and the function that fills it. Older snapshots lack
# some keys.
Fill = Callable[[Book], None]


def _kinds(snapshot: Mapping[str, Any]) -> bool:
    return any(part.get("kinds") for item in snapshot["items"] for part in item["parts"])


SHEETS: Mapping[str, tuple[Callable[[Mapping[str, Any]], Any], Fill]] = {
    "summary": (lambda _snapshot: True, xlsx_words.summary),
    "narrative": (lambda snapshot: snapshot.get("narrative"), xlsx_words.narrative),
    "change": (lambda snapshot: snapshot.get("changes"), xlsx_words.changes),
    "items": (lambda _snapshot: True, xlsx_figures.items),
    "kinds": (_kinds, xlsx_figures.kinds),
    "compared": (lambda snapshot: snapshot.get("compared"), xlsx_figures.compared),
    "communities": (lambda snapshot: snapshot["communities"], xlsx_figures.communities),
    "offices": (lambda snapshot: snapshot.get("offices"), xlsx_figures.offices),
    "half_years": (lambda _snapshot: True, xlsx_figures.half_years),
    "charts": (lambda snapshot: "charts" in snapshot["words"] and has_charts(snapshot), charts),
    "targets": (lambda snapshot: snapshot.get("targets"), xlsx_words.targets),
    "own_questions": (lambda snapshot: snapshot.get("own_questions"), xlsx_words.own_questions),
    "historical": (lambda snapshot: snapshot["historical"], xlsx_words.historical),
    "stories": (lambda snapshot: snapshot.get("stories"), xlsx_words.stories),
    "definitions": (lambda snapshot: "definitions" in snapshot["words"], xlsx_words.definitions),
    "receipts": (lambda _snapshot: True, xlsx_receipts.receipts),
    "method": (lambda _snapshot: True, xlsx_words.method),
}


def draw_xlsx(snapshot: Mapping[str, Any]) -> bytes:
    """Return the workbook's bytes. The same snapshot gives the same bytes."""
    output = io.BytesIO()
    book = open_workbook(output)
    made = datetime.fromisoformat(snapshot["made_at"]).replace(tzinfo=None)
    labels, edition = snapshot["words"], snapshot.get("edition")
    title = titled(
        labels["report"], phrases((snapshot.get("title") or snapshot["name"], snapshot["period_text"]))
    )
    book.set_properties(
        {
            "title": title,
            "created": made,
            "author": snapshot["office"],
            "subject": snapshot["period_text"],
            "status": edition["text"] if edition else "",
        }
    )
    book.set_custom_property("Language", snapshot["language"])
    # Older snapshots without an edition have no hash in their files.
    if edition:
        book.set_custom_property("Snapshot SHA-256", hash_receipt(snapshot))
    wanted = {code: labels[code] for code, (has, _fill) in SHEETS.items() if has(snapshot)}
    footer = f"{title} · {edition['text']}" if edition else title
    sheets = Book(book, snapshot, wanted, footer)
    for code in wanted:
        SHEETS[code][1](sheets)
    book.close()
    return output.getvalue()

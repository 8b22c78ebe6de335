"""A report's workbook: its formats, its sheets by name, and cells linked to their receipts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from evaluation.figure_queries.receipts import hash_receipt
from reports.figure_schema import Share
from reports.schema import Snapshot, get_parts, get_rows
from tfc.text.punctuation import phrases

NUMBER, PERCENT = "#,##0.##", '0.##"%"'
MAX_NAME = 31  # Excel's own limit for the name of a sheet
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
A4 = 9


@dataclass(frozen=True)
class Cell:
    """A value with its format; ``link``: where a click leads, as XlsxWriter writes it."""

    value: Any
    shape: Format
    link: str = ""


Row = Sequence[Any]
# What a column shows: the key of a value in a row, or a function of the row.
Content = str | Callable[[Any], Any]

# The width of a column by its heading, if not 18.
WIDTHS: Mapping[str, int] = {
    **dict.fromkeys(("part", "item"), 7),
    **dict.fromkeys(
        ("applicable", "at_least", "definition_version", "frozen", "known", "lower", "overrides", "records", "region",
         "unit", "upper"), 10,
    ),
    **dict.fromkeys(("communities", "denominator", "half_year", "numerator", "override", "quantity"), 12),
    **dict.fromkeys(("bounds", "community", "office", "period", "place", "rating", "source", "stage"), 24),
    **dict.fromkeys(("computed", "figure", "override_evidence", "override_reason", "section", "title"), 30),
    **dict.fromkeys(("after", "before", "considered", "kind", "reached", "reason"), 40),
    **dict.fromkeys(
        ("definition", "filters", "how_counted", "question", "records_behind", "sectors", "source_records",
         "threshold", "why_rated"), 48,
    ),
    **dict.fromkeys(
        ("activity", "change", "meaning", "receipt", "receipt_page", "story_action", "story_change", "story_context",
         "story_result", "target"), 64,
    ),
    "text": 120,
}  # fmt: skip
COUNTS = ("numerator", "denominator", "lower", "upper")
# What a column shows, if not a count or the value under its heading's code.
CONTENTS: Mapping[str, Content] = {
    "bounds": "bounds_text",
    "community": "name",
    "definition_version": "version",
    "known": "known_count",
    "office": "name",
    "overrides": "overridden",
    "part": "label",
    "rating": "rating_text",
    "shown": "value_text",
    "stage": "stage_text",
    "state": "state_text",
    "submission": "submission_text",
    "unit": "unit_text",
    "why_rated": "why_text",
}


class Book:
    """All sheets exist from the start, in order, so that each can link to the others."""

    def __init__(
        self, book: xlsxwriter.Workbook, snapshot: Snapshot, sheets: Mapping[str, str], footer: str
    ) -> None:
        """``sheets``: titles by code, in order."""
        self.book = book
        self.snapshot = snapshot
        self.words = snapshot["headings"]
        self.fingerprint = hash_receipt(snapshot)
        self.footer = footer.replace("&", "&&")
        add = book.add_format
        top = {"valign": "top"}
        self.title = add({"bold": True, "font_size": 16, "font_color": "#0F5C55"})
        self.warn = add({"bold": True, "font_color": "#B4491D", **top})
        self.head = add(
            {"bold": True, "bg_color": "#0F5C55", "font_color": "#FFFFFF", "text_wrap": True, **top}
        )
        self.bold = add({"bold": True, "text_wrap": True, **top})
        self.text = add({"text_wrap": True, **top})
        self.code = add({"font_name": "Consolas", "font_size": 9, **top})
        self.address = add({"font_color": "#0F5C55", "underline": 1, **top})
        self.number = add({"num_format": NUMBER, **top})
        self.percent = add({"num_format": PERCENT, **top})
        word = {"align": "right", **top}
        # Each state has its own cell format in addition to its text.
        self.states = {
            "unknown": add(
                {"italic": True, "font_color": "#56625F", "border": 3, "border_color": "#56625F", **word}
            ),
            "not_applicable": add(
                {"font_color": "#56625F", "pattern": 16, "fg_color": "#DDD5C6", "bg_color": "#FFFFFF", **word}
            ),
            "hidden": add({"bold": True, "font_color": "#56625F", "bg_color": "#EFE9DD", **word}),
        }
        declared = snapshot["states"][1]["title"].replace('"', "")
        self.declared = add({"num_format": f'"{declared}"', "border": 1, "border_color": "#0F5C55", **word})
        self.sheets = {code: book.add_worksheet(self._free_name(title)) for code, title in sheets.items()}
        self.receipts = self._list_receipts()

    def sheet(self, code: str, widths: Sequence[int]) -> Worksheet:
        sheet = self.sheets[code]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{self.footer}&R&8&P / &N")
        return sheet

    def table(
        self,
        code: str,
        headings: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        freeze: int,
        is_filtered: bool = False,
        first_bold: bool = False,
        **contents: Content,
    ) -> Worksheet:
        """Fill a one-table sheet; its header row is frozen and repeated on every printed page.

        ``headings``: codes of the snapshot's headings, separated by spaces. ``contents``: what columns show, if not
        what CONTENTS says.
        """
        columns = headings.split()
        sheet = self.sheet(code, [WIDTHS.get(column, 18) for column in columns])
        self.heads(sheet, 0, [self.words[column] for column in columns])
        sheet.freeze_panes(1, freeze)
        sheet.repeat_rows(0)
        shown = {column: contents.get(column, self._get_content(column)) for column in columns}
        cells = [
            [row[content] if isinstance(content, str) else content(row) for content in shown.values()]
            for row in rows
        ]
        self.rows(sheet, 1, cells, first_bold=first_bold)
        if is_filtered:
            sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        return sheet

    def _get_content(self, heading: str) -> Content:
        if heading in COUNTS:
            return lambda figure: self.count(figure, heading)
        return CONTENTS.get(heading, heading)

    def heads(self, sheet: Worksheet, row: int, headings: Sequence[str]) -> None:
        for column, text in enumerate(headings):
            sheet.write_string(row, column, text, self.head)

    def rows(self, sheet: Worksheet, first: int, rows: Sequence[Row], *, first_bold: bool = False) -> int:
        """Write the rows and return the number of the next free row. A cell is a value or a Cell."""
        for offset, row in enumerate(rows):
            for column, value in enumerate(row):
                cell = value if isinstance(value, Cell) else Cell(value, self._shape(value))
                if first_bold and column == 0 and not isinstance(value, Cell):
                    cell = Cell(value, self.bold)
                self._write(sheet, first + offset, column, cell)
        return first + len(rows)

    def figure(self, figure: Mapping[str, Any], unit: str, link: str = "") -> Cell:
        """Return the number in the part's unit, or the state in words."""
        state = figure["state"]
        if figure["value"] is None:
            text = figure["value_text"] if state == "hidden" else figure["state_text"]
            return Cell(text, self.states.get(state, self.states["unknown"]), link)
        if state == "declared_zero":
            return Cell(figure["value"], self.declared, link)
        return Cell(figure["value"], self.percent if unit == "percent" else self.number, link)

    def count(self, figure: Mapping[str, Any], name: str) -> Cell:
        """Return a numerator, denominator or bound; empty if a known figure has none, as a count
        has no denominator.
        """
        number = figure[name]
        if number is not None:
            return Cell(number, self.number)
        if figure["value"] is None:
            return Cell(figure["state_text"], self.states.get(figure["state"], self.states["unknown"]))
        return Cell("", self.text)

    def why_rated(self, rated: Iterable[Mapping[str, Any]]) -> str:
        """Return the heading of the rating reasons; "" if there are no reasons, as for sums."""
        return "why_rated" if any(figure["why_text"] for figure in rated) else ""

    def yes(self, truth: bool) -> str:
        return self.words["yes"] if truth else self.words["no"]

    def link_to_receipt(self, part: str, slug: str = "") -> str:
        """Return the link to the row of a figure's receipt. ``slug``: of the community or office in a table, "" for the
        report's own figure.
        """
        name = self.sheets["receipts"].get_name().replace("'", "''")
        return f"internal:'{name}'!A{self.receipts[slug, part] + 1}"

    def link_to_page(self, url: str) -> Cell:
        return Cell(url, self.address, url) if url else Cell("", self.text)

    def _list_receipts(self) -> dict[tuple[str, str], int]:
        """Return the row of each figure's receipt, counted from 0: the report's own, then those of the tables."""
        keys = [("", part["code"]) for part in get_parts(self.snapshot)]
        for row in get_rows(self.snapshot):
            keys += [(row["slug"], cell["part"]) for cell in row["cells"]]
        return {key: number for number, key in enumerate(keys, start=1)}

    def _shape(self, value: Any) -> Format:
        return self.number if isinstance(value, int | float) else self.text

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if cell.link:
            # Writing the value after the link keeps its type, number or text.
            sheet.write_url(row, column, cell.link, cell.shape, tip=self.words["receipt"])
        if cell.value == "":
            sheet.write_blank(row, column, None, cell.shape)
        elif isinstance(cell.value, int | float):
            sheet.write_number(row, column, cell.value, cell.shape)
        else:
            sheet.write_string(row, column, cell.value, cell.shape)

    def _free_name(self, wanted: str) -> str:
        """Return a sheet name that Excel allows and that is not taken; two headings may be the same word in another
        language.
        """
        plain = wanted.translate(NOT_IN_NAMES).strip("' ")[:MAX_NAME]
        taken = {sheet.get_name().lower() for sheet in self.book.worksheets()}
        if plain.lower() not in taken:
            return plain
        return f"{plain[: MAX_NAME - 3]} {len(taken) + 1}"


def spread_text(shares: Sequence[Share]) -> str:
    return phrases(f"{share['count']} {share['text']}" for share in shares)

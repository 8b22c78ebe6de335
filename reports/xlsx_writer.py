"""A report's workbook: its formats, its sheets by name, and cells linked to their receipts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

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


class Book:
    """All sheets exist from the start, in order, so that each can link to the others."""

    def __init__(
        self, book: xlsxwriter.Workbook, snapshot: Mapping[str, Any], sheets: Mapping[str, str], footer: str
    ) -> None:
        """``sheets``: titles by code, in order."""
        self.book = book
        self.snapshot = snapshot
        self.words: Mapping[str, str] = snapshot["words"]
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
        self.declared = add(
            {"num_format": f'0" · {declared}"', "border": 1, "border_color": "#0F5C55", **word}
        )
        self.sheets = {code: book.add_worksheet(self._free_name(title)) for code, title in sheets.items()}

    def sheet(self, code: str, widths: Sequence[int]) -> Worksheet:
        sheet = self.sheets[code]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{self.footer}&R&8&P / &N")
        return sheet

    def table(self, code: str, headings: Sequence[str], widths: Sequence[int], *, freeze: int) -> Worksheet:
        """Add a one-table sheet; its header row is frozen and repeated on every printed page."""
        sheet = self.sheet(code, widths)
        self.heads(sheet, 0, [self.words[heading] for heading in headings])
        sheet.freeze_panes(1, freeze)
        sheet.repeat_rows(0)
        return sheet

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

    def figure(self, figure: Mapping[str, Any], link: str = "") -> Cell:
        """Return the number in the part's unit, or the state in words."""
        state = figure["state"]
        if figure["value"] is None:
            text = figure["value_text"] if state == "hidden" else figure["state_text"]
            return Cell(text, self.states.get(state, self.states["unknown"]), link)
        if state == "declared_zero":
            return Cell(figure["value"], self.declared, link)
        return Cell(figure["value"], self.percent if figure["unit"] == "percent" else self.number, link)

    def beside(self, figure: Mapping[str, Any], name: str) -> Cell:
        """Return a numerator, denominator or bound; empty if a known figure has none, as a count
        has no denominator.
        """
        number = figure[name]
        if number is not None:
            return Cell(number, self.number)
        if figure["value"] is None:
            return Cell(figure["state_text"], self.states.get(figure["state"], self.states["unknown"]))
        return Cell("", self.text)

    def percentage(self, number: Any) -> Cell:
        return Cell("", self.text) if number is None else Cell(number, self.percent)

    def why_rated(self, rated: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
        """Return the heading of the rating reasons; none if there are no reasons, as for sums."""
        has_reasons = "why_rated" in self.words and any(figure.get("why_text") for figure in rated)
        return ("why_rated",) if has_reasons else ()

    def override_headings(self) -> tuple[str, ...]:
        """Return the heading of the overrides column; none for an older snapshot without the word."""
        return ("overrides",) if "overrides" in self.words else ()

    def yes(self, truth: bool) -> str:
        return self.words["yes"] if truth else self.words["no"]

    def to(self, code: str, row: int) -> str:
        """Return the link to a row of another sheet, counted from 0."""
        name = self.sheets[code].get_name().replace("'", "''")
        return f"internal:'{name}'!A{row + 1}"

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


def spread_text(shares: Sequence[Mapping[str, Any]]) -> str:
    return phrases(f"{share['count']} {share['text']}" for share in shares)

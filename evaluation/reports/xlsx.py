"""The spreadsheet of a snapshot: numbers as numbers, and what is not known as the word for it, never as 0."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Row = Sequence[Any]
NUMBER, PERCENT = "#,##0.##", '0.##"%"'
MAX_NAME = 31  # Excel's own limit for the name of a sheet
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def draw_xlsx(snapshot: Mapping[str, Any]) -> bytes:
    """The workbook's bytes. The same snapshot gives the same bytes."""
    output = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(output, options)
    made = datetime.fromisoformat(snapshot["made_at"]).replace(tzinfo=None)
    title = f"{snapshot['words']['report']}: {snapshot['name']}, {snapshot['period_text']}"
    book.set_properties({"title": title, "created": made, "author": snapshot["office"]})
    sheets = _Sheets(book, snapshot)
    sheets.summary()
    sheets.items()
    if snapshot["scope"] == "office":
        sheets.communities()
    sheets.rounds()
    if snapshot.get("targets"):
        sheets.targets()
    if snapshot["scope"] == "office":
        sheets.historical()
    sheets.receipts()
    sheets.method()
    book.close()
    return output.getvalue()


class _Sheets:
    """The sheets of one workbook, each with a frozen heading row and columns as wide as they need."""

    def __init__(self, book: xlsxwriter.Workbook, snapshot: Mapping[str, Any]) -> None:
        self.book = book
        self.snapshot = snapshot
        self.words: Mapping[str, str] = snapshot["words"]
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": "#0F5C55"})
        self.head = book.add_format(
            {"bold": True, "bg_color": "#0F5C55", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
        )
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.open = book.add_format(
            {"italic": True, "font_color": "#56625F", "valign": "top", "align": "right"}
        )
        self.number = book.add_format({"num_format": NUMBER, "valign": "top"})
        self.percent = book.add_format({"num_format": PERCENT, "valign": "top"})

    def summary(self) -> None:
        snapshot, words = self.snapshot, self.words
        sheet = self._sheet("summary", (34, 90))
        sheet.write_string(0, 0, f"{words['report']}: {snapshot['name']}", self.title)
        facts = [
            (words["office"], snapshot["office"]),
            (words["period"], f"{snapshot['period_text']} ({snapshot['half_year']})"),
            (words["as_of"], snapshot["as_of_text"]),
            (words["made_on"], snapshot["made_text"]),
            (words["submission"], snapshot["submission"]["text"] if snapshot["submission"] else ""),
            *((f"{words['submission']}: {each['text']}", each["count"]) for each in snapshot["submissions"]),
            *(
                (words["summary"] if not index else "", line)
                for index, line in enumerate(snapshot["summary"])
            ),
        ]
        row = self._rows(sheet, 2, [fact for fact in facts if fact[1] != ""], first_bold=True)
        headings = ("indicator", "rating", "score", "known", "applicable")
        self._head(sheet, row + 1, [words[each] for each in headings])
        sheet.set_column(2, 4, 14)
        rows = [
            (one["title"], one["rating_text"] or _spread(one["spread"]), self._percent(one["score"]),
             one["known"], one["applicable"])
            for one in snapshot["indicators"]
        ]  # fmt: skip
        row = self._rows(sheet, row + 2, rows)
        self._beside(sheet, row + 1)

    def _beside(self, sheet: Worksheet, row: int) -> None:
        """What is shown with an indicator and not rated. Snapshots of version 1 have none."""
        rows = [
            (f"{one['title']}: {each['title']}", each["text"])
            for one in self.snapshot["indicators"] for each in one.get("beside", ())
        ]  # fmt: skip
        if rows:
            self._head(sheet, row, [self.words["beside"], ""])
            self._rows(sheet, row + 1, rows)

    def items(self) -> None:
        headings = (
            "item", "part", "title", "question", "state", "value", "unit", "shown", "numerator", "denominator",
            "lower", "upper", "bounds", "rating", "known", "applicable", "override", "override_reason",
            "override_evidence", "reason", "how_counted", "definition_version",
        )  # fmt: skip
        widths = (7, 7, 28, 44, 18, 12, 10, 18, 11, 11, 10, 10, 24, 24, 9, 9, 14, 30, 30, 40, 50, 10)
        sheet = self._table("items", headings, widths, freeze=3)
        rows = [self._item(item, part) for item in self.snapshot["items"] for part in item["parts"]]
        self._rows(sheet, 1, rows)
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)

    def _item(self, item: Mapping[str, Any], part: Mapping[str, Any]) -> Row:
        own = part["override"] or {"value_text": "", "reason": "", "evidence": ""}
        return (
            item["number"], part["label"], part["title"], part["question"], part["state_text"],
            self._value(part), part["unit_text"], part["value_text"],
            *(self._known(part, part[name]) for name in ("numerator", "denominator", "lower", "upper")),
            part["bounds_text"], part["rating_text"] or _spread(part["spread"]), part["known"],
            part["applicable"], own["value_text"], own["reason"], own["evidence"], part["reason_text"],
            part["how_counted"], part["version"],
        )  # fmt: skip

    def communities(self) -> None:
        first = ("community", "region", "stage", "submission", "part", "title")
        last = ("state", "value", "unit", "shown", "numerator", "denominator", "rating", "override")
        widths = (26, 10, 22, 14, 7, 28, 18, 12, 10, 18, 11, 11, 18, 14)
        sheet = self._table("communities", first + last, widths, freeze=1)
        parts = {part["code"]: part for item in self.snapshot["items"] for part in item["parts"]}
        rows = []
        for community in self.snapshot["communities"]:
            who = [community[name] for name in ("name", "region", "stage_text", "submission_text")]
            for cell in community["cells"]:
                part = parts[cell["part"]]
                figure = {**cell, "unit": part["unit"]}
                rows.append(
                    (*who, cell["label"], part["title"], cell["state_text"], self._value(figure),
                     part["unit_text"], cell["value_text"], self._known(cell, cell["numerator"]),
                     self._known(cell, cell["denominator"]), cell["rating_text"], self._yes(cell["overridden"]))
                )  # fmt: skip
        self._rows(sheet, 1, rows)
        sheet.autofilter(0, 0, max(len(rows), 1), len(first + last) - 1)

    def rounds(self) -> None:
        headings = ("part", "title", "half_year", "state", "value", "unit", "shown", "rating", "known")
        sheet = self._table("half_years", headings, (7, 30, 12, 18, 12, 10, 18, 18, 34), freeze=2)
        rows = [
            (part["label"], part["title"], each["half_year"], each["state_text"],
             self._value({**each, "unit": part["unit"]}), part["unit_text"], each["value_text"],
             each["rating_text"], each["known_text"])
            for item in self.snapshot["items"] for part in item["parts"] for each in part["history"]
        ]  # fmt: skip
        self._rows(sheet, 1, rows)

    def targets(self) -> None:
        headings = ("target", "community", "reached", "standing", "meaning")
        sheet = self._table("targets", headings, (60, 34, 34, 18, 70), freeze=1)
        names = ("title", "about", "reached_text", "standing_text", "sentence")
        self._rows(sheet, 1, [[each[name] for name in names] for each in self.snapshot["targets"]])

    def historical(self) -> None:
        headings = (
            "place",
            "region",
            "period",
            "activity",
            "kind",
            "sectors",
            "quantity",
            "at_least",
            "unit",
        )
        sheet = self._table("historical", headings, (20, 9, 30, 56, 22, 44, 12, 10, 14), freeze=1)
        rows = [
            (each["place"], each["region"], each["period_text"], each["activity"], each["kind_text"],
             each["sectors_text"], each["quantity"], self._yes(each["at_least"]), each["unit_text"])
            for each in self.snapshot["historical"]
        ]  # fmt: skip
        self._rows(sheet, 1, rows)

    def receipts(self) -> None:
        headings = (
            "community",
            "part",
            "title",
            "records",
            "records_behind",
            "computed",
            "frozen",
            "receipt",
        )
        sheet = self._table("receipts", headings, (26, 7, 30, 10, 44, 28, 9, 70), freeze=3)
        rows: list[Row] = []
        for item in self.snapshot["items"]:
            for part in item["parts"]:
                receipt = part["receipt"]
                behind = ", ".join(f"{each['text']}: {each['count']}" for each in receipt["records"])
                rows.append(
                    (self.snapshot["name"], part["label"], part["title"], receipt["total"], behind,
                     receipt["computed_at"], self._yes(receipt["frozen"]), receipt["hash"])
                )  # fmt: skip
        titles = {part["code"]: part["title"] for item in self.snapshot["items"] for part in item["parts"]}
        rows += [
            (
                one["name"],
                cell["label"],
                titles[cell["part"]],
                cell["records"],
                "",
                "",
                "",
                cell["receipt_hash"],
            )
            for one in self.snapshot["communities"]
            for cell in one["cells"]
        ]
        self._rows(sheet, 1, rows)

    def method(self) -> None:
        sheet = self._sheet("method", (44, 110))
        notes = [
            *self.snapshot["method"],
            {"title": self.words["states"], "text": ""},
            *self.snapshot["states"],
            {"title": self.words["thresholds"], "text": ""},
            *self.snapshot["thresholds"],
        ]
        self._head(sheet, 0, [self.words["method"], ""])
        sheet.freeze_panes(1, 0)
        self._rows(sheet, 1, [(note["title"], note["text"]) for note in notes], first_bold=True)

    def _sheet(self, name: str, widths: Sequence[int]) -> Worksheet:
        sheet = self.book.add_worksheet(self._free_name(self.words[name]))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _free_name(self, wanted: str) -> str:
        """As Excel allows it, and not yet taken: two headings may be one word in another language."""
        plain = wanted.translate(NOT_IN_NAMES).strip("' ")[:MAX_NAME]
        taken = {sheet.get_name().lower() for sheet in self.book.worksheets()}
        if plain.lower() not in taken:
            return plain
        return f"{plain[: MAX_NAME - 3]} {len(taken) + 1}"

    def _table(self, name: str, headings: Sequence[str], widths: Sequence[int], *, freeze: int) -> Worksheet:
        sheet = self._sheet(name, widths)
        self._head(sheet, 0, [self.words[each] for each in headings])
        sheet.freeze_panes(1, freeze)
        sheet.repeat_rows(0)
        return sheet

    def _head(self, sheet: Worksheet, row: int, headings: Sequence[str]) -> None:
        for column, text in enumerate(headings):
            sheet.write_string(row, column, text, self.head)

    def _rows(self, sheet: Worksheet, first: int, rows: Sequence[Row], *, first_bold: bool = False) -> int:
        """Write the rows and return the number of the next free one. A cell is a value, or (value, format)."""
        for offset, row in enumerate(rows):
            for column, cell in enumerate(row):
                value, shape = cell if isinstance(cell, tuple) else (cell, None)
                if shape is None:
                    shape = self.number if isinstance(value, int | float) else self.text
                if first_bold and column == 0:
                    shape = self.bold
                self._write(sheet, first + offset, column, value, shape)
        return first + len(rows)

    def _write(self, sheet: Worksheet, row: int, column: int, value: Any, shape: Format) -> None:
        if value == "":
            sheet.write_blank(row, column, None, shape)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, shape)
        else:
            sheet.write_string(row, column, value, shape)

    def _value(self, figure: Mapping[str, Any]) -> tuple[Any, Format]:
        """The number in the part's unit; the word for its state where there is none."""
        if figure["value"] is None:
            return figure["state_text"], self.open
        return figure["value"], self.percent if figure["unit"] == "percent" else self.number

    def _known(self, figure: Mapping[str, Any], number: Any) -> tuple[Any, Format]:
        """A numerator, denominator or bound. Of a known figure it may be absent: a count has no denominator."""
        if number is not None:
            return number, self.number
        return (figure["state_text"] if figure["value"] is None else ""), self.open

    def _percent(self, number: Any) -> tuple[Any, Format]:
        return ("", self.open) if number is None else (number, self.percent)

    def _yes(self, truth: bool) -> str:
        return self.words["yes"] if truth else self.words["no"]


def _spread(shares: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{each['count']} {each['text']}" for each in shares)

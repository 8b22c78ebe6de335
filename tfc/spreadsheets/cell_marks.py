"""Reads what calamine omits from a workbook: errors, formulas without a result, hidden parts, merged cells of
OpenDocument.

For calamine an error and a formula without a result are empty cells, which would silently become unknown. It also
accepts truncated sheets, which are refused here.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from tfc.spreadsheets.grids import MOST_COLUMNS, Merge
from tfc.spreadsheets.remarks import Remark, UnreadableError
from tfc.spreadsheets.xlsx_zip import Package

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# Calamine allocates a place for each cell between the first and the last filled one.
MOST_CELLS = 20_000_000
MOST_DOUBTS = 500_000
MOST_ERROR = 30
TRUE = {"1", "true"}
COLUMN = re.compile(r"\$?([A-Z]{1,7})")
ERROR = re.compile(r"#[^\s#]{1,10}[!?]|#N/A|Err:\d{3}")
OTHER_PROGRAMS = {
    "is_numbers": r"Index/.*\.iwa|Index\.zip",
    "is_document": r"(?:word|ppt)/.*",
    "is_xlsb": r"xl/workbook\.bin",
    "damaged": r"mimetype|\[Content_Types\]\.xml",
}


@dataclass
class SheetMarks:
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    doubts: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    """By row and column: the error that a cell shows, or "" for a formula without a result."""
    merges: list[Merge] = field(default_factory=list)

    def add_doubt(self, rows: range, columns: range, text: str) -> None:
        if len(rows) * len(columns) + len(self.doubts) > MOST_DOUBTS:
            raise UnreadableError("too_much_text")
        for row in rows:
            self.doubts[row].update(dict.fromkeys(columns, text[:MOST_ERROR]))

    def take_doubts(self, row: int) -> dict[int, Remark]:
        """Return and remove the remarks about the cells of a row, by column."""
        return {
            column: Remark("error", {"text": text}) if text else Remark("formula")
            for column, text in self.doubts.pop(row, {}).items()
        }


@dataclass(frozen=True)
class BookMarks:
    sheets: Mapping[str, SheetMarks] = field(default_factory=dict)
    serials: bool = True
    """Whether days are counted from 1900, and not from 1904 as on old Macs."""


def read_marks(package: Package, kind: str) -> BookMarks:
    try:
        return BookMarks(_read_open_document(package)) if kind == ".ods" else _read_open_xml(package)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("damaged") from error


def _iterate(package: Package, member: str, *tags: str) -> Iterator[etree._Element]:
    """Yield the elements with these names, and clear each after its use."""
    if member not in package.names:
        raise UnreadableError("damaged")
    names = [f"{{*}}{tag}" for tag in tags]
    is_first = True
    with package.archive.open(member) as file:
        for _event, element in etree.iterparse(file, tag=names, resolve_entities=False, no_network=True):
            # A document type may declare entities: no spreadsheet needs any, and attacks do.
            if is_first and element.getroottree().docinfo.doctype:
                raise UnreadableError("not_safe")
            is_first = False
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _get_name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _get_attributes(element: etree._Element) -> dict[str, str]:
    """Return the attributes by name without namespace."""
    return {str(key).rpartition("}")[2]: str(value) for key, value in element.items()}


def _read_open_xml(package: Package) -> BookMarks:
    main = next(iter(_read_targets(package, "", "", "officeDocument").values()), "")
    if not main.endswith(".xml") or main.startswith(("word/", "ppt/")):
        patterns = ((code, re.compile(pattern)) for code, pattern in OTHER_PROGRAMS.items())
        codes = (code for code, pattern in patterns if any(map(pattern.fullmatch, package.names)))
        raise UnreadableError(next(codes, "is_archive"))
    members = _read_targets(package, *posixpath.split(main), "worksheet")
    sheets, serials = {}, True
    for element in _iterate(package, main, "workbookPr", "sheet"):
        values = _get_attributes(element)
        if _get_name(element) == "workbookPr":
            serials = values.get("date1904") not in TRUE
        elif values.get("id") in members:
            sheets[values.get("name", "")] = _read_worksheet(package, members[values["id"]])
    return BookMarks(sheets, serials)


def _read_targets(package: Package, folder: str, name: str, kind: str) -> dict[str, str]:
    """Return the parts of one type that a part refers to, by ID; none outside of the package."""
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in package.names:
        return {}
    return {
        element.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))[1:]
        for element in _iterate(package, relations, "Relationship")
        if element.get("Type", "").rpartition("/")[2] == kind and element.get("TargetMode") != "External"
    }


def _read_worksheet(package: Package, member: str) -> SheetMarks:
    marks, row, width = SheetMarks(), 0, 0
    for element in _iterate(package, member, "col", "row"):
        is_hidden = element.get("hidden") in TRUE
        if _get_name(element) == "row":
            number = int(element.get("r", row + 1))
            if not row < number <= LAST_ROW:
                raise UnreadableError("damaged")
            row = number
            width = max(width, _read_cells(element, row, marks))
            if is_hidden:
                marks.hidden_rows.append(range(row, row + 1))
        elif is_hidden:
            marks.hidden_columns.append(range(int(element.get("min", 1)), int(element.get("max", 1)) + 1))
    if row * width > MOST_CELLS:
        raise UnreadableError("too_many_columns", most=MOST_COLUMNS)
    return marks


def _read_cells(row: etree._Element, number: int, marks: SheetMarks) -> int:
    """Record the doubts about the cells of a row, and return its last filled column."""
    column = last = 0
    for cell in row.iterchildren("{*}c"):
        reference = COLUMN.match(cell.get("r", ""))
        column = get_column(reference[1]) if reference else column + 1
        if column > LAST_COLUMN:
            raise UnreadableError("too_many_columns", most=MOST_COLUMNS)
        parts = {_get_name(part): part.text or "" for part in cell.iterchildren("{*}v", "{*}f", "{*}is")}
        kind, value = cell.get("t", "n"), parts.get("v", "")
        # A formula may result in empty text; an empty number was never calculated.
        if kind == "e" or ("f" in parts and not value and kind not in ("str", "inlineStr")):
            marks.add_doubt(range(number, number + 1), range(column, column + 1), value)
        if value or "is" in parts:
            last = column
    return last


def _read_open_document(package: Package) -> dict[str, SheetMarks]:
    """Return the marks of each sheet. Equal adjacent rows and cells are written once, with a count."""
    sheets, marks, rows, columns = {}, SheetMarks(), range(1), range(1)
    for element in _iterate(package, "content.xml", "table-column", "table-row", "table"):
        values, name = _get_attributes(element), _get_name(element)
        is_hidden = values.get("visibility", "visible") != "visible"
        if name == "table":
            sheets[values.get("name", "")], marks, rows, columns = marks, SheetMarks(), range(1), range(1)
        elif name == "table-column":
            columns = _get_next(columns, values, LAST_COLUMN)
            marks.hidden_columns += [columns] if is_hidden else []
        else:
            rows = _get_next(rows, values, LAST_ROW)
            marks.hidden_rows += [rows] if is_hidden else []
            _read_document_cells(element, rows, marks)
    return sheets


def _read_document_cells(row: etree._Element, rows: range, marks: SheetMarks) -> None:
    columns = range(1)
    for cell in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
        values = _get_attributes(cell)
        columns = _get_next(columns, values, LAST_COLUMN)
        is_error = any(str(key).endswith("}value-type") and value == "error" for key, value in cell.items())
        if is_error or "formula" in values:
            shown = "".join(text for paragraph in cell.iterchildren("{*}p") for text in paragraph.itertext())
            if is_error or ERROR.fullmatch(shown):
                marks.add_doubt(rows, columns, shown or "?")
            elif "value-type" not in values:
                marks.add_doubt(rows, columns, "")
        down, across = (int(values.get(f"number-{name}-spanned", 1)) for name in ("rows", "columns"))
        if down > 1 or across > 1:
            top, left = rows.start, columns.start
            marks.merges.append(Merge(top, top + down - 1, left, left + across - 1))


def _get_next(places: range, values: Mapping[str, str], last: int) -> range:
    """Return the range of the next rows or columns, which are written once with a count."""
    repeated = values.get("number-rows-repeated") or values.get("number-columns-repeated") or 1
    return range(places.stop, min(places.stop + max(1, int(repeated)), last + 1))


def get_column(letters: str) -> int:
    """Return the number of a column: 28 for "AB"."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column

"""What an XLSX package says about itself: its sheets, which formats are dates, and the texts its cells share."""

import posixpath
import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from tfc.sheets.package import Package, local
from tfc.sheets.remarks import UnreadableError

TYPES = "[Content_Types].xml"
MAIN = re.compile(
    r"(?:spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template)\.macroEnabled)\.main\+xml$"
)
OTHERS = {
    "wordprocessingml": "is_document",
    "ms-word": "is_document",
    "presentationml": "is_document",
    "ms-powerpoint": "is_document",
    "ms-excel.sheet.binary": "is_xlsb",
}
# Dates in the Chinese, Japanese and Korean Excel, which no file spells out.
EAST_ASIAN_DATES = frozenset({*range(27, 37), *range(50, 59)})
MOST_SHEETS = 100
MOST_TEXT = 64_000_000
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SheetPart:
    title: str
    member: str
    hidden: bool


class SharedTexts:
    """Texts in one piece of memory: a million of them as objects would take more than a worker has."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.ends = array("L")

    def add(self, text: str) -> None:
        self.bytes += text.encode("utf-8")
        self.ends.append(len(self.bytes))
        if len(self.bytes) + 8 * len(self.ends) > MOST_TEXT:
            raise UnreadableError("too_much_text")

    def __getitem__(self, place: int) -> str:
        if not 0 <= place < len(self.ends):
            raise UnreadableError("damaged")
        begin = self.ends[place - 1] if place else 0
        return self.bytes[begin : self.ends[place]].decode("utf-8")


@dataclass
class Workbook:
    sheets: list[SheetPart] = field(default_factory=list)
    epoch: object = WINDOWS_EPOCH
    texts: SharedTexts = field(default_factory=SharedTexts)
    dates: frozenset[int] = frozenset()
    """Numbers of cell formats that are dates or times."""
    durations: frozenset[int] = frozenset()

    @property
    def serials(self) -> bool:
        return self.epoch == WINDOWS_EPOCH


def read_workbook(package: Package) -> Workbook:
    main = _main_part(package)
    targets = _targets(package, main)
    book = Workbook()
    _read_main(package, main, targets, book)
    if not book.sheets:
        raise UnreadableError("no_table")
    if styles := _of_type(targets, "styles"):
        book.dates, book.durations = _date_formats(package, styles)
    if texts := _of_type(targets, "sharedStrings"):
        book.texts = _shared_texts(package, texts)
    return book


def _refuse_other_programs(names: frozenset[str]) -> None:
    if "mimetype" in names:
        raise UnreadableError("is_ods")
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        raise UnreadableError("is_numbers")
    if TYPES not in names:
        raise UnreadableError("is_archive")


def _main_part(package: Package) -> str:
    _refuse_other_programs(package.names)
    types: dict[str, str] = {}

    def start(_name: str, attributes: dict[str, str]) -> None:
        types[attributes.get("ContentType", "")] = attributes.get("PartName", "").lstrip("/")

    package.parse(TYPES, start)
    for kind, part in types.items():
        if MAIN.search(kind) and part:
            return part
    others = (code for sign, code in OTHERS.items() if any(sign in kind for kind in types))
    raise UnreadableError(next(others, "damaged"))


@dataclass(frozen=True)
class Target:
    kind: str
    member: str


def _targets(package: Package, main: str) -> dict[str, Target]:
    """What the workbook is made of. What lies outside of the package is not followed, and not kept."""
    folder, name = posixpath.split(main)
    found: dict[str, Target] = {}

    def start(_name: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target")
        if target and attributes.get("TargetMode") != "External":
            member = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = Target(kind, member)

    package.parse(posixpath.join(folder, "_rels", f"{name}.rels"), start)
    return found


def _of_type(targets: dict[str, Target], kind: str) -> str:
    return next((target.member for target in targets.values() if target.kind == kind), "")


def _read_main(package: Package, main: str, targets: dict[str, Target], book: Workbook) -> None:
    def start(name: str, attributes: dict[str, str]) -> None:
        plain = {local(key): value for key, value in attributes.items()}
        if local(name) == "workbookPr" and plain.get("date1904") in {"1", "true"}:
            book.epoch = MAC_EPOCH
        elif local(name) == "sheet":
            target = targets.get(plain.get("id", ""))
            if target and target.kind == "worksheet":
                hidden = plain.get("state", "visible") != "visible"
                book.sheets.append(SheetPart(plain.get("name", ""), target.member, hidden))
            if len(book.sheets) > MOST_SHEETS:
                raise UnreadableError("too_many_sheets", most=MOST_SHEETS)

    package.parse(main, start)


def _date_formats(package: Package, member: str) -> tuple[frozenset[int], frozenset[int]]:
    codes = dict(BUILTIN_FORMATS)
    formats: list[int] = []
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")[:255]
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            formats.append(int(attributes.get("numFmtId", 0)))

    def end(name: str) -> None:
        if local(name) == "cellXfs":
            inside[0] = False

    package.parse(member, start, end)
    return _places(
        formats, lambda number: number in EAST_ASIAN_DATES or is_date_format(codes.get(number))
    ), _places(formats, lambda number: is_timedelta_format(codes.get(number)))


def _places(formats: list[int], is_one: Callable[[int], bool]) -> frozenset[int]:
    wanted = {number for number in set(formats) if is_one(number)}
    return frozenset(place for place, number in enumerate(formats) if number in wanted)


def _shared_texts(package: Package, member: str) -> SharedTexts:
    texts = SharedTexts()
    pieces = TextPieces()

    def end(name: str) -> None:
        pieces.end(local(name))
        if local(name) == "si":
            texts.add(pieces.take())

    package.parse(member, lambda name, _attributes: pieces.start(local(name)), end, pieces.text)
    return texts


class TextPieces:
    """The text of <t> in a cell or a shared text, without the reading aids that Asian Excels put beside it."""

    MOST = 40_000  # Excel itself allows 32,767 letters

    def __init__(self) -> None:
        self.found: list[str] = []
        self.length = 0
        self.open = self.aside = False

    def start(self, tag: str) -> None:
        self.aside = self.aside or tag == "rPh"
        self.open = tag == "t" and not self.aside

    def text(self, text: str) -> None:
        if self.open:
            self.found.append(text)
            self.length += len(text)
            if self.length > self.MOST:
                raise UnreadableError("too_much_text")

    def end(self, tag: str) -> None:
        self.open = False
        self.aside = self.aside and tag != "rPh"

    def take(self) -> str:
        text = "".join(self.found)
        self.found, self.length = [], 0
        return unescaped(text)


def unescaped(text: str) -> str:
    """ "_x000D_" is how XLSX writes a letter that XML cannot hold."""
    return ESCAPED.sub(lambda match: _letter(int(match[1], 16)), text) if "_x" in text else text


def _letter(number: int) -> str:
    return "" if 0xD800 <= number <= 0xDFFF else chr(number)

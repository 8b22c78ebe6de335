"""Word fields and Excel formulas that load something from elsewhere or start something."""

import re

# Fields whose result comes from the document, its properties, the clock or the typist. All others are refused,
# including fields whose name is built from nested fields.
FIELDS = frozenset(
    """
    = ADDIN ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BARCODE BIBLIOGRAPHY BIDIOUTLINE
    CITATION COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME FILESIZE
    FILLIN FORMCHECKBOX FORMDROPDOWN FORMTEXT GOTOBUTTON GREETINGLINE HYPERLINK IF INDEX INFO KEYWORDS LASTSAVEDBY
    LISTNUM MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF
    PRINTDATE PRIVATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SKIPIF STYLEREF SUBJECT SYMBOL TA TC
    TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
    """.split()  # noqa: SIM905  # a list literal of these takes sixty lines
)
NAME = re.compile(r"\s*(=|[^\s\"\\=]+)")
ARGUMENT = re.compile(r'\s*HYPERLINK\s*(?:"([^"]*)"|([^\s\\"]\S*))', re.IGNORECASE)
TOKENS = re.compile(r'"([^"]*)"|([^\s"]+)')
SCHEME = re.compile(r"(?:[a-z][a-z0-9+.\-]*:|\\\\|//)", re.IGNORECASE)
ADDRESS = re.compile(r"\s*(?:https?://|mailto:|#)", re.IGNORECASE)

TEXTS = re.compile(r'"(?:[^"]|"")*"')
SHEETS = re.compile(r"'(?:[^']|'')*'")
CALLS = re.compile(
    r"(?<![A-Z0-9_])(WEBSERVICE|IMAGE|RTD|CALL|REGISTER|REGISTER\.ID|EXEC|STOCKHISTORY|DDE|EVALUATE|FOPEN|RUN|SQL\.REQUEST|PY|IMPORT(?:DATA|FEED|HTML|RANGE|XML))\s*\(",
    re.IGNORECASE,
)
LINK_CALL = re.compile(r'HYPERLINK\s*\(\s*"([^"]*)"', re.IGNORECASE)
OTHER_FILE = re.compile(r"^\s*(?:\\\\|file:|[a-z]:\\|ftp:)|\[[^\]]*\.[a-z]{3,4}\]", re.IGNORECASE)
# Matches a cell of a CSV file that a spreadsheet program calculates, also by full-width signs: not "- Monday (9 to 5)",
# "+1 555 0100" or "@handle". After a sign, a call or a DDE link may follow any operator.
CELL_FORMULA = re.compile(
    r"[\s\"']*(?:[=＝]\s*\S|[+\-@＋－＠](?:.*[+\-*/^&=<>(,;@])?\s*[A-Za-z][\w.]*(?:\(|\s*\|))"
)
# Spreadsheet programs split at one of these, by the regional settings, or at the one that the first line names.
DELIMITERS = ",;\t"
NAMED_DELIMITER = re.compile(r"[\s\"]*sep=(.)", re.IGNORECASE)


def is_safe_address(target: str) -> bool:
    return bool(ADDRESS.match(target))


def get_active_field(instruction: str) -> str:
    """Return the name of a field that is refused, or "". NUL stands for a nested field."""
    match = NAME.match(instruction)
    name = match[1].upper() if match else ""
    if not name and not instruction.strip():
        return ""
    if name not in FIELDS:
        return name.replace("\0", "…") or "?"
    target = _get_unsafe_target(instruction) if name == "HYPERLINK" else ""
    return f"HYPERLINK {target}".replace("\0", "…") if target else ""


def _get_unsafe_target(instruction: str) -> str:
    """Return the first argument, or an address after a switch, if it is neither a web nor an email address."""
    argument = ARGUMENT.match(instruction)
    first = (argument[1] or argument[2] or "") if argument else ""
    if first and not is_safe_address(first):
        return first
    texts = [(quoted or plain).strip("“”„ ") for quoted, plain in TOKENS.findall(instruction)]
    return next((text for text in texts if SCHEME.match(text) and not is_safe_address(text)), "")


def get_active_formula(formula: str) -> str:
    """Return the part of this formula that loads or starts something, or ""."""
    quoted = [text.strip("\"'") for pattern in (TEXTS, SHEETS) for text in pattern.findall(formula)]
    if other := next((text for text in quoted if OTHER_FILE.search(text)), ""):
        return other
    links = LINK_CALL.findall(formula)
    if link := next((text for text in links if SCHEME.match(text) and not is_safe_address(text)), ""):
        return link
    plain = SHEETS.sub("''", TEXTS.sub('""', formula))
    if call := CALLS.search(plain):
        return call[1].upper()
    return "DDE" if "|" in plain else ""


def get_delimiters(first_line: str) -> str:
    named = NAMED_DELIMITER.match(first_line)
    return DELIMITERS + named[1] if named else DELIMITERS


def get_cell_formula(line: str, delimiters: str = DELIMITERS) -> str:
    """Return the first cell of a CSV line that is calculated when the file is opened, or ""."""
    cells = re.split(f"[{re.escape(delimiters)}]", line)
    return next((cell for cell in cells if CELL_FORMULA.match(cell)), "")

"""XLSX packages written part by part, so that a test controls their exact content."""

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE.format("sheet.main")}"/></Types>'
)
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Events" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)
LINKS = (
    f'<Relationships xmlns="{PACKAGE_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
)


ROOT = (
    f'<Relationships xmlns="{PACKAGE_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "script")
)
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def write_ods(path: Path, tables: str, **members: str) -> Path:
    """Write ``tables`` as LibreOffice does; further parts by name."""
    sheets = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"<office:document-content {ODS_SPACES} {CALCEXT}>{sheets}</office:document-content>"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", ODS_TYPE)
        for name, text in {"META-INF/manifest.xml": MANIFEST, "content.xml": content, **members}.items():
            package.writestr(name, text, zipfile.ZIP_DEFLATED)
    return path


def sheet(rows: str, before: str = "", after: str = "", start: str = "") -> str:
    return f'{start}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def inline(*texts: str) -> str:
    """Return a row without cell references."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' if text else "<c/>" for text in texts)
    return f"<row>{cells}</row>"


def parts(sheet_xml: str, **others: str) -> dict[str, str]:
    return {
        "[Content_Types].xml": others.get("types", TYPES),
        "_rels/.rels": others.get("root", ROOT),
        "xl/workbook.xml": others.get("book", BOOK),
        "xl/_rels/workbook.xml.rels": others.get("links", LINKS),
        "xl/sharedStrings.xml": others.get("texts", f'<sst xmlns="{MAIN}"/>'),
        "xl/styles.xml": others.get("styles", f'<styleSheet xmlns="{MAIN}"/>'),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }


def write(path: Path, members: dict[str, str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path

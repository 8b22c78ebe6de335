"""Checks OpenDocument files: the XML of every part is searched for scripts, data sources and external references."""

import posixpath
import re
from collections.abc import Iterator

from tfc.documents.fields import get_active_formula, is_safe_address
from tfc.documents.findings import Finding, RefusedError
from tfc.documents.kinds import OPEN_DOCUMENTS
from tfc.documents.parts import (
    ELSEWHERE,
    SVG,
    Tag,
    get_binary_finding,
    get_drawing_finding,
    is_xml,
    read_tags,
)
from tfc.spreadsheets.xlsx_zip import Package

MANIFEST = "META-INF/manifest.xml"
# Folders in which LibreOffice stores macros and dialogs.
PROGRAMS = ("basic/", "scripts/", "dialogs/")
ELEMENTS = {
    "script": "script", "event-listener": "script", "execute-macro": "script", "error-macro": "script",
    "dde-connection": "connection", "dde-connection-decl": "connection", "dde-link": "connection",
    "dde-source": "connection", "database-display": "connection", "database-next": "connection",
    "database-row-select": "connection", "database-source-sql": "connection", "database-source-query": "connection",
    "database-source-table": "connection", "connection-resource": "connection", "table-source": "connection",
    "cell-range-source": "connection", "source-service": "connection", "section-source": "remote",
    "auto-reload": "remote",
    "object-ole": "object", "plugin": "object", "applet": "object", "floating-frame": "object",
    "encryption-data": "locked",
}  # fmt: skip
# Embedded objects that only draw something.
OBJECTS = ("application/vnd.oasis.opendocument.chart", "application/vnd.oasis.opendocument.formula")
LINKS = ("a", "area-rectangle", "area-circle", "area-polygon")
SCRIPT_ADDRESS = re.compile(
    r"\s*(?:vnd\.sun\.star\.|macro:|javascript:|vnd\.libreoffice\.|service:|slot:|\.uno:)", re.IGNORECASE
)
# Menus and keys start a macro by an attribute of any name.
MACRO_ADDRESS = "vnd.sun.star.script:"
XFORMS = "http://www.w3.org/2002/xforms"
XFORMS_ADDRESSES = ("src", "schema", "action", "resource")
NO_XML = ("mimetype", "layout-cache")


def find_active_parts(package: Package, suffix: str) -> list[Finding]:
    names = package.names
    kind = next(package.pieces("mimetype"), b"").strip() if "mimetype" in names else b""
    if kind != OPEN_DOCUMENTS[suffix].encode():
        raise RefusedError([Finding("wrong-kind")])
    if any("\\" in name or ".." in name.split("/") or name.startswith("/") for name in names):
        raise RefusedError([Finding("unsafe-package")])
    findings = [
        Finding.in_part("script", name) for name in sorted(names) if name.lower().startswith(PROGRAMS)
    ]
    objects = _read_objects(package)
    for name in sorted(names):
        if name.endswith("/") or name in NO_XML:
            continue
        if is_xml(package, name):
            findings.extend(_read_part(package, name, objects))
        elif finding := get_binary_finding(package, name):
            findings.append(finding)
    return findings


def _read_objects(package: Package) -> set[str]:
    """Return the folders of embedded charts and formulas."""
    objects = set()

    def start(tag: Tag) -> None:
        if tag.name == "file-entry" and tag.get("media-type").startswith(OBJECTS):
            objects.add(tag.get("full-path").strip("/"))

    if MANIFEST in package.names:
        read_tags(package, MANIFEST, start)
    return objects


def _read_part(package: Package, name: str, objects: set[str]) -> list[Finding]:
    findings: list[Finding] = []

    def start(tag: Tag) -> None:
        if code := ELEMENTS.get(tag.name):
            findings.append(Finding.in_part(code, tag.name))
        if tag.name == "object" and _get_member(name, tag.get("href")) not in objects:
            findings.append(Finding.in_part("object", tag.get("href")))
        findings.extend(_find_in_attributes(tag))
        if tag.space == SVG and (finding := get_drawing_finding(tag)):
            findings.append(finding)

    read_tags(package, name, start)
    return findings


def _find_in_attributes(tag: Tag) -> Iterator[Finding]:
    for key, value in tag.attributes.items():
        local = key.rpartition(" ")[2]
        if local == "formula" and (active := get_active_formula(value)):
            yield Finding.in_part("formula", active)
        elif local == "datasource" and value:
            yield Finding.in_part("connection", value)
        elif SCRIPT_ADDRESS.match(value) if local == "href" else value.startswith(MACRO_ADDRESS):
            yield Finding.in_part("script", value)
        elif value and _is_address(tag, local):
            yield from _find_in_address(tag, value)


def _is_address(tag: Tag, local: str) -> bool:
    if tag.space == XFORMS:
        return local in XFORMS_ADDRESSES
    return local == "image-data" or (local == "href" and tag.name != "object")


def _find_in_address(tag: Tag, address: str) -> Iterator[Finding]:
    if tag.name in LINKS:
        if not is_safe_address(address):
            yield Finding.in_part("link", address)
    elif tag.space != SVG and _is_elsewhere(address, tag.name):
        yield Finding.in_part("remote", address)


def _is_elsewhere(address: str, name: str) -> bool:
    """Return True if the address is outside of the package. A document's template is named by a
    path and not loaded.
    """
    is_path = posixpath.normpath(address).startswith(("../", "/")) and name != "template"
    return bool(ELSEWHERE.match(address)) or is_path


def _get_member(part: str, href: str) -> str:
    """Return the folder that an object's address names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), href))

"""Checks Word, PowerPoint and Excel files: every relationship and the XML of every part is searched for active or
loading content.
"""

import io
import posixpath
import re
from collections import defaultdict
from urllib.parse import unquote

from tfc.documents.fields import get_active_field, get_active_formula, is_safe_address
from tfc.documents.findings import Finding, RefusedError
from tfc.documents.kinds import OFFICE
from tfc.documents.parts import (
    ELSEWHERE,
    SVG,
    Tag,
    get_binary_finding,
    get_drawing_finding,
    is_xml,
    read_tags,
)
from tfc.spreadsheets.xlsx_zip import Package, open_package_file

CONTENT_TYPES = "[Content_Types].xml"
# The main part of each file type, and its content type.
MAIN = {
    ".docx": ("word/document.xml", OFFICE + "wordprocessingml.document.main+xml"),
    ".pptx": ("ppt/presentation.xml", OFFICE + "presentationml.presentation.main+xml"),
    ".xlsx": ("xl/workbook.xml", OFFICE + "spreadsheetml.sheet.main+xml"),
}
# Relationships by the last component of their type.
RELATIONSHIPS = {
    "vbaproject": "script", "vbadata": "script", "wordvbadata": "script", "xlmacrosheet": "script",
    "xlintlmacrosheet": "script", "dialogsheet": "script", "extensibility": "script", "usercustomization": "script",
    "keymapcustomizations": "script", "attachedtoolbars": "script",
    "control": "control", "activexcontrolbinary": "control",
    "oleobject": "object", "package": "object", "afchunk": "inserted",
    "connections": "connection", "querytable": "connection", "externallink": "connection",
    "externallinkpath": "connection", "mailmergesource": "connection", "mailmergeheadersource": "connection",
    "recipientdata": "connection", "xmlmaps": "connection", "rdrichvaluewebimage": "remote",
    "attachedtemplate": "remote", "subdocument": "remote", "frame": "remote",
    "webextension": "addin", "taskpanes": "addin", "webextensiontaskpanes": "addin",
}  # fmt: skip
TYPES = {
    "macroenabled": "script", "vba": "script", "macrosheet": "script", "activex": "control", "oleobject": "object",
    "webextension": "addin", "connections": "connection", "externallink": "connection", "querytable": "connection",
}  # fmt: skip
ELEMENTS = {
    "altChunk": "inserted", "OLEObject": "object", "object": "object", "oleObj": "object", "oleObject": "object",
    "subDoc": "remote", "mailMerge": "connection", "ddeLink": "connection", "oleLink": "connection",
    "dbPr": "connection", "webPr": "connection", "olapPr": "connection", "queryTable": "connection",
    "DataMashup": "connection", "customUI": "script", "webextension": "addin", "taskpanes": "addin",
    "webImagesSrd": "remote", "webImageSrd": "remote", "hlinkHover": "remote", "hlinkMouseOver": "remote",
    "binData": "object",
}  # fmt: skip
# "control" is an ActiveX control except in sheets, where relationships distinguish it from plain checkboxes.
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEETS_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = ("hyperlink", "hlinkClick")
FORMULAS = {
    "f",
    "formula",
    "formula1",
    "formula2",
    "definedName",
    "calculatedColumnFormula",
    "totalsRowFormula",
}
MACRO_TEXTS = {"FmlaMacro"}
SLIDE_ACTIONS = re.compile(
    r"(?:|ppaction://(?:hlinksldjump|hlinkshowjump|customshow|media|noaction)\b.*)", re.IGNORECASE
)
# Printer settings and embedded fonts are not checked, unless a program loads the part as something else as well: some
# go by the relationship and ignore the content type.
OPAQUE = (".printerSettings", ".obfuscatedFont", "/x-fontdata")
OPAQUE_RELATIONSHIPS = {"printersettings", "font"}
VML = "urn:schemas-microsoft-com:"
VML_ADDRESSES = ("src", "href", "althref")
# In these an address is that of a picture; elsewhere it is a link.
VML_PICTURES = ("imagedata", "fill", "stroke")
DEPTH = 1


def find_active_parts(package: Package, suffix: str, depth: int = 0) -> list[Finding]:
    return _Inspection(package, suffix, depth).run()


class _Inspection:
    def __init__(self, package: Package, suffix: str, depth: int) -> None:
        self.package, self.suffix, self.depth = package, suffix, depth
        self.findings: list[Finding] = []
        # By part: the IDs of its links to the web, and the workbooks of charts.
        self.links: dict[str, set[str]] = defaultdict(set)
        self.workbooks: set[str] = set()
        # Targets of relationships other than OPAQUE_RELATIONSHIPS, in lower case.
        self.loaded: set[str] = set()

    def run(self) -> list[Finding]:
        names = self.package.names
        folded = {name.lower() for name in names}
        main, kind = MAIN[self.suffix]
        if CONTENT_TYPES not in names or main not in names:
            raise RefusedError([Finding("wrong-kind")])
        if len(folded) < len(names) or any("\\" in name or ".." in name.split("/") for name in names):
            raise RefusedError([Finding("unsafe-package")])
        types = self._read_types()
        if types.get(main) != kind:
            self._add("script" if "macroenabled" in types.get(main, "").lower() else "wrong-kind", main)
        for name in sorted(names):
            if name.lower().endswith(".rels"):
                self._read_relationships(name)
        for name in sorted(names):
            if not name.endswith("/") and name != CONTENT_TYPES:
                self._read_part(name, types.get(name, ""))
        return self.findings

    def _add(self, code: str, detail: str) -> None:
        self.findings.append(Finding.in_part(code, detail))

    def _read_types(self) -> dict[str, str]:
        by_suffix: dict[str, str] = {}
        by_name: dict[str, str] = {}

        def start(tag: Tag) -> None:
            if tag.name == "Default":
                by_suffix[tag.get("Extension").lower()] = tag.get("ContentType")
            elif tag.name == "Override":
                by_name[tag.get("PartName").removeprefix("/").lower()] = tag.get("ContentType")

        read_tags(self.package, CONTENT_TYPES, start)
        suffixes = {name: name.rpartition(".")[2].lower() for name in self.package.names}
        return {
            name: by_name.get(name.lower(), by_suffix.get(suffix, "")) for name, suffix in suffixes.items()
        }

    def _read_relationships(self, name: str) -> None:
        folder, _slash, file = name.rpartition("_rels/")
        source = folder + file.removesuffix(".rels")

        def start(tag: Tag) -> None:
            if tag.name != "Relationship":
                return
            kind, target = tag.get("Type").rpartition("/")[2].lower(), tag.get("Target")
            member = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            if kind not in OPAQUE_RELATIONSHIPS:
                self.loaded.add(unquote(member).lower())
            if tag.get("TargetMode") == "External" or ELSEWHERE.match(target):
                self._check_external(source, kind, target, tag.get("Id"))
            elif kind == "package" and "/charts/" in f"/{source}":
                self.workbooks.add(member)
            elif kind in RELATIONSHIPS:
                self._add(RELATIONSHIPS[kind], target)

        read_tags(self.package, name, start)

    def _check_external(self, source: str, kind: str, target: str, name: str) -> None:
        if kind == "hyperlink" and is_safe_address(target):
            self.links[source].add(name)
        elif kind == "hyperlink":
            self._add("link", target)
        else:
            self._add(RELATIONSHIPS.get(kind, "remote"), target)

    def _read_part(self, name: str, content_type: str) -> None:
        for word, code in TYPES.items():
            if word in content_type.lower():
                self._add(code, name)
        if name in self.workbooks:
            self._read_workbook(name)
        elif content_type.endswith(OPAQUE) and name.lower() not in self.loaded:
            return
        elif is_xml(self.package, name):
            _PartReader(self, name).read()
        elif finding := get_binary_finding(self.package, name):
            self.findings.append(finding)

    def _read_workbook(self, name: str) -> None:
        """Check the workbook behind a chart in the same way."""
        if self.depth >= DEPTH:
            self._add("object", name)
            return
        content = b"".join(self.package.pieces(name))
        try:
            with open_package_file(io.BytesIO(content)) as package:
                self.findings.extend(find_active_parts(package, ".xlsx", self.depth + 1))
        except (RefusedError, ValueError):
            self._add("object", name)


class _PartReader:
    """Reads one XML part: active elements, IDs of links in elements that load, fields and formulas."""

    def __init__(self, inspection: _Inspection, name: str) -> None:
        self.inspection, self.name = inspection, name
        self.links = inspection.links[name]
        # Instructions of the open fields, the innermost last; None once a field's result has begun.
        self.fields: list[str | None] = []
        self.captured: list[str] | None = None
        self.capturing = ""

    def read(self) -> None:
        read_tags(self.inspection.package, self.name, self.start, self.end, self.text)
        while self.fields:
            self._close_field()

    def start(self, tag: Tag) -> None:
        code = ELEMENTS.get(tag.name, "")
        if tag.name == "cacheSource" and tag.get("type") == "external":
            code = "connection"
        if tag.name == "control" and tag.space not in (SHEETS, SHEETS_STRICT):
            code = "control"
        if code:
            self.inspection._add(code, tag.get("progId") or tag.get("ProgID") or tag.name)
        self._check_attributes(tag)
        if tag.space == SVG and (finding := get_drawing_finding(tag)):
            self.inspection.findings.append(finding)
        if tag.name == "fldChar":
            self._change_field(tag.get("fldCharType"))
        elif tag.name == "fldSimple":
            self._check_field(tag.get("instr"))
        elif tag.name in ("instrText", "delInstrText") or tag.name in MACRO_TEXTS or _is_formula(tag):
            self.captured, self.capturing = [], tag.name

    def text(self, text: str) -> None:
        if self.captured is not None:
            self.captured.append(text)

    def end(self, name: str) -> None:
        if self.captured is None or name != self.capturing:
            return
        text, self.captured = "".join(self.captured), None
        if name in MACRO_TEXTS:
            if text.strip():
                self.inspection._add("script", text)
        elif name in FORMULAS:
            if active := get_active_formula(text):
                self.inspection._add("formula", active)
        elif self.fields and self.fields[-1] is not None:
            self.fields[-1] += text
        else:
            self._check_field(text)

    def _check_attributes(self, tag: Tag) -> None:
        for key, value in tag.attributes.items():
            space, _space, local = key.rpartition(" ")
            if value in self.links and (space or local == "relid") and tag.name not in LINKS:
                self.inspection._add("remote", tag.name)
            if local == "macro" and value.strip():
                self.inspection._add("script", value)
            if local in ("xlm", "vbProcedure") and value in ("1", "true"):
                self.inspection._add("script", tag.get("name"))
            if tag.name == "hlinkClick" and local == "action" and not SLIDE_ACTIONS.fullmatch(value):
                self.inspection._add("program", value)
            if tag.space.startswith(VML) and local in VML_ADDRESSES and ELSEWHERE.match(value):
                self._check_drawn_address(tag, local, value)
        # A threshold of a color scale is a formula in an attribute.
        if tag.name == "cfvo" and (active := get_active_formula(tag.get("val"))):
            self.inspection._add("formula", active)

    def _check_drawn_address(self, tag: Tag, local: str, address: str) -> None:
        is_link = local == "href" and tag.name not in VML_PICTURES
        if not (is_link and is_safe_address(address)):
            self.inspection._add("remote", address)

    def _change_field(self, kind: str) -> None:
        if kind == "begin":
            if self.fields and self.fields[-1] is not None:
                self.fields[-1] += "\0"
            self.fields.append("")
        elif kind == "separate" and self.fields and self.fields[-1] is not None:
            self._check_field(self.fields[-1])
            self.fields[-1] = None
        elif kind == "end" and self.fields:
            self._close_field()

    def _close_field(self) -> None:
        instruction = self.fields.pop()
        if instruction is not None:
            self._check_field(instruction)

    def _check_field(self, instruction: str) -> None:
        if active := get_active_field(instruction):
            self.inspection._add("field", active)


def _is_formula(tag: Tag) -> bool:
    """Return True for a formula of a sheet or a chart: a fraction in Word is also named "f"."""
    return tag.name in FORMULAS and any(word in tag.space for word in ("spreadsheetml", "/excel/", "/chart"))

"""Rewrites a PDF with qpdf, without anything that acts when a reader opens it.

Lists define what may stay in the catalog, in pages and in annotations. In addition, every action in the file is
emptied, so that a reader that reaches one in an unlisted way finds nothing.
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tfc.documents.findings import Finding, RefusedError

MOST_OBJECTS = 400_000
CATALOG_KEYS = {
    "/Type", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout", "/PageMode", "/Outlines",
    "/AcroForm", "/Metadata", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/OCProperties",
}  # fmt: skip
PAGE_KEYS = {
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
    "/Rotate", "/Group", "/Thumb", "/Annots", "/Metadata", "/StructParents", "/Tabs", "/UserUnit", "/LastModified",
}  # fmt: skip
FORM_KEYS = {"/Fields", "/NeedAppearances", "/DR", "/DA", "/Q"}
TRAILER_KEYS = {"/Root", "/Info", "/ID", "/Size"}
ANNOTATIONS = {
    "/Link", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Ink", "/Popup", "/Widget", "/Watermark", "/Redact",
}  # fmt: skip
# Keys of an annotation or a form field. Link annotations get a new /A.
ACTIVE_KEYS = ("/A", "/AA", "/PA", "/AF", "/FS", "/Movie", "/Sound", "/Lock", "/SV")
# Keys that load the content of a stream or a drawing from another file.
FOREIGN_KEYS = ("/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI", "/AF")
# A color profile that lies in another file or on a website.
FOREIGN_PROFILE = "/DestOutputProfileRef"
# The action types of ISO 32000-2 and of Adobe's extensions, with the message about their removal.
ACTIONS = {
    "/JavaScript": "script", "/Launch": "program", "/GoToR": "other-file", "/GoToE": "other-file",
    "/Thread": "other-file", "/SubmitForm": "form-address", "/ImportData": "form-address", "/URI": "",
    "/Sound": "media", "/Movie": "media", "/Rendition": "media", "/GoTo3DView": "media", "/RichMediaExecute": "media",
    "/GoTo": "", "/GoToDp": "", "/Hide": "", "/Named": "", "/ResetForm": "", "/SetOCGState": "", "/Trans": "",
    "/NOP": "", "/SetState": "",
}  # fmt: skip
MEDIA = {"/Screen", "/Movie", "/Sound", "/3D", "/RichMedia"}
WEB_ADDRESS = re.compile(r"(?:https?://|mailto:)[\x21-\x7e]+", re.IGNORECASE)


def rewrite_pdf(source: str, target: str) -> set[str]:
    """Write the cleaned copy to ``target``; return what was removed, as codes of sentences.CONTENTS."""
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise RefusedError([Finding("locked-pdf")])
            removed = _Cleaner(pdf).clean()
            pdf.save(
                target,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                deterministic_id=True,
            )
    except pikepdf.PasswordError as error:
        raise RefusedError([Finding("locked-pdf")]) from error
    except (
        pikepdf.PdfError,
        pikepdf.ForeignObjectError,
        ValueError,
        TypeError,
        KeyError,
        RuntimeError,
    ) as error:
        raise RefusedError([Finding("broken-pdf")]) from error
    return removed


class _Cleaner:
    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.removed: set[str] = set()

    def clean(self) -> set[str]:
        if not len(self.pdf.pages):
            raise RefusedError([Finding("broken-pdf")])
        if len(self.pdf.objects) > MOST_OBJECTS:
            raise RefusedError([Finding("too-much")])
        self._note_catalog()
        self._make_annotations_indirect()
        links = self._take_links()
        for item in self._containers():
            self._clean_container(item)
        self._keep_keys(self.pdf.trailer, TRAILER_KEYS)
        # qpdf writes the right number, but only if the key exists.
        self.pdf.trailer["/Size"] = 1
        self._clean_catalog()
        for page in self.pdf.pages:
            self._clean_page(page.obj)
        for annotation, address in links:
            annotation["/A"] = Dictionary(S=Name.URI, URI=String(address))
        return self.removed - {""}

    def _note_catalog(self) -> None:
        root = self.pdf.Root
        if "/XFA" in root.get("/AcroForm", {}):
            self.removed.add("form-program")
        opening = root.get("/OpenAction")
        if isinstance(opening, Dictionary) and opening.get("/S") == "/URI":
            self.removed.add("web-action")

    def _make_annotations_indirect(self) -> None:
        """Make inline annotations indirect: a direct dictionary in an array is copied when the array is rebuilt."""
        for page in self.pdf.pages:
            annotations = page.obj.get("/Annots")
            if isinstance(annotations, Array):
                page.obj["/Annots"] = Array(
                    [self.pdf.make_indirect(item) for item in _dictionaries(annotations)]
                )

    def _containers(self) -> Iterator[Any]:
        """Yield every dictionary and stream of the file, including nested ones."""
        waiting: list[Any] = [*self.pdf.objects, self.pdf.trailer]
        while waiting:
            item = waiting.pop()
            if isinstance(item, Dictionary | Stream):
                yield item
                waiting.extend(value for _key, value in item.items() if _is_nested(value))
            elif isinstance(item, Array):
                waiting.extend(value for value in item if _is_nested(value))

    def _take_links(self) -> list[tuple[Any, str]]:
        """Replace actions that go to a page of the same file by plain destinations; return the links to the web."""
        links = []
        for item in self._containers():
            action = item.get("/A")
            is_link = item.get("/Subtype") == "/Link"
            if not isinstance(action, Dictionary) or not (is_link or "/Title" in item):
                continue
            if is_link and (address := _get_web_address(action)):
                links.append((item, address))
            elif action.get("/S") == "/GoTo" and _is_destination(action.get("/D")):
                item["/Dest"] = action["/D"]
            else:
                kind = str(action.get("/S", ""))
                self.removed.add("link" if kind == "/URI" else ACTIONS.get(kind, ""))
            del item["/A"]
        return links

    def _clean_container(self, item: Any) -> None:
        if FOREIGN_PROFILE in item:
            del item[FOREIGN_PROFILE]
        files = item.get("/EF")
        kind = str(item.get("/S", ""))
        if isinstance(files, Dictionary) and any(isinstance(value, Stream) for _key, value in files.items()):
            self.removed.add("embedded-file")
            self._empty(files)
            self._empty(item)
        elif kind in ACTIONS or isinstance(item.get("/JS"), String | Stream):
            self.removed.add(ACTIONS.get(kind, "script"))
            self._empty(item)
        elif isinstance(item, Stream):
            for key in FOREIGN_KEYS:
                if key in item:
                    del item[key]
            if item.get("/Type") == "/EmbeddedFile":
                item.write(b"")

    def _clean_catalog(self) -> None:
        root = self.pdf.Root
        self._keep_keys(root, CATALOG_KEYS)
        names = root.get("/Names")
        if isinstance(names, Dictionary):
            self._keep_keys(names, {"/Dests"})
        form = root.get("/AcroForm")
        if isinstance(form, Dictionary):
            self._keep_keys(form, FORM_KEYS)
            self._clean_fields(form.get("/Fields"))
        elif form is not None:
            del root["/AcroForm"]

    def _clean_fields(self, fields: Any) -> None:
        waiting, visited = [fields], set()
        while waiting:
            for field in _dictionaries(waiting.pop()):
                if field.objgen in visited and field.is_indirect:
                    continue
                visited.add(field.objgen)
                self._clean_field(field)
                waiting.append(field.get("/Kids"))

    def _clean_field(self, field: Any) -> None:
        for key in ACTIVE_KEYS:
            if key in field:
                del field[key]
        # A signature is not valid for the rewritten copy.
        if field.get("/FT") == "/Sig" and "/V" in field:
            del field["/V"]

    def _clean_page(self, page: Any) -> None:
        self._keep_keys(page, PAGE_KEYS)
        if "/Annots" not in page:
            return
        allowed_annotations = []
        for annotation in _dictionaries(page["/Annots"]):
            subtype = str(annotation.get("/Subtype", ""))
            if subtype in ANNOTATIONS:
                self._clean_field(annotation)
                allowed_annotations.append(annotation)
            else:
                self.removed.add("media" if subtype in MEDIA else "")
                self._empty(annotation)
        page["/Annots"] = Array(allowed_annotations)

    @staticmethod
    def _keep_keys(item: Any, keys: set[str]) -> None:
        for key in set(item.keys()) - keys:
            del item[key]

    @staticmethod
    def _empty(item: Any) -> None:
        if isinstance(item, Stream):
            item.write(b"")
        for key in set(item.keys()) - {"/Length"}:
            del item[key]


def _is_nested(value: Any) -> bool:
    return isinstance(value, Array | Dictionary | Stream) and not value.is_indirect


def _dictionaries(value: Any) -> list[Any]:
    return [item for item in value if isinstance(item, Dictionary)] if isinstance(value, Array) else []


def _get_web_address(action: Any) -> str:
    address = action.get("/URI")
    text = str(address) if action.get("/S") == "/URI" and isinstance(address, String) else ""
    return text if WEB_ADDRESS.fullmatch(text) else ""


def _is_destination(value: Any) -> bool:
    """Return True for a name or a place on a page of this file: a bare page number refers to another file."""
    if isinstance(value, Array):
        return len(value) > 0 and isinstance(value[0], Dictionary)
    return isinstance(value, Name | String)

"""Files to upload: the smallest accepted ones, and parts for active ones."""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from tfc.documents.kinds import ODT, OFFICE
from tfc.documents.pdf import rewrite_pdf

ORDINARY = Path(__file__).with_name("ordinary")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    ".docx": (
        "word/document.xml",
        "wordprocessingml.document",
        f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}">',
        "w:document",
    ),
    ".pptx": (
        "ppt/presentation.xml",
        "presentationml.presentation",
        f'<p:presentation xmlns:p="{P}" xmlns:r="{R}" xmlns:a="{A}">',
        "p:presentation",
    ),
    ".xlsx": ("xl/workbook.xml", "spreadsheetml.sheet", f'<workbook xmlns="{S}" xmlns:r="{R}">', "workbook"),
}


def make_zip(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_relationships(*links: tuple[str, str, bool]) -> str:
    """``links``: the last part of the type, the target, and whether it is external."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if external else "/>")
        for number, (kind, target, external) in enumerate(links, start=1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def make_office(
    suffix: str,
    body: str = "",
    *,
    links: tuple[tuple[str, str, bool], ...] = (),
    parts: dict[str, bytes | str] | None = None,
    main_type: str = "",
    types: str = "",
) -> bytes:
    name, kind, begin, root = MAIN[suffix]
    folder, _slash, file = name.partition("/")
    content_types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{name}" ContentType="{main_type or OFFICE + kind + ".main+xml"}"/>{types}</Types>'
    )
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": content_types,
        "_rels/.rels": make_relationships(("officeDocument", name, False)),
        name: f"{begin}{body}</{root}>",
    }
    if links:
        members[f"{folder}/_rels/{file}.rels"] = make_relationships(*links)
    return make_zip(members | (parts or {}))


def make_odt(body: str = "", parts: dict[str, bytes | str] | None = None) -> bytes:
    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("script", "script"),
        )
    )
    content = (
        f'<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    members: dict[str, bytes | str] = {"mimetype": ODT, "content.xml": content}
    return make_zip(members | (parts or {}))


def make_active_pdf(change: Any = None, **options: Any) -> bytes:
    """A PDF of one page; ``change``: a function of the Pdf and its page."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    if change:
        change(pdf, page.obj)
    out = io.BytesIO()
    pdf.save(out, deterministic_id="encryption" not in options, **options)
    return out.getvalue()


def add_link(pdf: Pdf, page: Any, action: Dictionary) -> Any:
    link = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]), A=action)
    )
    page.Annots = Array([*page.get("/Annots", []), link])
    return link


def rewritten(content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a"), Path(folder, "b")
        source.write_bytes(content)
        rewrite_pdf(str(source), str(target))
        return target.read_bytes()


# Written with the upload's own settings, so that it is stored unchanged.
PDF = rewritten(make_active_pdf())
WORD = make_office(".docx")
SLIDES = make_office(".pptx")
SHEET = make_office(".xlsx")
TEXT_DOCUMENT = make_odt()
NO_OBJECT_STREAMS = pikepdf.ObjectStreamMode.disable

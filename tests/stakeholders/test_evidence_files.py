"""Stored uploads: the kind follows from the content, pictures are drawn again, and extra data is removed."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from stakeholders.evidence_files import LONGEST_SIDE, MOST_BYTES, clean_evidence_file
from tests.documents.document_samples import PDF

SECRET = b"34.1478N-118.1445W"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def make_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of that size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def refused(name: str, content: bytes) -> str | None:
    with pytest.raises(ValidationError) as caught:
        clean_evidence_file(name, content)
    return caught.value.code


@pytest.mark.parametrize(
    ("kind", "media_type", "suffix"),
    [("PNG", "image/png", ".png"), ("JPEG", "image/jpeg", ".jpg"), ("WEBP", "image/webp", ".webp")],
)
def test_it_keeps_pictures_of_three_kinds(kind, media_type, suffix):
    stored_file = clean_evidence_file("poster.any", picture(kind))
    assert (stored_file.name, stored_file.media_type) == (f"poster{suffix}", media_type)
    assert (opened(stored_file.content).format, opened(stored_file.content).size) == (kind, (40, 30))


def test_it_keeps_a_plain_pdf():
    stored_file = clean_evidence_file("Agenda 2026.pdf", PDF)
    assert (stored_file.name, stored_file.media_type, stored_file.content) == (
        "Agenda 2026.pdf",
        "application/pdf",
        PDF,
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("page.png", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("page.pdf", b"<html>%PDF-</html>"),
        ("list.txt", b"plain words"),
        ("run.jpg", b"MZ\x90\0" + b"\0" * 100),
        ("moving.png", picture("GIF", mode="P")),
        ("archive.pdf", b"PK\x03\x04" + b"\0" * 100),
        ("empty.png", b""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_refuses_other_kinds_whatever_their_name(name, content):
    assert refused(name, content) == "wrong-kind"


def test_it_keeps_nothing_but_a_picture_of_what_is_a_page_as_well():
    stored_file = clean_evidence_file("both.png", picture() + b"<script>alert(1)</script>")
    assert b"script" not in stored_file.content


@pytest.mark.parametrize("side", [6_500, 30_000])
def test_it_refuses_a_small_file_that_would_fill_the_memory(side):
    bomb = make_png(side, side)
    assert len(bomb) < 200
    assert refused("bomb.png", bomb) == "too-many-pixels"


def test_it_refuses_broken_pictures():
    assert refused("cut.png", picture()[:60]) == "broken-picture"
    assert refused("cut.jpg", picture("JPEG", (300, 300))[:200]) == "broken-picture"


def test_it_refuses_what_is_larger_than_five_megabytes():
    assert clean_evidence_file("most.pdf", PDF.ljust(MOST_BYTES)).media_type == "application/pdf"
    assert refused("more.pdf", b"%PDF-1.7".ljust(MOST_BYTES + 1)) == "too-large"


def test_it_takes_the_place_and_the_words_out_of_pictures():
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x8825] = {1: "N", 2: (34.0, 8.0, 52.0)}
    png_info = PngInfo()
    png_info.add_text("Comment", SECRET.decode())
    originals = [
        picture("JPEG", exif=exif, comment=SECRET),
        picture("PNG", exif=exif, pnginfo=png_info),
        picture("WEBP", exif=exif.tobytes(), xmp=SECRET),
    ]
    for original in originals:
        assert SECRET in original
        stored_file = clean_evidence_file("photo", original)
        assert SECRET not in stored_file.content
        assert dict(opened(stored_file.content).getexif()) == {}
        assert not {"comment", "exif", "xmp", "Comment"} & set(opened(stored_file.content).info)


def test_it_turns_a_picture_upright_before_that_is_forgotten():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(clean_evidence_file("photo", picture("JPEG", (40, 30), exif=exif)).content).size == (30, 40)


def test_it_makes_large_pictures_smaller_and_keeps_what_shines_through():
    assert opened(clean_evidence_file("wide", picture("JPEG", (6000, 3000))).content).size == (
        LONGEST_SIDE,
        LONGEST_SIDE // 2,
    )
    assert opened(clean_evidence_file("glass", picture("PNG", mode="RGBA")).content).mode == "RGBA"


@pytest.mark.parametrize(
    ("name", "expected_name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ana\\agenda.pdf", "agenda.pdf"),
        ("<script>.pdf", "_script_.pdf"),
        ('a"; filename="b.exe', "a_ filename_b.pdf"),
        ("line\r\nbreak.pdf", "line_break.pdf"),
        ("培训.pdf", "培训.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("x" * 300, "x" * 120 + ".pdf"),
    ],
)
def test_it_keeps_a_plain_name(name, expected_name):
    assert clean_evidence_file(name, PDF).name == expected_name

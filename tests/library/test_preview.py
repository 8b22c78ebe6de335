"""The preview of a document, made by a separate process with limits."""

import io
import zipfile
from pathlib import Path

import pytest

from demo.library import SHEET
from library import files as library_files
from library.files import MOST, extract_preview, store_upload
from tests.library.base import upload
from tfc.typesetting import drawable, typeset


def zipped(part: str, text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr(part, text)
    return target.getvalue()


def begins(tmp_path: Path, suffix: str, content: bytes) -> str:
    path = tmp_path / "file"
    path.write_bytes(content)
    return extract_preview(path, suffix)


def test_it_reads_a_pdf(files: Path):
    sheet = drawable({"title": "Líneas de ayuda", "lines": ["Llama hoy"], "language": "es"})
    stored_file = store_upload(upload("a.pdf", typeset(SHEET, {"sheet": sheet}, "2026-01-01T00:00:00+00:00")))
    assert stored_file.excerpt.startswith("Líneas de ayuda")
    assert "Llama hoy" in stored_file.excerpt


@pytest.mark.parametrize(
    ("suffix", "part", "text"),
    [
        (
            ".docx", "word/document.xml",
            "<w:p><w:t>One &amp;</w:t><w:t xml:space='preserve'> two</w:t></w:p><w:p><w:t>热线</w:t></w:p>",
        ),
        (".pptx", "ppt/slides/slide1.xml", "<a:p><a:r><a:t>One &amp; two</a:t></a:r></a:p><a:p><a:t>热线</a:t></a:p>"),
        (".odt", "content.xml", "<text:h>One &amp; <text:span>two</text:span></text:h><text:p>热线</text:p>"),
    ],
)  # fmt: skip
def test_it_reads_a_document(tmp_path: Path, suffix: str, part: str, text: str):
    assert begins(tmp_path, suffix, zipped(part, text)) == "One & two\n热线"


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".pdf", b"%PDF-1.7\n%broken"),
        (".docx", b"PK\x03\x04 broken"),
        (".docx", zipped("word/other.xml", "")),
        # Sixty-four megabytes compressed to sixty-four kilobytes; only the first is read.
        (".docx", zipped("word/document.xml", "<w:t>" + " " * (64 << 20))),
    ],
    ids=["pdf", "zip", "part", "bomb"],
)
def test_it_says_nothing_of_what_it_cannot_read(tmp_path: Path, suffix: str, content: bytes):
    assert begins(tmp_path, suffix, content) == ""


def test_it_gives_up_where_reading_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(library_files, "READER", endless)
    monkeypatch.setattr(library_files, "SECONDS", 0.2)
    assert begins(tmp_path, ".pdf", b"") == ""


def test_it_keeps_what_can_be_seen_and_no_more_than_that(tmp_path: Path):
    result = begins(tmp_path, ".docx", zipped("word/document.xml", "<w:t>a\x00\x07b" + "é " * 900 + "</w:t>"))
    assert result.startswith("abé é")
    assert len(result) <= MOST

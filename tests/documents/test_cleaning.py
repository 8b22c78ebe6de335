"""Cleaning uploads: ordinary files pass, memory and time are limited, and every form uses it."""

import io
import resource
import subprocess
import sys
import uuid
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from library.files import store_upload
from reports.archive.attachments import get_clean_content, keep_library_file
from stakeholders.evidence_files import clean_evidence_file
from tests.base import World
from tests.documents.document_samples import ORDINARY, make_active_pdf
from tests.documents.test_office import ACTIVE, sheet
from tests.documents.test_pdf import program
from tests.library.base import upload
from tests.spreadsheets.xlsx_packages import write_ods
from tfc import limited_program
from tfc.documents import cleaning
from tfc.documents.cleaning import clean_upload, refuse_active_workbook

# Made by LibreOffice 25.2, Chromium, python-docx, python-pptx (with Microsoft's templates), openpyxl, XlsxWriter,
# ReportLab and fpdf2: text, tables of contents, page numbers, comments, forms, pictures, charts, a video, links.
HANDOUTS = sorted(ORDINARY.iterdir())


@pytest.mark.parametrize("path", HANDOUTS, ids=lambda path: path.name)
def test_ordinary_handouts_and_slide_decks_pass(path: Path):
    content = path.read_bytes()
    clean = clean_upload(io.BytesIO(content), suffix=path.suffix, longest_side=0)
    assert clean.notice == ""
    if path.suffix != ".pdf":
        assert clean.file.read() == content
        return
    with pikepdf.open(path) as before, pikepdf.open(io.BytesIO(clean.file.read())) as after:
        assert len(before.pages) == len(after.pages)
        for old, new in zip(before.pages, after.pages, strict=True):
            assert len(old.obj.get("/Annots", [])) == len(new.obj.get("/Annots", []))


def test_there_are_twenty_of_them():
    assert len(HANDOUTS) >= 20


def run_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> str | None:
    program_file = tmp_path / "program.py"
    program_file.write_text(code)
    monkeypatch.setattr(limited_program, "PROGRAM", program_file)
    monkeypatch.setattr(cleaning, "SECONDS", 1)
    with pytest.raises(ValidationError) as refused:
        clean_upload(io.BytesIO(make_active_pdf()), suffix=".pdf", longest_side=0)
    return refused.value.code


@pytest.mark.parametrize("code", ["while True: pass", "raise MemoryError", "import os; os.abort()"])
def test_it_ends_a_process_that_takes_too_long_or_dies(monkeypatch, tmp_path: Path, code: str):
    assert run_program(monkeypatch, tmp_path, code) == "too-much"


def test_its_process_has_limits_and_no_secrets(monkeypatch):
    """The limits that limited_program.py sets before it opens a file, and the environment that it gets."""
    ask = (
        "import os, resource, sys; sys.path.insert(0, sys.argv[1]); import limited_program;"
        f"limited_program.limit_resources({cleaning.SECONDS});"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    folder = str(limited_program.PROGRAM.parent)
    limits = subprocess.run([sys.executable, "-c", ask, folder], capture_output=True, check=True, text=True)
    memory, seconds = map(int, limits.stdout.split())
    assert memory <= 1 << 30
    assert seconds <= cleaning.SECONDS
    assert memory != resource.RLIM_INFINITY
    inputs: dict[str, str] = {}
    run = subprocess.run

    def spy(*args, **kwargs):
        inputs.update(kwargs["env"])
        return run(*args, **kwargs)

    monkeypatch.setattr(limited_program.subprocess, "run", spy)
    clean_upload(io.BytesIO(make_active_pdf()), suffix=".pdf", longest_side=0)
    assert inputs == {"LANG": "C.UTF-8"}


def test_library_and_evidence_keep_the_rewritten_pdf(files: Path):
    content = make_active_pdf(program)
    stored_file, evidence = store_upload(upload("a.pdf", content)), clean_evidence_file("a.pdf", content)
    assert "an action that starts a program or opens a website" in stored_file.notice
    assert evidence.notice == stored_file.notice
    assert b"cmd.exe" not in evidence.content


@pytest.mark.parametrize("name", ["dde.docx", "picture.odt", "connection.xlsx", "video.pptx"])
def test_a_file_of_an_archive_is_checked_as_an_upload(files: Path, name: str):
    content = ACTIVE[name][0]
    assert keep_library_file(name, content, rehearse=True) is None
    assert keep_library_file(name, content, rehearse=False) is None
    assert get_clean_content(content) is None


def test_evidence_of_an_archive_is_rewritten():
    content = get_clean_content(make_active_pdf(program))
    assert content is not None
    assert b"cmd.exe" not in content


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("a,b\n- Monday (9 to 5),+1 555 0100\n@handle,-3\n", True),
        ("a,b\n1,=cmd|'/c calc'!A1\n", False),
        ('a;"=HYPERLINK(""https://evil.example"")"\n', False),
        ("a\n+cmd|'/c calc'!A1\n", False),
        ("a\n@SUM(1)\n", False),
        ("a\n- 3 volunteer(s) needed,+1 (626) 555-0142 | home\n", True),
        ("a\n-2+3+cmd|' /C calc'!A0\n", False),
        ("a\n-(cmd|' /C calc'!A0)\n", False),
        ("a,-1+WEBSERVICE(B1)\n", False),
        ("a\n＝cmd|' /C calc'!A0\n", False),
        ("sep=^\na^=WEBSERVICE(B1)\n", False),
        ("sep=;\na;b\n", True),
    ],
)
def test_a_csv_has_no_formulas(text: str, accepted: bool):
    file = io.BytesIO(text.encode())
    if accepted:
        assert clean_upload(file, suffix=".csv", longest_side=0).file.read() is not None
        return
    with pytest.raises(ValidationError, match="a field, form or formula that loads or starts something"):
        clean_upload(file, suffix=".csv", longest_side=0)


def test_an_import_refuses_a_workbook_that_fetches(world: World, signed_in):
    file = SimpleUploadedFile("a.xlsx", sheet('WEBSERVICE("https://evil.example/")'))
    data = {"kind": "organizations", "client_id": str(uuid.uuid4()), "file": file}
    response = signed_in("hill-coordinator").post("/c/hill/imports/", data)
    assert response.status_code == 422
    assert "a field, form or formula that loads or starts something (WEBSERVICE)" in response.content.decode()


@pytest.mark.parametrize(("name", "cell", "fault"), [
    ("connection.ods", "<table:table-source xlink:href='a'/>", "a connection to another file or website"),
    ("formula.ods", "<table:table-cell table:formula='of:=WEBSERVICE(1)'/>", "formula that loads or starts"),
    ("macro.ods", "<office:event-listeners><script:event-listener/></office:event-listeners>", "a script or macro"),
])  # fmt: skip
def test_a_list_of_opendocument_loads_and_starts_nothing(tmp_path: Path, name: str, cell: str, fault: str):
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    path = write_ods(
        tmp_path / name, f"<table:table {link}><table:table-row>{cell}</table:table-row></table:table>"
    )
    with path.open("rb") as file, pytest.raises(ValidationError, match=f"{fault}.*save the sheet as CSV"):
        refuse_active_workbook(file)


def test_an_old_excel_file_has_no_macros():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20_000) + "_VBA_PROJECT_CUR".encode("utf-16-le")
    with pytest.raises(ValidationError, match="a script or macro"):
        refuse_active_workbook(io.BytesIO(content))


def test_lists_that_cannot_be_read_are_left_to_the_reader_of_lists():
    for content in (b"a,b\n1,2\n", b"PK\3\4 broken", b"\xd0\xcf\x11\xe0"):
        file = io.BytesIO(content)
        refuse_active_workbook(file)
        assert file.read() == content

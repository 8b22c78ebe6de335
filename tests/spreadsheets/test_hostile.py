"""Hostile files, and files that are no spreadsheet, are refused with a sentence and in little memory."""

import struct
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.spreadsheets.messy_files import UGLY, ugly
from tests.spreadsheets.xlsx_packages import BOOK, LINKS, MAIN, ODS_TYPE, inline, parts, sheet, write
from tests.thorough import sample
from tfc import limited_program
from tfc.spreadsheets.reading import read_tables
from tfc.spreadsheets.remarks import Remark, UnreadableError
from tfc.spreadsheets.sentences import SENTENCES
from tfc.spreadsheets.workbook import PROGRAM

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
NAMES = sheet(inline("Name", "Sector") + inline("Hill", "Schools"))


def read_all(path: Path, name: str) -> None:
    for table in read_tables(path, name):
        list(table.rows)


def refusal(path: Path, name: str = "list.xlsx") -> str:
    """Return the code with which a file is refused, on opening or reading."""
    with pytest.raises(UnreadableError) as refused:
        read_all(path, name)
    assert str(refused.value).endswith(".")
    return refused.value.remark.code


def write_bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


class TestWhatItIs:
    @pytest.mark.parametrize(("content", "code"), [
        (b"", "empty"),
        (b"\r\n \t\r\n", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "is_pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "is_picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "is_picture"),
        (b"GIF89a" + bytes(50), "is_picture"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "is_picture"),
        (b"{\\rtf1\\ansi", "is_document"),
        (b"<!DOCTYPE html><table><tr><td>Name", "is_web_page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "is_web_page"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "is_calendar"),
        (b"\xef\xbb\xbf\r\nbegin:vcalendar\n", "is_calendar"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEND:VCARD\r\n", "is_contacts"),
        (b'{"people": [{"name": "Ana"}]}', "is_json"),
        (b'\xef\xbb\xbf[\n  {"name": "Ana"},\n  {"name": "Li"}\n]', "is_json"),
        (b"From: a@b.org\r\nSubject: List\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHi", "is_email"),
        (b"Received: by x\n\tfor y\nX-Spam: no\nDate: today\nMessage-ID: <a@b>\n\nHello\n", "is_email"),
        (b"Rar!\x1a\x07\x00", "is_archive"),
        (COMPOUND + bytes(600), "damaged"),
        (COMPOUND + bytes(600) + "WordDocument".encode("utf-16-le"), "is_document"),
        (COMPOUND + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"PK\x05\x06" + bytes(18), "damaged"),
        (b"\x7fELF\x02" + bytes(90), "no_table"),
        (bytes(range(256)) * 30, "no_table"),
        ("Имя,Город\nПривет,Москва и другие\n".encode("cp1251"), "unknown_letters"),
        (b"\xff\xfeN\x00\x00\xd8a\x00", "unknown_letters"),
        (b'Name,Sector\n"Hill,Schools\n' + b"x" * 200_000, "unclosed_quote"),
        (b"x" * 2_000_000, "no_table"),
        (b"," * 900_000 + b"\n" + b"a," * 300 + b"\n", "too_many_columns"),
        (b"a,b\n" * 50_200, "too_many_rows"),
    ])  # fmt: skip
    def test_it_refuses_other_files_by_their_bytes(self, tmp_path, content, code):
        assert refusal(write_bytes(tmp_path / "list.xlsx", content)) == code

    def test_it_reads_a_list_below_lines_like_those_of_an_email(self, tmp_path):
        list_file = write_bytes(tmp_path / "list.csv", b"From: Ana\nDate: 3 May\nName,Sector\nHill,Schools\n")
        read_all(list_file, "list.csv")

    @pytest.mark.parametrize(("members", "code"), [
        ({"mimetype": ODS_TYPE, "content.xml": ""}, "damaged"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, "damaged"),
        ({"Index/Document.iwa": ""}, "is_numbers"),
        ({"photos/1.jpg": ""}, "is_archive"),
        ({"[Content_Types].xml": "<Types/>", "word/document.xml": ""}, "is_document"),
        ({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": ""}, "is_xlsb"),
        ({"[Content_Types].xml": "<Types/>"}, "damaged"),
    ])  # fmt: skip
    def test_it_refuses_other_packages_by_what_is_in_them(self, tmp_path, members, code):
        assert refusal(write(tmp_path / "list.xlsx", members)) == code

    def test_it_refuses_what_is_larger_than_allowed(self, tmp_path):
        path = tmp_path / "large.csv"
        with path.open("wb") as file:
            file.truncate(20_000_001)
        assert refusal(path) == "too_large"

    def test_it_reads_headings_that_begin_like_a_picture_or_a_program(self, tmp_path):
        for start in (b"BMI", b"PKW", b"MZ"):
            (table,) = read_tables(write_bytes(tmp_path / "a.csv", start + b",Name\n1,Hill\n"), "a.csv")
            assert table.header == (start.decode(), "Name")

    def test_it_refuses_a_picture_with_a_workbook_behind_it_and_reads_nothing_before_one(self, tmp_path):
        package = write(tmp_path / "list.xlsx", parts(NAMES)).read_bytes()
        assert refusal(write_bytes(tmp_path / "a.xlsx", b"GIF89a" + bytes(30) + package)) == "is_picture"
        assert refusal(write_bytes(tmp_path / "b.xlsx", b"<html>" + package)) == "is_web_page"


class TestThePackage:
    def test_it_refuses_a_flat_bomb_without_unpacking_it(self, tmp_path):
        path = tmp_path / "bomb.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts(NAMES).items():
                package.writestr(name, content)
            with package.open("xl/media/image1.png", "w") as member:
                for _piece in range(50):
                    member.write(bytes(1_000_000))
        assert refusal(path) == "unpacks_too_far"

    def test_it_never_opens_a_package_in_the_package(self, tmp_path):
        inner = write(tmp_path / "inner.zip", {"x": "0" * 900_000}).read_bytes()
        members = parts(NAMES) | {"xl/embeddings/inner.zip": inner}
        (table,) = read_tables(write(tmp_path / "list.xlsx", members), "list.xlsx")
        assert next(table.rows).cells == ("Hill", "Schools")

    def test_it_refuses_a_size_that_is_a_lie(self, tmp_path):
        path = write(tmp_path / "list.xlsx", parts(NAMES), zipfile.ZIP_STORED)
        content = bytearray(path.read_bytes())
        at = content.rfind(b"PK\x01\x02")
        content[at + 24 : at + 28] = struct.pack("<I", 40)
        assert refusal(write_bytes(path, bytes(content))) == "damaged"

    def test_it_refuses_too_many_members_before_it_lists_them(self, tmp_path):
        path = write(tmp_path / "list.xlsx", parts(NAMES))
        content = bytearray(path.read_bytes())
        at = content.rfind(b"PK\x05\x06")
        content[at + 10 : at + 12] = struct.pack("<H", 60_000)
        assert refusal(write_bytes(path, bytes(content))) == "not_safe"

    def test_it_refuses_two_members_of_one_name(self, tmp_path):
        path = tmp_path / "list.xlsx"
        write(path, parts(NAMES))
        with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("xl/workbook.xml", BOOK)
        assert refusal(path) == "not_safe"

    def test_it_refuses_rare_packing(self, tmp_path):
        assert refusal(write(tmp_path / "list.xlsx", parts(NAMES), zipfile.ZIP_LZMA)) == "damaged"

    def test_it_follows_nothing_out_of_the_package(self, tmp_path):
        outside = LINKS.replace(
            'Target="worksheets/sheet1.xml"', 'Target="http://127.0.0.1:9/x" TargetMode="External"'
        )
        assert refusal(write(tmp_path / "a.xlsx", parts(NAMES, links=outside))) == "damaged"
        above = LINKS.replace("worksheets/sheet1.xml", "../../../../../etc/passwd")
        assert refusal(write(tmp_path / "b.xlsx", parts(NAMES, links=above))) == "damaged"

    @pytest.mark.parametrize(
        "name", sample(sorted(name for name in UGLY if "xlsx" in str(UGLY[name].__code__.co_consts)), first=2)
    )
    def test_it_refuses_what_is_cut_off(self, tmp_path, name):
        path = ugly(name, tmp_path)
        content = path.read_bytes()
        for share in (0.2, 0.5, 0.99):
            assert refusal(write_bytes(path, content[: int(share * len(content))])) == "damaged"

    # Each reading starts a process, and all variants together take more than a minute.
    @pytest.mark.parametrize("step", [1009, pytest.param(7, marks=pytest.mark.thorough)])
    def test_it_never_fails_otherwise_when_bytes_are_spoilt(self, tmp_path, step: int):
        path = ugly("chinese_excel", tmp_path)
        content = path.read_bytes()
        for place in range(0, len(content), step):
            spoilt = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
            with suppress(UnreadableError):
                read_all(write_bytes(path, spoilt), "list.xlsx")


class TestTheMarkup:
    @pytest.mark.parametrize("doctype", [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
        f'<!DOCTYPE x [<!ENTITY big "{"a" * 50_000}">]>',
    ])  # fmt: skip
    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
    def test_it_refuses_every_document_type(self, tmp_path, part, doctype):
        members = parts(NAMES.replace("Hill", "&e;&l9;&big;" * 5 if part.endswith("sheet1.xml") else "Hill"))
        members[part] = f"<?xml version='1.0'?>{doctype}{members[part]}"
        assert refusal(write(tmp_path / "list.xlsx", members)) == "not_safe"

    @pytest.mark.parametrize("text", ["plain", "&e;"])
    def test_it_expands_no_entity_of_shared_texts(self, tmp_path, text):
        """Only calamine reads that part, and it knows only the five entities of XML."""
        secret = tmp_path / "secret.txt"
        secret.write_text("SECRET")
        texts = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'
        rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
        path = write(tmp_path / "list.xlsx", parts(sheet(rows), texts=texts))
        with suppress(UnreadableError):
            (table,) = read_tables(path, "list.xlsx")
            assert "SECRET" not in str(table.beginning)

    def test_it_refuses_a_million_columns(self, tmp_path):
        rows = "<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>"
        path = write(tmp_path / "a.xlsx", parts(sheet(rows)), zipfile.ZIP_STORED)
        assert refusal(path) == "too_many_columns"
        beyond = sheet('<row r="1"><c r="BDWGN1"><v>1</v></c></row>')
        assert refusal(write(tmp_path / "b.xlsx", parts(beyond))) == "too_many_columns"

    @pytest.mark.parametrize(("sheet_xml", "code"), [
        (sheet('<row r="2"/><row r="1"/>'), "damaged"),
        (sheet('<row r="1048577"/>'), "damaged"),
        (sheet('<row r="99999999999999999999"/>'), "damaged"),
        (sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "damaged"),
        (sheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), "damaged"),
        (sheet(inline("Name"), after='<mergeCells><mergeCell ref="A0:ZZZZ9"/></mergeCells>'), "damaged"),
        (sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
         "too_many_columns"),
        (f"<worksheet><!--{'x' * 5_000_000}--></worksheet>", "no_table"),
        (sheet("").replace("</worksheet>", ""), "damaged"),
        ("", "damaged"),
        (sheet(""), "no_table"),
        ("<" * 1000, "damaged"),
    ])  # fmt: skip
    def test_it_refuses_a_sheet_that_is_wrong(self, tmp_path, sheet_xml, code):
        assert refusal(write(tmp_path / "list.xlsx", parts(sheet_xml), zipfile.ZIP_STORED)) == code

    def test_it_refuses_what_is_merged_over_and_over(self, tmp_path):
        merges = "".join('<mergeCell ref="A1:A1048576"/>' for _merge in range(300))
        sheet_xml = sheet(inline("Name", "Sector") * 3, after=f"<mergeCells>{merges}</mergeCells>")
        (table,) = read_tables(write(tmp_path / "a.xlsx", parts(sheet_xml)), "a.xlsx")
        assert list(table.rows) == [] or len(list(table.rows)) <= 2
        sheet_xml = sheet_xml.replace("A1:A", "A2:A")
        assert refusal(write(tmp_path / "b.xlsx", parts(sheet_xml))) == "damaged"

    def test_it_keeps_numbers_that_are_none_as_text(self, tmp_path):
        cells = "".join(f"<c><v>{value}</v></c>" for value in ("1E400", "nan", "-7", "99999999"))
        rows = inline("A", "B", "C", "D") + f"<row>{cells}</row>"
        (table,) = read_tables(write(tmp_path / "list.xlsx", parts(sheet(rows))), "list.xlsx")
        assert next(table.rows).cells[:2] == ("inf", "nan")

    def test_it_takes_an_empty_text_for_the_result_of_a_formula(self, tmp_path):
        row = '<row><c t="str"><f>IF(1,"")</f><v></v></c><c><f>1+1</f></c><c><f>1+1</f><v>2</v></c></row>'
        path = write(tmp_path / "list.xlsx", parts(sheet(inline("A", "B", "C") + row)))
        (row_read,) = read_tables(path, "list.xlsx")[0].rows
        assert row_read.cells == (None, None, 2)
        assert [(remark.code, remark.column) for remark in row_read.remarks] == [("formula", 1)]

    def test_it_drops_zeros(self, tmp_path):
        rows = inline("Name", "Sector") + inline("Hill_x0000_", "a")
        (table,) = read_tables(write(tmp_path / "list.xlsx", parts(sheet(rows))), "list.xlsx")
        assert next(table.rows).cells == ("Hill", "a")
        (table,) = read_tables(write_bytes(tmp_path / "a.csv", b"Name,Sector\nHi\x00ll,a\n"), "a.csv")
        assert next(table.rows).cells == ("Hill", "a")


class TestItsProcess:
    @pytest.mark.parametrize(("code", "refused"), [
        ("import os; os.abort()", "too_much_text"),
        ("while True: pass", "too_much_text"),
        ("raise MemoryError", "too_much_text"),
        ("raise ValueError", "damaged"),
    ])  # fmt: skip
    def test_it_ends_with_a_sentence_however_the_process_ends(self, tmp_path, monkeypatch, code, refused):
        program = tmp_path / "program.py"
        program.write_text(code)
        monkeypatch.setattr(limited_program, "PROGRAM", program)
        monkeypatch.setattr(limited_program, "PATIENCE", 0.02)
        assert refusal(write(tmp_path / "list.xlsx", parts(NAMES))) == refused

    def test_it_starts_without_the_libraries_that_only_pages_need(self, tmp_path):
        """They would take more than half of the time of a start."""
        path = write(tmp_path / "list.xlsx", parts(NAMES))
        command = [sys.executable, "-X", "importtime", limited_program.PROGRAM, "20", PROGRAM, path, "[]"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert '"sheets"' in done.stdout
        assert {name for name in ("django", "xlsxwriter") if f" {name}\n" in done.stderr} == set()

    def test_it_has_little_memory(self, tmp_path):
        """A row of 200 texts of 32,000 letters, repeated 5,000 times, would take 32 GB."""
        row = "<row>" + '<c t="s"><v>0</v></c>' * 200 + "</row>"
        texts = f'<sst xmlns="{MAIN}"><si><t>{"a" * 32_000}</t></si></sst>'
        path = write(tmp_path / "list.xlsx", parts(sheet(row * 5_000), texts=texts))
        assert refusal(path) in {"too_much_text", "unpacks_too_far"}


class TestSentences:
    def test_it_is_read_from_the_stored_file(self):
        remark = Remark("merged_number", {"text": "60", "first": 3, "last": 4}, 2)
        assert Remark.from_json(remark.as_json()) == remark

    def test_it_cuts_typed_text(self):
        assert len(Remark("not_yes_no", {"text": "x" * 5000}).sentence) < 600

    @pytest.mark.parametrize("code", sorted(SENTENCES))
    def test_it_is_a_whole_sentence(self, code):
        names = (
            "text choices label one other first last count row most letter title encoding readings date thousands"
            " decimal example number year members total"
        )
        values = {**dict.fromkeys(names.split(), 2), "day": "2025-03-25"}
        assert Remark(code, values).sentence.endswith(".")

"""Invalid rows, and files without any valid row."""

import csv
import io
from pathlib import Path

import pytest
import xlwt

from communities.models import ImportBatch, ImportFile, ImportRow, ImportState
from stakeholders.models import Organization
from tests.base import World, within
from tests.imports.base import ImportClient
from tests.spreadsheets.messy_files import ugly
from tests.spreadsheets.xlsx_packages import write_ods
from tfc.spreadsheets.cells import unpack

BAD = """Name,Sector,Phone,Remark about it
Hill High,Schools,12,
=HYPERLINK(1),media,,
Dove,chruch,,
Dove,,,
Dove,media,,
"""


def names(world: World) -> list[str]:
    with within(world.hill):
        return list(Organization.objects.not_deleted().order_by("id").values_list("name", flat=True))


def checked(importer: ImportClient, content: str = BAD) -> ImportBatch:
    return importer.columns(importer.bring(content))


def test_it_fixes_a_row_in_place(importer: ImportClient, world: World):
    batch = checked(importer)
    assert batch.counts == {"new": 2, "bad": 3}
    row = f"{importer.url}{batch.pk}/rows/4/"
    assert "chruch" in importer.client.get(row).content.decode()
    wrong = importer.client.post(row, {"c0": "Dove", "c1": "moon", "c2": ""})
    assert wrong.status_code == 422
    assert "none of the possible answers" in wrong.content.decode()
    assert 'value="moon"' in wrong.content.decode()
    assert importer.client.post(row, {"c0": "Dove\0", "c1": "Media", "c2": ""}).status_code == 422
    assert importer.client.post(row, {"c0": "Dove Church", "c1": "church", "c2": ""}).status_code == 302
    assert (
        importer.client.post(f"{importer.url}{batch.pk}/rows/5/", {"action": "leave-out"}).status_code == 302
    )
    assert importer.batch(batch.pk).counts == {"new": 3, "bad": 1, "skipped": 1}
    assert importer.act(batch, "commit").status_code == 302
    assert importer.batch(batch.pk).state == ImportState.PREVIEW, (
        "not all rows are good, and nobody said to go on"
    )
    assert importer.commit(batch, good="1").counts == {"added": 3, "bad": 1, "skipped": 1}
    assert names(world) == ["=HYPERLINK(1)", "Dove Church", "Dove"]
    assert importer.client.get(row).status_code == 302, "it is too late to mend it"


ALIKE = """Name,Sector,Phone
Dove,chruch,
Grace,chruch,
Hope,chruch,not a phone
Hill High,,
Hill Low,,
"""


def test_one_answer_is_for_all_rows_with_the_same_problem(importer: ImportClient, world: World):
    batch = checked(importer, ALIKE)
    assert batch.counts == {"bad": 5}
    row = f"{importer.url}{batch.pk}/rows/2/"
    assert "Do the same with 2 other rows that have this problem" in importer.client.get(row).content.decode()
    data = {"c0": "Dove", "c1": "Faith communities", "c2": "", "alike": "1"}
    assert importer.client.post(row, {**data, "c1": "moon"}).status_code == 422
    assert [unpack(row.cells)[1] for row in importer.rows(batch)][:3] == ["moon"] * 3
    answer = importer.client.post(row, {**data, "c1": "church"}, follow=True)
    assert "2 rows are fixed." in answer.content.decode()
    # The third has another problem as well; those without a sector have another one.
    assert importer.batch(batch.pk).counts == {"new": 2, "bad": 3}
    answer = importer.client.post(
        f"{importer.url}{batch.pk}/rows/5/", {"action": "leave-out", "alike": "1"}, follow=True
    )
    assert "2 rows are left out." in answer.content.decode()
    assert importer.batch(batch.pk).counts == {"new": 2, "bad": 1, "skipped": 2}
    importer.commit(batch, good="1")
    with within(world.hill):
        sectors = dict(Organization.objects.values_list("name", "sector"))
    assert sectors == {"Dove": "faith_ngos", "Grace": "faith_ngos"}


def test_a_known_name_in_another_sector_is_offered_as_the_same_organization(
    importer: ImportClient, world: World
):
    importer.commit(checked(importer, "Name,Sector\nDove,Media\nGrace,Media\nHope,Media\n"))
    batch = checked(importer, "Name,Sector\nDove,Schools\nGrace,Schools\nHope,Schools\nHope,Media\n")
    assert batch.counts == {"differs": 3, "same": 1}
    dove, grace = (f"{importer.url}{batch.pk}/rows/{number}/" for number in (2, 3))
    assert "This is another one: add it" in importer.client.get(dove).content.decode()
    assert importer.client.post(dove, {"action": "other-record"}).status_code == 302
    assert importer.client.post(grace, {"action": "change"}).status_code == 302
    assert importer.batch(batch.pk).counts == {"new": 1, "change": 1, "differs": 1, "same": 1}
    importer.commit(batch)
    with within(world.hill):
        organizations = set(Organization.objects.values_list("name", "sector"))
    assert organizations == {("Dove", "media"), ("Dove", "schools"), ("Grace", "schools"), ("Hope", "media")}


def make_old_excel(path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Partners")
    for number, cells in enumerate((("Name", "Sector"), ("Dove", "Media"), ("Hill High", "Schools"))):
        for column, cell in enumerate(cells):
            page.write(number, column, cell)
    book.save(str(path))


def make_opendocument(path: Path) -> None:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        )
        + "</table:table-row>"
        for cells in (("Name", "Sector"), ("Dove", "Media"), ("Hill High", "Schools"))
    )
    write_ods(path, f'<table:table table:name="Partners">{rows}</table:table>')


@pytest.mark.parametrize("make", [make_old_excel, make_opendocument])
def test_it_takes_the_workbooks_of_other_programs(importer: ImportClient, world: World, tmp_path: Path, make):
    make(tmp_path / "list")
    batch = importer.columns(importer.bring((tmp_path / "list").read_bytes(), "list"))
    assert batch.counts == {"new": 2}
    importer.commit(batch)
    assert names(world) == ["Dove", "Hill High"]


def test_the_form_lets_people_choose_these_workbooks(importer: ImportClient):
    assert 'accept=".xlsx,.xls,.ods,.csv,.tsv,.txt"' in importer.client.get(importer.url).content.decode()


def test_it_exports_bad_rows_as_a_file_that_can_be_imported(importer: ImportClient):
    batch = checked(importer)
    response = importer.client.get(f"{importer.url}{batch.pk}/bad.csv")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines[0] == ["Name", "Sector", "Phone", "Remark about it", "Row", "Needs fixing"]
    results = [line[:3] for line in lines[1:]]
    assert results == [["Hill High", "Schools", "12"], ["Dove", "chruch", ""], ["Dove", "", ""]]
    assert "Enter a phone number" in lines[1][-1]
    again = importer.bring(
        response.content.decode("utf-8-sig").replace("chruch", "church").replace(",12,", ",,")
    )
    assert importer.columns(again).counts == {"new": 2, "bad": 1}


def test_it_remembers_what_a_heading_means(importer: ImportClient, world: World):
    first = importer.columns(importer.bring(BAD), c3="note", c2="-")
    assert first.mapping == {"0": "name", "1": "sector", "2": "", "3": "note"}
    assert importer.bring(BAD).mapping == first.mapping
    with within(world.dale):
        assert not ImportRow.objects.exists()


def test_it_refuses_what_is_no_spreadsheet_with_a_sentence(importer: ImportClient, world: World):
    for content, name, message in (
        (b"%PDF-1.7\n", "list.pdf", "This kind of file"),
        (b"", "list.csv", "This file is empty."),
        (b"PK\x03\x04" + b"\0" * 40, "list.xlsx", "damaged"),
    ):
        batch = importer.bring(content, name)
        assert batch.state == ImportState.FAILED
        assert message in importer.page(batch)
        assert importer.act(batch, "discard").status_code == 302
    with within(world.hill):
        assert not ImportBatch.objects.exists()
        assert not ImportFile.objects.exists()
    assert importer.client.post(importer.url, {"kind": "organizations"}).status_code == 422
    assert importer.upload("x", kind="cars").status_code == 422


def test_it_asks_which_sheet_holds_the_list(importer: ImportClient, tmp_path: Path):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "two.xlsx")
    book.add_worksheet("Notes").write_row(0, 0, ["What", "When"])
    sheet = book.add_worksheet("Partners")
    sheet.write_row(0, 0, ["Name", "Sector"])
    sheet.write_row(1, 0, ["Hill High", "Schools"])
    book.close()
    batch = importer.bring((tmp_path / "two.xlsx").read_bytes(), "two.xlsx")
    assert (batch.state, batch.sheets) == (ImportState.SHEETS, ["Notes", "Partners"])
    assert importer.act(batch, "sheet", sheet="Elsewhere").status_code == 422
    importer.act(batch, "sheet", sheet="Partners")
    assert importer.columns(importer.work(batch.pk)).counts == {"new": 1}


def test_it_names_columns_without_headings_by_letter(importer: ImportClient, tmp_path: Path):
    importer.kind = "events"
    batch = importer.bring(ugly("no_headings_csv", tmp_path).read_bytes(), "bare.csv")
    page = importer.page(batch)
    assert "Column A" in page
    assert "No row with headings was found." in page
    batch = importer.columns(batch, c0="date", c1="title", c2="people", all_kind="education")
    assert batch.counts == {"new": 3}

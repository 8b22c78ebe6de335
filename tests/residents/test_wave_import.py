"""Answers from a file: preview, import, repeated import, undo, and invalid files."""

import datetime as dt
import io
import uuid
import zipfile

import pytest
from openpyxl import load_workbook

from residents import uploaded_rows
from residents.models import AwarenessWave
from residents.questionnaire import QUESTIONS
from tests.base import World
from tests.residents.answer_files_base import (
    COLLECTED,
    as_csv,
    as_xls,
    as_xlsx,
    confirm,
    plain,
    read_in,
    row,
    upload,
)
from tests.residents.waves_base import DAY, TODAY, add_answers, answers, get_text, make_wave, url_for


@pytest.fixture
def wave(world: World) -> AwarenessWave:
    return make_wave(world.hill)


@pytest.fixture
def leader(signed_in):
    return signed_in("hill-leader")


class TestReadingIn:
    def test_it_shows_first_and_keeps_nothing(self, world: World, leader, wave):
        response = upload(leader, wave, as_csv(row(), row()))
        assert "Nothing is saved yet." in get_text(response)
        assert (response.context["new"], response.context["here"]) == (2, 0)
        assert "Import 2 responses" in get_text(response)
        assert answers(world.hill) == []

    def test_it_keeps_codes_days_and_nothing_else(self, world: World, leader, wave):
        result = read_in(leader, wave, as_csv(row(), row(**{"survey/risks": "refused debts"})))
        assert "2 responses were imported." in get_text(result)
        first, second = answers(world.hill)
        assert (first.day, first.language, first.source) == (DAY, "es", "file")
        assert (first.route_unprompted, first.hotline_unprompted, first.definition) == (
            "right", "dont_know", "right",
        )  # fmt: skip
        assert (first.risks, second.risks) == (["debts", "car_park"], ["refused"])
        assert first.batch == second.batch != None  # noqa: E711
        stored_answers = repr([vars(answer) for answer in answers(world.hill)])
        assert "canary" not in stored_answers
        assert "14:03" not in stored_answers

    @pytest.mark.parametrize("make", [as_csv, as_xlsx, as_xls, lambda *rows: as_csv(*rows, delimiter=";")])
    def test_it_changes_nothing_when_read_in_again(self, world: World, leader, wave, make):
        rows = [row(), row()]
        read_in(leader, wave, make(*rows))
        response = upload(leader, wave, make(*rows))
        assert "Every response in this file is here already." in get_text(response)
        assert 'name="signed"' not in response.content.decode()
        more = upload(leader, wave, make(rows[1], row()))
        assert (more.context["new"], more.context["here"]) == (1, 1)
        confirm(leader, wave, more)
        assert len(answers(world.hill)) == 3

    def test_it_takes_no_error_for_an_answer(self, world: World, leader, wave):
        """A cell with an error is neither an answer nor left blank."""
        response = upload(leader, wave, as_xlsx(plain(definition="=1/0")), "answers.xlsx")
        assert response.context["problems"] == [(2, ["“#DIV/0!” is not an answer to “definition”."])]

    def test_it_knows_an_answer_again_in_another_kind_of_export(self, world: World, leader, wave):
        """ODK writes "KEY" with a prefix, Kobo "_uuid" without."""
        own = str(uuid.uuid4())
        read_in(leader, wave, as_csv({**COLLECTED, "KEY": f"uuid:{own}"}))
        response = upload(leader, wave, as_xlsx({**COLLECTED, "_uuid": own}), "answers.xlsx")
        assert (response.context["new"], response.context["here"]) == (0, 1)

    def test_it_counts_once_an_answer_that_appears_twice_in_the_file(self, world: World, leader, wave):
        csv_row = row()
        response = upload(leader, wave, as_csv(csv_row, csv_row))
        assert (response.context["new"], response.context["here"]) == (1, 1)
        confirm(leader, wave, response)
        assert len(answers(world.hill)) == 1

    def test_it_counts_the_same_ids_in_another_wave(self, world: World, leader, wave):
        content = as_csv(row())
        read_in(leader, wave, content)
        read_in(leader, make_wave(world.hill), content)
        assert len(answers(world.hill)) == 2

    def test_it_reads_days_that_a_spreadsheet_made_its_own(self, world: World, leader, wave):
        read_in(leader, wave, as_xlsx(plain(day=DAY), plain(day=DAY)))
        assert [answer.day for answer in answers(world.hill)] == [DAY, DAY]

    def test_it_takes_a_confirmation_twice_once(self, world: World, leader, wave):
        response = upload(leader, wave, as_csv(row()))
        confirm(leader, wave, response)
        assert "Every response in this file is here already." in get_text(confirm(leader, wave, response))
        assert len(answers(world.hill)) == 1


class TestMistakes:
    WRONG = {"survey/definition": "smugling", "survey/day": "10/11/2026", "survey/risks": ""}

    def test_it_lists_all_errors_by_row(self, world: World, leader, wave):
        tomorrow = (TODAY + dt.timedelta(1)).isoformat()
        response = upload(leader, wave, as_csv(row(), row(**self.WRONG), row(**{"survey/day": tomorrow})))
        assert response.context["problems"] == [
            (
                3,
                [
                    "“smugling” is not an answer to “definition”.",
                    "“risks” is empty.",
                    "“10/11/2026” is not a date. Write it like 2026-03-31.",
                ],
            ),
            (4, [f"{tomorrow} is outside the survey's dates or in the future."]),
        ]
        assert "Row 3" in get_text(response)

    def test_it_reads_in_the_others_where_ids_keep_them_apart(self, world: World, leader, wave):
        good, bad = row(), row(**self.WRONG)
        response = upload(leader, wave, as_csv(good, bad))
        assert "These rows are left out." in get_text(response)
        confirm(leader, wave, response)
        assert len(answers(world.hill)) == 1
        mended = {**COLLECTED, "meta/instanceID": bad["meta/instanceID"]}
        confirm(leader, wave, upload(leader, wave, as_csv(good, mended)))
        assert len(answers(world.hill)) == 2

    def test_it_reads_in_nothing_where_they_could_count_twice(self, world: World, leader, wave):
        response = upload(leader, wave, as_csv(plain(), plain(definition="x")))
        assert "imported all together or not at all" in get_text(response)
        assert 'name="signed"' not in response.content.decode()

    def test_it_warns_of_rows_without_ids(self, world: World, leader, wave):
        response = upload(leader, wave, as_csv(plain(), plain()))
        assert "would count them twice" in get_text(response)
        confirm(leader, wave, response)
        assert len(answers(world.hill)) == 2
        assert upload(leader, wave, as_csv(plain(), plain())).context["new"] == 0

    def test_it_skips_empty_rows_and_counts_them(self, world: World, leader, wave):
        content = as_csv(plain()) + b"\r\n,,,\r\n" + as_csv(plain(day="x")).split(b"\r\n")[1]
        response = upload(leader, wave, content)
        assert [number for number, _ in response.context["problems"]] == [5]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "This file is empty. Choose another one."),
            (b"name,age\r\nA,3\r\n", "Missing columns: day, route_unprompted"),
            (b"day\r\n", "Choose a file with responses."),
            (b"\xff\xfe\x00\xd8a\x00", "Some letters in this file cannot be read."),
            (b"PK\x03\x04 broken", "This file is damaged or is not a spreadsheet."),
            (b'day,"' + b"x" * 200_000, "a quotation mark begins a cell and none ends it"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "This file is damaged or is not a spreadsheet."),
        ],
    )
    def test_it_explains_what_is_no_such_file(self, world: World, leader, wave, content, message):
        response = upload(leader, wave, content)
        assert response.status_code == 422
        assert message in get_text(response)
        assert answers(world.hill) == []

    def test_it_asks_for_a_file(self, leader, wave):
        response = leader.post(url_for(wave, "import/"))
        assert response.status_code == 422
        assert "Choose a file first." in get_text(response)

    @pytest.mark.parametrize("signed", ["", "x", "\x00", "a:b:c"])
    def test_it_believes_no_confirmation_of_others(self, world: World, leader, wave, signed: str):
        response = leader.post(url_for(wave, "import/"), {"signed": signed}, follow=True)
        assert "Choose the file again." in get_text(response)
        assert answers(world.hill) == []

    def test_it_holds_a_confirmation_to_its_wave_and_person(self, world: World, signed_in, wave):
        signed = upload(signed_in("hill-leader"), wave, as_csv(row())).context["signed"]
        other = make_wave(world.hill)
        signed_in("hill-leader").post(url_for(other, "import/"), {"signed": signed})
        signed_in("hill-coordinator").post(url_for(wave, "import/"), {"signed": signed})
        assert answers(world.hill) == []


class TestLimits:
    def test_it_refuses_more_than_two_megabytes(self, leader, wave):
        response = upload(leader, wave, as_csv(plain()) + b"," * uploaded_rows.MOST_BYTES)
        assert response.status_code == 422
        assert "larger than 2 MB" in get_text(response)

    def test_it_refuses_more_rows_than_a_list_has(self, leader, wave, monkeypatch):
        monkeypatch.setattr(uploaded_rows, "MOST_ROWS", 2)
        response = upload(leader, wave, as_csv(plain(), plain(), plain()))
        assert "more than 5,000 rows" in get_text(response)
        assert "more than 5,000 rows" in get_text(upload(leader, wave, as_xlsx(plain(), plain(), plain())))

    def test_it_opens_no_bomb(self, leader, wave):
        """The file is ten thousand times as large when it is unpacked."""
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
            package.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
        assert len(output.getvalue()) < 40_000
        response = upload(leader, wave, output.getvalue(), "answers.xlsx")
        assert "has parts that no list needs" in get_text(response)


class TestUndoing:
    def test_it_takes_out_one_batch_and_leaves_the_others(self, world: World, leader, wave):
        add_answers(wave, world.hill, knows=1)
        read_in(leader, wave, as_csv(row(), row()))
        batch = answers(world.hill)[-1].batch
        read_in(leader, wave, as_csv(row()))
        page = leader.get(url_for(wave, "import/")).content.decode()
        assert url_for(wave, f"import/{batch}/undo/") in page
        response = leader.post(url_for(wave, f"import/{batch}/undo/"), follow=True)
        assert "Import undone: 2 responses removed." in get_text(response)
        assert [answer.source for answer in answers(world.hill)] == ["phone", "file"]
        assert leader.post(url_for(wave, f"import/{batch}/undo/")).status_code == 404

    def test_it_can_be_read_in_again_after(self, world: World, leader, wave):
        content = as_csv(row())
        read_in(leader, wave, content)
        leader.post(url_for(wave, f"import/{answers(world.hill)[0].batch}/undo/"))
        read_in(leader, wave, content)
        assert len(answers(world.hill)) == 1


class TestTable:
    def test_it_gives_an_empty_table_that_is_read_in_once_it_is_filled(self, world: World, leader, wave):
        """Every code explained in the second sheet is valid in the first."""
        response = leader.get(url_for(wave, "import/table.xlsx"))
        assert response.headers["Content-Disposition"] == 'attachment; filename="survey-answers.xlsx"'
        book = load_workbook(io.BytesIO(response.content))
        table, explained = book["answers"], list(book["codes"].values)[1:]
        assert book.sheetnames[0] == "answers"
        names = [str(cell.value) for cell in table[1]]
        assert names == ["day", "language", *QUESTIONS]
        codes = {name: [str(c) for column, c, _says in explained if column == name and c] for name in names}
        for number in range(max(map(len, codes.values()))):
            table.append([DAY if name == "day" else code[number % len(code)] for name, code in codes.items()])
        filled = io.BytesIO()
        book.save(filled)
        assert upload(leader, wave, response.content).status_code == 422
        read_in(leader, wave, filled.getvalue())
        assert len(answers(world.hill)) == max(map(len, codes.values()))
        assert all(says for _column, _code, says in explained)

    def test_it_gives_the_same_columns_as_csv(self, leader, wave):
        response = leader.get(url_for(wave, "import/table.csv"))
        assert response.content.startswith(b"\xef\xbb\xbfday,language,route_unprompted,")
        assert response.content.endswith(b"\r\n")
        page = leader.get(url_for(wave, "import/")).content.decode()
        assert all(url_for(wave, f"import/table.{ending}") in page for ending in ("xlsx", "csv"))

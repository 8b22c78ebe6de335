"""The preview: how each value was read, why, and everything that is wrong."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from communities.actions.imports import forget_imports
from communities.imports.kinds import format_field_value
from communities.imports.meanings import get_word_entries, year_named
from communities.models import ImportBatch, ImportState
from evaluation.models import Round, Submission
from events.imports import EventImport
from stakeholders.actions.register import add_organization
from tests.base import World, within
from tests.imports.base import ImportClient
from tests.line_breaks import keep_together
from tests.spreadsheets.messy_files import ugly
from tfc.spreadsheets.counts import read_estimate, read_lower_bound
from tfc.spreadsheets.dates import as_date
from tfc.spreadsheets.values import Count, Order


@pytest.fixture
def importer(importer: ImportClient) -> ImportClient:
    importer.kind = "events"
    return importer


def test_it_shows_by_an_example_how_dates_are_read_and_takes_the_other_way(
    importer: ImportClient, tmp_path: Path
):
    batch = importer.bring(ugly("mixed_dates_csv", tmp_path).read_bytes(), "mixed.csv")
    assert batch.mapping["1"] == "kind", "its cells say what it holds"
    why = keep_together("“03/04/2026” is read as April 3, 2026, because row 3 has “25/04/2026”.")
    page = importer.page(batch)
    assert keep_together("March 4, 2026 (the month comes first)") in page
    assert why in page
    checked = importer.columns(batch, r0="dmy")
    assert "said" not in checked.readings["0"], "the file says it, and nobody else"
    page = importer.page(checked, "?outcome=all")
    assert why in page
    assert keep_together("April 3, 2026 · Signs to see") in page
    assert "Kind of event: Stakeholder training" in page
    assert "People present: at least 60" in page
    bad = importer.client.get(f"{importer.url}{batch.pk}/rows/4/").content.decode()
    assert "Write it like 25/03/2025" in bad
    assert "“abc” could not be read as a number" in bad, "all that is wrong, at once"
    importer.act(checked, "reopen")
    other = importer.columns(importer.batch(batch.pk), r0="mdy")
    page = importer.page(other, "?outcome=all")
    assert keep_together("“03/04/2026” is read as March 4, 2026, as your team chose.") in page
    assert "because row 3" not in page
    assert other.counts == {"new": 3, "bad": 1}


def test_it_uses_the_chosen_headings(importer: ImportClient, tmp_path: Path):
    batch = importer.bring(ugly("sheet_of_a_volunteer", tmp_path).read_bytes(), "volunteer.csv")
    assert batch.table["header_row"] == 1
    page = importer.page(batch)
    assert "These are from row 1." in page
    assert "Row 4: Day · Activities · How many came" in page
    for wrong in ("", "3", "99", "x\0", "9" * 40):
        assert importer.act(batch, "headings", row=wrong).status_code == 422
    importer.act(batch, "headings", row="4")
    batch = importer.work(batch.pk)
    assert batch.table["header"] == ["Day", "Activities", "How many came"]
    batch = importer.columns(batch, c1="title", c2="people", all_kind="education")
    assert batch.counts == {"new": 2}
    importer.act(batch, "reopen")
    assert "They were taken from row" not in importer.page(batch), "its bytes are gone"
    assert importer.act(batch, "headings", row="1").status_code == 302
    assert importer.batch(batch.pk).table["header_row"] == 4


BROKEN = """Date,Kind,Title,Start,End,People,Women,Men,Partners
2026-02-30,moon,Fair,,,5,4,4,Nobody Inc
2026-02-03,talk,Walk,,9:30,5,4,4,Hill High
"""


def test_it_lists_all_errors_of_a_row_next_to_its_fields(importer: ImportClient, world: World):
    with within(world.hill):
        add_organization(by=world["hill-leader"], name="Hill High School", sector="schools")
    batch = importer.columns(importer.bring(BROKEN), c8="organizations")
    row = f"{importer.url}{batch.pk}/rows/2/"
    page = importer.client.get(row).content.decode()
    wrongs = (
        "“2026-02-30” could not be read as a date",
        "“moon” is none of",
        "These add up to 8",
        "“Nobody Inc” is not in",
    )
    assert [wrong for wrong in wrongs if wrong not in page] == []
    assert page.count("tf-error") >= 4
    typed = {
        "c0": "2026-02-03",
        "c1": "",
        "c2": "Fair",
        "c3": "",
        "c4": "18:00",
        "c5": "",
        "c6": "4",
        "c7": "",
        "c8": "",
    }
    answer = importer.client.post(row, typed)
    assert answer.status_code == 422
    missing = ("Fill in: Kind of event.", "Enter a start time.", "need an exact total")
    assert [text for text in missing if text not in answer.content.decode()] == []
    assert importer.batch(batch.pk).counts == {"bad": 2}
    page = importer.page(batch)
    assert "“Hill High” is not in your register." in page
    assert "Enter a start time." in page
    assert "Enter an end after the start." not in page, "nobody knows the start"


@pytest.mark.parametrize(("police", "counts"), [("20", {"new": 1}), ("20+", {"bad": 1}), ("", {"new": 1})])
def test_a_profession_needs_an_exact_number(importer: ImportClient, police: str, counts: dict[str, int]):
    """As found in December 2026: "20+" police of 50 people were at most 20 in the figures."""
    table = f"Day,Kind,Title,People,Police,Judges\n2024-03-05,stakeholder training,Law,50,{police},3\n"
    batch = importer.columns(importer.bring(table))
    assert batch.counts == counts
    assert ("Enter the exact number of this profession" in importer.page(batch)) == ("bad" in counts)


def test_it_says_once_that_rows_are_hidden(importer: ImportClient, tmp_path: Path):
    batch = importer.bring(ugly("hidden_things", tmp_path).read_bytes(), "hidden.xlsx")
    assert importer.page(batch).count("1 row is hidden in your spreadsheet.") == 1


def test_it_says_which_half_years_are_handed_in(importer: ImportClient, world: World):
    with within(world.usa):
        round_ = Round.objects.create(half_year="2024-H1", due_on="2024-08-01")
    with within(world.hill):
        Submission.objects.create(office=world.hill.office, round=round_, state="accepted")
    batch = importer.columns(importer.bring("Day,Kind\n2024-03-05,talk\n2024-03-06,talk\n2023-03-06,talk\n"))
    page = importer.page(batch)
    assert "2 rows are of" in page
    assert "whose survey is submitted. The submitted figures do not change" in page
    assert "1 row counts in an earlier half-year whose survey is not submitted." in page


def test_it_says_values_in_words():
    labels = {"media": ("Media", "Medios")}
    assert format_field_value(["media", "x"], labels) == "Media, x"
    assert [format_field_value(value, {}) for value in (Count(0), Count(60, at_least=True), True, False, None)] == [
        "0", "at least 60", "Yes", "No", "",
    ]  # fmt: skip
    assert len(format_field_value("x" * 900, {})) == 80


def test_it_asks_where_only_most_cells_are_of_a_kind(importer: ImportClient):
    batch = importer.bring("Day,Thing\n2026-02-03,Training\n2026-02-04,meeting\n2026-02-05,Party\n")
    assert (batch.mapping.get("1"), batch.likely["1"]) == (None, "kind")
    assert "Perhaps “Kind of event”" in importer.page(batch)


def test_it_shows_by_an_example_what_separates_thousands(importer: ImportClient):
    batch = importer.bring('Day,Type,People\n2026-02-03,talk,"1,234"\n2026-02-04,campaign,"1,234,567"\n')
    assert "“1,234” is read as 1234, because row 3 has “1,234,567”." in importer.page(batch)
    batch = importer.columns(batch)
    assert batch.counts == {"new": 1, "bad": 1}, "no event has so many"
    assert "People present: 1234" in importer.page(batch, "?outcome=new")


def test_it_offers_what_is_sure_of_a_vague_number(importer: ImportClient, world: World, tmp_path: Path):
    batch = importer.columns(importer.bring(ugly("vague_headcounts_csv", tmp_path).read_bytes(), "vague.csv"))
    row = f"{importer.url}{batch.pk}/rows/2/"
    page = importer.client.get(row).content.decode()
    assert "People present: at least 50" in page
    cells = {"c0": "2026-02-03", "c1": "talk", "c2": "Fair", "c3": "50-60", "c4": ""}
    assert importer.client.post(row, {**cells, "least": "c3:50+"}).status_code == 302
    assert (
        importer.client.post(f"{importer.url}{batch.pk}/rows/3/", {**cells, "least": "c3:x\0"}).status_code
        == 422
    )
    up_to = importer.client.get(f"{importer.url}{batch.pk}/rows/4/").content.decode()
    assert "there were at least" not in up_to, "up to 30 says nothing of the least"
    assert "People present: at least 50" in importer.page(batch, "?outcome=new")
    results = [
        read_lower_bound(text)
        for text in ("50-60", "unos 40", "about 1,200", "up to 30", "3-5 (?)", "abc", "~0", "9" * 200)
    ]
    assert results == [50, 40, None, None, 3, None, None, None]
    exact = [read_estimate(text) for text in ("about 120", "50-60", "120", "9" * 200)]
    assert exact == [120, None, None, None]


OWN_WORDS = """Events of 2025;;;;
Day;Kind;What;Start;Typed by
2025-02-03;Training;Signs to see;18:00;
2025-02-10;Film;Film night;;x
2025-03-03;stall;Market day;10:00;
June 20;Stall;Summer market;;
"""


def test_it_asks_once_what_a_word_means_and_of_which_year_days_are(importer: ImportClient, world: World):
    batch = importer.bring(OWN_WORDS)
    assert batch.mapping["1"] == "kind"
    batch = importer.columns(batch, c2="title")
    assert batch.counts == {"new": 1, "bad": 3}
    page = importer.page(batch)
    assert "“Training” (1 row) is read as Stakeholder training." in page
    assert "Kind of event: “stall” (2 rows) means" in page
    assert "In the file: June 20. The file says 2025." in page
    with within(importer.town):
        names = {
            word_entry.text: word_entry.name
            for word_entry in get_word_entries(batch, EventImport(world.hill, batch.by))
        }
    assert importer.act(batch, "meanings", **{names["stall"]: "moon"}).status_code == 422
    assert importer.act(batch, "meanings", **{names["Training"]: "stakeholder_training"}).status_code == 302
    assert importer.batch(batch.pk).state == ImportState.PREVIEW, "nothing was said"
    texts = {names["stall"]: "awareness", names["Training"]: "education", "y-date": "2025"}
    assert importer.act(batch, "meanings", **texts).status_code == 302
    batch = importer.work(batch.pk)
    assert batch.counts == {"new": 3, "bad": 1}
    page = importer.page(batch, "?outcome=all")
    assert "“stall” (2 rows) is read as Awareness and outreach, as your team chose." in page
    assert "“Training” (1 row) is read as Education, as your team chose." in page
    assert "Dates without a year are in 2025, as your team chose." in page
    assert keep_together("June 20, 2025") in page
    assert "1 row has no time. It is set to noon." in page
    again = importer.columns(importer.bring(OWN_WORDS))
    assert again.counts == {"new": 2, "bad": 2}, "words are remembered, years are not"
    importer.act(batch, "discard")
    assert importer.act(batch, "meanings").status_code == 404


def test_it_asks_the_same_questions_about_remaining_rows(importer: ImportClient, world: World):
    batch = importer.commit(importer.columns(importer.bring(OWN_WORDS), c2="title"), good="1")
    assert (batch.state, batch.counts) == (ImportState.COMMITTED, {"added": 1, "bad": 3})
    page = importer.page(batch)
    assert "“stall” (2 rows) means" in page
    assert "is read as Stakeholder training" not in page, "that row is brought in"
    with within(importer.town):
        names = {
            word_entry.text: word_entry.name
            for word_entry in get_word_entries(batch, EventImport(world.hill, batch.by))
        }
    texts = {names["stall"]: "awareness", "y-date": "2025"}
    assert importer.act(batch, "meanings", **texts).status_code == 302
    # Until they are checked again, the import can be neither deleted nor undone.
    for action in ("discard", "undo", "end"):
        importer.act(batch, action)
    batch = importer.work(batch.pk)
    assert (batch.state, batch.counts) == (ImportState.COMMITTED, {"added": 1, "new": 2, "bad": 1})
    page = importer.page(batch)
    assert "Import 2 rows" in page
    assert "1 row has no time. It is set to noon." in page
    assert importer.commit(batch, good="1").counts == {"added": 3, "bad": 1}
    # If a worker stops in this step, the finished part stays and can be undone.
    with within(importer.town):
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=ImportState.CHECKING, failure={"code": "stopped"}
        )
        assert forget_imports(before=timezone.now()) == 0
    assert "Finish here" in importer.page(batch)
    assert importer.act(batch, "end").status_code == 302
    assert importer.undo(importer.batch(batch.pk)).counts == {"removed": 3, "bad": 1}


def test_it_updates_the_warnings_after_a_row_was_fixed(importer: ImportClient):
    batch = importer.bring(OWN_WORDS)
    page = importer.page(batch)
    assert page.count('<option value="" selected>Choose…</option>') == 1, "the titles, not the empty column"
    assert importer.act(batch, "columns", c0="date", c1="kind", c2="", c3="starts", c4="-").status_code == 422
    batch = importer.columns(batch, c2="title")
    row = f"{importer.url}{batch.pk}/rows/"
    assert "no time" not in importer.page(batch)
    page = importer.client.get(f"{row}4/").content.decode()
    assert '<option value="Film" selected>Film</option>' in page
    assert page.count("“Film” is none of the possible answers.") == 2, "in the summary and beside the field"
    assert '<input type="date" name="c0" value="2025-02-10"' in page
    assert '<input type="time" name="c3"' in page
    yearless = importer.client.get(f"{row}6/").content.decode()
    assert '<input type="text" name="c0" value="June 20"' in yearless
    assert '<input type="date" name="p0"' in yearless
    film = {"c0": "2025-02-10", "c1": "Education", "c2": "Film night", "c3": ""}
    assert importer.client.post(f"{row}4/", film).status_code == 302
    assert "1 row has no time. It is set to noon." in importer.page(batch)
    market = {"c0": "June 20", "p0": "2025-06-20", "c1": "Education", "c2": "Summer market", "c3": ""}
    assert importer.client.post(f"{row}6/", market).status_code == 302
    assert "2 rows have no time. They are set to noon." in importer.page(batch)
    importer.client.post(f"{row}4/", {"action": "leave-out"})
    assert "1 row has no time. It is set to noon." in importer.page(batch)
    batch = importer.undo(importer.commit(batch, good="1"))
    page = importer.page(batch)
    assert "no time" not in page
    assert "half-year" not in page, "nothing counts there any more"


def test_it_reads_a_day_in_the_year_that_was_said():
    today = dt.date(2026, 11, 25)
    read = [
        as_date(name, Order.DMY, today, year=2019)
        for name in ("June 20", "3/4", "3月5日", "20 de junio", "3.4.")
    ]
    days = ["2019-06-20", "2019-04-03", "2019-03-05", "2019-06-20", "2019-04-03"]
    assert read == [dt.date.fromisoformat(day) for day in days]
    assert "“June 31, 2019” could not be read as a date" in str(as_date("June 31", None, today, year=2019))
    assert as_date("June 20, 2018", None, today, year=2019) == dt.date(2018, 6, 20)
    assert year_named(ImportBatch(file_name="log 2019.csv", sheet="2019")) == "2019"
    assert year_named(ImportBatch(file_name="2018-2019.csv")) == ""

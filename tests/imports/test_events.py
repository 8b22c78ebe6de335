"""Messy lists of events are imported as a person would expect."""

import datetime as dt
from pathlib import Path

import pytest

from communities.models import ImportState
from events.models import Event, Headcount, Output
from stakeholders.actions.register import add_organization
from tests.base import World, within
from tests.imports.base import ImportClient
from tests.line_breaks import keep_together
from tests.spreadsheets.messy_files import ugly


@pytest.fixture
def importer(importer: ImportClient) -> ImportClient:
    importer.kind = "events"
    return importer


def events(world: World) -> list[Event]:
    with within(world.hill):
        return list(Event.objects.not_deleted().order_by("id"))


LOG = """Date,Type,Event,Start,Headcount,Women,Men,Partners,Comments
03/04/2024,Awareness,Market day,,60+,,,,
05/06/2024,training,Signs to see,6:30 pm,20,12,"3",Hill High,
01/02/2024,taller,Round table,10:00,abc,,,,
01/02/2090,taller,Far away,10:00,,,,,
02/02/2024,workshop,Too many,10:00,5,4,4,Nobody Inc,
"""


def test_it_asks_what_it_cannot_know(importer: ImportClient):
    batch = importer.bring(LOG)
    assert [question["asks"] for question in batch.questions] == ["order"]
    page = importer.page(batch)
    assert keep_together("April 3, 2024 (the day comes first)") in page
    assert keep_together("March 4, 2024 (the month comes first)") in page
    response = importer.act(batch, "columns", c0="date", c1="kind", c2="title", c3="starts", c4="people", c5="people",
                           c6="-", c7="-", c8="")  # fmt: skip
    assert response.status_code == 422
    answer = response.content.decode()
    assert "is chosen twice" in answer
    assert "Choose one." in answer


def test_it_says_what_needs_fixing_and_keeps_attendance(importer: ImportClient, world: World):
    with within(world.hill):
        add_organization(by=world["hill-leader"], name="Hill High", sector="schools")
    batch = importer.columns(importer.bring(LOG), r0="dmy")
    assert (batch.state, batch.counts) == (ImportState.PREVIEW, {"new": 2, "bad": 3})
    bad = importer.page(batch)
    assert "could not be read as a number" in bad
    assert "Enter a date within five years." in bad
    assert "“Nobody Inc” is not in your register." in bad
    assert "2 rows count in earlier half-years whose surveys are not submitted." in bad
    batch = importer.commit(batch, good="1")
    fair, training = events(world)
    assert (fair.title, fair.kind, fair.people_present, fair.status) == (
        "Market day",
        "awareness",
        None,
        "held",
    )
    assert (training.local_start.isoformat()[:16], training.people_present) == ("2024-06-05T18:30", 20)
    with within(world.hill):
        assert [(output.quantity, output.at_least) for output in Output.objects.filter(event=fair)] == [
            (60, True)
        ]
        counts = Headcount.objects.filter(event=training).order_by("group")
        assert list(counts.values_list("group", "people")) == [("female", 12), ("male", 3)]
        assert training.organizationpresences.get().organization.name == "Hill High"
        assert training.eventchanges.get().action == "logged"
    again = importer.columns(importer.bring(LOG), r0="dmy")
    assert again.counts == {"same": 2, "bad": 3}
    assert "This file was already imported on" in importer.page(again)


FATES = {
    "spanish_excel_csv": {"new": 2},
    "unicode_text": {"new": 1},
    "vague_headcounts_csv": {"new": 1, "bad": 3},
    "titled_and_shifted": {"new": 2, "skipped": 1},
    # A vigil without a day.
    "notes_and_totals_csv": {"new": 4, "bad": 1, "skipped": 7},
}


@pytest.mark.parametrize("name", FATES)
def test_it_takes_an_ugly_file_as_it_is(name: str, importer: ImportClient, world: World, tmp_path: Path):
    path = ugly(name, tmp_path)
    batch = importer.bring(path.read_bytes(), path.name)
    assert batch.state == ImportState.COLUMNS, batch.failure
    answers = {
        f"r{question['column']}": next(
            name for name, value in question["answers"].items() if value is not None
        )
        for question in batch.questions
    }
    batch = importer.columns(batch, all_kind="education", **answers)
    assert batch.counts == FATES[name], [(row.number, row.reasons) for row in importer.rows(batch)]
    assert importer.commit(batch, good="1").state == ImportState.COMMITTED
    assert {event.kind for event in events(world)} == {"education"}


def test_it_says_where_a_row_differs_and_leaves_what_is_here(importer: ImportClient, world: World):
    first = "Day,Kind of event,Title,People present\n2024-03-05,Education,Fair,60\n"
    importer.commit(importer.columns(importer.bring(first)))
    batch = importer.columns(importer.bring(first.replace("60", "61")))
    assert batch.counts == {"differs": 1}
    page = importer.page(batch)
    assert "People present: 60 here, 61 in the file." in page
    assert "All rows are already here" in page
    assert importer.act(batch, "commit").status_code == 302
    assert [event.people_present for event in events(world)] == [60]
    assert events(world)[0].local_day == dt.date(2024, 3, 5)


HEADCOUNTS = "Date,Title,People present,Women,Men\n2024-03-05,Fair,60,20,\n2024-03-06,Fair,5,,\n2024-03-05,Walk,60+,,\n"


def test_it_fills_in_attendance_and_undoes_it(importer: ImportClient, world: World):
    importer.commit(
        importer.columns(
            importer.bring("Day,Title\n2024-03-05,Fair\n2024-03-05,Walk\n"), all_kind="education"
        )
    )
    importer.kind = "headcounts"
    batch = importer.columns(importer.bring(HEADCOUNTS))
    assert batch.counts == {"new": 2, "bad": 1}
    assert "There is no held event with this date and title." in importer.page(batch)
    batch = importer.commit(batch, good="1")
    fair, walk = events(world)
    assert (fair.people_present, walk.people_present) == (60, None)
    with within(world.hill):
        assert Headcount.objects.get().people == 20
        assert Output.objects.get().event == walk
    assert importer.columns(importer.bring(HEADCOUNTS)).counts == {"same": 2, "bad": 1}
    assert importer.undo(batch).counts == {"removed": 2, "bad": 1}
    assert [event.people_present for event in events(world)] == [None, None]
    with within(world.hill):
        assert not Headcount.objects.exists()
        assert not Output.objects.exists()


@pytest.mark.parametrize(
    ("cell", "starts"),
    [
        ("2026-03-05 18:30", dt.time(18, 30)),
        ("3/5/2026 6:30 PM", dt.time(18, 30)),
        ("2026-03-05T18:30:00", dt.time(18, 30)),
        # Programs write midnight for a date, and a time with another zone is not local time.
        ("2026-03-05 00:00:00", dt.time(12)),
        ("2026-03-05T18:30:00Z", dt.time(12)),
        ("2026-03-05", dt.time(12)),
    ],
)
def test_it_keeps_the_time_that_is_in_the_column_of_days(
    importer: ImportClient, world: World, cell: str, starts: dt.time
):
    batch = importer.bring(f"Date,Type,Event\n{cell},Awareness,Market day\n")
    answers = {"r0": "mdy"} if batch.questions else {}
    importer.commit(importer.columns(batch, **answers))
    [event] = events(world)
    assert (event.local_day, event.local_start.time()) == (dt.date(2026, 3, 5), starts)

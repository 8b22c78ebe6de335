"""The largest possible list through a worker's steps. Not part of the suite:

make test ARGS="-n0 -s tests/imports/drill_many_rows.py"
"""

import datetime as dt
import io
import time

import xlsxwriter
from django.db import connection

from communities.models import ImportState
from events.models import Event, Headcount
from stakeholders.models import Organization
from tests.base import World, within
from tests.imports.base import ImportClient
from tfc.spreadsheets.grids import MOST_ROWS


def timed(name: str, begin: float) -> float:
    print(f"\n{name}: {time.monotonic() - begin:.0f} s", end="")  # noqa: T201
    return time.monotonic()


def go_through(importer: ImportClient, content: bytes, name: str) -> None:
    begin = time.monotonic()
    batch = importer.bring(content, name)
    begin = timed(f"{name} read", begin)
    batch = importer.columns(batch)
    assert batch.counts == {"new": MOST_ROWS}, batch.counts
    begin = timed("checked", begin)
    assert importer.commit(batch).counts == {"added": MOST_ROWS}
    begin = timed("brought in", begin)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    again = importer.columns(importer.bring(content, name))
    assert again.counts == {"same": MOST_ROWS}
    begin = timed("the same file again", begin)
    importer.page(again, f"?outcome=same&after={importer.rows(again)[40_000].pk}")
    begin = timed("a page far behind", begin)
    assert importer.undo(batch).state == ImportState.UNDONE
    timed("undone", begin)


def test_it_imports_fifty_thousand_organizations(importer: ImportClient, world: World):
    lines = (
        f"Partner {number} of the town,media,626 555 {number % 10000:04d}\n" for number in range(MOST_ROWS)
    )
    go_through(importer, ("Name,Sector,Phone\n" + "".join(lines)).encode(), "partners.csv")
    with within(world.hill):
        assert not Organization.objects.not_deleted().exists()


def test_it_imports_fifty_thousand_events_with_headcounts(importer: ImportClient, world: World):
    importer.kind = "events"
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Date", "Type", "Event", "Start", "People", "Women", "Men"])
    for row in range(1, MOST_ROWS + 1):
        day = (dt.date(2010, 1, 1) + dt.timedelta(days=row // 10)).isoformat()
        sheet.write_row(row, 0, [day, "education", f"Talk {row}", "18:30", 20, 12, 8])
    book.close()
    go_through(importer, output.getvalue(), "events.xlsx")
    with within(world.hill):
        assert not Event.objects.not_deleted().exists()
        assert Headcount.objects.count() == 2 * MOST_ROWS

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from events.actions import load_historical_activities
from events.models import Event, HistoricalActivity
from tests.base import World, within
from tfc.tenancy import ScopeError

ROW = {
    "place": "Los Angeles",
    "state": "CA",
    "period_start": "2012-07-01",
    "period_end": "2013-06-30",
    "activity": "Bags given out",
    "kind": "campaign",
    "sectors": "law_enforcement|first_responders",
    "unit": "items",
    "quantity": "100",
    "at_least": "yes",
}


def test_it_stores_a_row_as_it_is(world: World):
    with within(world.usa):
        [row] = load_historical_activities(office=world.usa, rows=[ROW])
        row.refresh_from_db()
        assert (row.place, row.region, row.unit, row.quantity, row.at_least) == (
            "Los Angeles",
            "CA",
            "items",
            100,
            True,
        )
        assert (row.period_start.isoformat(), row.period_end.isoformat()) == ("2012-07-01", "2013-06-30")
        assert row.sectors == ["law_enforcement", "first_responders"]
        assert row.office_id == world.usa.pk


def test_it_is_read_by_the_office_and_its_communities_and_never_an_event(world: World):
    with within(world.usa):
        load_historical_activities(office=world.usa, rows=[ROW])
    for tenant, number in ((world.usa, 1), (world.hill, 1), (world.uk, 0), (world.moor, 0)):
        with within(tenant):
            assert HistoricalActivity.objects.count() == number
    with within(world.hill):
        assert Event.objects.count() == 0


def test_it_updates_what_it_loads_again(world: World):
    with within(world.usa):
        load_historical_activities(office=world.usa, rows=[ROW])
        load_historical_activities(office=world.usa, rows=[ROW | {"quantity": "120"}])
        assert list(HistoricalActivity.objects.values_list("quantity", flat=True)) == [120]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"place": ""}, "cannot be blank"),
    ({"activity": "x" * 301}, "Shorten it to 300 or fewer."),
    ({"activity": "a\x00b"}, "Null characters"),
    ({"period_start": "2012"}, "“2012” is not a date."),
    ({"period_end": "2012-06-30"}, "Enter an end after the start."),
    ({"quantity": "many"}, "not “many”."),
    ({"quantity": "-3"}, "Enter a whole number of up to 9 digits"),
    ({"quantity": "9999999999"}, "Enter a whole number of up to 9 digits"),
    ({"at_least": "maybe"}, "not “maybe”."),
    ({"unit": None}, "Add the column unit."),
]


def test_it_names_the_wrong_row_and_stores_none(world: World, subtests: pytest.Subtests):
    for changes, message in WRONG:
        with subtests.test(changes=changes), within(world.usa):
            with pytest.raises(ValidationError) as caught:
                load_historical_activities(office=world.usa, rows=[ROW, ROW | changes])
            assert [message.startswith("Row 2: ") for message in caught.value.messages] == [True]
            assert message in caught.value.messages[0]
            assert HistoricalActivity.objects.count() == 0


def test_it_loads_only_in_the_scope_of_its_office(world: World):
    with within(world.uk), pytest.raises(ScopeError):
        load_historical_activities(office=world.usa, rows=[ROW])


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_command_loads_a_file(world: World, tmp_path: Path):
    out = StringIO()
    call_command("load_historical", write(tmp_path / "rows.csv", [ROW]), office="usa", stdout=out)
    assert out.getvalue() == "1 earlier results of Oasis USA are stored.\n"
    with within(world.usa):
        assert HistoricalActivity.objects.count() == 1


def test_the_command_says_what_is_wrong(world: World, tmp_path: Path):
    good, bad = write(tmp_path / "a.csv", [ROW]), write(tmp_path / "b.csv", [ROW, ROW | {"quantity": "x"}])
    (tmp_path / "c.csv").write_bytes(b"\xff\xfe\x00")
    for path, office, message in (
        (good, "mars", "There is no office “mars”."),
        (tmp_path / "none.csv", "usa", "cannot be read"),
        (tmp_path / "c.csv", "usa", "cannot be read"),
        (bad, "usa", "Row 2: Enter a whole number of up to 9 digits, not “x”."),
    ):
        with pytest.raises(CommandError, match=message):
            call_command("load_historical", path, office=office)
    with within(world.usa):
        assert HistoricalActivity.objects.count() == 0

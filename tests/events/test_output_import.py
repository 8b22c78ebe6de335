"""Outputs of held events imported from a spreadsheet."""

import datetime as dt

from events.models import Event, OfficeUnit, Output
from events.output_imports import OutputImport
from tests.base import World, within
from tests.events.base import log
from tfc.spreadsheets.values import Count

DAY = dt.date(2025, 3, 3)
ROW = {
    "date": DAY,
    "title": "Street fair",
    "quantity": Count(160, at_least=True),
    "unit": "items",
    "what": "bags",
}
VIEWS = {"date": DAY, "title": "street  FAIR", "quantity": Count(40), "unit": "views"}


def test_rows_are_added_to_the_outputs_of_their_event_once_and_are_taken_back(world: World):
    with within(world.hill):
        event = log(world, DAY, title="Street fair")
        importing = OutputImport(world.hill, world["hill-leader"])
        rows = [(importing.key(row), row) for row in (ROW, VIEWS)]
        assert [importing.problems(row) for _key, row in rows] == [[], []]
        assert importing.match(rows) == {}
        made = importing.add([ROW, VIEWS])
        stored = Output.objects.order_by("id").values_list("event", "unit", "quantity", "at_least", "what")
        assert list(stored) == [(event.pk, "items", 160, True, "bags"), (event.pk, "views", 40, False, "")]
        other = ROW | {"quantity": Count(150)}
        matches = importing.match([*rows, (importing.key(other), other)])
        assert matches[importing.key(VIEWS)].differs == {}
        assert matches[importing.key(other)].differs == {"quantity": Count(160, at_least=True)}
        assert importing.undo(made) == {event.pk}
        assert not Output.objects.exists()


def test_what_was_added_or_changed_since_is_kept(world: World):
    with within(world.hill):
        event = log(world, DAY, title="Street fair")
        importing = OutputImport(world.hill, world["hill-leader"])
        importing.match([(importing.key(ROW), ROW)])
        made = importing.add([ROW])
        importing.match([(importing.key(VIEWS), VIEWS)])
        later = importing.add([VIEWS])
        assert importing.undo(made) == {event.pk}
        assert Output.objects.get().unit == "views"
        Output.objects.update(quantity=41)
        assert importing.undo(later) == set()
        assert Output.objects.get().quantity == 41


def test_an_event_has_to_be_recorded_first(world: World):
    with within(world.hill):
        importing = OutputImport(world.hill, world["hill-leader"])
        [match] = importing.match([(importing.key(ROW), ROW)]).values()
        assert "There is no held event with this date and title." in str(match.problem)
        for _time in range(2):
            log(world, DAY, title="Street fair")
        assert Event.objects.count() == 2
        [match] = importing.match([(importing.key(ROW), ROW)]).values()
        assert "Several events have this day and title." in str(match.problem)


def test_each_mistake_gets_a_sentence_and_the_office_may_add_units(world: World):
    with within(world.usa):
        unit = OfficeUnit.objects.create(title_en="Rides", added_by=world["usa-staff"])
        OfficeUnit.objects.create(
            title_en="Old", added_by=world["usa-staff"], retired_at=dt.datetime.now(dt.UTC)
        )
    with within(world.hill):
        importing = OutputImport(world.hill, world["hill-leader"])
        assert importing.problems(ROW | {"quantity": Count(0)}) == [
            ("quantity", "Enter a number above zero.")
        ]
        assert importing.problems(ROW | {"quantity": Count(10**9)}) == [
            ("quantity", "Enter a smaller number.")
        ]
        labels = importing.fields_by_code["unit"].labels
    assert "Rides" in labels[unit.code]
    assert "Money raised (USD)" in labels["money-USD"]
    assert not any("Old" in names for names in labels.values())

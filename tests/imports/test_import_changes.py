"""Rows that differ from stored records, and rows that are fixed after the import."""

from html import unescape

import pytest

from communities.models import ImportBatch, ImportState
from events.models import Event, Headcount, Output
from stakeholders.models import Organization
from support.models import OpeningHours, Service
from tests.base import World, within
from tests.imports.base import ImportClient
from tests.line_breaks import keep_together

PARTNERS = "Name,Sector,Phone,Since\nHill High,Schools,626 555 0142,2024-04-03\nDove,Media,626 555 0100,\n"


def partners(world: World) -> list[tuple[str, str, str]]:
    with within(world.hill):
        rows = Organization.objects.order_by("pk")
        return [(row.phone[-4:], row.met_on.isoformat() if row.met_on else "", row.note) for row in rows]


def test_it_changes_confirmed_values_and_undoes_it(importer: ImportClient, world: World):
    importer.commit(importer.columns(importer.bring(PARTNERS)))
    later = PARTNERS.replace("0142", "0143").replace("2024-04-03", "2024-04-05").replace("0100", "0101")
    batch = importer.columns(importer.bring(later))
    assert batch.counts == {"differs": 2}
    page = importer.page(batch)
    assert keep_together("Known since: April 3, 2024 here, April 5, 2024 in the file.") in page
    row = f"{importer.url}{batch.pk}/rows/2/"
    assert "Change the record" in importer.client.get(row).content.decode()
    assert importer.client.post(row, {"action": "change"}).status_code == 302
    assert importer.batch(batch.pk).counts == {"differs": 1, "change": 1}
    assert importer.client.post(row, {"action": "leave"}).status_code == 302
    assert importer.act(batch, "change-all").status_code == 302
    assert "Change 2 records" in importer.page(batch)
    with within(world.hill):
        Organization.objects.filter(name="Dove").update(note="called")
    batch = importer.commit(batch)
    assert batch.counts == {"changed": 1, "differs": 1}
    assert "Another person changed it meanwhile, so it was not changed." in importer.page(batch)
    assert partners(world) == [("0143", "2024-04-05", ""), ("0100", "", "called")]
    assert importer.client.post(f"{importer.url}{batch.pk}/rows/3/", {"action": "change"}).status_code == 302
    batch = importer.commit(importer.batch(batch.pk))
    assert batch.counts == {"changed": 2}
    with within(world.hill):
        Organization.objects.filter(name="Dove").update(note="called again")
    assert importer.undo(batch).counts == {"removed": 1, "kept": 1}
    assert partners(world) == [("0142", "2024-04-03", ""), ("0101", "", "called again")]


def test_it_says_what_is_wrong_in_the_language_of_who_reads_it(
    importer: ImportClient, world: World, signed_in
):
    """The language is that of the person who imported the file."""
    importer.commit(importer.columns(importer.bring(PARTNERS)))
    later = PARTNERS.replace("2024-04-03", "2024-04-05") + "Nest,Media,626 555 0199,2099-01-01\n"
    batch = importer.columns(importer.bring(later))
    assert batch.counts == {"differs": 1, "same": 1, "bad": 1}
    reader = signed_in("hill-coordinator")
    spoken = {"HTTP_ACCEPT_LANGUAGE": "es"}

    def page(outcome: str) -> str:
        return reader.get(f"{importer.url}{batch.pk}/?outcome={outcome}", **spoken).content.decode()

    assert "Aquí dice 3 de abril de 2024; en el archivo, 5 de abril de 2024." in page("differs")
    assert "Escribe una fecha que no sea futura" in page("bad")
    row_page = reader.get(f"{importer.url}{batch.pk}/rows/4/", **spoken).content.decode()
    assert "Escribe una fecha que no sea futura" in row_page
    importer.act(batch, "change-all")
    importer.commit(batch, good="1")
    assert "Antes decía 3 de abril de 2024." in page("changed")


STAGES = "Campaign,Type,Stage,Since\nCocoa,Petition,Pledged,2024-02-01\nCocoa,Petition,Asked,2024-03-01\n"


def read_in_spanish(importer: ImportClient, batch: ImportBatch, path: str) -> str:
    page = importer.client.get(f"{importer.url}{batch.pk}/{path}", HTTP_ACCEPT_LANGUAGE="es")
    return unescape(page.content.decode())


def test_a_stage_that_cannot_follow_is_described_in_the_language_of_who_reads_it(importer: ImportClient):
    importer.kind = "campaigns"
    batch = importer.columns(importer.bring(STAGES))
    assert batch.counts == {"new": 1, "bad": 1}
    assert "It is already “Pledged”, and a stage never goes backwards." in importer.page(batch)
    for path in ("?outcome=bad", "rows/3/", "bad.csv"):
        assert "Ya está en “" in read_in_spanish(importer, batch, path), path


def test_an_event_that_refuses_a_change_is_described_in_the_language_of_who_reads_it(
    importer: ImportClient, world: World
):
    importer.kind = "events"
    importer.commit(importer.columns(importer.bring(EVENTS)))
    fewer = EVENTS.replace(",Women", "").replace("60,20", "15")
    batch = importer.columns(importer.bring(fewer))
    importer.act(batch, "change-all")
    batch = importer.commit(batch)
    assert batch.counts == {"differs": 1}
    assert "These add up to 20, but the total is 15." in importer.page(batch)
    assert "Estos suman 20, pero el total es 15." in read_in_spanish(importer, batch, "?outcome=differs")
    with within(world.hill):
        Headcount.objects.update(people=10)
    assert "Another person changed it meanwhile" in importer.page(batch)


def test_a_problem_that_was_solved_since_is_not_shown_as_one(importer: ImportClient, world: World):
    importer.kind = "events"
    batch = importer.columns(
        importer.bring(EVENTS.replace("Women", "Organizations").replace("60,20", "60,Dove"))
    )
    assert "“Dove” is not in your register." in importer.page(batch)
    with within(world.hill):
        Organization.objects.create(name="Dove", sector="media", created_by=world["hill-leader"])
    assert "This problem was solved meanwhile. Save this row to check it again." in importer.page(batch)


EVENTS = "Day,Kind,Title,Start,End,Place,People,Women\n2024-03-05,talk,Fair,10:00,11:00,Hall,60,20\n"
LATER = EVENTS.replace("11:00", "12:30").replace("Hall", "Park").replace("60,20", "61,30")


@pytest.mark.parametrize(("people", "has_women"), [("61", 61), ("70+", None)], ids=["exact", "at least"])
def test_it_changes_an_event_by_its_own_actions(
    people: str, has_women: int | None, importer: ImportClient, world: World
):
    importer.kind = "events"
    women = ",20" if has_women else ","
    importer.commit(importer.columns(importer.bring(EVENTS.replace(",20", women))))
    batch = importer.columns(importer.bring(LATER.replace("61,30", f"{people},{30 if has_women else ''}")))
    importer.act(batch, "change-all")
    assert importer.commit(batch).counts == {"changed": 1}
    with within(world.hill):
        event = Event.objects.get()
        assert (event.place, f"{event.local_end:%H:%M}", event.people_present) == ("Park", "12:30", has_women)
        assert list(Output.objects.values_list("quantity", "at_least")) == ([] if has_women else [(70, True)])
        assert event.eventchanges.filter(action="recorded").exists()
    assert importer.undo(batch).counts == {"removed": 1}
    with within(world.hill):
        event = Event.objects.get()
        assert (event.place, f"{event.local_end:%H:%M}", event.people_present) == ("Hall", "11:00", 60)
        assert not Output.objects.exists()
        assert list(Headcount.objects.values_list("people", flat=True)) == ([20] if has_women else [])


def test_it_leaves_to_its_own_page_whether_an_event_was_held(importer: ImportClient, world: World):
    importer.kind = "events"
    importer.commit(importer.columns(importer.bring(EVENTS)))
    batch = importer.columns(
        importer.bring(EVENTS.replace("Women", "Status").replace(",60,20", ",60,cancelled"))
    )
    assert batch.counts == {"differs": 1}
    assert "Change all" not in importer.page(batch)
    importer.act(batch, "change-all")
    assert importer.batch(batch.pk).counts == {"differs": 1}
    broken = importer.columns(importer.bring(EVENTS.replace("60,20", "10,")))
    importer.act(broken, "change-all")
    assert importer.commit(broken).counts == {"differs": 1}, "20 women are counted already"
    assert "These add up to 20, but the total is 10." in importer.page(broken)


def test_it_keeps_the_hours_of_a_service_that_it_changes(coordinator: ImportClient, world: World):
    coordinator.kind = "services"
    first = "Service,Provider,Type,Phone\nNight shelter,Casa,Housing,626 555 0142\n"
    coordinator.commit(coordinator.columns(coordinator.bring(first)))
    with within(world.hill):
        OpeningHours.objects.create(service=Service.objects.get(), weekday=0, opens="10:00", closes="12:00")
    batch = coordinator.columns(coordinator.bring(first.replace("0142", "0143")))
    coordinator.act(batch, "change-all")
    assert coordinator.commit(batch).counts == {"changed": 1}
    with within(world.hill):
        assert Service.objects.get().phone.endswith("0143")
        assert OpeningHours.objects.count() == 1
    assert coordinator.undo(batch).counts == {"removed": 1}


def test_it_fixes_bad_rows_after_importing_the_good_ones(importer: ImportClient, world: World):
    batch = importer.columns(
        importer.bring("Name,Sector\nHill High,Schools\nDove,chruch\nDove,moon\nHill high,press\n")
    )
    batch = importer.commit(batch, good="1")
    assert batch.counts == {"added": 2, "bad": 2}
    assert "need fixing, here or in the file" in importer.page(batch)
    for number, sector in ((3, "church"), (4, "NGO")):
        there = f"{importer.url}{batch.pk}/rows/{number}/"
        assert importer.client.post(there, {"c0": "Dove", "c1": sector}).status_code == 302
    batch = importer.batch(batch.pk)
    assert batch.counts == {"added": 2, "new": 2}
    assert "Import 2 rows" in importer.page(batch)
    batch = importer.commit(batch)
    assert (batch.state, batch.counts) == (ImportState.COMMITTED, {"added": 3, "same": 1})
    done = f"{importer.url}{batch.pk}/rows/2/"
    assert importer.client.post(done, {"c0": "Other", "c1": "media"}).status_code == 302
    assert importer.client.post(done, {"action": "leave-out"}).status_code == 302
    assert importer.batch(batch.pk).counts == {"added": 3, "same": 1}
    assert importer.undo(batch).counts == {"removed": 3, "same": 1}


def test_it_counts_attendance_again(importer: ImportClient, world: World):
    importer.kind = "events"
    importer.commit(importer.columns(importer.bring(EVENTS)))
    importer.kind = "headcounts"
    batch = importer.columns(importer.bring("Day,Title,People,Women,Men\n2024-03-05,Fair,61,21,30\n"))
    assert batch.counts == {"differs": 1}
    importer.act(batch, "change-all")
    assert importer.commit(batch).counts == {"changed": 1}
    with within(world.hill):
        counts = Headcount.objects.order_by("group").values_list("group", "people")
        assert (Event.objects.get().people_present, list(counts)) == (61, [("female", 21), ("male", 30)])
    assert importer.undo(batch).counts == {"removed": 1}
    with within(world.hill):
        assert (Event.objects.get().people_present, Headcount.objects.get().people) == (60, 20)

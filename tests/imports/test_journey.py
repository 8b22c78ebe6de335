"""From a file to records and back, as a person does it."""

from communities.models import ImportBatch, ImportFile, ImportState
from demo.load import store_import
from stakeholders.models import Organization
from tests.base import World, within
from tests.imports.base import ImportClient
from tests.line_breaks import keep_together

LIST = """Partners of Hill TFC;;;
;;;
Organisation;Sector;Telephone;Known since
Hill High School;Schools;626 555 0142;25/04/2024
The Daily Dove;medios;;03/04/2024
Dove Church;Faith communities and NGOs;;
;;;
Total;;3;
"""


def organizations(world: World) -> list[Organization]:
    with within(world.hill):
        return list(Organization.objects.not_deleted().order_by("id"))


def test_it_imports_a_file_and_undoes_it(importer: ImportClient, world: World):
    batch = importer.bring(LIST)
    assert batch.state == ImportState.COLUMNS
    assert batch.mapping == {"0": "name", "1": "sector", "2": "phone", "3": "met_on"}
    assert keep_together(
        "“03/04/2024” is read as April 3, 2024, because row 4 has “25/04/2024”."
    ) in importer.page(batch)
    batch = importer.columns(batch)
    with within(world.hill):
        assert not ImportFile.objects.exists(), "the bytes go once the columns were looked over"
    assert (batch.state, batch.counts) == (ImportState.PREVIEW, {"new": 3, "skipped": 1})
    assert organizations(world) == []
    assert "Import 3 rows" in importer.page(batch)
    batch = importer.commit(batch)
    assert (batch.state, batch.counts) == (ImportState.COMMITTED, {"added": 3, "skipped": 1})
    school, dove, church = organizations(world)
    assert (school.name, school.sector, school.phone, str(school.met_on)) == (
        "Hill High School", "schools", "626 555 0142", "2024-04-25",
    )  # fmt: skip
    assert (dove.sector, str(dove.met_on), church.sector) == ("media", "2024-04-03", "faith_ngos")
    assert church.created_by == world["hill-leader"]
    with within(world.hill):
        Organization.objects.filter(pk=church.pk).update(note="called")
    batch = importer.undo(batch)
    assert (batch.state, batch.counts) == (ImportState.UNDONE, {"removed": 2, "kept": 1, "skipped": 1})
    assert organizations(world) == [church]
    assert "Changed later, kept" in importer.page(batch)


def test_the_demo_shows_a_list_that_was_imported(coordinator: ImportClient, world: World):
    store_import(world.hill, world["hill-coordinator"])
    store_import(world.hill, world["hill-coordinator"])
    with within(world.hill):
        batch = ImportBatch.objects.get()
    assert batch.counts == {"added": 3, "bad": 1, "same": 1, "skipped": 1}
    page = coordinator.page(batch, "?outcome=all")
    assert "“lodging” is none of the possible answers" in page
    assert "Row 3 has the same content." in page

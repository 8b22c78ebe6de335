"""A person in rows of an import: found across cells, and deleted with numbers, unused columns and reasons."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone
from openpyxl import Workbook

from communities.actions.imports import forget_imports
from communities.models import ImportBatch, ImportMapping, ImportRow, ImportState
from stakeholders.models import Organization
from tests.base import World, within
from tests.imports.base import ImportClient
from tests.security.rights.test_person_requests import delete_all, keys

HEADINGS = ("Name", "Sector", "Notes", "Contact first", "Contact last", "Contact cell")
MILL = ("Old mill", "Media", "Open in the evening.", "Maria", "López", 6265550142)


def workbook(*rows: tuple[Any, ...], titles: tuple[str, ...] = ("Sheet",)) -> bytes:
    book, content = Workbook(write_only=True), io.BytesIO()
    for title in titles:
        sheet = book.create_sheet(title)
        for row in (HEADINGS, *rows):
            sheet.append(row)
    book.save(content)
    return content.getvalue()


@pytest.fixture
def importer(signed_in, world: World, settings: LazySettings, tmp_path: Path) -> ImportClient:
    settings.FILES_ROOT = tmp_path
    return ImportClient(signed_in("hill-coordinator"), world.hill)


def stored_text(importer: ImportClient) -> str:
    with within(importer.town):
        rows = list(ImportRow.objects.values_list("cells", "reasons", "doubts", "before"))
        batches, mappings = ImportBatch.objects.values(), ImportMapping.objects.values()
        return re.sub(r"\s+", " ", repr([*rows, *batches, *mappings]))


@pytest.mark.django_db
@pytest.mark.parametrize("person", [{"name": "Maria Lopez"}, {"phone": "(626) 555-0142"}])
@pytest.mark.parametrize("is_committed", [True, False])
def test_a_row_forgets_the_person_in_cells_that_no_field_uses(
    importer: ImportClient, person: dict[str, str], is_committed: bool
):
    batch = importer.columns(importer.bring(workbook(MILL), "partners.xlsx"))
    if is_committed:
        batch = importer.commit(batch)
    assert any(key.startswith("communities.importrow:") for key in keys(importer.client, person))
    delete_all(importer.client, person)
    for left in ("Maria", "López", "6265550142"):
        assert left not in stored_text(importer), left
    assert "Maria" not in importer.page(batch)
    if not is_committed:
        importer.commit(batch)
    with within(importer.town):
        assert Organization.objects.get(name="Old mill").note == "Open in the evening."


@pytest.mark.django_db
def test_the_value_before_a_change_is_forgotten_in_the_reasons_too(importer: ImportClient):
    note = "Ask Maria López first."
    importer.commit(importer.columns(importer.bring(workbook(("Old mill", "Media", note)), "partners.xlsx")))
    batch = importer.columns(importer.bring(workbook(("Old mill", "Media", "Closed")), "later.xlsx"))
    assert note in stored_text(importer)
    importer.act(batch, "change-all")
    importer.commit(importer.batch(batch.pk))
    delete_all(importer.client, {"name": "Maria Lopez"})
    assert "López" not in stored_text(importer)
    batch = importer.undo(importer.batch(batch.pk))
    assert (batch.state, batch.failure) == (ImportState.UNDONE, None)
    with within(importer.town):
        assert Organization.objects.get().note == "Ask […] first."


@pytest.mark.django_db
def test_an_undo_passes_over_a_record_that_was_deleted_for_good(importer: ImportClient):
    importer.commit(importer.columns(importer.bring(workbook(("Old mill", "Media", "")), "partners.xlsx")))
    batch = importer.columns(importer.bring(workbook(("Old mill", "Media", "Closed")), "later.xlsx"))
    importer.act(batch, "change-all")
    importer.commit(importer.batch(batch.pk))
    with within(importer.town):
        Organization.objects.all().delete()
    batch = importer.undo(importer.batch(batch.pk))
    assert (batch.state, batch.failure) == (ImportState.UNDONE, None)
    assert batch.counts == {"kept": 1}


@pytest.mark.django_db
def test_a_file_with_unconfirmed_columns_forgets_the_person(importer: ImportClient):
    importer.bring(workbook(MILL), "partners.xlsx")
    assert "6265550142" in stored_text(importer)
    delete_all(importer.client, {"phone": "626-555-0142"})
    for left in ("Maria", "López", "6265550142"):
        assert left not in stored_text(importer), left


@pytest.mark.django_db
def test_nothing_of_the_files_rows_outlasts_their_cells(importer: ImportClient):
    batch = importer.commit(importer.columns(importer.bring(workbook(MILL), "partners.xlsx")))
    with within(importer.town):
        assert forget_imports(before=timezone.now()) == 1
    assert "López" not in stored_text(importer)
    assert importer.undo(batch).counts == {"removed": 1}


@pytest.mark.django_db
def test_headings_words_and_titles_of_sheets_forget_the_person(importer: ImportClient):
    headings = "Name,Sector,Maria Lopez says\nOld mill,Media,Open\n"
    importer.commit(importer.columns(importer.bring(headings, "list.csv"), c2="note"))
    batch = importer.columns(importer.bring("Name,Sector\nNew mill,Maria Lopez\n", "words.csv"))
    [word] = re.findall(r'<select[^>]*name="(w-[^"]+)"', importer.page(batch))
    importer.act(batch, "meanings", **{word: "media"})
    importer.commit(importer.work(batch.pk))
    batch = importer.bring(workbook(("Third mill", "Media"), titles=("One", "Maria Lopez")), "sheets.xlsx")
    importer.act(batch, "sheet", sheet="One")
    importer.commit(importer.columns(importer.work(batch.pk)))
    assert stored_text(importer).lower().count("maria lopez") > 3
    delete_all(importer.client, {"name": "Maria Lopez"})
    assert "maria lopez" not in stored_text(importer).lower()


@pytest.mark.django_db
def test_a_file_whose_sheet_is_not_chosen_is_listed_to_be_opened(importer: ImportClient):
    batch = importer.bring(workbook(MILL, titles=("One", "Two")), "sheets.xlsx")
    page = importer.client.post("/c/hill/settings/requests/", {"phone": "626-555-0142"}).content.decode()
    assert f'href="{importer.url}{batch.pk}/"' in page
    assert "sheets.xlsx" in page
    importer.act(batch, "discard")
    page = importer.client.post("/c/hill/settings/requests/", {"phone": "626-555-0142"}).content.decode()
    assert "sheets.xlsx" not in page

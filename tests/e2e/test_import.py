"""An import in a browser: a preview that says what is wrong in which row, the import, and undoing it."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from communities.imports.work import work_on
from communities.models import ImportJob
from tests.base import COMMITTED, World
from tests.e2e.visits import Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

LIST = "Name,Sector,Phone\nHill High,Schools,626 555 0142\nDove,lodging,\nThe Post,Media,\n"


@pytest.mark.expectation(37)
def test_a_preview_names_the_rows_that_need_fixing_and_an_import_is_undone(visits: Visits, town: World):
    page = visits.open("hill-leader")
    page.goto("/c/hill/imports/")
    page.get_by_label("Organizations").check()
    file = FilePayload(name="partners.csv", mimeType="text/csv", buffer=LIST.encode())
    page.locator("[type=file]").set_input_files(file)
    press(page, "Upload", "Match columns")
    press(page, "Preview", "Preview")
    main = page.get_by_role("main")
    expect(main.get_by_role("listitem").filter(has_text="Row 3")).to_contain_text(
        "“lodging” is none of the possible answers"
    )
    press(page, "Import 2 rows", "Imported")
    press(page, "Undo import", "Undone")
    page.goto("/c/hill/organizations/")
    expect(page.get_by_role("link", name="Hill High")).to_have_count(0)


def press(page: Page, button: str, heading: str) -> None:
    """Press the button and do the work that the page waits for."""
    page.get_by_role("main").get_by_role("button", name=button).click()
    expect(page.locator("#import-progress")).to_be_visible()
    assert work_on(ImportJob.objects.latest("pk").pk)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)

"""The preview of an imported file, at the widths and in the colors of test_pages; with axe."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.base import COMMITTED, World
from tests.e2e.help_samples import LONG, NAME, create_help
from tests.e2e.layout_checks import faults_here
from tests.e2e.visits import Visits
from tests.residents.answer_files_base import as_csv, row
from tests.support.directory_base import an_object, as_json

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("help-pages")]


def test_a_file_is_as_readable_before_it_is_read_in(visits: Visits, town: World):
    places = create_help(town)
    page = visits.open("hill-leader")
    page.goto("/c/hill/services/import/")
    services = as_json(an_object(name=NAME, description=LONG), {"name": "Without a provider"})
    choose(page, "services.json", services, "Preview")
    expect(page.locator("main")).to_contain_text("1 new, 0 changed, 0 unchanged, 1 refused.")
    result = faults_here(page, "what the services would change")
    page.goto(f"/c/hill/residents-survey/{places['wave']}/import/")
    choose(page, "answers.csv", as_csv(row(), row(**{"survey/definition": LONG})), "Preview")
    expect(page.get_by_role("button", name="Import 1 response")).to_be_visible()
    result += faults_here(page, "what answers would come in")
    assert result == [], "\n".join(result)


def choose(page: Page, name: str, content: bytes, button: str) -> None:
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    page.locator("[type=file]").set_input_files(file)
    page.get_by_role("button", name=button).click()

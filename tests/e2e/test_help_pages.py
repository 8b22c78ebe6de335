"""The inside pages of help and of what residents know, at the widths and in the colors of test_pages; with axe."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.base import COMMITTED, World
from tests.e2e.help_rows import LONG, NAME, help_of
from tests.e2e.screens import faults, faults_here
from tests.e2e.visits import Visits
from tests.residents.answer_files_base import as_csv, row
from tests.support.directory_base import an_object, as_json

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("help-pages")]

PAGES = {
    "": ["/p/hill/confirm/{token}/"],
    "hill-leader": [
        "/c/hill/services/", "/c/hill/services/{service}/", "/c/hill/services/{asked}/",
        "/c/hill/services/new/", "/c/hill/services/{service}/confirm/",
        "/c/hill/services/{changed}/replies/{reply}/", "/c/hill/services/import/", "/c/hill/services/export/",
        "/c/hill/services/{service}/pathway/", "/c/hill/services/{asked}/referral-checks/new/", "/c/hill/service-gaps/",
    ],
    "hill-coordinator": [
        "/c/hill/support-counts/", "/c/hill/public-page/", "/c/hill/public-page/preview/",
        "/c/hill/volunteer-inquiries/",
        "/c/hill/residents-survey/", "/c/hill/residents-survey/new/", "/c/hill/residents-survey/{wave}/",
        "/c/hill/residents-survey/{wave}/paper/", "/c/hill/residents-survey/{wave}/import/",
        "/c/hill/residents-survey/{wave}/poster/", "/c/hill/residents-survey/{wave}/sheet/",
    ],
    "usa-staff": ["/office/usa/support-counts/"],
}  # fmt: skip


@pytest.mark.thorough
def test_it_fits_every_screen_and_everybody(visits: Visits, town: World):
    places = help_of(town)
    found = []
    for name, paths in PAGES.items():
        page = visits.open(name)
        found += [fault for path in paths for fault in faults(page, path.format(**places))]
    assert found == [], "\n".join(found)


def test_a_file_is_as_readable_before_it_is_read_in(visits: Visits, town: World):
    places = help_of(town)
    page = visits.open("hill-leader")
    page.goto("/c/hill/services/import/")
    services = as_json(an_object(name=NAME, description=LONG), {"name": "Without a provider"})
    choose(page, "services.json", services, "Show what it would change")
    expect(page.locator("main")).to_contain_text("1 new, 0 changed, 0 unchanged, 1 refused.")
    found = faults_here(page, "what the services would change")
    page.goto(f"/c/hill/residents-survey/{places['wave']}/import/")
    choose(page, "answers.csv", as_csv(row(), row(**{"survey/definition": LONG})), "Preview")
    expect(page.get_by_role("button", name="Read in 1 answer")).to_be_visible()
    found += faults_here(page, "what answers would come in")
    assert found == [], "\n".join(found)


def choose(page: Page, name: str, content: bytes, button: str) -> None:
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    page.locator("[type=file]").set_input_files(file)
    page.get_by_role("button", name=button).click()

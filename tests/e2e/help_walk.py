"""How a team walks from an empty directory to help that answers."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.research_walk import Walk

HOUSE, CHAPEL = "Rosa House", "Chapel at the Market"


@dataclass
class HelpWalk(Walk):
    """All of it today, in the half-year that runs: a provider's word is of the day on which it is given."""

    zone: ZoneInfo

    def today(self) -> str:
        return timezone.now().astimezone(self.zone).date().isoformat()

    def add_service(self, name: str, kinds: tuple[str, ...], languages: tuple[str, ...], email: str) -> None:
        page = self.page
        self.heading("Add a service")
        page.get_by_label("Name of the service").fill(name)
        page.get_by_label("Who provides it?").fill("Hope Center")
        for label in (*kinds, *languages):
            page.get_by_label(label, exact=True).check()
        page.get_by_label("E-mail address of the provider").fill(email)
        self.save()
        self.heading(name)

    def open_service(self, name: str) -> None:
        self.page.get_by_role("link", name="Services", exact=True).last.click()
        self.heading("Services")
        self.page.get_by_role("link", name=name).click()
        self.heading(name)

    def cell(self, language: str, need: str, coverage: str, readiness: str) -> None:
        """What the grid says of a need in a language."""
        heading = self.page.get_by_role("rowheader", name=language)
        row = self.page.locator(".hg-table").get_by_role("row").filter(has=heading)
        cell = row.locator(".hg-cell").filter(has_text=need)
        expect(cell.locator(".tf-badge")).to_have_text(coverage)
        expect(cell.locator(".hg-ready")).to_have_text(readiness)

    def figure(self, label: str, text: str) -> None:
        title = self.page.get_by_role("heading", name=label, exact=True)
        card = self.page.locator(".tf-kpi").filter(has=title)
        expect(card.locator(".tf-kpi__figure")).to_contain_text(text)

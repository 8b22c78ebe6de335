"""One leader's path: signs up, is recorded by the office, has a certificate, sees the step, and counts in item 10."""

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from communities.models import RosterConfirmation
from evaluation.actions.figures import refresh_figures
from events.models import OfficeTraining
from tests.base import COMMITTED, World, within
from tests.e2e.screens import faults, faults_here
from tests.e2e.visits import PHONE, Visits
from tests.events.training_records import HILL, OFFICE, offered
from tfc.periods import HalfYear

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("research")]


def begin(town: World, training: OfficeTraining) -> None:
    """Time passes: the training is over, on this very day."""
    with within(town.usa):
        OfficeTraining.objects.filter(pk=training.pk).update(
            starts_at="2026-03-03T17:00Z", ends_at="2026-03-03T20:00Z"
        )


def sign_up(leader: Page) -> None:
    leader.goto(HILL)
    leader.get_by_role("link", name="Asking people well").click()
    expect(leader.locator("main")).to_contain_text("Oasis USA will see your name")
    leader.get_by_role("button", name="Sign me up").click()
    expect(leader.locator("main")).to_contain_text("You have a place")


def record(staff: Page) -> None:
    staff.goto(OFFICE)
    staff.get_by_role("region", name="Who was there?").get_by_role("link").click()
    staff.get_by_role("link", name="Record who was there").click()
    staff.get_by_label("hill-leader (Hill)").check()
    staff.get_by_role("button", name="It was held: save who was there").click()
    expect(staff.locator("main")).to_contain_text("Was there")
    assert faults_here(staff, "the training of the office") == []
    assert faults(staff, OFFICE + "new/") == []


def open_path(leader: Page) -> None:
    leader.goto("/c/hill/team/development-plans/")
    leader.get_by_role("link", name="hill-leader").click()
    expect(leader.get_by_role("region", name="Five topics")).to_contain_text("1 of 5")
    assert faults_here(leader, "the path") == []
    expect(leader.get_by_role("region", name="Until now")).to_contain_text(
        "Took part in “Asking people well”"
    )


def check_certificate(leader: Page, anybody: Page) -> None:
    with leader.expect_download() as download:
        leader.get_by_role("link", name="Certificate (PDF)").click()
    text = PdfReader(download.value.path()).pages[0].extract_text()
    assert "hill-leader" in text
    address = next(word for word in text.split() if "/certificates/" in word)
    anybody.goto(address[address.index("/p/") :])
    expect(anybody.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
    expect(anybody.locator("main")).not_to_contain_text("hill-leader")


@pytest.mark.thorough
def test_it_follows_a_leader_from_signing_up_to_the_figure(visits: Visits, town: World):
    training = offered(town, title="Asking people well")
    leader = visits.open("hill-leader", width=PHONE)
    sign_up(leader)
    begin(town, training)
    record(visits.open("usa-staff"))
    open_path(leader)
    check_certificate(leader, visits.open())
    leader.get_by_label("What is the next step?").fill("Lead a meeting alone")
    leader.get_by_role("button", name="Write it down").click()
    expect(leader.get_by_role("region", name="Next steps")).to_contain_text("Lead a meeting alone")

    half_year = HalfYear(2026, 1)
    with within(town.hill):
        RosterConfirmation.objects.create(half_year=str(half_year), by=town["hill-coordinator"])
        refresh_figures([town.hill], half_year)  # which the worker does within a minute
    leader.goto(f"/c/hill/figures/{half_year}/leaders_in_development/")
    expect(leader.locator("main")).to_contain_text("1 of 2")
    expect(leader.get_by_role("link", name="Asking people well")).to_be_visible()

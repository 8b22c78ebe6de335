"""The first day: from an empty installation to a public page and an interim report, by hand in a browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.base import COMMITTED
from tests.e2e.visits import DESK, PHONE, Visits, code_by_mail, code_of_now
from tests.worker_processes import Plant
from tfc.celery import app

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("main-job")]

SCREENS, FIELDS = 37, 23
STAFF, COORDINATOR, LEADER = "ann@oasis.example", "cora@riverside.example", "lee@riverside.example"
PASSWORD = "river-otters-sing-at-dawn"


@dataclass
class Day:
    """What the people opened and filled in. ``screens``: the links and buttons that led to each page; ``fields``: the
    labels.
    """

    screens: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)


class Person:
    """A person with a browser window of their own, whose pages and fields are counted."""

    def __init__(self, page: Page, day: Day) -> None:
        self.page, self.day = page, day

    def fill(self, label: str, text: str) -> None:
        self.day.fields.append(label)
        self._labeled(label).fill(text)

    def select(self, label: str, option: str) -> None:
        self.day.fields.append(label)
        self._labeled(label).select_option(label=option)

    def tick(self, label: str) -> None:
        self.day.fields.append(label)
        self._labeled(label).check()

    def _labeled(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(label).first

    def open(self, address: str) -> None:
        self.day.screens.append(address)
        self.page.goto(address)

    def press(self, name: str) -> None:
        self.day.screens.append(name)
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str, within: str = "main") -> None:
        self.day.screens.append(name)
        self.page.locator(within).get_by_role("link", name=name).first.click()

    def sees(self, heading: str, text: str = "") -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(self.page.locator("main")).to_contain_text(text)

    def set_up_the_app(self) -> None:
        self.sees("Two-step verification")
        secret = self.page.locator("#totp-key").text_content() or ""
        self.fill("Authenticator code", code_of_now(secret.strip()))
        self.press("Turn on")
        self.sees("Recovery codes")
        self.follow("Continue")

    def sign_up(self, name: str, address: str) -> None:
        letter = next(letter for letter in mail.outbox if letter.to == [address])
        [link] = re.findall(r"/invitations/\S+", str(letter.body))
        self.open(link)
        self.sees("Riverside", "You are invited")
        self.fill("Your name", name)
        self.fill("Password", PASSWORD)
        self.press("Create account")


@pytest.fixture
def plant(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    plant = Plant(tmp_path)
    plant.start_broker()
    monkeypatch.setitem(app.conf, "broker_url", plant.valkey.url)
    yield plant
    plant.stop()


@pytest.fixture
def visits(chromium: Browser, transactional_db: None, live_server: LiveServer) -> Iterator[Visits]:
    """Windows on an installation as `make run ARGS=empty` starts it."""
    call_command(
        "open_office", name="Oasis USA", slug="usa", country="US", contact_email="privacy@oasis.example",
        staff_name="Ann Lee", staff_email=STAFF,
    )  # fmt: skip
    visits = Visits(chromium, None, live_server.url)
    yield visits
    visits.close()
    assert visits.complaints == []


def test_the_first_day_takes_few_screens_and_fields(visits: Visits, plant: Plant):
    day = Day()
    staff, coordinator = (Person(visits.open(width=DESK), day) for _ in range(2))
    leader = Person(visits.open(width=PHONE), day)

    begin_the_office(staff)
    add_the_community(staff)
    join_as_coordinator(coordinator)
    invite_the_leader(coordinator)
    set_rhythm_and_languages(coordinator)
    leader.sign_up("Lee Park", LEADER)
    log_the_first_meeting(leader)
    add_an_organization_with_a_strategy(leader)
    publish_the_page(coordinator)
    open_the_half_year(staff)
    plant.start_worker()
    begin_the_survey(coordinator)
    see_the_page(Person(visits.open(width=PHONE), day))
    make_the_report(coordinator)

    assert len(day.screens) <= SCREENS, "\n".join(day.screens)
    assert len(day.fields) <= FIELDS, "\n".join(day.fields)


def begin_the_office(staff: Person) -> None:
    staff.open("/accounts/login/")
    staff.fill("Email address", STAFF)
    staff.press("Send me a code by email")
    staff.fill("Code from the email", code_by_mail(STAFF))
    staff.press("Continue")
    staff.set_up_the_app()
    staff.sees("Your communities", "Confirm your hotlines")
    staff.follow("Check the numbers")
    staff.press("Confirm")
    staff.sees("Add a community", "Your hotlines are confirmed.")


def add_the_community(staff: Person) -> None:
    staff.fill("Name", "Riverside")
    staff.fill("State or region", "CA")
    staff.fill("Email address of the first coordinator", COORDINATOR)
    staff.press("Add and invite the coordinator")
    staff.sees("Stage and coordinators", f"{COORDINATOR} is invited.")


def join_as_coordinator(coordinator: Person) -> None:
    coordinator.sign_up("Cora Diaz", COORDINATOR)
    coordinator.set_up_the_app()
    coordinator.sees("Riverside", "Setting up")


def invite_the_leader(coordinator: Person) -> None:
    coordinator.follow("A team: a coordinator and three members")
    coordinator.fill("Email address", LEADER)
    coordinator.tick("Leader:")
    coordinator.press("Send")
    coordinator.sees("Team", f"{LEADER} is invited.")
    coordinator.sees("Team", "Step 2 of 8: Meeting rhythm")


def log_the_first_meeting(leader: Person) -> None:
    leader.sees("Riverside", "Welcome to Riverside!")
    leader.follow("Log a meeting")
    leader.fill("Starts", "00:01")
    leader.tick("Cora Diaz")
    leader.tick("Lee Park")
    leader.press("Save the meeting")
    leader.sees("Team meeting", "Counts for")
    leader.sees("Team meeting", "Step 5 of 8: Organizations of four sectors")


def add_an_organization_with_a_strategy(leader: Person) -> None:
    leader.follow("Continue")
    leader.fill("Name", "Riverside High")
    leader.select("Sector", "Schools")
    leader.press("Save")
    leader.sees("Riverside High", "was added")
    leader.follow("Add a strategy")
    leader.tick("Train teachers and counselors")
    leader.tick("Planned:")
    leader.press("Save")
    leader.sees("Train teachers and counselors to see the signs and act on them")


def set_rhythm_and_languages(coordinator: Person) -> None:
    coordinator.follow("Continue")
    coordinator.tick("Every month")
    coordinator.press("Save")
    coordinator.sees("Languages needed for help", "Step 3 of 8: Languages of the town")
    coordinator.tick("Spanish")
    coordinator.press("Save")
    coordinator.sees("Log a meeting", "Step 4 of 8: First meeting")


def open_the_half_year(staff: Person) -> None:
    staff.follow("Home", "nav")
    staff.sees("Your communities", "Riverside has a coordinator")
    staff.follow("Open a half-year")
    staff.press("Open it")
    staff.sees("Reporting periods", "0 of 1 survey submitted")


def begin_the_survey(coordinator: Person) -> None:
    coordinator.follow("Home", "nav")
    implemented = coordinator.page.locator("a[href$='/strategies_implemented/']", has_text="Start")
    for _second in range(60):  # Figures are counted in the background.
        if implemented.count():
            break
        coordinator.page.wait_for_timeout(1_000)
        coordinator.page.reload()
    coordinator.follow("Start")
    coordinator.sees("How many of the organizations you work with act against trafficking?", "Question 9")
    coordinator.press("Yes, 0% is right")
    coordinator.sees("What is not known yet", "Question 9 is answered.")
    coordinator.press("Yes, these are not known")
    coordinator.sees("Check answers", "All questions are answered")


def publish_the_page(coordinator: Person) -> None:
    coordinator.follow("Home", "nav")
    coordinator.follow("Public page")
    coordinator.fill("In English", "Neighbors against trafficking. Ask for us at the library.")
    coordinator.press("Save and publish")
    coordinator.sees("Public pages", "The pages are public.")


def see_the_page(visitor: Person) -> None:
    visitor.open("/p/riverside/")
    visitor.sees("Help and good neighbors in Riverside", "Neighbors against trafficking.")
    expect(visitor.page.get_by_role("link", name="1-888-373-7888").first).to_be_visible()


def make_the_report(coordinator: Person) -> None:
    coordinator.press("Make an interim report")
    expect(coordinator.page.get_by_role("heading", level=1)).to_have_text("Riverside", timeout=60_000)
    coordinator.sees("Riverside", "Interim")

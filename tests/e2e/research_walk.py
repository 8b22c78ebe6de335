"""How a coordinator walks from a question to an organization that changes: what she types, and the sums of it."""

import io
import re
from dataclasses import dataclass

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from tfc.periods import HalfYear

SECTORS = (
    "Schools", "Local businesses", "Consumers", "Media", "Faith communities and NGOs", "First responders",
    "Law enforcement", "Local legislatures",
)  # fmt: skip
REGISTER = {
    "Hill High School": "Schools",
    "The Hill Post": "Media",
    "City Council": "Local legislatures",
    "Sleepwell Motel": "Local businesses",
}
SCHOOL, POST, COUNCIL = "Hill High School", "The Hill Post", "City Council"
STRATEGY = "Follow up on every unexplained absence within a day"


@dataclass(frozen=True)
class Found:
    """``influence``: of the eight sectors in their order, copied by hand from stakeholders/influence.py."""

    title: str
    summary: str
    severity: int
    confidence: int
    influence: tuple[int, ...]
    counts: bool = True


MISSING = Found(
    "Children miss school and nobody asks where they are",
    "In spring the office of the school stopped calling homes.",
    4,
    4,
    (3, 0, 0, 0, 2, 0, 1, 1),
)
FOUND = (
    MISSING,
    Found(
        "Schools teach nothing about trafficking",
        "No grade hears of it.",
        3,
        3,
        (3, 0, 0, 1, 1, 0, 1, 2),
    ),
    Found(
        "Hotels and motels do not recognize the signs",
        "Night clerks never heard of them.",
        5,
        2,
        (0, 3, 1, 1, 1, 0, 1, 2),
    ),
    # Three years old: it is kept, and counts no more.
    Found(
        "Wages are withheld or cut",
        "On building sites.",
        5,
        5,
        (0, 3, 1, 1, 1, 0, 2, 2),
        counts=False,
    ),
)


def scores() -> dict[str, int]:
    """By sector the sum of severity × confidence × influence over the findings that count."""
    sums = dict.fromkeys(SECTORS, 0)
    for found in FOUND:
        for sector, influence in zip(SECTORS, found.influence, strict=True):
            sums[sector] += found.severity * found.confidence * influence * found.counts
    return sums


def picture_of_a_poster() -> bytes:
    drawn = Image.new("RGB", (320, 200), "white")
    ImageDraw.Draw(drawn).text((20, 90), "Absent today? We call by noon.", fill="black")
    content = io.BytesIO()
    drawn.save(content, "PNG")
    return content.getvalue()


@dataclass
class Walk:
    """The days are those of the half-year that is asked for; ``go_on`` presses nothing but the one next step."""

    page: Page
    half_year: HalfYear

    def day(self, month: int, day: int) -> str:
        first = self.half_year.first_day
        return first.replace(month=first.month + month, day=day).isoformat()

    # ── Moving

    def go_on(self, label: str) -> None:
        where = self.page.get_by_role("region", name="Where you are", exact=True)
        where.get_by_role("link", name=label, exact=True).click()

    def menu(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()

    def tab(self, name: str) -> None:
        self.page.locator("main").get_by_role("link", name=name, exact=True).first.click()

    def heading(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def save(self, name: str = "Save") -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def where(self, text: str) -> None:
        """Which of the four the team is at: exactly one is marked."""
        expect(self.page.locator("[aria-labelledby=path-heading] [aria-current=step]")).to_contain_text(text)

    # ── The register, events

    def add_organizations(self) -> None:
        for name, sector in REGISTER.items():
            self.menu("Network")
            self.page.get_by_role("link", name="Add an organization").first.click()
            self.page.get_by_label("Name", exact=True).fill(name)
            self.page.get_by_label("Sector", exact=True).select_option(sector)
            self.save()
            self.heading(name)

    def hold(self, title: str, day: str, organizations: tuple[str, ...] = (), group: str = "") -> None:
        """From the form that plans an event, whose kind is chosen already, to the event that was held."""
        self.page.get_by_label("Title").fill(title)
        self.page.get_by_label("Day", exact=True).fill(day)
        self.page.get_by_label("Starts").fill("17:00")
        self.save("Save the event")
        self.heading("Who came?")
        self.page.get_by_role("spinbutton", name="How many people in all").fill("9")
        for name in organizations:
            self.page.get_by_label(name, exact=True).check()
        if group:
            self.page.locator("summary").get_by_text("Groups of people").click()
            self.page.get_by_label(group, exact=True).check()
        self.save("Save as held")
        self.heading(title)

    # ── Research

    def begin(self, question: str) -> None:
        self.heading("Begin your research")
        self.page.get_by_label("What do you want to find out?").fill(question)
        self.page.get_by_label("Where will you ask and look?").fill("The mall and two bus stops")
        self.page.get_by_label("Who do you want to hear?").fill("Young people and drivers")
        self.page.get_by_label("When did you begin?").fill(self.day(0, 8))
        self.save("Begin")
        self.heading("Research")

    def finish(self, step: str, day: str) -> None:
        self.heading(step)
        self.page.get_by_label("Done on").fill(day)
        self.save()
        self.heading("Research")

    def add_method(self, name: str, day: str) -> None:
        self.page.get_by_role("link", name="Add a method").first.click()
        self.page.get_by_label("Method", exact=True).select_option(name)
        self.page.get_by_label("Begun on").fill(day)
        self.page.get_by_role("spinbutton", name="How many people did you hear?").fill("12")
        self.save()
        self.heading("Use two methods or more")

    def record(self, found: Found, day: str) -> None:
        page = self.page
        self.heading("Record a finding")
        page.get_by_label("Vulnerability").select_option(found.title)
        page.get_by_label("What did you find?").fill(found.summary)
        self.level("How severe is it?", found.severity)
        self.level("How sure are you?", found.confidence)
        page.get_by_label("How did you learn of it?").select_option("Interview")
        page.get_by_label("When did you learn of it?").fill(day)
        if found.confidence == 5:
            page.get_by_label("Checked with the community on").fill(self.day(2, 28))
        self.save()
        if found.confidence >= 4:
            page.get_by_label("Yes, another method shows the same").check()
            self.save()
        self.heading(found.title)

    def level(self, question: str, number: int) -> None:
        group = self.page.get_by_role("group", name=question)
        group.get_by_role("radio", name=re.compile(f"^{number} · ")).check()

    # ── Focus and strategies

    def bar(self, sector: str) -> Locator:
        title = self.page.get_by_role("heading", level=3, name=sector, exact=True)
        return self.page.locator(".tf-rank-row").filter(has=title)

    def plan(self, group: Locator, what: str) -> None:
        group.get_by_label("What will you do?").fill(what)
        group.get_by_label("Who in your team?").fill("Ana")
        group.get_by_label("By when?").fill(self.half_year.next().last_day.isoformat())

    def climb(self, rung: str, day: str) -> None:
        self.heading("How far are they?")
        self.page.get_by_role("radio", name=re.compile(f"^{rung}: ")).check()
        self.page.get_by_label("Since when?").fill(day)
        self.save()
        self.heading(STRATEGY)

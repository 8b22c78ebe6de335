"""From an empty community to an organization that changes, and the half-year survey that tells of it."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from communities.actions.settings import declare_cadence
from communities.models import CadenceKind
from evaluation.actions.figures import refresh_figures
from tests.base import COMMITTED, World, within
from tests.e2e.records import asked
from tests.e2e.research_walk import (
    COUNCIL,
    FOUND,
    MISSING,
    POST,
    SCHOOL,
    STRATEGY,
    Walk,
    picture_of_a_poster,
    scores,
)
from tests.e2e.sums import Sum, sums
from tests.e2e.visits import Visits
from tests.evaluation.rounds_world import make_round

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("research")]

# By hand: five steps of five; two focuses with plans, of which the whole is one; one meeting of two of eight sectors;
# of the school and the newspaper, which came to it, the school shows that it acts.
BY_HAND = {"2": Sum(5, 5), "3": Sum(1, 1), "4a": Sum(1), "4b": Sum(2, 8), "9": Sum(1, 1)}
CODES = {
    "2": "research_done",
    "3": "focus_chosen",
    "4a": "stakeholder_meetings",
    "4b": "sector_breadth",
    "9": "strategies_implemented",
}
GROUP, MEETING = "Listening with young people", "Schools and newspaper at one table"


@pytest.fixture
def walk(visits: Visits, town: World) -> Walk:
    """Hill has a team and its rhythm, and nothing else."""
    half_year = asked(town)
    with within(town.hill):
        declare_cadence(
            community=town.hill,
            kind=CadenceKind.MONTH,
            declared_on=half_year.first_day,
            by=town["hill-coordinator"],
        )
    return Walk(visits.open("hill-coordinator"), half_year)


@pytest.mark.thorough
def test_it_leads_from_a_question_to_a_verified_strategy_and_four_computed_items(walk: Walk, town: World):
    walk.page.goto("/c/hill/")
    walk.add_organizations()
    research(walk)
    findings(walk)
    suggestion(walk)
    focus(walk)
    strategy(walk)
    meeting(walk)

    half_year = walk.half_year
    expected = sums(town.hill, half_year.first_day, half_year.last_day)
    assert {label: expected[label] for label in BY_HAND} == BY_HAND
    make_round(town.usa, half_year)
    with within(town.hill):
        refresh_figures([town.hill], half_year)  # which the worker does within a minute
    survey(walk)
    who_has_met(walk)


# ── Research: five steps, each opened by the one next step of the hub


def research(walk: Walk) -> None:
    page = walk.page
    walk.menu("Research")
    walk.where("Research")
    walk.go_on("Begin your research")
    walk.begin("Where do young people go who are not at school?")
    walk.go_on("Open this step")
    walk.finish("Design the research", walk.day(0, 20))
    walk.go_on("Open this step")
    walk.heading("Use two methods or more")
    walk.add_method("Interview", walk.day(1, 3))
    expect(page.locator("main")).to_contain_text("1 more method that has a date")
    walk.add_method("Listening group", walk.day(1, 5))
    expect(page.locator("main")).not_to_contain_text("more method that has a date")
    link_a_listening_group(walk)
    page.get_by_role("link", name="Research", exact=True).last.click()
    expect(page.get_by_role("region", name="Methods").get_by_role("link", name=GROUP)).to_be_visible()
    walk.go_on("Open this step")
    walk.finish("Go out and listen", walk.day(2, 10))


def link_a_listening_group(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name=re.compile("^Link an event ?: Listening group$")).click()
    walk.heading("Events of the research")
    events = page.url
    page.get_by_role("link", name="Plan a listening group").click()
    expect(page.get_by_label("Kind")).to_have_value("listening_group")
    walk.hold(GROUP, walk.day(1, 12), group="Youth")
    page.goto(events)
    page.get_by_role("button", name=re.compile(f"^Link ?: {GROUP}")).click()
    linked = page.get_by_role("region", name="Linked events")
    expect(linked.get_by_role("link", name=GROUP)).to_be_visible()
    page.get_by_role("link", name="Methods", exact=True).click()


def findings(walk: Walk) -> None:
    """The fourth step counts only with a finding, says so, and offers the form."""
    page = walk.page
    walk.go_on("Open this step")
    walk.heading("Rank what you found")
    ranking = page.url
    expect(page.locator("main")).to_contain_text("There is none yet.")
    page.get_by_role("link", name="Record a finding").click()
    walk.record(FOUND[0], walk.day(2, 12))
    for found in FOUND[1:]:
        page.get_by_role("link", name="Findings", exact=True).click()
        page.get_by_role("link", name="Record a finding", exact=True).first.click()
        day = walk.day(2, 12)
        walk.record(found, day if found.counts else f"{walk.half_year.year - 3}{day[4:]}")
    page.goto(ranking)
    # The step after it is done by the finding that was checked with the community.
    walk.finish("Rank what you found", walk.day(2, 20))
    expect(page.get_by_role("heading", name="5 of 5 steps done")).to_be_visible()
    walk.where("Focus")


# ── Focus: the arithmetic is that of scores()


def suggestion(walk: Walk) -> None:
    page, expected = walk.page, scores()
    walk.go_on("Choose a focus")
    walk.heading("Focus stakeholders")
    for sector, total in expected.items():
        expect(walk.bar(sector).locator(".tf-rank-total")).to_have_text(re.compile(rf"^{total}\s+points$"))
    first, second, *_others = sorted(expected, key=lambda sector: -expected[sector])
    heading = page.get_by_role("heading", level=2, name="Your findings point to:")
    expect(heading).to_have_text(f"Your findings point to: {first}, {second}")
    rows = page.locator(".tf-rank-row .tf-rank-name h3").all_inner_texts()
    assert [expected[row] for row in rows] == sorted(expected.values(), reverse=True)
    how = walk.bar("Schools")
    how.locator("summary").click()
    expect(how.locator("tbody tr")).to_have_count(2)
    expect(how.get_by_role("row", name=MISSING.title)).to_contain_text("4 × 4 × 3 = 48")
    expect(how.locator("tfoot")).to_contain_text("75")
    page.get_by_text("1 finding does not count, and why").click()
    old = page.locator("details").filter(has_text="does not count, and why")
    expect(old.get_by_role("heading", name="Too old to count")).to_be_visible()
    expect(old.get_by_role("link", name="Wages are withheld or cut")).to_be_visible()


def focus(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name="Choose your focus").click()
    walk.heading("Choose your focus")
    first, second = (page.get_by_role("group", name=f"{place} focus") for place in ("First", "Second"))
    expect(first.get_by_label("Sector", exact=True)).to_have_value("schools")
    expect(second.get_by_label("Sector", exact=True)).to_have_value("local_legislatures")
    first.get_by_label("One organization of it").select_option(SCHOOL)
    walk.plan(first, "Ask the principal for an hour.")
    second.get_by_label("What will you do?").fill("Speak at a hearing.")
    page.get_by_label("When did you decide?").fill(walk.day(3, 5))
    walk.save("Record this decision")
    expect(page.get_by_role("alert")).to_contain_text("Say who does it.")
    expect(first.get_by_label("What will you do?")).to_have_value("Ask the principal for an hour.")
    walk.plan(second, "Speak at a hearing.")
    walk.save("Record this decision")
    walk.heading("Focus stakeholders")
    now = page.get_by_role("region", name="Your focus now")
    expect(now.get_by_role("heading", level=3)).to_have_text([SCHOOL, "Local legislatures"])
    expect(now).to_contain_text("Ask the principal for an hour.")
    walk.where("Strategies")


# ── A strategy climbs, shown by a file, an event and a link


def strategy(walk: Walk) -> None:
    page = walk.page
    walk.go_on("Add a strategy")
    walk.heading("Whose strategy is it?")
    page.get_by_role("link", name=SCHOOL).click()
    page.get_by_role("radio", name=STRATEGY).check()
    page.get_by_role("radio", name=re.compile("^Planned: ")).check()
    page.get_by_label("Since when?").fill(walk.day(3, 10))
    page.get_by_label("Which finding does it answer?").select_option(MISSING.title)
    walk.save()
    walk.heading(STRATEGY)
    page.get_by_role("link", name="Record the next step").click()
    walk.climb("In practice", walk.day(4, 2))
    page.get_by_role("link", name="Add evidence").first.click()
    show_a_file(walk)
    show_a_link(walk)
    page.get_by_role("link", name="Record that it is verified").click()
    walk.climb("Verified", walk.day(4, 20))
    ladder = page.get_by_role("region", name="The ladder")
    expect(ladder.locator("[aria-current=step]")).to_contain_text("Verified")
    page.get_by_role("link", name=MISSING.title).click()
    came = page.get_by_role("region", name="What came of it")
    expect(came.get_by_role("link", name=SCHOOL)).to_be_visible()
    came.get_by_role("link", name=STRATEGY).click()
    walk.heading(STRATEGY)
    page.get_by_role("link", name="Strategies", exact=True).last.click()
    expect(page.get_by_role("link", name="Write a briefing")).to_be_visible()


def show_a_file(walk: Walk) -> None:
    """What comes back is a picture with the same dots."""
    page, picture = walk.page, picture_of_a_poster()
    walk.heading("What shows it?")
    page.get_by_label("Of which day is it?").fill(walk.day(4, 10))
    page.get_by_label("What does it show?").fill("The poster at the door.")
    file = page.get_by_label("Or a file")
    file.set_input_files({"name": "poster.png", "mimeType": "image/png", "buffer": picture})
    walk.save()
    walk.heading(STRATEGY)
    with page.expect_download() as loading:
        page.get_by_role("link", name="poster.png").click()
    kept = Image.open(Path(loading.value.path()))
    assert (kept.format, kept.size) == ("PNG", (320, 200))
    assert kept.convert("RGB").tobytes() == Image.open(io.BytesIO(picture)).tobytes()


def show_a_link(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name="Add evidence").first.click()
    page.get_by_label("Of which day is it?").fill(walk.day(4, 15))
    page.get_by_label("What does it show?").fill("The rule on the school's site.")
    page.get_by_label("A link").fill("https://school.example.org/absences")
    walk.save()
    walk.heading(STRATEGY)
    expect(page.get_by_role("link", name="https://school.example.org/absences")).to_be_visible()


# ── A meeting, and what the survey makes of all of it


def meeting(walk: Walk) -> None:
    walk.menu("Events")
    walk.page.get_by_role("link", name="Plan an event").click()
    walk.page.get_by_label("Kind").select_option("stakeholder_meeting")
    walk.hold(MEETING, walk.day(4, 25), (SCHOOL, POST))


def survey(walk: Walk) -> None:
    page = walk.page
    walk.menu("Survey")
    page.get_by_role("link", name="Start", exact=True).click()
    behind = {
        "2": ["Where do young people go who are not at school?", MISSING.title],
        "3": [SCHOOL, "Local legislatures"],
        "4a": [MEETING],
        "4b": [MEETING],
        # The newspaper sat down for the first time in this half-year, and is not asked about yet.
        "9": [SCHOOL, STRATEGY],
    }
    for label, titles in behind.items():
        page.goto(f"/c/hill/survey/{walk.half_year}/{CODES[label]}/")
        expect(page.locator(".survey-figure .tf-kpi__figure")).to_have_text(BY_HAND[label].shown)
        if BY_HAND[label].made_of:
            expect(page.locator(".survey-figure .tf-kpi__note")).to_contain_text(BY_HAND[label].made_of)
        page.get_by_text(re.compile("records? behind it")).click()
        page.get_by_role("link", name="See all records and the receipt").click()
        receipt(walk, label, titles)


def receipt(walk: Walk, label: str, titles: list[str]) -> None:
    """The value once more, and each record opens."""
    page = walk.page
    expect(page.locator(".tf-kpi__figure").first).to_have_text(BY_HAND[label].shown)
    address = page.url
    records = page.get_by_role("region", name="The records behind it")
    for title in titles:
        records.get_by_role("link", name=title).first.click()
        expect(page.locator("main")).to_contain_text(title)
        page.goto(address)


def who_has_met(walk: Walk) -> None:
    page = walk.page
    walk.menu("Network")
    page.get_by_role("link", name="Who has met", exact=True).click()
    walk.heading("Who has met whom")
    cell = page.locator(".mm-map").get_by_role("link", name=re.compile("^Schools and Media"))
    expect(cell.first).to_have_accessible_name(re.compile("1 meeting"))
    cell.first.click()
    walk.heading("Schools and Media")
    page.get_by_role("link", name=MEETING).click()
    walk.heading(MEETING)
    expect(page.locator("main")).to_contain_text(SCHOOL)
    expect(page.locator("main")).to_contain_text(POST)
    assert COUNCIL not in page.locator("main").inner_text()

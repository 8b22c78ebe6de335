"""From an empty directory to help that answers, residents who were asked, and the survey that tells of both."""

import datetime as dt
import re
import time
import uuid
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from communities.actions.settings import set_required_languages
from evaluation.actions.figures import refresh_figures
from residents.actions.answers import AT_LEAST, type_in_answer
from residents.answer import Codes, SubmittedAnswer
from residents.models import AwarenessWave
from tests.base import COMMITTED, World, within
from tests.e2e.help_walk import CHAPEL, HOUSE, HelpWalk
from tests.e2e.sums import Sum, sums
from tests.e2e.visits import PHONE, Visits
from tests.evaluation.rounds_world import make_round
from tfc.periods import HalfYear

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("help")]

# How many residents answered so: the way to help, the hotline, what trafficking is (always with two right risks).
RESIDENTS = (
    (16, "right", "right", "right"),  # one of them on her phone, in the browser
    (4, "right", "right", "wrong"),
    (8, "right", "dont_know", "right"),
    (4, "wrong", "dont_know", "wrong"),
    (4, "right", "refused", "wrong"),
)
# By hand. Item 6: the four who would not say whether they know the hotline are out, so 32 are valid; the first 16 and
# the next 4 name both: 20. Item 7: all 36 are valid; the first 16 and the 8 know: 24.
# Item 8: needs × languages are 4 × 2 = 8; in the call the house took physical in both, psychological in English: 3.
# Item 12: the house does physical and psychological in both languages, and its provider confirmed it: 4. The chapel
# does one more, and nobody confirmed it.
BY_HAND = {"6": Sum(20, 32), "7": Sum(24, 36), "8": Sum(3, 8), "12": Sum(4, 8)}
# Wilson's interval with z = 1.96, (k + z²/2 ± z √(z²/4 + k (n − k)/n)) / (n + z²), where z² = 3.84:
# 6: (21.92 ± 1.96 √(0.96 + 7.5)) / 35.84 = (21.92 ± 5.70) / 35.84, from 0.453 to 0.771;
# 7: (25.92 ± 1.96 √(0.96 + 8.0)) / 39.84 = (25.92 ± 5.87) / 39.84, from 0.503 to 0.798.
# 12: with the chapel 5 of 8, 62.5 %.
AROUND = {"6": ("45%", "77%"), "7": ("50%", "80%"), "8": (), "12": ("63%",)}
CODES = {"6": "access_known", "7": "risks_known", "8": "ready_to_refer", "12": "resources_identified"}
BEHIND = {"6": "Market", "7": "Market", "8": HOUSE, "12": HOUSE}


@pytest.mark.thorough
def test_it_leads_from_an_empty_directory_to_four_computed_items(visits: Visits, town: World):
    cache.clear()
    half_year = HalfYear.of_instant(timezone.now(), town.hill.zone)
    with within(town.hill):
        set_required_languages(languages=["en", "es"], by=town["hill-coordinator"])
    leader = HelpWalk(visits.open("hill-leader"), half_year, town.hill.zone)
    directory(leader)
    coordinator = HelpWalk(visits.open("hill-coordinator"), half_year, town.hill.zone)
    phone = a_resident_begins(visits, wave(coordinator))
    sends_from = time.monotonic() + AT_LEAST.total_seconds()
    confirmation(leader, visits)
    readiness(leader)
    grid(leader)
    the_others_answer(town)
    phone.wait_for_timeout(1000 * max(sends_from - time.monotonic(), 0))
    she_sends(phone)
    results(coordinator)
    expected = sums(town.hill, half_year.first_day, half_year.last_day)
    assert {label: expected[label] for label in BY_HAND} == BY_HAND
    make_round(town.usa, half_year)
    with within(town.hill):
        refresh_figures([town.hill], half_year)  # which the worker does within a minute
    survey(coordinator)


def directory(walk: HelpWalk) -> None:
    page = walk.page
    page.goto("/c/hill/")
    walk.menu("Help")
    walk.tab("Needs and languages")
    walk.cell("English", "Physical", "Gap", "No pathway ready")
    walk.tab("Services")
    page.get_by_role("link", name="Add the first service").click()
    walk.add_service(
        HOUSE, ("Housing and shelter", "Counseling"), ("English", "Spanish"), "desk@hope.example.org"
    )
    page.get_by_role("link", name="Services", exact=True).last.click()
    page.get_by_role("link", name="Add a service").click()
    walk.add_service(CHAPEL, ("Spiritual care",), ("English",), "")


def confirmation(walk: HelpWalk, visits: Visits) -> None:
    """The provider has nothing but the link in the letter."""
    walk.open_service(HOUSE)
    expect(walk.page.get_by_text("Not confirmed yet")).to_be_visible()
    walk.page.get_by_role("button", name="Ask by e-mail").click()
    expect(walk.page.locator("main")).to_contain_text("Asked by e-mail on")
    [letter] = mail.outbox
    assert letter.to == ["desk@hope.example.org"]
    link = next(word for word in str(letter.body).split() if "/confirm/" in word)
    provider = visits.open(width=PHONE)
    provider.goto(urlsplit(link).path)
    expect(provider.get_by_role("heading", level=1)).to_have_text("Is this still right?")
    expect(provider.locator("main")).to_contain_text("Housing and shelter, Counseling")
    provider.get_by_label("Everything is right").check()
    provider.get_by_role("button", name="Send the answer").click()
    expect(provider.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert provider.context.cookies() == []
    walk.page.reload()
    expect(walk.page.get_by_role("region", name="What the provider says")).to_contain_text("it counts until")


def readiness(walk: HelpWalk) -> None:
    page, today = walk.page, walk.today()
    page.get_by_role("link", name=re.compile("^Write it ?: the pathway$")).click()
    page.get_by_label("The steps, one a line").fill("Ask whether the person is safe.\nCall the desk.")
    page.get_by_label("Who calls whom?").fill("Our contact calls the desk.")
    page.get_by_label("Who in your team was trained for it?").select_option("hill-member")
    page.get_by_label("Trained on").fill(today)
    walk.save()
    walk.heading(HOUSE)
    page.get_by_role("link", name="Prepare or record a call").click()
    expect(page.locator("main")).to_contain_text("Never pretend to be a victim")
    page.get_by_label("The provider knew beforehand").check()
    page.get_by_role("group", name="Did somebody answer?").get_by_label("Yes").check()
    for value in ("physical:en", "physical:es", "psychological:en"):
        page.locator(f"[name=accepts][value='{value}']").check()
    walk.save()
    walk.heading(HOUSE)
    expect(page.get_by_role("region", name="Could you refer")).to_contain_text("They would take somebody")


def grid(walk: HelpWalk) -> None:
    walk.page.get_by_role("link", name="All needs and languages").click()
    for language in ("English", "Spanish"):
        walk.cell(language, "Physical", "Covered", "Last call: they would take somebody")
        walk.cell(language, "Social", "Gap", "No pathway ready")
    walk.cell("English", "Psychological", "Covered", "Last call: they would take somebody")
    walk.cell("Spanish", "Psychological", "Covered", "Last call: no answer, or they would take nobody")
    walk.cell("English", "Spiritual", "Not confirmed", "No pathway ready")
    walk.cell("Spanish", "Spiritual", "Gap", "No pathway ready")
    walk.figure("Help is found", "4 of 8")
    walk.figure("You could refer", "3 of 8")


def wave(walk: HelpWalk) -> str:
    """The path of its public form."""
    page = walk.page
    page.goto("/c/hill/")
    walk.menu("Survey")
    walk.tab("Residents")
    page.get_by_role("link", name="Start the first survey").click()
    page.get_by_label("In the street").check()
    page.get_by_label("Where?").fill("Market")
    walk.save("Start the survey")
    walk.heading("In the street: Market")
    address = page.get_by_role("region", name="How people answer").get_by_role("link", name="/survey/")
    return urlsplit(address.inner_text()).path


def a_resident_begins(visits: Visits, path: str) -> Page:
    """Without scripts. Sent at once it would come back: nobody reads so fast."""
    page = visits.open(width=PHONE, javascript=False)
    page.goto(path)
    page.get_by_label("Whom would you turn to?").fill("I would call the police")
    page.get_by_label("Do you know a telephone number").fill("1-888-373-7888")
    page.get_by_role("button", name="Next").click()
    for label in (
        "Using force, lies or need",
        "Debts, or no money",
        "Having no safe home",
        "Call the hotline or",
    ):
        page.get_by_label(label).check()
    page.get_by_role("group", name="Had you heard of it").get_by_label("Yes", exact=True).check()
    return page


def she_sends(page: Page) -> None:
    words = page.locator("label", has_text="What is").inner_text()
    total = sum(int(number) for number in re.findall(r"\d", words))
    page.get_by_label(re.compile(r"What is \d plus \d\?")).fill(str(total))
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert page.context.cookies() == []


def the_others_answer(town: World) -> None:
    """In the street, on paper. One answer from a phone alone joins no results: the team would know whose it is."""
    today = dt.datetime.now(town.hill.zone).date()
    with within(town.hill):
        market = AwarenessWave.objects.get()
        codes = [code for number, *code in RESIDENTS for _resident in range(number)]
        for route, hotline, definition in codes:
            given = Codes(route, hotline, "right", "right", definition, ["debts", "no_home"])
            type_in_answer(
                wave=market, answer=SubmittedAnswer(uuid.uuid4(), today, "en", given), by=town["hill-leader"]
            )


def results(walk: HelpWalk) -> None:
    page = walk.page
    page.reload()
    page.get_by_role("button", name="Close the survey").click()
    told = page.get_by_role("region", name="Results")
    expect(told).to_contain_text("37 responses")
    for title, label, refusals in (
        ("Can name a way to help, and the hotline", "6", "4 people would rather not say."),
        ("Know what trafficking is, and what makes it likely", "7", "Nobody refused."),
    ):
        card = told.locator(".tf-kpi").filter(has=page.get_by_role("heading", name=title))
        share, (lower, upper) = BY_HAND[label], AROUND[label]
        expect(card.locator(".tf-kpi__figure")).to_contain_text(f"{share.shown} of residents")
        expect(card).to_contain_text(f"Between {lower} and {upper}, as chance allows (95% interval).")
        expect(card).to_contain_text(f"{share.made_of} valid answers. {refusals}")


def survey(walk: HelpWalk) -> None:
    page = walk.page
    walk.menu("Survey")
    page.get_by_role("link", name="Start", exact=True).click()
    for label, code in CODES.items():
        page.goto(f"/c/hill/survey/{walk.half_year}/{code}/")
        figure = page.locator(".survey-figure")
        expect(figure.locator(".tf-kpi__figure")).to_have_text(BY_HAND[label].shown)
        note = figure.locator(".tf-kpi__note")
        for words in (BY_HAND[label].made_of, *AROUND[label]):
            expect(note).to_contain_text(words)
        page.get_by_text(re.compile("records? behind it")).click()
        page.get_by_role("link", name="See all records and the receipt").click()
        expect(page.locator(".tf-kpi__figure").first).to_have_text(BY_HAND[label].shown)
        records = page.get_by_role("region", name="The records behind it")
        records.get_by_role("link", name=BEHIND[label]).first.click()
        walk.heading(re.compile(f"{BEHIND[label]}$"))

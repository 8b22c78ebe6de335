"""Public pages in a browser: quick exit, no other hosts, no cookie, accessible."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, Route, expect

from events.guests import get_guest_totals
from events.models import Event, Occasion
from support.models import OpeningHours
from tests.base import COMMITTED, World, within
from tests.e2e.layout_checks import EVERY, STICKS_OUT, faults, violations
from tests.e2e.visits import DESK, PHONE, Visits
from tests.evaluation.public_tables_base import figures, freeze, tally
from tests.residents.public_base import CODE, add_wave, answers
from tests.support.public_base import PAGES, interests, page, public_event, publish, service

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("public")]

NEUTRAL = "https://www.wikipedia.org/"
NARROW = 320
HIDDEN = "() => getComputedStyle(document.body).display === 'none'"
LANGUAGES = ("en", "es", "zh-hans")
SURVEY = f"survey/{CODE}/"
# Production's proof of work, which the other tests make easy.
AS_FOR_VISITORS = 13
ALL_PAGES = (*PAGES, SURVEY, f"{SURVEY}help/", f"{SURVEY}thanks/")


@pytest.fixture
def hill(town: World) -> World:
    cache.clear()
    sentence = "We stand by our neighbors, and we know who can help."
    publish(town.hill, town["hill-coordinator"], about_en=sentence, about_es="Estamos al lado de la gente.")
    public_event(town, title="Tea </script> & talk")
    add_wave(town.hill)
    for half_year in ("2025-H2", "2026-H1"):
        freeze(town.hill, figures(tally(7, 60, prompted=50), tally(20, 58)), half_year)
    house = service(
        town.hill, description="Beds for a night.", eligibility="Women over 18", ineligibility="No pets",
        intake="Call first", coverage="All of Hill", website="https://shelter.example.org/a/rather/long/address",
    )  # fmt: skip
    service(town.hill, name="Night line", always_open=True, confirmed_on=None)
    with within(town.hill):
        OpeningHours.objects.create(service=house, weekday=0, opens=dt.time(9), closes=dt.time(17))
    return town


def stand_in(route: Route) -> None:
    route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")


def opened(visits: Visits) -> Page:
    """Open the page with a response for the neutral site, which tests may not request."""
    window = visits.open()
    window.route(f"{NEUTRAL}**", stand_in)
    window.goto(page())
    window.goto(page("help/"))
    return window


def prove(window: Page, *, javascript: bool) -> None:
    """Without scripts people add two numbers; with scripts the page solves a proof of work and shows no question."""
    question = window.get_by_label(re.compile(r"What is \d plus \d\?"))
    if javascript:
        expect(question).to_be_hidden()
        return
    label = window.locator("label", has_text="What is").inner_text()
    question.fill(str(sum(int(number) for number in re.findall(r"\d", label))))


def check_left(visits: Visits, window: Page) -> None:
    """Check that the neutral site got no referrer and nothing else was requested."""
    window.wait_for_url(NEUTRAL)
    assert visits.complaints == [f"asked another host: {NEUTRAL}"]
    visits.complaints.clear()
    assert window.evaluate("() => document.referrer") == ""
    assert window.context.cookies() == []


def test_the_button_hides_the_page_at_once_and_leaves_without_a_way_back_to_it(visits: Visits, hill: World):
    window = opened(visits)
    left = window.evaluate(f"() => {{ document.querySelector('[data-exit]').click(); return ({HIDDEN})(); }}")
    assert left is True
    check_left(visits, window)
    window.go_back()
    assert window.url.endswith(page())


@pytest.mark.expectation(38)
def test_shift_three_times_leaves_and_fewer_slow_or_other_keys_do_not(visits: Visits, hill: World):
    window = opened(visits)
    expect(window.get_by_text("or press Shift three times")).to_be_visible()
    for keys in (["Shift", "Shift", "a"], ["Shift", "Shift", "a", "Shift", "a"]):
        for key in keys:
            window.keyboard.press(key)
        assert (window.evaluate(HIDDEN), window.url.startswith(visits.url)) == (False, True)
    window.keyboard.press("Shift")
    window.wait_for_timeout(2100)
    window.keyboard.press("Shift")
    window.keyboard.press("Shift")
    assert (window.evaluate(HIDDEN), window.url.startswith(visits.url)) == (False, True)
    window.keyboard.press("a")
    for _ in range(3):
        window.keyboard.press("Shift")
    check_left(visits, window)


def test_it_works_without_javascript(visits: Visits, hill: World):
    window = visits.open(width=PHONE, javascript=False)
    window.route(f"{NEUTRAL}**", stand_in)
    window.goto(page())
    expect(window.get_by_text("or press Shift three times")).to_be_hidden()
    window.get_by_role("main").get_by_role("link", name="Find help").click()
    expect(window.get_by_role("heading", name="Safe House")).to_be_visible()
    expect(window.get_by_text("What do you need?")).to_be_hidden()
    window.get_by_role("link", name="Exit this page").click()
    window.wait_for_url(NEUTRAL)
    assert visits.complaints == [f"asked another host: {NEUTRAL}"]
    visits.complaints.clear()
    assert window.context.cookies() == []


def test_the_way_out_stays_in_sight_and_is_large(visits: Visits, hill: World):
    window = opened(visits)
    button = window.get_by_role("link", name="Exit this page")
    for width in (NARROW, DESK):
        window.set_viewport_size({"width": width, "height": 800})
        window.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 120


def test_it_asks_no_other_host_and_stores_nothing(visits: Visits, hill: World):
    """One visitor on several pages; the form for volunteers comes last, with its CSRF cookie."""
    window = opened(visits)
    for rest in sorted(ALL_PAGES, key=lambda address: address == "volunteer/"):
        window.goto(page(rest), wait_until="networkidle")
        cookies = [cookie["name"] for cookie in window.context.cookies()]
        assert cookies == (["csrftoken"] if rest == "volunteer/" else []), rest
        assert window.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0], rest
        assert visits.complaints == [], rest


def test_it_fits_every_screen_and_everyone(visits: Visits, hill: World):
    """axe checks each page in one language, in turn; `make matrix` checks all."""
    window, faults_found = visits.open(), []
    for number, rest in enumerate(ALL_PAGES):
        for language in LANGUAGES:
            turn = EVERY or LANGUAGES[number % len(LANGUAGES)] == language
            faults_found += faults(window, f"{page(rest)}?lang={language}", with_axe=turn)
    assert faults_found == [], "\n".join(faults_found)


def test_a_volunteer_writes_to_the_team(visits: Visits, hill: World, settings: Any):
    settings.PROOF_OF_WORK_BITS = AS_FOR_VISITORS
    window = visits.open(width=PHONE)
    window.goto(page("volunteer/"))
    window.get_by_label("Your name").fill("Rosa Diaz")
    window.get_by_label("Email address or phone number").fill("rosa@example.net")
    window.wait_for_timeout(3100)
    window.get_by_role("button", name="Send").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Thank you. We have your message.")
    assert [interest.name for interest in interests(hill.hill)] == ["Rosa Diaz"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_resident_answers_the_survey_on_a_phone(
    visits: Visits, hill: World, javascript: bool, monkeypatch: pytest.MonkeyPatch, settings: Any
):
    """The resident uses no cookie and makes an error on each page, which is accessible too."""
    settings.PROOF_OF_WORK_BITS = AS_FOR_VISITORS
    window = visits.open(width=PHONE, javascript=javascript)
    window.goto(page(SURVEY))
    window.get_by_role("button", name="Next").click()
    expect(window.get_by_text("Write an answer or choose one below.").first).to_be_visible()
    window.get_by_label("Who would you turn to?").fill("the police")
    window.get_by_role("group", name="If you wrote nothing:").nth(1).get_by_label("I don't know").check()
    window.get_by_role("button", name="Next").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Four more questions")
    window.get_by_label("Using force, lies or need").check()
    window.get_by_label("Debts, or no money").check()
    window.get_by_label("Having no safe home").check()
    window.get_by_role("button", name="Send").click()
    expect(window.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(window.get_by_label("Debts, or no money")).to_be_checked()
    if javascript:
        window.set_viewport_size({"width": NARROW, "height": 800})
        assert (violations(window), window.evaluate(STICKS_OUT)) == ([], 0)
    window.get_by_role("group", name="Had you heard of it").get_by_label("No", exact=True).check()
    window.get_by_label("Call the hotline or the police").check()
    prove(window, javascript=javascript)
    # Fast answers are asked again (test_public_abuse.py), so this limit is off here.
    monkeypatch.setattr("residents.actions.answers.AT_LEAST", dt.timedelta(0))
    window.get_by_role("button", name="Send").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Thank you")
    expect(window.get_by_role("main").get_by_role("link", name="Find help")).to_be_visible()
    [answer] = answers(hill.hill)
    assert (answer.route_unprompted, answer.hotline_unprompted, answer.definition) == (
        "right",
        "dont_know",
        "right",
    )
    assert answer.risks == ["debts", "no_home"]
    assert window.context.cookies() == []


@pytest.mark.expectation(23)
@pytest.mark.thorough
def test_a_form_that_is_sent_at_once_waits_for_its_proof_and_asks_where_that_fails(
    visits: Visits, hill: World, settings: Any
):
    """The visitor presses the button before touching anything else."""
    settings.PROOF_OF_WORK_BITS = AS_FOR_VISITORS
    with within(hill.hill):
        event = Event.objects.get(title__startswith="Tea")
    window = visits.open(width=PHONE)
    window.goto(page(f"events/{event.pk}/"))
    prove(window, javascript=True)
    window.wait_for_timeout(2100)
    window.evaluate("() => document.querySelector('main form button').click()")
    expect(window.get_by_text("Thank you. You are counted.")).to_be_visible()
    window.route("**/proof-worker*.js", lambda route: route.fulfill(status=404))
    window.goto(page(f"events/{event.pk}/"))
    window.get_by_role("button", name="I plan to come").click()
    expect(window.get_by_label(re.compile("What is"))).to_be_focused()
    prove(window, javascript=False)
    window.wait_for_timeout(2100)
    window.get_by_role("button", name="I plan to come").click()
    expect(window.get_by_text("Thank you. You are counted.")).to_be_visible()
    with within(hill.hill):
        assert get_guest_totals(event)[Occasion.COMING] == 2
    visits.complaints.clear()


def test_the_survey_leads_to_the_numbers_and_changes_its_language_without_losing_words(
    visits: Visits, hill: World
):
    """Enter submits the page, though the language buttons come first."""
    window = visits.open(width=PHONE, javascript=False)
    window.goto(page(SURVEY))
    assert window.get_by_text("1-888-373-7888").count() == 0
    window.get_by_role("link", name="Help and safety").first.click()
    expect(window.get_by_role("link", name="1-888-373-7888").first).to_be_visible()
    window.get_by_role("link", name="Back").click()
    window.get_by_label("Who would you turn to?").fill("the police")
    window.get_by_role("button", name="Español").click()
    expect(window.locator("html")).to_have_attribute("lang", "es")
    expect(window.locator("#route_unprompted")).to_have_value("the police")
    window.get_by_role("button", name="English").click()
    window.locator("#hotline_unprompted").fill("no idea")
    window.locator("#hotline_unprompted").press("Enter")
    expect(window.get_by_role("heading", level=1)).to_have_text("Four more questions")
    window.get_by_label("Debts, or no money").check()
    window.get_by_role("button", name="Back to page 1").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Your first two answers")
    window.get_by_role("button", name="Next").click()
    expect(window.get_by_label("Debts, or no money")).to_be_checked()

"""Services and residents' surveys in a browser without JavaScript, as in test_without_javascript."""

import re

import pytest
from playwright.sync_api import Page, expect

from support.models import Pathway, PathwayCheck, Service
from support.tallies import Numbers, get_stored_half_years
from tests.base import COMMITTED, World, within
from tests.e2e.visits import PHONE, Visits
from tests.residents.waves_base import DAY, answers, make_wave, url_for
from tests.support.services_base import get_hours, make, span, today
from tests.support.tally_base import numbers

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("help")]


@pytest.fixture
def page(visits: Visits) -> Page:
    return visits.open("hill-coordinator", width=PHONE, javascript=False)


def test_a_service_with_a_rare_language_and_its_hours_is_added(page: Page, town: World):
    page.goto("/c/hill/services/new/")
    page.get_by_role("textbox", name="Name", exact=True).fill("Rosa House")
    page.get_by_label("Housing and shelter").check()
    page.get_by_role("heading", name="Who can use it").click()
    page.get_by_text("Other languages").click()
    page.get_by_label("Tigrinya").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("textbox", name="Provider", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Housing and shelter")).to_be_checked()
    page.get_by_role("textbox", name="Provider", exact=True).fill("Hope Center")
    page.get_by_text("Opening hours").click()
    page.locator("[name=hours-alike-0-opens]").fill("09:00")
    page.locator("[name=hours-alike-0-closes]").fill("17:00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rosa House")
    with within(town.hill):
        service = Service.objects.get()
    assert (service.kinds, service.languages) == (["housing"], ["ti"])
    assert get_hours(town.hill, service) == [span(day, "09:00", "17:00") for day in range(5)]


def test_a_pathway_is_written_and_called_once_a_half_year(page: Page, town: World):
    service = make(town.hill)
    page.goto(f"/c/hill/services/{service.pk}/")
    page.get_by_role("link", name=re.compile("^Add ?: Referral pathway$")).click()
    page.get_by_label("Steps, one per line").fill("Call the desk.")
    page.get_by_label("Who calls whom").fill("Our contact calls the desk.")
    page.get_by_label("Trained on").fill(today(town.hill).isoformat())
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Select who was trained, or clear the date.")
    expect(page.get_by_label("Steps, one per line")).to_have_value("Call the desk.")
    page.get_by_label("Trained contact").select_option("hill-member")
    page.get_by_role("button", name="Save", exact=True).click()
    call(page)
    call(page)
    expect(page.locator("main")).to_contain_text("You already called this provider in this half-year")
    page.get_by_label("This second call was needed").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(service.name)
    with within(town.hill):
        assert Pathway.objects.get().contact_is_trained
        assert [pathway_check.accepts for pathway_check in PathwayCheck.objects.all()] == [
            [["physical", "es"]]
        ] * 2


def call(page: Page) -> None:
    page.get_by_role("link", name="Record a call").click()
    page.get_by_label("The provider agreed to this call beforehand").check()
    page.get_by_role("group", name="Did anyone answer?").get_by_label("Yes").check()
    page.locator("[name=accepts][value='physical:es']").check()
    page.get_by_role("button", name="Save", exact=True).click()


def test_support_tallies_are_recorded(page: Page, town: World):
    [now, *_before] = get_stored_half_years(today(town.hill))
    page.goto("/c/hill/support-counts/")
    page.get_by_label("Physical").fill("4")
    page.get_by_label("Social").fill("some")
    page.get_by_label("Cooking class: sessions").fill("6")
    page.get_by_label("Cooking class: places").fill("12")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Social")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Physical")).to_have_value("4")
    assert numbers(town.hill, now) == Numbers()
    page.get_by_label("Social").fill("0")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Saved.")
    assert numbers(town.hill, now) == Numbers({1: 4, 4: 0}, {3: (6, 12)})


def test_a_paper_sheet_is_entered_and_the_next_one_follows(page: Page, town: World):
    wave = make_wave(town.hill)
    page.goto(url_for(wave, "paper/"))
    page.get_by_label("Names police, emergency number").check()
    page.get_by_role("group", name="Do you know a phone number").get_by_label("I don't know").check()
    for label in (
        "Using force, lies or need",
        "Debts, or no money",
        "Parking in a large",
        "Call the hotline or",
    ):
        page.get_by_label(label).check()
    page.get_by_label("Date", exact=True).fill(DAY.isoformat())
    page.get_by_label("Language", exact=True).select_option("es")
    page.get_by_role("button", name="Save and add another").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_label("Debts, or no money")).to_be_checked()
    page.get_by_role("group", name="Had you heard of it").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Save and add another").click()
    expect(page.locator("#messages")).to_contain_text("Saved, 1 so far.")
    expect(page.get_by_label("Debts, or no money")).not_to_be_checked()
    expect(page.get_by_label("Date", exact=True)).to_have_value(DAY.isoformat())
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("region", name="Results")).to_contain_text("1 response")
    [answer] = answers(town.hill)
    assert (answer.source, answer.day, answer.language, answer.route_unprompted) == (
        "paper",
        DAY,
        "es",
        "right",
    )
    assert (answer.hotline_unprompted, answer.hotline_prompted, answer.risks) == (
        "dont_know",
        "wrong",
        ["debts", "car_park"],
    )

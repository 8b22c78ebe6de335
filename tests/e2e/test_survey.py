"""The half-year survey in a browser: reminders until it is submitted, and a draft that is on each device."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from communities.tasks import remind_all
from tests.base import COMMITTED, World
from tests.e2e.visits import PHONE, Visits
from tests.evaluation.rounds_world import fill_town, hand_in, make_round

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]


REASON = "Two meetings were never logged."


@pytest.mark.expectation(13, 14)
def test_a_draft_is_saved_by_itself_and_goes_on_on_another_device(visits: Visits, town: World):
    make_round(town.usa)
    phone, laptop = visits.open("hill-coordinator", width=PHONE), visits.open("hill-coordinator")
    for page in (phone, laptop):
        page.goto("/c/hill/survey/2026-H1/meets_consistently/")
        page.get_by_text("No, override it").click()
        if page == phone:
            page.get_by_label("Override reason").click()
            page.wait_for_function("() => window.htmx")
            page.keyboard.type(REASON)
            saved = page.locator(".tf-survey-own").get_by_role("status")
            expect(saved).to_have_text(re.compile(r"^\s*saved .+[ap]\.m\.\s*$"), timeout=15_000)
    expect(laptop.get_by_label("Override reason")).to_have_value(REASON)


@pytest.mark.expectation(26)
def test_it_reminds_at_thirty_seven_and_one_day_until_it_is_submitted(visits: Visits, town: World):
    round_ = make_round(town.usa)
    fill_town(town, town.hill)
    noon = dt.datetime.combine(round_.due_on, dt.time(12), town.hill.zone)
    page = visits.open("hill-coordinator")
    main = page.get_by_role("main")
    for days, sentence in (
        (29, "The half-year survey closes within 30 days"),
        (6, "The half-year survey closes within 7 days"),
        (1, "The half-year survey is due within one day"),
    ):
        remind_all(now=noon - dt.timedelta(days=days))
        page.goto("/c/hill/")
        page.get_by_role("link", name=re.compile(r"^Notifications \(\d unread\)")).click()
        expect(main).to_contain_text(sentence)
        main.get_by_role("link", name=sentence).click()
        expect(page).to_have_url(re.compile("/survey/2026-H1/"))
    hand_in(town.hill, round_, town["hill-coordinator"])
    remind_all(now=noon)
    page.goto("/c/hill/notifications/")
    expect(main).not_to_contain_text("The half-year survey")

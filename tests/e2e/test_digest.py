"""A leader chooses a weekly e-mail, gets it on that day, follows its link, and does what waits."""

import datetime as dt
import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from communities.tasks import remind_all
from tests.base import COMMITTED, World
from tests.communities.notice_base import DAY, NINE, over
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("research")]


@pytest.mark.thorough
def test_it_leads_from_the_choice_to_the_letter_and_to_what_waits(visits: Visits, town: World):
    over(town, town.hill, title="Night walk")
    page = visits.open("hill-leader", width=PHONE)
    page.goto("/c/hill/events/")
    page.locator(".tf-header-end summary").click()
    page.get_by_role("link", name="What you hear of").click()
    page.get_by_role("group", name="Meetings, events and the team").get_by_label("By e-mail").select_option(
        "weekly"
    )
    page.get_by_label("Day of the weekly e-mail").select_option("Friday")
    page.get_by_label("Your time zone").select_option("America/New_York")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("What you hear of is saved.")

    hers = town["hill-leader"].email
    # Nine in New York is six in Los Angeles.
    letters = []
    for moment in (
        NINE,
        NINE + 2 * DAY - dt.timedelta(hours=3, minutes=1),
        NINE + 2 * DAY - dt.timedelta(hours=3),
    ):
        remind_all(now=moment)
        letters.append([one for one in mail.outbox if one.to == [hers]])
    assert [len(found) for found in letters] == [0, 0, 1]
    text = str(letters[-1][0].body)
    assert "1 thing is waiting in Hill" in text
    assert "Night walk" not in text

    path = re.findall(r"https?://[^/]+(/\S+)", text)[0]
    page.goto(path)
    expect(page.get_by_role("link", name="What waits for you (1 unread)")).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("link", name="What waits for you", exact=True)).to_be_visible()
    page.get_by_role("link", name="An event is over: did it take place?").click()
    expect(page.locator("main")).to_contain_text("Night walk")
    page.goto(re.findall(r"https?://[^/]+(/\S+)", text)[1])
    page.get_by_label("No e-mails at all").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("No e-mails at all")).to_be_checked()

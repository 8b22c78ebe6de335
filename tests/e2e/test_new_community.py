"""A new community in a browser: what an empty page offers, the tour, and the set-up that counts itself."""

import pytest
from playwright.sync_api import expect

from communities.models import Community, Stage
from tests.base import COMMITTED, World
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]


@pytest.mark.expectation(8, 9, 10)
def test_it_is_shown_around_and_sees_what_is_set_up(visits: Visits, town: World):
    Community.objects.filter(pk=town.hill.pk).update(stage=Stage.LEADERSHIP_TEAM)
    page = visits.open("hill-coordinator", width=PHONE)
    page.goto("/c/hill/")
    setup = page.get_by_role("region", name="Setting up")
    expect(setup).to_contain_text("0 of 8 done")
    setup.get_by_role("link", name="Meeting rhythm").click()
    page.get_by_label("Every month").check()
    page.get_by_role("button", name="Save").click()
    page.goto("/c/hill/")
    expect(setup.get_by_role("progressbar")).to_have_attribute("value", "1")

    page.get_by_role("link", name="Take the tour").click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("main")).to_contain_text("Tour: step 2 of")
    page.get_by_role("button", name="End the tour").click()
    page.goto("/c/hill/")
    expect(page.get_by_role("link", name="Take the tour")).to_have_count(0)

    page.goto("/c/hill/events/")
    empty = page.locator(".tf-empty")
    expect(empty).to_contain_text("Nothing yet")
    empty.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a meeting")

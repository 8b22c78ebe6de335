"""From a place that somebody proposed to a community: two people score alone, see where they differ, and decide."""

import pytest
from playwright.sync_api import Page, expect

from communities.models import Community, Stage
from tests.base import COMMITTED, World, add_staff
from tests.e2e.visits import Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("research")]

GROUPS = (
    "Closeness to known trafficking routes",
    "Committed, engaged citizen leaders",
    "Networks and momentum that exist already",
)


def propose(page: Page) -> str:
    """The address of the candidate, which was visited."""
    page.goto("/office/usa/candidates/")
    page.get_by_role("link", name="Propose a place").first.click()
    page.get_by_label("Place", exact=True).fill("Glendale")
    page.get_by_label("Who proposed it").fill("A teacher")
    page.get_by_role("button", name="Save").click()
    place = page.url
    page.get_by_role("link", name="Move it on").click()
    page.get_by_role("radio", name="Visited").check()
    page.get_by_role("button", name="Save").click()
    return place


def score(page: Page, *numbers: int, reason: str) -> None:
    page.get_by_role("link", name="Score it", exact=True).click()
    for group, number in zip(GROUPS, numbers, strict=True):
        fields = page.get_by_role("group", name=group, exact=True)
        fields.get_by_role("radio").nth(number).check()
        fields.get_by_label("reason").fill(reason)
    page.get_by_role("button", name="Save my scores").click()


@pytest.mark.thorough
def test_it_leads_from_a_proposal_to_a_community(visits: Visits, town: World):
    town.people["ben"] = add_staff(town.usa, "ben")
    ann = visits.open("usa-staff")
    place = propose(ann)
    score(ann, 4, 3, 1, reason="Ann saw it")

    ben = visits.open("ben")
    ben.goto(place)
    expect(ben.locator("main")).to_contain_text("1 person has scored it.")
    assert "Ann saw it" not in ben.content()
    score(ben, 1, 3, 2, reason="Ben heard it")
    expect(ben.get_by_role("row", name=GROUPS[0])).to_contain_text("Talk about it")
    expect(ben.locator("main")).to_contain_text("Ann saw it")

    ben.get_by_role("link", name="Decide", exact=True).click()
    expect(ben.get_by_label("Time zone")).not_to_be_visible()
    ben.get_by_role("radio", name="Start", exact=True).check()
    ben.get_by_label("Reason").fill("They wait for us.")
    ben.get_by_label("Time zone").select_option("America/Los_Angeles")
    ben.get_by_role("button", name="Save the decision").click()
    expect(ben.locator("main")).to_contain_text("Frozen by the decision")
    expect(ben.get_by_role("link", name="Change my scores")).to_have_count(0)
    ben.get_by_role("link", name="Open its community").click()
    expect(ben.get_by_role("heading", name="Glendale", level=1)).to_be_visible()
    assert Community.objects.get(slug="glendale").stage == Stage.AWARENESS
    ann.goto("/office/usa/candidates/")
    expect(ann.get_by_role("region", name="Decided")).to_contain_text("Score when decided: 7 of 12")

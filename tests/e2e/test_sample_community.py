"""A sample community, created and deleted without JavaScript."""

import pytest

from demo.sample_actions import make_sample
from tests.base import COMMITTED, World
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]


@pytest.mark.expectation(11)
def test_a_sample_is_made_marked_and_removed_without_javascript(visits: Visits, town: World):
    page = visits.open("hill-leader", width=PHONE, javascript=False)
    page.goto("/help/sample/")
    page.get_by_role("button", name="Look at a sample town").click()
    assert page.get_by_text("everything in it is made up").is_visible()
    sample = make_sample(by=town["hill-leader"], time_zone="UTC")
    assert page.url.endswith(f"/c/{sample.slug}/")
    page.get_by_role("button", name="Remove the sample").click()
    assert page.get_by_text("Deleted.").is_visible()
    assert page.url.endswith("/c/hill/")

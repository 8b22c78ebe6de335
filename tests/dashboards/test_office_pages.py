"""Pages of an office with more communities than fit on one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Community
from evaluation.models import Round
from tests.base import World, within
from tests.dashboards.test_dashboard import H1, add_meeting, refresh, round_
from tests.evaluation.rounds_world import refresh_office

__all__ = ["round_"]

PART = "/office/usa/parts/stakeholder_meetings/"
# The page, and how many communities it shows at once.
PAGES = {
    PART: 25,
    "/office/usa/figures/": 25,
    "/office/usa/submissions/": 50,
    "/office/usa/trainings/leaders/": 50,
    "/office/usa/map/": 100,
    "/office/usa/communities/": 50,
}


@pytest.fixture
def many(world: World, round_: Round) -> World:
    """Hill has a figure; 108 more communities take part like Dale, without computed figures."""
    Community.objects.bulk_create(
        Community(
            office=world.usa, name=f"Town {number:03}", slug=f"t-{number}", time_zone="UTC", stage="acting"
        )
        for number in range(108)
    )
    add_meeting(world.hill, "One")
    refresh(world.hill)
    with within(world.usa):
        refresh_office([world.hill], H1)
    return world


def test_each_shows_a_page_of_them_in_few_statements_and_leads_on(signed_in, many: World):
    client = signed_in("usa-staff")
    for path, size in PAGES.items():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert (response.status_code, len(queries) <= 26) == (200, True), (path, len(queries))
        text = response.content.decode()
        assert "110" in text, path
        # Communities of the first page are not on the second; the end of the list is on the last.
        beyond = client.get(path + response.context["next_url"])
        assert beyond.status_code == 200
        first, second = (set(names(page_text)) for page_text in (text, beyond.content.decode()))
        assert first, path
        assert second, path
        assert not first & second, path
        assert len(first) in (size, size - 1, size - 2), path


def names(text: str) -> list[str]:
    """Return the listed communities, without pins, notes and the sum's receipt."""
    text = re.sub(r'<details class="tf-details" id="sum-receipt".*?</details>', "", text, flags=re.DOTALL)
    return [f"{number:03}" for number in range(108) if f">Town {number:03}<" in text]


def test_one_is_found_by_its_name_and_its_page_knows_it(signed_in, many: World):
    client = signed_in("usa-staff")
    board = client.get("/office/usa/").context["board"]
    assert (board.expected_count, board.not_submitted) == (110, 110)
    assert client.get("/office/usa/communities/t-77/figures/").context["row"].state == "not_started"
    part = client.get(PART).context
    assert (part["page"].total, part["page"].rows[0].community, part["page"].values) == (
        110,
        many.hill,
        [1.0],
    )
    assert (
        client.get(PART, {"receipt": "stakeholder_meetings"}).context["sum_receipt"].pooled.value_count == 1
    )

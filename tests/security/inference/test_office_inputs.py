"""Whether an office learns a guarded count by varying filters, orders, half-years or targets.

Each page must be identical whether two, three or four people answered (docs/security/inference.md).
"""

from datetime import date
from itertools import product

import pytest

from communities import actions
from communities.models import Measure, Owner
from dashboards.forms.figures import RATINGS, STATES
from tests.base import World, within
from tests.evaluation.test_few_people import BEFORE, CODES, ask_residents, get_words
from tests.reports.report_samples import NOW

GUARDED = (*CODES, "diverse_participation")
ORDERS = [
    f"/office/usa/figures/?sort={code}&order={order}" for code, order in product(GUARDED, ("up", "down"))
]
FILTERS = [
    f"/office/usa/figures/?item={code}&state={state}"
    for code in GUARDED
    for state in [*(str(code) for code, _words in STATES), *(rating.value for rating in RATINGS)]
]
HALF_YEARS = [f"/office/usa/figures/?round={half_year}&look=table" for half_year in (NOW, BEFORE)]


@pytest.fixture
def office(filled: World, signed_in):
    return signed_in("usa-staff")


def read_all(client, urls: list[str]) -> dict[str, str]:
    pages = {}
    for url in urls:
        response = client.get(url)
        assert response.status_code == 200, url
        pages[url] = get_words(response.content.decode())
    return pages


def assert_same_for_few(world: World, client, urls: list[str]) -> None:
    pages = []
    for few in (2, 3, 4):
        ask_residents(world, few)
        pages.append(read_all(client, urls))
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.thorough
def test_no_order_filter_or_half_year_reveals_small_numbers(world: World, office, tried):
    urls = [*ORDERS, *FILTERS, *HALF_YEARS]
    tried(len(urls) * 3)
    assert_same_for_few(world, office, urls)


@pytest.mark.thorough
def test_no_target_on_a_guarded_figure_reveals_small_numbers(world: World, office, tried):
    """A target between two possible values must not read "reached" for one of them."""
    urls = []
    with within(world.usa):
        for code, goal in product(CODES, (5, 6, 8, 9, 91, 94)):
            target = actions.set_target(
                office=world.usa, owner=Owner.OFFICE, community=world.hill, measure=Measure.PART, code=code,
                values={
                    "direction": "up", "baseline_value": 0, "baseline_on": date(2025, 7, 1), "baseline_receipt": {},
                    "goal_value": goal, "due_on": date(2026, 6, 30), "note": "",
                },
                by=world["usa-staff"],
            )  # fmt: skip
            urls.append(f"/office/usa/targets/{target.thread}/")
    tried(len(urls) * 3)
    assert_same_for_few(world, office, ["/office/usa/targets/", *urls])

"""The pages from a research to a briefing, at the widths and in the colors of test_pages; with axe."""

import pytest

from tests.base import COMMITTED, World
from tests.e2e.half_year import live_through
from tests.e2e.research_rows import research_of
from tests.e2e.screens import faults
from tests.e2e.visits import Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("research")]

PAGES = {
    "": ["/p/hill/partner-survey/{token}/"],
    "hill-leader": [
        "/c/hill/research/{research}/methods/new/", "/c/hill/research/{research}/methods/{method}/events/",
        "/c/hill/findings/new/", "/c/hill/findings/{finding}/", "/c/hill/strategies/new/",
        "/c/hill/organizations/{organization}/strategies/new/", "/c/hill/strategies/{strategy}/evidence/new/",
        "/c/hill/contributions/new/", "/c/hill/organizations/duplicates/", "/c/hill/connections/media/schools/",
    ],
    "hill-coordinator": [
        "/c/hill/research/", "/c/hill/research/{research}/steps/methods/",
        "/c/hill/research/{research}/steps/ranked_findings/", "/c/hill/findings/",
        "/c/hill/findings/{finding}/location/", "/c/hill/focus/", "/c/hill/focus/accept/",
        "/c/hill/focus/decisions/{decision}/", "/c/hill/strategies/", "/c/hill/strategies/{strategy}/",
        "/c/hill/strategies/{strategy}/level/", "/c/hill/connections/", "/c/hill/contributions/",
        "/c/hill/briefings/", "/c/hill/briefings/{draft}/", "/c/hill/briefings/{briefing}/",
        "/c/hill/briefings/new/", "/c/hill/partner-survey/", "/c/hill/partner-survey/{trust_round}/invite/",
        "/c/hill/organizations/{organization}/", "/c/hill/organizations/{organization}/merge/{double}/",
    ],
    "usa-staff": [
        "/office/usa/evidence/", "/office/usa/evidence/{shared}/", "/office/usa/weights/",
        "/office/usa/weights/untrained_hotels/", "/office/usa/vulnerabilities/",
    ],
}  # fmt: skip


@pytest.mark.thorough
def test_it_fits_every_screen_and_everybody(visits: Visits, town: World):
    places = live_through(town) | research_of(town)
    found = []
    for name, paths in PAGES.items():
        page = visits.open(name)
        found += [fault for path in paths for fault in faults(page, path.format(**places))]
    assert found == [], "\n".join(found)

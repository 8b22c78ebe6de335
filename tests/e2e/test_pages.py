"""Pages at the widths of a small phone, a phone and a desk: no overflow, no serious finding of axe."""

from itertools import product

import pytest
from playwright.sync_api import Page

from tests.base import COMMITTED, World
from tests.e2e.half_year_pages import live_through
from tests.e2e.help_samples import create_help
from tests.e2e.keyboard_user import FOCUS
from tests.e2e.layout_checks import faults
from tests.e2e.research_path_samples import create_research
from tests.e2e.visits import DESK, PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

PAGES = {
    "": ["/", "/accounts/login/"],
    "hill-leader": [
        "/c/hill/events/", "/c/hill/events/log/", "/c/hill/events/plan/", "/c/hill/events/{event}/",
        "/c/hill/events/{planned}/record/", "/c/hill/organizations/", "/c/hill/organizations/{organization}/",
        "/c/hill/offline/",
    ],
    "hill-coordinator": [
        "/c/hill/", "/c/hill/survey/", "/c/hill/survey/{now}/diverse_participation/", "/c/hill/survey/{now}/all/",
        "/c/hill/survey/{now}/check/", "/c/hill/survey/{now}/unknown/", "/c/hill/reports/", "/c/hill/reports/{report}/",
        "/c/hill/figures/{now}/professionals_trained/", "/c/hill/team/", "/c/hill/team/development-plans/",
        "/c/hill/settings/", "/c/hill/settings/requests/", "/account/data/", "/accounts/2fa/",
        "/help/", "/help/coordinator/", "/glossary/", "/whats-new/", "/help/tour/", "/help/sample/",
        "/help/translations/", "/c/hill/settings/language/",
    ],
    "usa-staff": [
        "/office/usa/", "/office/usa/communities/hill/figures/", "/office/usa/trends/",
        "/office/usa/reporting-periods/",
        "/office/usa/submissions/?round={before}", "/office/usa/submissions/{submission}/",
        "/office/usa/communities/", "/office/usa/thresholds/", "/office/usa/trainings/new/",
    ],
    "oasis-staff": ["/international/"],
}  # fmt: skip
# From research to briefing.
RESEARCH = {
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
# Services and residents' surveys.
HELP = {
    "": ["/p/hill/confirm/{token}/"],
    "hill-leader": [
        "/c/hill/services/", "/c/hill/services/{service}/", "/c/hill/services/{asked}/",
        "/c/hill/services/new/", "/c/hill/services/{service}/confirm/",
        "/c/hill/services/{changed}/replies/{reply}/", "/c/hill/services/import/", "/c/hill/services/export/",
        "/c/hill/services/{service}/pathway/", "/c/hill/services/{asked}/referral-checks/new/", "/c/hill/service-gaps/",
    ],
    "hill-coordinator": [
        "/c/hill/support-counts/", "/c/hill/public-page/", "/c/hill/public-page/preview/",
        "/c/hill/volunteer-inquiries/",
        "/c/hill/residents-survey/", "/c/hill/residents-survey/new/", "/c/hill/residents-survey/{wave}/",
        "/c/hill/residents-survey/{wave}/paper/", "/c/hill/residents-survey/{wave}/import/",
        "/c/hill/residents-survey/{wave}/poster/", "/c/hill/residents-survey/{wave}/sheet/",
    ],
    "usa-staff": ["/office/usa/support-counts/"],
}  # fmt: skip

# Pages checked with the keyboard alone.
BY_KEYBOARD = {
    "hill-leader": ["/c/hill/events/log/", "/c/hill/findings/new/"],
    "hill-coordinator": [
        "/c/hill/survey/{now}/diverse_participation/", "/c/hill/connections/", "/c/hill/focus/",
    ],
    "usa-staff": ["/office/usa/"],
}  # fmt: skip

# Printed pages, with what they must not show. The chosen half-year stays, as a word.
PRINTED = {
    "hill-coordinator": [
        "/c/hill/events/{event}/",
        "/c/hill/survey/{now}/check/",
        "/c/hill/reports/{report}/",
    ],
    "usa-staff": ["/office/usa/", "/office/usa/submissions/{submission}/"],
}
ON_PAPER = """() => {
    const main = document.querySelector("main"), style = getComputedStyle(main);
    const pressed = [...document.querySelectorAll(
        "nav:not(.tf-half-year-nav), footer, button, .btn, .tf-skip-link, .tf-toasts")];
    return {
        ink: style.color, paper: getComputedStyle(document.body).backgroundColor, words: main.innerText.length > 100,
        pressed: pressed.filter(it => it.checkVisibility()).map(it => it.outerHTML.slice(0, 90)),
    };
}"""


@pytest.mark.thorough
@pytest.mark.parametrize("subject", ["half-year", "research", "help"])
def test_it_fits_every_screen_and_everyone(visits: Visits, town: World, subject: str):
    if subject == "help":
        pages, places = HELP, create_help(town)
    else:
        pages, places = PAGES, live_through(town)
    if subject == "research":
        pages, places = RESEARCH, places | create_research(town)
    results = []
    for name, paths in pages.items():
        page = visits.open(name)
        results += [fault for path in paths for fault in faults(page, path.format(**places))]
    assert results == [], "\n".join(results)


def test_a_phone_shows_one_step_back_and_no_slash_before_it(visits: Visits, town: World):
    page = visits.open("hill-leader")
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto("/c/hill/partnerships/new/")
    assert page.locator(".tf-crumbs li:visible").count() == 1
    assert (
        page.locator(".tf-crumbs li:visible").evaluate("it => getComputedStyle(it, '::before').content")
        == "none"
    )


@pytest.mark.thorough
def test_the_keyboard_starts_at_the_skip_link_and_is_seen_everywhere(visits: Visits, town: World):
    places, faults_found = live_through(town) | create_research(town), []
    for name, paths in BY_KEYBOARD.items():
        page = visits.open(name)
        for path, width in product(paths, (PHONE, DESK)):
            page.set_viewport_size({"width": width, "height": 800})
            faults_found += [f"{path} at {width}: {fault}" for fault in unseen(page, path.format(**places))]
    assert faults_found == [], "\n".join(faults_found)


@pytest.mark.expectation(40)
@pytest.mark.thorough
def test_on_paper_it_is_ink_on_white_without_what_one_presses(visits: Visits, town: World):
    places, faults_found = live_through(town), {}
    for name, paths in PRINTED.items():
        page = visits.open(name)
        page.emulate_media(media="print", color_scheme="dark")
        for path in paths:
            page.goto(path.format(**places))
            faults_found[path] = page.evaluate(ON_PAPER)
    black, white = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    good = {"ink": black, "paper": white, "words": True, "pressed": []}
    assert {path: looks for path, looks in faults_found.items() if looks != good} == {}


def unseen(page: Page, path: str) -> list[str]:
    page.goto(path)
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUS)
    result = [] if (first["skip"], first["seen"]) == (True, True) else [f"begins at {first}"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    if not page.evaluate("() => document.activeElement.closest('main') !== null"):
        result.append("does not skip to its main part")
    for _ in range(40):
        if not (now := page.evaluate(FOCUS))["seen"]:
            result.append(now["what"])
        page.keyboard.press("Tab")
    return result

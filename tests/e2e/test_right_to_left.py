"""Pages in a made-up right-to-left language (tests/pseudo_language.py): they are mirrored, translated and fit."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.base import COMMITTED, World
from tests.e2e.half_year_pages import live_through
from tests.e2e.layout_checks import SMALL_PHONE, STICKS_OUT
from tests.e2e.visits import DESK, Visits
from tests.pseudo_language import CODE, write_catalog, write_help_pages
from tests.screens.page_checks import CUT, our_letters
from tests.support.public_base import publish, service
from tests.test_languages import NAMES
from tfc import help_pages as pages

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("public")]

PAGES = {
    "": ["/accounts/login/", "/p/hill/?lang=ar-xb", "/p/hill/help/?lang=ar-xb"],
    "hill-coordinator": [
        "/c/hill/", "/c/hill/events/", "/c/hill/events/log/", "/c/hill/events/{event}/", "/c/hill/organizations/",
        "/c/hill/survey/{now}/diverse_participation/", "/c/hill/reports/{report}/", "/c/hill/settings/",
    ],
    "usa-staff": ["/office/usa/", "/office/usa/submissions/{submission}/"],
}  # fmt: skip
# Titles and texts of the records, and what no language translates.
RECORDS = re.compile(
    r"(City Council|Corner Bank|(Fire|Police) Department|(First|Second) Church|Hill High School|The Hill Post)"
    r"|Safe House|We stand by our neighbors|A team\.|census"
    # Babel's names of a time zone and of languages, which lack this language, and an address.
    r"|Pacific Time|English|Spanish|Chinese|localhost:[0-9]+/c/hill/"
)
# The heading's distance from the edges of its container.
SIDES = """() => {
    const it = document.createRange(), main = document.querySelector('main');
    it.selectNodeContents(main.querySelector('h1'));
    const words = it.getBoundingClientRect(), box = main.getBoundingClientRect();
    return [words.left - box.left, box.right - words.right];
}"""


@pytest.fixture
def spoken(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE, "Pseudo")]
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, write_catalog(tmp_path)]
    settings.HELP_PAGES = write_help_pages(settings.HELP_PAGES, tmp_path / "help")
    pages._read_page.cache_clear()
    yield
    pages._read_page.cache_clear()


@pytest.mark.thorough
def test_it_has_room_is_on_its_side_and_is_translated(
    visits: Visits, town: World, spoken: None, settings: Any
):
    places = live_through(town)
    publish(town.hill, town["hill-coordinator"])
    service(town.hill)
    results = []
    for name, paths in PAGES.items():
        page = visits.open(name)
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": CODE, "url": visits.url}])
        for path in paths:
            page.goto(path.format(**places))
            results += [f"{path} {fault}" for fault in faults(page)]
    assert results == [], "\n".join(results)


def faults(page: Page) -> list[str]:
    results = []
    if page.evaluate("() => getComputedStyle(document.body).direction") != "rtl":
        results.append("runs from left to right")
    for width in (SMALL_PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        if (beyond := page.evaluate(STICKS_OUT)) > 0:
            results.append(f"is {beyond} px wider than {width}")
        results += [f"cuts at {width}: {text}" for text in page.evaluate(CUT)]
    left, right = page.evaluate(SIDES)
    if right > left:
        results.append(f"its heading stands on the left: {left} px from there, {right} from the right")
    left_out = {
        text for text in our_letters(page) if re.search("[A-Za-z]{2}", NAMES.sub("", RECORDS.sub("", text)))
    }
    return results + [f"was not translated: {text}" for text in sorted(left_out)]

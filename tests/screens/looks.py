"""What is looked at on a page: its picture in each width and mode, and what a program can say of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from tests.e2e.screens import MODERATE, STICKS_OUT, TO_NOWHERE, violations
from tests.e2e.visits import DESK, PHONE

WIDTHS = (PHONE, DESK)
MODES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SMALL_PHONE = 320
# No browser draws higher than some sixteen thousand pixels.
LEAST_HEIGHT, MOST_HEIGHT = 800, 12_000
# Words that do not fit into what holds them, and are cut.
CUT = """() => [...document.querySelectorAll('main *, header *, nav *, footer *')].filter(it => {
    const style = getComputedStyle(it);
    const cuts = ['hidden', 'clip'].includes(style.overflowX) && style.position !== 'absolute';
    const own = [...it.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    return cuts && own && it.clientWidth > 2 && it.scrollWidth > it.clientWidth + 1;
}).map(it => it.outerHTML.slice(0, 120))"""
# Letters of ours in a language that has none: what was never translated, or the data of the demo.
OUR_LETTERS = """() => {
    const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const it = walker.currentNode, around = it.parentElement;
        if (around.closest('script, style, code, textarea, [lang]:not(html)')) continue;
        if (/[A-Za-z]{2}/.test(it.data)) found.add(it.data.trim().replace(/\\s+/g, ' '));
    }
    return [...found];
}"""


def picture(page: Page, width: int, mode: Any, place: Path) -> None:
    """The whole page as PNG, in a window as high as it is: what is fixed to the window's edge stands at the page's."""
    page.set_viewport_size({"width": width, "height": LEAST_HEIGHT})
    page.emulate_media(color_scheme=mode)
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(height, LEAST_HEIGHT), MOST_HEIGHT)})
    place.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(place))


def faults_in_words(page: Page) -> Iterator[str]:
    """What depends on the language: whether all has room."""
    for width in (SMALL_PHONE, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        if (beyond := page.evaluate(STICKS_OUT)) > 0:
            yield f"is {beyond} px wider than {width}"
        yield from (f"cuts at {width}: {each}" for each in page.evaluate(CUT))


def faults_for_anybody(page: Page, wanted: Sequence[int]) -> Iterator[str]:
    """What axe says, at a light desk (0) and on a dark phone (1), and links to nowhere."""
    yield from (f"has a link to nowhere: {each}" for each in page.evaluate(TO_NOWHERE))
    looks = list(zip(reversed(WIDTHS), MODES, strict=True))
    for width, mode in (looks[one] for one in wanted):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=mode)
        yield from (f"at {width} in {mode}: {each}" for each in violations(page, MODERATE))


def our_letters(page: Page) -> list[str]:
    return page.evaluate(OUR_LETTERS)

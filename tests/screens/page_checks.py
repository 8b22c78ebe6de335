"""The checks of a page: a picture in each width and mode, and faults that a program can see."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from tests.e2e.layout_checks import MODERATE, STICKS_OUT, TO_NOWHERE, violations
from tests.e2e.visits import DESK, PHONE

WIDTHS = (PHONE, DESK)
MODES = ("light", "dark")
Look = tuple[int, str]
# axe checks each mode and each width once.
SEEN_BY_AXE = (DESK, "light"), (PHONE, "dark")
SMALL_PHONE = 320
# Browsers draw no higher than about sixteen thousand pixels.
LEAST_HEIGHT, MOST_HEIGHT = 800, 12_000
# Folded by a script when the page is opened on a phone.
FOLDS = "[data-close-narrow]"
# Readable, with a third of the time and a tenth of the size of a PNG.
QUALITY = 70
# Fonts change widths; htmx shows pending requests, which on a few pages never end.
READY = """async () => {
    await document.fonts.ready;
    for (let left = 40; left && document.querySelector('.htmx-request'); left--)
        await new Promise(go => setTimeout(go, 50));
}"""
HEIGHT = "() => document.documentElement.scrollHeight"
# A page ends after some screens of a phone, except for the full text of a report and the developers' gallery.
LONGEST, MAY_BE_LONGER = 4000, ".tf-report-facts, .tf-gallery-swatches"
# Texts that are cut off because they do not fit.
CUT = """() => [...document.querySelectorAll('main *, header *, nav *, footer *')].filter(it => {
    if (it.clientWidth <= 2 || it.scrollWidth <= it.clientWidth + 1) return false;
    const style = getComputedStyle(it);
    const cuts = ['hidden', 'clip'].includes(style.overflowX) && style.position !== 'absolute';
    return cuts && [...it.childNodes].some(node => node.nodeType === 3 && node.data.trim());
}).map(it => it.outerHTML.slice(0, 120))"""
# Latin letters in the pseudo-language: not translated, or data of the demo.
OUR_LETTERS = """() => {
    const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const it = walker.currentNode, around = it.parentElement;
        if (around.closest('script, style, code, textarea, [lang]:not(html)')) continue;
        if (/[A-Za-z]{2}/.test(it.data)) found.add(it.data.trim().replace(/\\s+/g, ' '));
    }
    return [...found];
}"""


class Screen:
    """A page's screen, changed by the browser's protocol, since Playwright waits after each change."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.browser: CDPSession = page.context.new_cdp_session(page)
        self.resize(PHONE)

    def resize(self, width: int, height: int = LEAST_HEIGHT) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.send("Emulation.setDeviceMetricsOverride", metrics)

    def turn(self, mode: str) -> None:
        features = [
            {"name": "prefers-color-scheme", "value": mode},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.browser.send("Emulation.setEmulatedMedia", {"features": features})

    def picture(self, place: Path) -> None:
        response = self.browser.send(
            "Page.captureScreenshot", {"format": "jpeg", "quality": QUALITY, "optimizeForSpeed": True}
        )
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(base64.b64decode(response["data"]))


@dataclass(frozen=True)
class Checks:
    """The checks of a page: widths and modes of pictures, those for axe, and whether texts fit."""

    pictures: frozenset[Look] = frozenset()
    axe: frozenset[Look] = frozenset()
    checks_words: bool = False


def look(screen: Screen, wanted: Checks, place: Callable[[int, str], Path]) -> Iterator[str]:
    page = screen.page
    page.evaluate(READY)
    if wanted.axe:
        yield from (f"has a link to nowhere: {href}" for href in page.evaluate(TO_NOWHERE))
    for width in (SMALL_PHONE, *WIDTHS):
        screen.resize(width)
        if width == DESK and page.locator(FOLDS).count():
            page.reload()
        if wanted.checks_words:
            yield from _faults_in_words(page, width)
        for mode in (mode for mode in MODES if (width, mode) in wanted.pictures | wanted.axe):
            screen.turn(mode)
            if (width, mode) in wanted.pictures:
                # In a window as high as the page, fixed elements are at the page's edge.
                screen.resize(width, min(max(page.evaluate(HEIGHT), LEAST_HEIGHT), MOST_HEIGHT))
                screen.picture(place(width, mode))
            if (width, mode) in wanted.axe:
                yield from (f"at {width} in {mode}: {violation}" for violation in violations(page, MODERATE))


def _faults_in_words(page: Page, width: int) -> Iterator[str]:
    if (beyond := page.evaluate(STICKS_OUT)) > 0:
        yield f"is {beyond} px wider than {width}"
    yield from (f"cuts at {width}: {text}" for text in page.evaluate(CUT))
    if (
        width == PHONE
        and not page.locator(MAY_BE_LONGER).count()
        and (height := page.evaluate(HEIGHT)) > LONGEST
    ):
        yield f"is {height} px high at {width}"


def our_letters(page: Page) -> list[str]:
    return page.evaluate(OUR_LETTERS)

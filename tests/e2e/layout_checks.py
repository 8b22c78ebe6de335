"""Faults of a page's layout on a small phone, a phone and a desk, in light and dark."""

import os
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Literal
from urllib.parse import urlsplit
from zlib import crc32

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.visits import DESK, PHONE

SMALL_PHONE = 320
# A desk at 200 % zoom.
ZOOMED = DESK // 2
Look = tuple[int, Literal["light", "dark"]]
# axe checks each page every third day, alternately light on a desk and dark on a phone; `make matrix` checks both.
DAYS = 3
SOME_LOOKS: tuple[Look, ...] = ((DESK, "light"), (PHONE, "dark"))
ALL_LOOKS: tuple[Look, ...] = (*SOME_LOOKS, (DESK, "dark"), (PHONE, "light"))
EVERY = os.environ.get("MATRIX") == "every"
AXE = Axe()
# WCAG 2.2 AA with target sizes, which axe leaves out by default, headings and landmarks. Only violations are described,
# which halves the time.
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
GRAVE = ("serious", "critical")
MODERATE = ("moderate", *GRAVE)
# The skip link is one of the first two links, before all landmarks.
SKIPS = ([".skip"], [".tf-skip-link"])
STICKS_OUT = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
# A page ends after some screens of a phone, except for the full text of a report; translations are longer. Parts that a
# wide screen shows close.
LONGEST = 4000
HEIGHT = """async () => {
    await new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)));
    const { lang, scrollHeight } = document.documentElement;
    return lang !== "en" || document.querySelector(".tf-report-facts") ? 0 : scrollHeight;
}"""
# Larger text in the browser, which moves no breakpoint of our layouts (WCAG 1.4.4).
TWICE = """() => {
    const root = document.documentElement;
    root.style.fontSize = "200%";
    const beyond = root.scrollWidth - root.clientWidth;
    root.style.fontSize = "";
    return beyond;
}"""
TO_NOWHERE = """() => [...document.querySelectorAll('a[href=""], form[action=""]')].map(it => it.outerHTML)"""


def looks(path: str, day: date | None = None) -> tuple[Look, ...]:
    if EVERY:
        return ALL_LOOKS
    round_, turn = divmod(crc32(path.encode()) + (day or datetime.now(UTC).date()).toordinal(), DAYS)
    return (SOME_LOOKS[round_ % len(SOME_LOOKS)],) if turn == 0 else ()


def faults(page: Page, path: str, *, with_axe: bool = True) -> list[str]:
    page.set_viewport_size({"width": DESK, "height": 800})
    answer = page.goto(path)
    assert answer is not None
    result = [f"{path} answered {answer.status}"] if answer.status != 200 else []
    if urlsplit(page.url).path != urlsplit(path).path and path != "/":
        result.append(f"{path} led to {page.url}")
    return result + faults_here(page, path, with_axe=with_axe)


def faults_here(page: Page, path: str, *, with_axe: bool = True) -> list[str]:
    """Return the faults of the open page, which may come from a form; ``path`` names it."""
    results = [f"{path} has a link to nowhere: {link}" for link in page.evaluate(TO_NOWHERE)]
    for width in (SMALL_PHONE, PHONE, ZOOMED, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        if (beyond := page.evaluate(STICKS_OUT)) > 0:
            results.append(f"{path} is {beyond} px wider than {width}")
        if width == PHONE and (height := page.evaluate(HEIGHT)) > LONGEST:
            results.append(f"{path} is {height} px high at {width}")
    if (beyond := page.evaluate(TWICE)) > 0:
        results.append(f"{path} is {beyond} px wider than {DESK} with letters twice as large")
    for width, scheme in looks(path) if with_axe else ():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        results += [f"{path} at {width} in {scheme}: {violation}" for violation in violations(page)]
    return results


def violations(page: Page, impacts: Collection[str] = MODERATE if EVERY else GRAVE) -> list[str]:
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in AXE.run(page, options=RULES).response["violations"]
        if violation["impact"] in impacts
        for node in violation["nodes"]
        if violation["id"] != "region" or node["target"] not in SKIPS
    ]

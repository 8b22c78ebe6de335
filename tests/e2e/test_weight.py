"""The size of a first visit, layout shifts, and loading at 400 kbit/s.

`make journeys` measures every page of the list and writes docs/weight.md; the suite takes the heaviest of each kind.
"""

import os

import pytest
from playwright.sync_api import Browser

from tests.base import COMMITTED, World
from tests.e2e.half_year_pages import live_through
from tests.e2e.measurement_documents import write_weights
from tests.e2e.slow_network import Load, Meter
from tests.e2e.test_pages import PAGES
from tests.e2e.visits import PHONE, Visits
from tests.support.public_base import PAGES as PUBLIC
from tests.support.public_base import page as public
from tests.support.public_base import public_event, publish, service

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("line")]

EVERY = os.environ.get("JOURNEYS") == "write"
# Kilobytes transferred, seconds on the slow network, and allowed layout shift.
MOST, MOST_PUBLIC, SECONDS, SHIFT = 100, 50, 3, 0.02
# The very first page, which also needs a connection (TCP and TLS).
FIRST_TRIPS = 2
# By the clock, since other processes use the processors.
BY_THE_CLOCK = 6
# Pages on a slow network mostly wait, so several load at once.
AT_ONCE = 1 if EVERY else 4
ANYBODY = "anybody"
FIRST = PAGES[""]
SOME = {
    "": ["/accounts/login/"],
    "hill-leader": ["/c/hill/events/", "/c/hill/events/log/"],
    "hill-coordinator": ["/c/hill/", "/c/hill/offline/", "/c/hill/survey/{now}/diverse_participation/"],
    "usa-staff": ["/office/usa/"],
    ANYBODY: [public(), public("help/")],
}
ALL = {**PAGES, ANYBODY: [public(rest) for rest in PUBLIC]}


@pytest.mark.thorough
def test_every_page_is_small_and_stable_and_the_main_ones_load_within_three_seconds(
    chromium: Browser, town: World, proxied: str
):
    places = live_through(town)
    publish(town.hill, town["hill-coordinator"])
    public_event(town)
    service(town.hill)
    visits = Visits(chromium, town, proxied)
    requests = [
        (name, path, path.format(**places))
        for name, paths in (ALL if EVERY else SOME).items()
        for path in paths
    ]
    quick, slow = measure(visits, requests), measure(visits, requests, slow=True)
    if EVERY:
        seconds = {path: worked_out(path, load) for path, load in quick.items()}
        write_weights(quick, slow, seconds, *kept_for_later(visits))
    visits.close()
    assert visits.complaints == []
    result = faults(quick, slow)
    assert result == [], "\n".join(result)


def measure(visits: Visits, paths: list[tuple[str, str, str]], *, slow: bool = False) -> dict[str, Load]:
    """First visits with an empty cache; on the slow network several at once, each with its own connection."""
    results: dict[str, Load] = {}
    at_once = AT_ONCE if slow else 1
    for begin in range(0, len(paths), at_once):
        meters = {}
        for name, path, address in paths[begin : begin + at_once]:
            # Offline forms would load while other pages are measured.
            page = visits.open("" if name == ANYBODY else name, width=PHONE, worker=at_once == 1)
            meters[path] = Meter(page, slow=slow)
            meters[path].begin(address)
        for path, meter in meters.items():
            results[path] = meter.end()
            meter.page.context.close()
    return results


def kept_for_later(visits: Visits) -> tuple[int, float]:
    """Return the number and kilobytes of offline forms; their own page loads them soon."""
    page = visits.open("hill-coordinator", width=PHONE, worker=True)
    page.goto("/c/hill/events/")
    meter = Meter(page)
    page.goto("/c/hill/offline/")
    forms = page.evaluate("""async () => {
        const isDone = async () => (await offlineQueue.getSetting("stored /c/hill/offline/"))?.done;
        while (!(await isDone())) await new Promise(resolve => setTimeout(resolve, 100));
        return (await offlineQueue.listPages(offlineQueue.user)).length;
    }""")
    return forms, meter.bytes / 1000


def worked_out(path: str, load: Load) -> float:
    """Signed-in people already have a connection."""
    return load.worked_out(FIRST_TRIPS if path in FIRST or path.startswith("/p/") else 0)


def faults(quick: dict[str, Load], slow: dict[str, Load]) -> list[str]:
    results = []
    for path, load in quick.items():
        most = MOST_PUBLIC if path.startswith("/p/") else MOST
        if load.kilobytes > most:
            results.append(f"{path} weighs {load.kilobytes:.1f} kB")
        if (seconds := worked_out(path, load)) > SECONDS:
            results.append(f"{path} works after {load.trips} trips and {seconds:.2f} s")
    for path, load in slow.items():
        if max(load.contentful, load.usable) > BY_THE_CLOCK:
            results.append(f"{path} shows after {load.contentful:.1f} s and works after {load.usable:.1f} s")
    for path, load in [*quick.items(), *slow.items()]:
        if load.shift > SHIFT:
            results.append(f"{path} moves by {load.shift:.3f}")
    return results

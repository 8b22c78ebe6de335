"""The app as a phone receives it: compressed as by a proxy, and over a slow network if asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Page

# Bits and milliseconds: a poor mobile network.
SPEED, DELAY = 400_000, 400
# What the browser recorded of a page, after waiting for late fonts that may move text.
SEEN = """() => new Promise(done => {
    let shift = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) shift += one.value; }))
        .observe({ type: "layout-shift", buffered: true });
    const [page] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    setTimeout(() => done({
        contentful: (paint?.startTime ?? 0) / 1000, usable: page.domContentLoadedEventEnd / 1000, shift,
    }), 100);
})"""


def collect(folder: Path) -> dict[str, Any]:
    """Compress the static files into ``folder``; return settings that serve them and compress pages."""
    from django.conf import settings

    plain = {
        "STATIC_ROOT": folder,
        # Under plain names, since the icons' paths are cached.
        "STORAGES": {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
        },
        "WHITENOISE_USE_FINDERS": False,
        "WHITENOISE_AUTOREFRESH": False,
        "WHITENOISE_MAX_AGE": 3600,
        "MIDDLEWARE": ["django.middleware.gzip.GZipMiddleware", *settings.MIDDLEWARE],
    }
    with override_settings(**plain):
        call_command("collectstatic", interactive=False, verbosity=0)
    return plain


@contextmanager
def served(plain: dict[str, Any]) -> Iterator[str]:
    with override_settings(**plain):
        # Django's live server would serve the files uncompressed, so ours go through our middleware.
        thread = LiveServerThread("localhost", lambda media: media.application, connections_override={})  # type: ignore[arg-type]
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        try:
            yield f"http://localhost:{thread.port}"
        finally:
            thread.terminate()


@dataclass(frozen=True)
class Load:
    """``kilobytes`` transferred until the page was quiet, with HTTP/1 headers; ``needed``: those that it needs to work;
    ``trips``: the longest chain of requests until then; seconds to the first text and until it works; and layout
    shifts."""

    kilobytes: float
    needed: float
    trips: int
    contentful: float
    usable: float
    shift: float

    def worked_out(self, trips_before: int = 0) -> float:
        """Return the seconds on the slow network by arithmetic, independent of the machine: each trip, one after
        another, then each byte. ``trips_before``: to connect."""
        return (self.trips + trips_before) * DELAY / 1000 + self.needed * 8000 / SPEED


# Needed to work. Fonts and icons come later, and text is readable before.
WORKS_BY = ("Document", "Stylesheet", "Script")


class Meter:
    def __init__(self, page: Page, *, slow: bool = False) -> None:
        self.page = page
        self.bytes = self.needed = 0
        # The length of the request chain of each URL: one more than its initiator's. By request: what the page needs to
        # work.
        self.trips: dict[str, int] = {}
        self.works_by: set[str] = set()
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._finished)
        self.session.on("Network.requestWillBeSent", self._asked)
        if slow:
            line = {"latency": DELAY, "downloadThroughput": SPEED / 8, "uploadThroughput": SPEED / 8}
            self.session.send("Network.emulateNetworkConditions", {"offline": False, **line})

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]
        if event["requestId"] in self.works_by:
            self.needed += event["encodedDataLength"]

    def _asked(self, event: dict[str, Any]) -> None:
        if event.get("type") not in WORKS_BY:
            return
        self.works_by.add(event["requestId"])
        asked_by = event["initiator"]
        frames = asked_by.get("stack", {}).get("callFrames") or [{}]
        origin = asked_by.get("url") or frames[0].get("url", "")
        before = event.get("redirectResponse", {}).get("url") or origin
        self.trips[event["request"]["url"]] = self.trips.get(before, 0) + 1

    def begin(self, path: str) -> None:
        """Open a page for the first time without waiting for all of it."""
        self.bytes = self.needed = 0
        self.trips.clear()
        self.page.goto(path, wait_until="commit")

    def end(self) -> Load:
        self.page.wait_for_load_state("load")
        self.page.wait_for_load_state("networkidle")
        state = self.page.evaluate(SEEN)
        return Load(self.bytes / 1000, self.needed / 1000, max(self.trips.values()), **state)

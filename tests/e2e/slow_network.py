"""The app as a phone gets it: compressed as a proxy does it, over a slow line where that is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Page

# Bits and milliseconds: a poor phone line.
SPEED, DELAY = 400_000, 400
# What the browser saw of a page so far. Long enough for a font that comes late to move the words.
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
    """The static files compressed into ``folder``; the settings that serve them from there, and pages by gzip."""
    from django.conf import settings

    plain = {
        "STATIC_ROOT": folder,
        # Under plain names: what draws icons remembers their address.
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
    """The address of a server of its own, until the end of the block."""
    with override_settings(**plain):
        # Django's own server would hand out files as they lie in the folder: ours go through our middleware.
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
    """``kilobytes`` that travelled until the page was loaded and quiet, heads of HTTP/1 among them, ``needed``: those
    that it works by; ``trips``: how many times something is asked for because of an answer, until these are
    there; seconds until the first words and until everything works; how much moved by itself (the sum of layout
    shifts)."""

    kilobytes: float
    needed: float
    trips: int
    contentful: float
    usable: float
    shift: float

    def worked_out(self, trips_before: int = 0) -> float:
        """Seconds until it works on the slow line by arithmetic, which no busy machine changes: each trip is waited
        for, one after the other, and then each byte. ``trips_before``: until a line is there."""
        return (self.trips + trips_before) * DELAY / 1000 + self.needed * 8000 / SPEED


# What a page works by. Letters and icons come behind it: the words stand there, in others.
WORKS_BY = ("Document", "Stylesheet", "Script")


class Meter:
    """Counts the ``bytes`` that travel for a page from now on, heads among them."""

    def __init__(self, page: Page, *, slow: bool = False) -> None:
        self.page = page
        self.bytes = self.needed = 0
        # How many trips each address took: its own, and those to whatever asked for it. By request, what it works by.
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
        """Open a page for the first time, and do not wait for all of it."""
        self.bytes = self.needed = 0
        self.trips.clear()
        self.page.goto(path, wait_until="commit")

    def end(self) -> Load:
        self.page.wait_for_load_state("load")
        self.page.wait_for_load_state("networkidle")
        seen = self.page.evaluate(SEEN)
        return Load(self.bytes / 1000, self.needed / 1000, max(self.trips.values()), **seen)

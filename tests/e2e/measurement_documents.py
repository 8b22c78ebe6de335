"""Writes docs/weight.md and docs/journeys.md for `make journeys`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.e2e.journeys import Walked
from tests.e2e.slow_network import Load

ROOT = Path(__file__).resolve().parents[2]
# Measurements of the first version (docs/journeys.md names the commit).
FIRST = Path(__file__).with_name("journeys_first.json")

WEIGHTS = """# Page weight

First visits with an empty cache, in Chromium at 375 px, with the tests' half-year. Static files are served by
WhiteNoise (brotli), pages are compressed like the proxy does (gzip). `make journeys` writes this page; the
suite holds the limits on some of the pages.

- **kB**: all data until the page is loaded and quiet, including HTTP/1 headers (limits: 100, public pages 50).
  Some seconds later the offline queue begins to store forms, one a second ([offline use](offline.md)): {forms}
  for the coordinator of this town, {kept:.0f} kB.
- **works, s** (limit: 3) on a line of 400 kbit/s and 400 ms, computed from the requests, so that a busy machine
  does not change it: round trips (a request that depends on an answer), then the kilobytes that the page needs
  to work: HTML, styles, scripts. Fonts and icons come later. The very first page of a visit has two more round
  trips, for TCP and TLS.
- **moves**: the sum of layout shifts (limit: 0.02), on either line.
- **by the clock**: the same line, throttled in Chromium, with server and browser on one machine; seconds to the
  first text, and until everything works. No page took more than 2.9 s on 29 November 2026, when nothing else
  was running.

In the demo (20 communities of the US office) 1,279 addresses, at most two of a kind, were weighed on 29
November 2026. The heaviest are the office's reports (97 kB), its map (93) and the figures of all communities
(88); public pages have 6. `tests/recompute/test_weights.py` holds the office's pages at 100 kB. HTTP/1 headers
add about 7 kB.

| page | kB | works by, kB | trips | works, s | moves | by the clock: first words, s | works, s |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def write_weights(
    quick: Mapping[str, Load], slow: Mapping[str, Load], seconds: Mapping[str, float], forms: int, rows: float
) -> None:
    """``seconds``: calculated. ``rows``: kilobytes of the offline forms."""
    lines = [
        f"| `{path}` | {load.kilobytes:.1f} | {load.needed:.1f} | {load.trips} | {seconds[path]:.1f} "
        f"| {max(load.shift, slow[path].shift):.3f} | {slow[path].contentful:.1f} | {slow[path].usable:.1f} |\n"
        for path, load in quick.items()
    ]
    (ROOT / "docs" / "weight.md").write_text(WEIGHTS.format(forms=forms, kept=rows) + "".join(lines))


WALKS = """# Journeys

Five journeys by the shortest way, from the first page with an empty cache. `make journeys` writes this page
from walks in Chromium (`tests/e2e/journeys.py`).

- **Taps**: presses of a button, a link or a box; none of the journeys needs typing.
- **Seconds**: the machines' time, without a person's thinking, on an unlimited line and on one of 400 kbit/s
  and 400 ms.
- **kB**: all data. The first version was measured in the same way, in a clone of the commit named.

| journey | first version | taps | seconds | slow line, s | kB | now: taps | seconds | slow line, s | kB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""
NAMES = {
    "log_a_meeting": "Log a meeting (leader, phone)",
    "answer_the_survey": "Answer the survey's fourteen questions and submit (coordinator, phone)",
    "review_a_submission": "Review a submission and accept it (office, desk)",
    "build_a_report": "Build a report (coordinator, desk)",
    "find_help_and_leave": "Find help and leave (anybody, phone)",
}


def taps_at_first(name: str) -> int:
    return json.loads(FIRST.read_text())[name]["walked"][0]


def write_journeys(walks: Mapping[tuple[str, bool], Walked]) -> None:
    first = json.loads(FIRST.read_text())
    lines = []
    for name, title in NAMES.items():
        quick, slow = walks[name, False], walks[name, True]
        now = [quick.taps, quick.seconds, slow.seconds, quick.kilobytes]
        before = first[name]
        cells = [title, f"`{before['commit']}`", *_cells(before["walked"]), *_cells(now)]
        lines.append(f"| {' | '.join(cells)} |\n")
    (ROOT / "docs" / "journeys.md").write_text(WALKS + "".join(lines) + first["note"])


def _cells(walked: Sequence[float]) -> list[str]:
    taps, seconds, slow, kilobytes = walked
    return [str(taps), f"{seconds:.1f}", f"{slow:.1f}", f"{kilobytes:.0f}"]

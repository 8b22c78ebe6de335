"""What `make journeys` writes down: docs/weight.md and docs/journeys.md."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.e2e.journeys import Walked
from tests.e2e.line import Load

ROOT = Path(__file__).resolve().parents[2]
# What the same journeys took when they were first there (docs/journeys.md says at which commit).
FIRST = Path(__file__).with_name("journeys_first.json")

WEIGHTS = """# What pages weigh

First visits with an empty cache, in Chromium at 375 px, on the tests' half-year; static files as WhiteNoise serves
them (brotli), pages compressed as the proxy does it (gzip). Written by `make journeys`; the suite holds the limits on
some of the pages. kB: all that travels until the page is loaded and quiet, with the heads of HTTP/1, which the HTTP/2
of our proxies packs (at most 100, public 50). Some seconds later the outbox begins to keep forms, one a second
([offline](offline.md)): for the coordinator of this town {forms} in {kept:.0f} kB, which no page waits for. Moves:
the sum of layout shifts, at most 0.02, on either line.

On a line of 400 kbit/s and 400 ms a page works after at most 3 s. That is worked out from what the browser asked for,
so that no busy machine changes it: trips (something is asked for because of an answer) one after the other, then the
kilobytes of all that it works by: page, styles, scripts. Letters and icons come behind them. The first page of all
(before the login, or of a town for everybody) has two trips more, for TCP and TLS. By the clock: the same line,
throttled in Chromium on one machine with server and browser, and whoever else was at work there (nobody on 29 November
2026, when no page took more than 2.9 s); seconds to the first words, and until everything works.

Of the demo, whose US office has 20 communities, 1,279 addresses, at most two of a kind, were weighed on 29 November
2026: each page by gzip and its files by brotli. The heaviest are the office's reports with 97 kB, 99 with the heads of
HTTP/2 (107 the day before, 123 with a picture, which now comes when somebody reads so far; letters that no page uses
left both faces, 3 kB), then the office's map (93) and the figures of all communities (88). Pages for everybody have
6. `tests/recompute/test_weights.py` holds the office's pages at 100 kB. HTTP/1 takes some 7 kB more for its heads.

| page | kB | works by, kB | trips | works, s | moves | by the clock: first words, s | works, s |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def write_weights(
    quick: Mapping[str, Load],
    slow: Mapping[str, Load],
    seconds: Mapping[str, float],
    forms: int,
    kept: float,
) -> None:
    """``seconds``: worked out. ``kept``: kilobytes of the forms for when there is no signal."""
    lines = [
        f"| `{path}` | {load.kilobytes:.1f} | {load.needed:.1f} | {load.trips} | {seconds[path]:.1f} "
        f"| {max(load.shift, slow[path].shift):.3f} | {slow[path].contentful:.1f} | {slow[path].usable:.1f} |\n"
        for path, load in quick.items()
    ]
    (ROOT / "docs" / "weight.md").write_text(WEIGHTS.format(forms=forms, kept=kept) + "".join(lines))


WALKS = """# Five journeys

Each by the shortest way there is, from the first page with an empty cache. Taps: presses of a button, a link or a box;
nothing has to be typed on any of them. Seconds: what the machines take, without a person's thinking, on a line without
limits and on one of 400 kbit/s and 400 ms. kB: all that travels. Written by `make journeys` from walks in Chromium
(`tests/e2e/journeys.py`); the first version was walked in the same way, with the same counting, in a clone of the
commit named.

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


def write_journeys(found: Mapping[tuple[str, bool], Walked]) -> None:
    first = json.loads(FIRST.read_text())
    lines = []
    for name, words in NAMES.items():
        quick, slow = found[name, False], found[name, True]
        now = [quick.taps, quick.seconds, slow.seconds, quick.kilobytes]
        before = first[name]
        cells = [words, f"`{before['commit']}`", *_cells(before["walked"]), *_cells(now)]
        lines.append(f"| {' | '.join(cells)} |\n")
    (ROOT / "docs" / "journeys.md").write_text(WALKS + "".join(lines) + first["note"])


def _cells(walked: Sequence[float]) -> list[str]:
    taps, seconds, slow, kilobytes = walked
    return [str(taps), f"{seconds:.1f}", f"{slow:.1f}", f"{kilobytes:.0f}"]

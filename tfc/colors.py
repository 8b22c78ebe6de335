"""The colors of static/css/tokens.css: the purpose of each, and the contrast between two of them (WCAG 2.2)."""

import re
from functools import cache
from itertools import product
from pathlib import Path

STYLES = Path(__file__).resolve().parent.parent / "static" / "css"
# The first block that each selector opens; print.css has its own colors.
SELECTORS = {"light": ":root,", "dark": '[data-bs-theme="dark"] {', "auto": '[data-bs-theme="auto"] {'}
TEXT, CONTROL = 4.5, 3.0

MEANINGS = {
    "paper": "the page itself",
    "surface": "what lies on the page: cards, lists, fields",
    "sunken": "what lies below it: footer, filters, quiet boxes",
    "ink": "words",
    "muted": "words that matter less",
    "line": "parts what belongs apart; never the only sign of anything",
    "edge": "around quiet boxes and tags, where their ground is hardly another than the page's: in the dark",
    "land": "on a map",
    "control": "the edge of a field or of a sign",
    "accent": "links, buttons, where one is",
    "accent-strong": "the same under the pointer",
    "on-accent": "words on the accent",
    "accent-soft": "the ground of what is chosen",
    "hero": "the one thing to do next",
    "hero-deep": "its other end",
    "on-hero": "words on it",
    "warm": "what wants a look: the mark, eyebrows, what came back",
    "warm-soft": "its ground",
    "focus": "the ring around what the keyboard is on",
    "exit": "the way out of pages for anybody",
    "on-exit": "words on it",
    "good": "met, held, accepted",
    "good-soft": "its ground",
    "mid": "partly met, lapses soon",
    "mid-soft": "its ground",
    "bad": "not met, wrong, cannot be undone",
    "bad-soft": "its ground",
    "calm": "submitted, inconclusive, for your information",
    "calm-soft": "its ground",
    "chart-1": "the first series of a chart",
    "chart-2": "the second, and one's own place among others",
    "chart-3": "the third",
    "chart-4": "the fourth",
    "chart-5": "the fifth",
    "chart-6": "the sixth, and what is not rated",
    "chart-met": "met, as an area",
    "chart-partly": "partly met, as an area",
    "chart-not-met": "not met, as an area",
    "chart-inconclusive": "inconclusive, as an area",
    "chart-open": "not known yet, as an area with an edge",
}
_GROUNDS = ("paper", "surface", "sunken")
_SIGNALS = ("good", "mid", "bad", "calm", "accent", "warm")
# A text, edge or area color with each background that it is used on, and the minimum contrast.
PAIRS = [
    *((ink, ground, TEXT) for ink, ground in product(("ink", "muted", "accent", "accent-strong"), _GROUNDS)),
    *((ink, f"{ink}-soft", TEXT) for ink in _SIGNALS),
    *(("ink", f"{soft}-soft", TEXT) for soft in _SIGNALS),
    *((ink, ground, TEXT) for ink, ground in product(("good", "mid", "bad", "calm"), ("paper", "surface"))),
    *(("warm", ground, TEXT) for ground in ("paper", "surface")),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-exit", "exit", TEXT),
    ("on-hero", "hero", TEXT),
    ("on-hero", "hero-deep", TEXT),
    *((line, ground, CONTROL) for line, ground in product(("control", "focus"), _GROUNDS)),
    ("control", "accent-soft", CONTROL),
    *((f"chart-{number}", ground, CONTROL) for number, ground in product(range(1, 7), ("paper", "surface"))),
]


@cache
def tokens(mode: str) -> dict[str, str]:
    """Return {name without ``--tf-``: value} for "light", "dark" or "auto" (dark mode by the device's setting)."""
    block = (STYLES / "tokens.css").read_text().split(SELECTORS[mode], 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--tf-([\w-]+):\s*([^;]+);", block))


def contrast(color: str, other: str) -> float:
    """Return the contrast ratio of two colors written as ``#rrggbb``, from 1 to 21."""
    dark, light = sorted((_luminance(color), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

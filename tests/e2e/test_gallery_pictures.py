"""Screenshots of the gallery of components on a phone and a desk, in light and dark (build/gallery)."""

from io import BytesIO
from itertools import product
from typing import Literal

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Page

from dev.layout import BUILD
from tests.base import COMMITTED
from tests.e2e.layout_checks import ALL_LOOKS, EVERY, SOME_LOOKS, STICKS_OUT, violations
from tests.e2e.visits import DESK, PHONE, Visits

pytestmark = [
    COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages"), pytest.mark.urls("tests.dashboards.test_gallery"),
]  # fmt: skip

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LOOKS = ALL_LOOKS if EVERY else SOME_LOOKS
# Average brightness of 255 of a light and of a dark page with text.
LIGHT, DARK = 180, 90
# Components with text that take no space.
WITHOUT_ROOM = """() => [...document.querySelectorAll("main [class*='tf-']")]
    .filter(it => it.innerText && it.checkVisibility() && !it.closest("svg, .visually-hidden"))
    .filter(it => it.getClientRects().length && !(it.offsetWidth && it.offsetHeight))
    .map(it => it.className)"""


def brightness(page: Page, name: str) -> float:
    picture = page.screenshot(full_page=True)
    folder = BUILD / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.png").write_bytes(picture)
    return ImageStat.Stat(Image.open(BytesIO(picture)).convert("L")).mean[0]


@pytest.mark.thorough
def test_all_parts_are_seen_in_light_and_dark(visits: Visits):
    page, heights = visits.open(), {}
    for width, scheme in product((PHONE, DESK), SCHEMES):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/gallery/")
        assert page.evaluate(WITHOUT_ROOM) == []
        assert page.evaluate(STICKS_OUT) <= 0
        assert (width, scheme) not in LOOKS or violations(page) == [], (width, scheme)
        heights[width, scheme] = brightness(page, f"{width}-{scheme}")
    assert min(heights[width, "light"] for width in (PHONE, DESK)) > LIGHT, heights
    assert max(heights[width, "dark"] for width in (PHONE, DESK)) < DARK, heights

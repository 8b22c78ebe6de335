"""`make pictures`: the pictures of the guides, from the demo, at a phone's width in each language. Not collected by
pytest."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, Route
from pytest_django.live_server_helper import LiveServer

from communities.models import User
from tests.base import COMMITTED, sign_in
from tests.e2e.conftest import ARGUMENTS, playwright  # noqa: F401
from tests.pictures.shots import MOST_BYTES, SHOTS, Shot
from tests.row_sets import load_demo
from tests.screens.fonts import font_config
from tfc.help_pages import PICTURE_HEIGHT, PICTURE_WIDTH

pytestmark = [COMMITTED, pytest.mark.browser]
STATIC = Path(__file__).resolve().parents[2] / "static"
# The end of the last complete line with some room; below is the page's background.
WHOLE_LINES = """async (height) => {
    await document.fonts.ready;
    const lines = [];
    const texts = document.createTreeWalker(document.querySelector("body"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        if (texts.currentNode.data.trim()) lines.push(...range.getClientRects());
    }
    const drawn = document.querySelectorAll("input, select, button, .btn, svg");
    lines.push(...[...drawn].map((one) => one.getBoundingClientRect()).filter((one) => one.height < height / 4));
    let end = height;
    for (let cut; (cut = lines.find((one) => one.height && one.top < end && one.bottom > end)); end = cut.top);
    const ground = document.createElement("div");
    ground.style.cssText = `position: fixed; inset: ${end}px 0 0; z-index: 9999; background: ` +
        getComputedStyle(document.body).backgroundColor;
    if (end > height / 2) document.body.append(ground);
}"""


@pytest.fixture
def browser(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:  # noqa: F811
    """A browser with fonts of each language."""
    result = playwright.chromium.launch(
        executable_path=os.environ["CHROMIUM"],
        args=list(ARGUMENTS),
        env={**os.environ, **font_config(tmp_path)},
    )
    yield result
    result.close()


def take(page: Page, shot: Shot, language: str) -> None:
    # Public pages take the language from the URL, not from a cookie.
    page.goto(shot.path if shot.person else f"{shot.path}?lang={language}")
    page.locator("main").wait_for()
    # The demo's ribbon and the bottom bar say nothing about the page and hide parts of it.
    page.add_style_tag(
        content=".tf-banner, .tf-tabs { display: none } .tf-actions-sticky { position: static !important }"
    )
    page.evaluate(WHOLE_LINES, PICTURE_HEIGHT)
    store(
        page.screenshot(clip={"x": 0, "y": 0, "width": PICTURE_WIDTH, "height": PICTURE_HEIGHT}),
        STATIC / shot.get_file(language),
    )


def with_its_letters(route: Route) -> None:
    """Wait for the page's own fonts, which a visitor may not get in time."""
    answer = route.fetch()
    route.fulfill(
        response=answer, body=answer.text().replace("font-display: optional", "font-display: block")
    )


def store(shot: bytes, path: Path) -> None:
    """Store the picture with the best quality that fits a phone's page budget."""
    path.parent.mkdir(exist_ok=True, parents=True)
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    for quality in (80, 70, 60, 50, 40):
        result = io.BytesIO()
        image.save(result, "WEBP", quality=quality, method=6)
        if result.tell() <= MOST_BYTES:
            break
    path.write_bytes(result.getvalue())


@pytest.mark.parametrize("language", dict(django_settings.LANGUAGES))
def test_it_takes_each_picture(browser: Browser, live_server: LiveServer, settings, language: str):
    settings.DEMO = True
    load_demo()
    for person in dict.fromkeys(shot.person for shot in SHOTS):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": PICTURE_WIDTH, "height": PICTURE_HEIGHT},
            color_scheme="light",
            bypass_csp=True,
            locale="en-US",
        )
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if person:
            session = sign_in(Client(), User.objects.get(email=person)).cookies[settings.SESSION_COOKIE_NAME]
            cookies[settings.SESSION_COOKIE_NAME] = session.value
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        context.route("**/css/tokens*.css", with_its_letters)
        page = context.new_page()
        for shot in SHOTS:
            if shot.person == person:
                take(page, shot, language)
        context.close()

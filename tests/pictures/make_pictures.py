"""`make pictures`: the pictures of the guides, from the demo, at a phone's width. No test: pytest takes it by name."""

import io
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from communities.models import User
from evaluation.guides.pictures import HEIGHT, MOST_BYTES, PICTURES, WIDTH, Picture
from tests.base import COMMITTED, sign_in
from tests.e2e.conftest import chromium  # noqa: F401
from tests.kept import load_demo

pytestmark = [COMMITTED, pytest.mark.browser]
STATIC = Path(__file__).resolve().parents[2] / "static"


def take(page: Page, one: Picture) -> None:
    page.goto(one.path)
    page.locator("main").wait_for()
    # The demo's ribbon and the bar at the bottom tell nothing about the page, and what sticks there hides some of it.
    page.add_style_tag(
        content=".tf-demo, .tf-tabs { display: none } .tf-actions-sticky { position: static !important }"
    )
    store(page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}), STATIC / one.file)


def store(shot: bytes, path: Path) -> None:
    """As good as fits into what a phone may load."""
    path.parent.mkdir(exist_ok=True)
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    for quality in (80, 70, 60, 50, 40):
        made = io.BytesIO()
        image.save(made, "WEBP", quality=quality, method=6)
        if made.tell() <= MOST_BYTES:
            break
    path.write_bytes(made.getvalue())


def test_it_takes_each_picture(chromium: Browser, live_server: LiveServer, settings):  # noqa: F811
    settings.DEMO = True
    load_demo()
    for person in dict.fromkeys(one.person for one in PICTURES):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="light",
            bypass_csp=True,
            locale="en-US",
        )
        if person:
            session = (
                sign_in(Client(), User.objects.get(email=person)).cookies[settings.SESSION_COOKIE_NAME].value
            )
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
        page = context.new_page()
        for one in PICTURES:
            if one.person == person:
                take(page, one)
        context.close()

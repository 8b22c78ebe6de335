"""The error page and the log contain neither the person, nor the request's data, nor settings."""

import io
import logging
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.base import World, begin_session
from tfc.logs import HideSecrets, Line, json_lines
from tfc.tokens import new_token
from tfc.urls import handler400, handler404, handler500, urlpatterns  # noqa: F401

NAME, MAIL, TOKEN, LOCAL = "Rosa Canary", "rosa.canary@example.org", new_token(), "Canary-of-the-frame"


def breaks(request: HttpRequest) -> HttpResponse:
    local = LOCAL  # noqa: F841 (a report with frames would show it)
    raise ValueError(f"{MAIL} at /p/hill/{TOKEN}/ with {request.GET.get('name', '')[:0]}what was typed")


urlpatterns = [*urlpatterns, path("p/hill/breaks/", breaks), path("breaks/", breaks)]


@pytest.fixture(params=["line", "json"])
def written(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(HideSecrets())
    handler.setFormatter(
        json_lines() if request.param == "json" else Line("%(levelname)s %(name)s %(message)s")
    )
    logging.getLogger().addHandler(handler)
    yield stream.getvalue
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("place", ["/p/hill/breaks/", "/breaks/"])
def test_a_broken_page_says_nothing(place: str, world: World, written: Callable[[], str]):
    client = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Canary-Agent")
    begin_session(client, world["hill-leader"])
    response = client.post(f"{place}?name=Rosa+Canary", {"name": NAME, "email": MAIL, "token": TOKEN})
    page, log = response.content.decode(), written()
    assert response.status_code == 500
    secrets: list[str] = [settings.SECRET_KEY, str(settings.DATABASES["default"]["PASSWORD"])]
    everything: list[str] = [
        NAME,
        MAIL,
        TOKEN,
        LOCAL,
        "203.0.113.77",
        "Canary-Agent",
        world["hill-leader"].email,
        *secrets,
    ]
    assert [text for text in [*everything, "ValueError", "Traceback", "tests/security"] if text in page] == []
    assert [text for text in everything if text in log] == []
    assert "ValueError" in log, "who mends it must know what broke"

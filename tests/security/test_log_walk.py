"""A visitor signs in, accepts an invitation, answers surveys and looks for help; then the logs are read.

Web server and worker are real processes, started as on a server. The proxies write no access log
(tests/test_deploy.py).
"""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from communities.models import Role
from evaluation.models import Round
from tests.base import COMMITTED, World, sign_in
from tests.communities.base import invite_to
from tests.evaluation.rounds_world import fill_town, make_round
from tests.residents.public_base import HERE, add_wave, answers, choices, get_form_data
from tests.row_sets import stored_world
from tests.security.depth import EVERY
from tests.support.public_base import publish, service
from tests.worker_processes import Plant

pytestmark = [
    COMMITTED,
    pytest.mark.xdist_group("traces"),
    pytest.mark.skipif(not EVERY, reason="starts a web server and a worker: make security"),
]

# Personal data in the requests, which must be in no log.
AGENT, FROM, REFERRER = "Canary-Agent/7.7", "203.0.113.77", "https://canary.example/from"
NAME, MAIL, WORD, SECRET = "Canaryname", "canary.person@example.net", "Canaryword", "canary-secret-2026-x"
LOOKED_FOR = ("need=physical", "language=es", "psychological")
CANARIES = (
    AGENT,
    "Canary-Agent",
    FROM,
    "canary.example",
    NAME,
    MAIL,
    "canary.person",
    WORD,
    SECRET,
    *LOOKED_FOR,
)


class Walker:
    """A browser with its own connection to the web server."""

    def __init__(self, port: int) -> None:
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def close(self) -> None:
        self.connection.close()

    def ask(self, path: str, sent: Mapping[str, object] | None = None) -> tuple[int, str]:
        headers = {
            "User-Agent": AGENT, "X-Forwarded-For": FROM, "Referer": REFERRER,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }  # fmt: skip
        body = None
        if sent is not None:
            token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
            body = urlencode({**token, **sent}, doseq=True)
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST" if body is not None else "GET", path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode(errors="replace")
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return response.status, text


@pytest.fixture
def town(transactional_db: None) -> World:
    return stored_world()


class WithoutMail(Plant):
    """The worker has emails to send and no mail server: the log must say so without quoting them."""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "1"}


@pytest.fixture
def plant(town: World, tmp_path: Path) -> Iterator[Plant]:
    without_mail = WithoutMail(tmp_path)
    without_mail.start_broker()
    yield without_mail
    without_mail.stop()


@pytest.fixture
def port(plant: Plant) -> int:
    """Start a web server as on a server and return its port."""
    return plant.start_web(LOG_LEVEL="DEBUG")


def sign_in_wrongly_and_rightly(walker: Walker, town: World) -> None:
    email = town["hill-leader"].email
    for login, password in ((MAIL, SECRET), (email, SECRET), (email, "traffickfree-demo")):
        walker.ask("/accounts/login/")
        status, _page = walker.ask("/accounts/login/", {"login": login, "password": password})
    assert status == 302
    walker.ask("/accounts/login/code/", {"email": MAIL})
    walker.ask("/accounts/password/reset/", {"email": MAIL})


def come_by_an_invitation(walker: Walker, town: World) -> str:
    _invitation, token = invite_to(town.hill, MAIL, town["hill-coordinator"], Role.LEADER)
    path = f"/invitations/{token}/"
    walker.ask(path)
    walker.ask(f"/accounts/signup/?next={path}")
    form = {"name": NAME, "email": MAIL, "password1": SECRET, "next": path}
    assert walker.ask("/accounts/signup/", form)[0] == 302
    assert walker.ask(f"{path}accept/", {})[0] == 302
    return token


def answer_the_half_year(walker: Walker, town: World, round_: Round) -> None:
    browser = sign_in(Client(), town["hill-coordinator"])
    walker.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert walker.ask("/c/hill/survey/")[0] == 200
    url = f"/c/hill/survey/{round_.half_year}/meets_consistently/"
    walker.ask(url)
    walker.ask(url, {"act": "override", "value": "nonsense", "reason": WORD, "evidence": WORD})


def answer_as_a_resident(walker: Walker, town: World) -> None:
    wave = add_wave(town.hill)
    assert walker.ask(HERE)[0] == 200
    assert walker.ask(HERE, get_form_data(wave, route_unprompted=WORD))[0] == 200
    assert walker.ask(HERE, choices(wave))[0] == 302
    assert walker.ask(HERE, choices(wave, definition=WORD))[0] == 422
    assert len(answers(town.hill)) == 1


def look_for_help(walker: Walker, town: World) -> None:
    publish(town.hill, town["hill-coordinator"])
    service(town.hill)
    for rest in ("", "help/", "safety/", "figures/"):
        assert walker.ask(f"/p/hill/{rest}")[0] == 200
    for rest in ("help/?need=physical&language=es", "help/?need=psychological", "nothing/?need=physical"):
        assert walker.ask(f"/p/hill/{rest}")[0] == 302
    assert walker.ask("/p/hill/nothing/")[0] == 404
    walker.ask("/p/hill/volunteer/")
    walker.ask("/p/hill/volunteer/", {"name": NAME, "reach": MAIL, "message": WORD})


def break_a_page(walker: Walker) -> None:
    """Exceptions and their frames are logged as well."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE support_service RENAME TO support_service_away")
        try:
            assert walker.ask("/p/hill/help/?lang=es")[0] == 500
        finally:
            cursor.execute("ALTER TABLE support_service_away RENAME TO support_service")


def test_no_log_holds_who_asked_or_what_was_typed(town: World, plant: Plant, port: int):
    round_ = make_round(town.usa)
    fill_town(town, town.hill)
    plant.start_worker(schedule=False)
    with ExitStack() as ends:

        def walker() -> Walker:
            return ends.enter_context(closing(Walker(port)))

        sign_in_wrongly_and_rightly(walker(), town)
        token = come_by_an_invitation(walker(), town)
        answer_the_half_year(walker(), town, round_)
        answer_as_a_resident(walker(), town)
        look_for_help(walker(), town)
        break_a_page(walker())
    plant.wait_for_log("was not sent", times=1)
    texts = {name: plant.log(name) for name in ("web", "worker*")}
    # Positive controls: each log says something about the visit.
    assert "POST /accounts/login/" in texts["web"]
    assert "A public page failed: ProgrammingError" in texts["web"]
    assert [line for line in texts["web"].splitlines() if "/p/" in line] == []
    assert "was not sent" in texts["worker*"]
    for name, log in texts.items():
        assert [text for text in (*CANARIES, token) if text.lower() in log.lower()] == [], name
        assert [line for line in log.splitlines() if "@" in line and "example" in line] == [], name

"""No request under /p/ is logged, whatever the response; errors are logged without the request."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from support.views import public
from tests.base import World
from tests.support.public_base import PAGES, page, publish, service
from tfc.logs import DropPublicRequests
from tfc.tracing import is_public_path

TYPED = "Canaryword"


class Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def records(world: World) -> Iterator[list[logging.LogRecord]]:
    """Record every logger down to DEBUG, with a handler on each."""
    publish(world.hill, world["hill-coordinator"])
    service(world.hill)
    recorder = Recorder()
    loggers = [logging.getLogger()]
    loggers += [
        logger for logger in logging.Logger.manager.loggerDict.values() if isinstance(logger, logging.Logger)
    ]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(recorder)
        logger.setLevel(logging.DEBUG)
    yield recorder.records
    for logger, level in before:
        logger.removeHandler(recorder)
        logger.setLevel(level)


def test_other_pages_are_logged(records: list[logging.LogRecord], client: Client):
    """Positive control: Django logs a missing page elsewhere."""
    client.get("/nowhere/")
    assert any("/nowhere/" in record.getMessage() for record in records)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((page(rest), 200) for rest in PAGES),
        (page("help/?need=physical&language=es"), 302),
        (page("nowhere/"), 404),
        (page(slug="nowhere"), 404),
        (page("events/99/"), 404),
        (page("survey/unknown/"), 404),
        (page("confirm/unknown/"), 404),
        (page("check-in/unknown/"), 404),
        ("/p/", 404),
        ("/p/hill/help", 301),
        ("/%70/hill/nowhere/", 404),
        ("/P/HILL/HELP/", 404),
        ("/./p/hill/help/", 404),
        (page("help/?page=%00"), 302),
    ],
)
def test_nothing_is_logged(records: list[logging.LogRecord], client: Client, path: str, status: int):
    assert client.get(path).status_code == status
    assert [record.getMessage() for record in records] == []


def test_nothing_is_logged_of_what_is_refused(records: list[logging.LogRecord]):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    many = {f"field-{number}": TYPED for number in range(2001)}
    answers = [
        client.post(page("volunteer/"), {"name": TYPED}),
        client.post(page("survey/unknown/"), many),
        client.post(page("help/"), {"need": TYPED}),
        client.get(page("help/"), headers={"host": "elsewhere.example"}),
        client.head(page("help/"), headers={"accept": TYPED, "accept-language": TYPED}),
    ]
    assert [answer.status_code for answer in answers] == [403, 400, 403, 400, 200]
    assert [record.getMessage() for record in records] == []


def test_an_error_is_logged_without_the_request(
    records: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
):
    def break_down(*_args: object) -> None:
        raise ValueError(TYPED)

    monkeypatch.setattr(public, "get_public_services", break_down)
    client = Client(raise_request_exception=False)
    assert client.get(page(f"help/?lang=es&x={TYPED}")).status_code == 302
    assert client.get(page("help/?lang=es")).status_code == 500
    messages = {record.getMessage() for record in records}
    assert len(messages) == 1
    [message] = messages
    assert message.startswith("A public page failed: ValueError\n")
    assert "break_down" in message
    for text in ("/p/", "hill", TYPED, "lang=es"):
        assert text not in message.replace(__file__, "")
    assert [record for record in records if record.exc_info or hasattr(record, "request")] == []


def test_the_next_request_is_logged_again(records: list[logging.LogRecord], client: Client):
    client.get(page("nowhere/"))
    client.get("/nowhere/")
    assert [record.getMessage() for record in records if record.name == "django.request"] != []
    assert not [record for record in records if "/p/" in record.getMessage()]


@pytest.mark.parametrize("path", ["//p/hill/help/", "/p/", "/p", "///p", "/P/Hill/", "/./p/hill/"])
def test_it_knows_a_public_address_however_it_is_written(path: str):
    assert is_public_path(path)
    assert not is_public_path(f"/c{path}")


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ('"GET /p/hill/help/?need=physical HTTP/1.1" 200 123', False),
        ("Client disconnected while serving /p/hill/survey/bcdf2345/", False),
        ("https://tfc.example/p/hill/", False),
        ("//p/hill/", False),
        ("Not Found: /P/hill/", False),
        ("GET /p HTTP/1.1", False),
        ("/c/hill/events/", True),
        ("/srv/app/p/module.py", True),
        ("/pages/", True),
    ],
)
def test_a_line_that_names_a_public_address_is_dropped_in_any_thread(line: str, is_kept: bool):
    record = logging.LogRecord("any", logging.INFO, "x", 1, "%s", (line,), None)
    assert DropPublicRequests().filter(record) is is_kept


def test_a_logger_that_comes_later_drops_them_too(
    records: list[logging.LogRecord], client: Client, monkeypatch: pytest.MonkeyPatch
):
    def say(*_args: object) -> list[object]:
        logging.getLogger("a.library.of.later").error("Something happened.")
        return []

    monkeypatch.setattr(public, "get_public_services", say)
    assert client.get(page("help/")).status_code == 200
    assert records == []
    say()
    assert [record.name for record in records] == ["a.library.of.later"]

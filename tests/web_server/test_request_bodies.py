"""How much the web server reads of a request before a thread works on it."""

from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests.web_server.base import connect, head, read_answer, serving
from tfc.tokens import sign_session_key
from tfc.web_server.request_bodies import (
    ANONYMOUS_BYTES,
    BODY_SECONDS,
    BYTES_A_SECOND,
    HEADER_SECONDS,
    REFUSED_WITH,
    UPLOAD_BYTES,
    UPLOAD_SECONDS,
    RequestParser,
    body_limit,
)

SESSION = f"{settings.SESSION_COOKIE_NAME}={sign_session_key('abc')}"
MADE_UP = f"{settings.SESSION_COOKIE_NAME}={'x' * 40}"
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("path", "cookie", "content_type", "limit"),
    [
        ("/p/hill/survey/", "", FORM, ANONYMOUS_BYTES),
        ("/p/hill/survey/", SESSION, FILES, ANONYMOUS_BYTES),
        ("/accounts/login/", "", FORM, ANONYMOUS_BYTES),
        ("/c/hill/library/", "", FILES, ANONYMOUS_BYTES),
        ("/c/hill/library/", MADE_UP, FILES, ANONYMOUS_BYTES),
        ("/c/hill/library/", f"{settings.SESSION_COOKIE_NAME}=\xe9", FILES, ANONYMOUS_BYTES),
        ("/c/hill/library/", f"language=es; {SESSION}", FILES, UPLOAD_BYTES),
        ("/c/hill/events/", SESSION, FORM, settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
    ],
)
def test_only_people_who_signed_in_upload_files(path: str, cookie: str, content_type: str, limit: int):
    assert body_limit(path, {"COOKIE": cookie, "CONTENT_TYPE": content_type}) == limit


def test_a_body_within_the_limit_arrives_whole():
    with serving() as port, connect(port) as connection:
        connection.sendall(head(ANONYMOUS_BYTES) + b"a" * ANONYMOUS_BYTES)
        assert read_answer(connection) == (200, str(ANONYMOUS_BYTES))
        connection.sendall(head("chunked") + b"3\r\nabc\r\n0\r\n\r\n")
        assert read_answer(connection) == (200, "3")


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_over_the_limit_is_read_to_its_end_and_not_kept(is_chunked: bool):
    """A browser shows the response only after sending everything."""
    size = ANONYMOUS_BYTES + 1
    body = b"a" * size
    with serving() as port, connect(port) as connection:
        if is_chunked:
            connection.sendall(head("chunked") + f"{size:x}\r\n".encode() + body + b"\r\n0\r\n\r\n")
        else:
            connection.sendall(head(size) + body)
        assert read_answer(connection) == (413, "0")
        connection.sendall(head(2) + b"ab")
        assert read_answer(connection) == (200, "2")


def parser(content_length: int, received: int) -> RequestParser:
    request_parser = RequestParser(None)
    request_parser.headers_finished, request_parser.content_length, request_parser.body_bytes_received = (
        True,
        content_length,
        received,
    )
    return request_parser


@pytest.mark.parametrize(
    ("received", "seconds", "is_late"),
    [
        (0, BODY_SECONDS - 1, False),
        (7, BODY_SECONDS + 1, True),
        (10 * BYTES_A_SECOND, BODY_SECONDS + 9, False),
        (10 * BYTES_A_SECOND, BODY_SECONDS + 11, True),
        (UPLOAD_BYTES, UPLOAD_SECONDS + 1, True),
    ],
)
def test_a_body_must_arrive_at_the_rate_of_a_slow_phone(received: int, seconds: float, is_late: bool):
    assert parser(UPLOAD_BYTES, received).is_late(seconds) is is_late


def test_headers_have_a_deadline_of_their_own():
    assert RequestParser(None).is_late(HEADER_SECONDS + 1)


def refused(client: Client, path: str, status: HTTPStatus, **environ: Any) -> Any:
    """Return the response to a request whose body was discarded."""
    return client.post(path, **{REFUSED_WITH: status, **environ})


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too large to send"),
        (HTTPStatus.REQUEST_TIMEOUT, "Sending took too long"),
        (HTTPStatus.SERVICE_UNAVAILABLE, "Too many files are being uploaded"),
    ],
)
def test_the_application_explains_a_refusal(client: Client, status: HTTPStatus, sentence: str):
    page = refused(client, "/c/hill/events/", status)
    assert page.status_code == status
    assert sentence in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert not page.cookies


@pytest.mark.parametrize("language", ["es", "zh-hans"])
def test_it_explains_it_in_the_readers_language(client: Client, language: str):
    page = refused(
        client, "/c/hill/events/", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTP_ACCEPT_LANGUAGE=language
    )
    with translation.override(language):
        sentence = translation.gettext("This is too large to send")
    assert sentence != "This is too large to send"
    assert sentence in page.content.decode()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large to send"),
        (HTTPStatus.REQUEST_TIMEOUT, "took too long"),
    ],
)
@pytest.mark.django_db(databases=["default", "public"])
def test_the_public_pages_explain_it_with_the_way_out(client: Client, status: HTTPStatus, sentence: str):
    page = refused(client, "/p/hill/volunteer/", status)
    text = page.content.decode()
    assert (page.status_code, page["Referrer-Policy"]) == (status, "no-referrer")
    assert sentence in text
    assert "js/quick-exit" in text
    assert not page.cookies

"""Limits how much of a request is read, and for how long, before it occupies a thread of the application."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import parse_cookie
from waitress.buffers import OverflowableBuffer
from waitress.parser import HTTPRequestParser

from tfc.tokens import is_session_key
from tfc.tracing import PUBLIC

# The longest form of people without an account: a residents' survey in Chinese, at nine bytes per character.
ANONYMOUS_BYTES = 256 * 1024
# A file of 50 MB and the fields next to it.
UPLOAD_BYTES = 52 * 1024 * 1024
# Larger bodies are cut off. Up to here they are read and discarded: a browser shows no response before it has sent
# everything.
CUT_OFF_BYTES = 4 * UPLOAD_BYTES
# Larger bodies go to a temporary file.
IN_MEMORY_BYTES = 512 * 1024
# Limit for all simultaneous uploads of one process, by their announced lengths.
ALL_UPLOADS_BYTES = 20 * UPLOAD_BYTES

HEADER_SECONDS = 10
BODY_SECONDS = 20
# After BODY_SECONDS a body must have arrived at this average rate.
BYTES_A_SECOND = 8 * 1024
UPLOAD_SECONDS = 10 * 60

# Key in the WSGI environment: the status with which the application refuses a request whose body was discarded.
REFUSED_WITH = "tfc.refused_with"


class LimitedBuffer(OverflowableBuffer):
    """Stores a body up to a limit; beyond it, discards everything."""

    def __init__(self, limit: int) -> None:
        super().__init__(IN_MEMORY_BYTES)
        self.limit = limit
        self.is_exceeded = False

    def append(self, s: bytes) -> None:
        if self.is_exceeded:
            return
        if len(self) + len(s) > self.limit:
            self.is_exceeded = True
            self.close()
            self.buf, self.strbuf = None, b""
            return
        super().append(s)


class RequestParser(HTTPRequestParser):
    """Waitress's parser with a limit for each kind of body. ``refused_with``: the status if the body was discarded."""

    refused_with: HTTPStatus | None = None
    body_rcv: Any = None
    completed: bool = False

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = LimitedBuffer(body_limit(self.path, self.headers))

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if self.completed and not self.error and self.body_rcv is not None and self.body_rcv.buf.is_exceeded:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return consumed

    def refuse(self, status: HTTPStatus) -> None:
        """Pass the request to the application without its body. An incomplete request ends its connection."""
        if not self.completed:
            self.headers["CONNECTION"] = "close"
        self.close()
        self.completed, self.refused_with, self.body_rcv = True, status, None
        self.headers["CONTENT_LENGTH"] = "0"

    @property
    def reserved_bytes(self) -> int:
        """Return the disk space that an upload in progress may still need."""
        if self.body_rcv is None or self.body_rcv.buf.is_exceeded:
            return 0
        limit = self.body_rcv.buf.limit
        announced = limit if self.chunked else min(self.content_length, limit)
        return announced if announced > IN_MEMORY_BYTES else 0

    def is_late(self, seconds: float) -> bool:
        """Return True if the request should have arrived by now, ``seconds`` after its first byte."""
        if not self.headers_finished:
            return seconds > HEADER_SECONDS
        allowed = BODY_SECONDS + self.body_bytes_received / BYTES_A_SECOND
        return seconds > min(allowed, UPLOAD_SECONDS)


def body_limit(path: str, headers: dict[str, Any]) -> int:
    """Return the maximum size of the body in bytes; only people who have signed in upload files. A made-up cookie
    reserves no disk space.
    """
    session_key = parse_cookie(headers.get("COOKIE", "")).get(settings.SESSION_COOKIE_NAME, "")
    if path.startswith(PUBLIC) or not is_session_key(session_key):
        return ANONYMOUS_BYTES
    if headers.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data"):
        return UPLOAD_BYTES
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or UPLOAD_BYTES

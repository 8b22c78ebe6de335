"""A minimal browser: one connection, cookies, and the time until the last byte."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = "x" * 32


@dataclass(frozen=True)
class Answer:
    path: str
    status: int
    body: bytes
    milliseconds: float


class Visitor:
    """A person with a session at one server."""

    def __init__(self, port: int, session: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Accept-Encoding": "gzip", "Accept": "text/html"}
        self.headers["Cookie"] = f"csrftoken={TOKEN}" + (f"; sessionid={session}" if session else "")

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, self.headers)

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **data}).encode()
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        began = time.perf_counter()
        try:
            self.connection.request(method, path, body, dict(headers))
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server closes an idle connection after two seconds; reconnecting is not part of the page.
            self.connection.close()
            began = time.perf_counter()
            self.connection.request(method, path, body, dict(headers))
            response = self.connection.getresponse()
        content = response.read()
        return Answer(path, response.status, content, (time.perf_counter() - began) * 1000)

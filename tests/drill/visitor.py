"""The cluster drill's browser, which also sends whole forms and files, and records the responses."""

import time
import uuid
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlencode

from dev.cluster.browser import Answer, Browser
from dev.cluster.configs import Address

BROKEN = 500
# Less than the web server's timeout for idle connections.
SECONDS_KEPT = 3.0
TRACE = "Traceback (most recent call last)"


class Visitor(Browser):
    """``seen``: the number of each status; ``broken``: paths that answered 500 or showed a traceback."""

    def __init__(self, front: Address) -> None:
        super().__init__(front)
        self.seen: Counter[int] = Counter()
        self.broken: list[str] = []
        self._used = 0.0

    def send(self, path: str, pairs: Iterable[tuple[str, str]]) -> Answer:
        return self._ask("POST", path, urlencode([*self._token(), *pairs]))

    def send_file(
        self, path: str, pairs: Iterable[tuple[str, str]], field: str, name: str, content: bytes
    ) -> Answer:
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in [*self._token(), *pairs]
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={boundary}")

    def _token(self) -> list[tuple[str, str]]:
        return [("csrfmiddlewaretoken", self.cookies["csrftoken"])] if "csrftoken" in self.cookies else []

    def _ask(self, method: str, path: str, body: str | bytes | None, kind: str = "") -> Answer:
        if time.monotonic() - self._used > SECONDS_KEPT:
            # The server is about to close it, which a browser would notice.
            self._connection.close()
        answer = super()._ask(method, path, body, kind)
        self._used = time.monotonic()
        self.seen[answer.status] += 1
        if answer.status == BROKEN or TRACE in answer.text:
            self.broken.append(f"{method} {path}: {answer.status}")
        return answer

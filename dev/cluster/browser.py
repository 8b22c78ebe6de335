"""A minimal browser for the drill: one address, cookies, forms, and no redirects followed."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from dev.cluster.configs import Address
from tfc.console import StackError

PASSWORD = "traffickfree-demo"  # noqa: S105 (of the demo; README.md names it)
SECONDS = 30

# An address may sign in thirty times a minute, and a drill signs in more people than that.
TOO_MANY, PAUSES = 429, (20, 20, 25)


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


class Browser:
    def __init__(self, front: Address) -> None:
        self.front = front
        self.cookies: dict[str, str] = {}
        self._connection = http.client.HTTPConnection(front.host, front.port, timeout=SECONDS)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **data}))

    def sign_in(self, email: str) -> None:
        answer = self._signed_in(email)
        for pause in PAUSES:
            if answer.status != TOO_MANY:
                break
            time.sleep(pause)
            answer = self._signed_in(email)
        if answer.status != 302:
            raise StackError(f"{email} cannot sign in: the login page answers {answer.status}.")

    def _signed_in(self, email: str) -> Answer:
        self.get("/accounts/login/")
        return self.post("/accounts/login/", {"login": email, "password": PASSWORD})

    def _ask(self, method: str, path: str, body: str | bytes | None, kind: str = "") -> Answer:
        """Raise OSError or HTTPException if no complete response arrives; the next request opens a new connection."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind or "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode(errors="replace")
        except BaseException:
            self._connection.close()
            raise
        for header in response.headers.get_all("Set-Cookie", []):
            for name, cookie in SimpleCookie(header).items():
                self.cookies[name] = cookie.value
        return Answer(response.status, response.headers.get("Location", ""), text)


def get_choices(field: str, page: str) -> list[str]:
    """Return the values that a select field or its radio buttons offer."""
    chosen = re.search(rf'<select[^>]*name="{field}".*?</select>', page, re.DOTALL)
    if chosen:
        return re.findall(r'<option value="([^"]+)"', chosen.group())
    return re.findall(rf'<input[^>]*name="{field}"[^>]*value="([^"]+)"', page)

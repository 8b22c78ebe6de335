"""Finds the fullest page of each route by following links as each person."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from html import unescape
from inspect import getclosurevars
from itertools import islice
from types import FunctionType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from communities.models import Role, User
from demo.sign_ins import STAFF, get_demo_email
from tests.base import sign_in
from tests.matrix.routes import OURS, door
from tests.screens.extra_records import rare_pages
from tests.test_languages import MY_PAGES, OPEN_PAGES

TOWN, NEW_TOWN = "pasadena", "boyle-heights"
# The people with their start pages, and the access rules for which each is the reader.
PEOPLE = {
    "anybody": "",
    "coordinator": get_demo_email(Role.COORDINATOR, TOWN),
    "new": get_demo_email(Role.COORDINATOR, NEW_TOWN),
    "staff": STAFF["usa"],
    "young": STAFF["uk"],
    "international": STAFF["oasis"],
}
# A community with many records, and one with few.
OLD, NEW = ("anybody", "coordinator", "staff", "international"), ("new", "young")
STARTS = {
    "anybody": ["/", f"/p/{TOWN}/", *(f"/accounts/{page}" for page in OPEN_PAGES), "/gallery/"],
    "coordinator": [f"/c/{TOWN}/", "/account/notifications/", *(f"/accounts/{page}" for page in MY_PAGES)],
    "new": [f"/c/{NEW_TOWN}/"],
    "staff": ["/office/usa/"],
    "young": ["/office/uk/"],
    "international": ["/international/"],
}
LOOKERS = {"everyone": "anybody", "community": "coordinator", "office": "staff"}
LOOKERS |= {"signed-in": "coordinator", "international": "international"}
# Pages to open per route to find the fullest; objects to try if no link leads there.
OPENED, TRIED = 4, 30
A_DAY = 24 * 60 * 60
# They end sessions or take long to create a file.
NOT_FOLLOWED = re.compile(
    r"^/(static|language|theme|health|metrics)/|/logout/|\?.*\b(as|lang)=|\.(csv|xlsx|ics|json|zip|pdf)$"
)
# URLs in links, in forms, and shown for copying.
LINK = re.compile(
    r'(?:href|action|data-hx-get)="(/[^"#]*)|https?://(?:localhost|127\.0\.0\.1)(?::\d+)?(/[^\s"\'<>#]*)'
)
# Files, and fragments for scripts.
NO_PAGE = re.compile(r"\.(csv|xlsx|ics|pdf|svg)$|<slug:file_format>$|/(file|picture|progress)/$|^metrics/$")


@dataclass
class Walked:
    """Pages by person and route with the length of their HTML; routes of files and actions."""

    pages: dict[tuple[str, str], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    files: set[str] = field(default_factory=set)
    values: dict[str, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def note(self, person: str, path: str) -> None:
        """Note the objects that a URL names, even if it is not opened."""
        if get_route(path) is not None:
            for name, value in resolve(urlsplit(path).path).kwargs.items():
                self.values[person][name].add(str(value))

    def fullest(self) -> dict[tuple[str, str], str]:
        return {key: max(page, key=page.__getitem__) for key, page in self.pages.items() if page}

    def once(self) -> list[tuple[str, str]]:
        """Return each page as its intended reader sees it, or else the first visitor."""
        readers: dict[str, list[str]] = defaultdict(list)
        for person, route in self.fullest():
            readers[route].append(person)
        chosen = [
            (_looker(route) if _looker(route) in all_ else all_[0], route) for route, all_ in readers.items()
        ]
        return sorted((key[0], self.fullest()[key]) for key in chosen)

    def unseen(self) -> set[str]:
        visited = {route for _person, route in self.fullest()}
        return {route for route in set(OURS) - visited - self.files if is_page(route)}


def get_client(person: str) -> Client:
    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en", raise_request_exception=False)
    if not PEOPLE[person]:
        return client
    # Keeps the login recent until the last page was checked.
    return sign_in(client, User.objects.get(email=PEOPLE[person]), at=time.time() + A_DAY)


def get_session(person: str) -> str:
    return get_client(person).cookies[settings.SESSION_COOKIE_NAME].value if PEOPLE[person] else ""


def walk(people: list[str]) -> Walked:
    walked = Walked()
    rare = rare_pages(TOWN, "usa") if "coordinator" in people else {}
    for person in people:
        client = get_client(person)
        _follow(walked, client, person)
        for path in rare.get(person, ()):
            _open(walked, client, person, path)
        for path in list(_guesses(walked, person)):
            _open(walked, client, person, path)
    return walked


def _follow(walked: Walked, client: Client, person: str) -> None:
    waiting, visited = list(STARTS[person]), set(STARTS[person])
    while waiting:
        result = _open(walked, client, person, waiting.pop(0))
        new = [
            path for path in dict.fromkeys(result) if path not in visited and not NOT_FOLLOWED.search(path)
        ]
        waiting += new
        visited |= set(new)


def _open(walked: Walked, client: Client, person: str, path: str) -> list[str]:
    """Open the page if it is wanted, and return its links."""
    route = get_route(path)
    if (
        route is None
        or not is_page(route)
        or route in walked.files
        or len(walked.pages[person, route]) >= OPENED
    ):
        return []
    response = client.get(path)
    if response.status_code == 405:
        walked.files.add(route)
    if response.status_code != 200:
        return [response.headers["Location"]] if response.status_code in (301, 302) else []
    if not response.headers["Content-Type"].startswith("text/html") or response.streaming:
        walked.files.add(route)
        return []
    html = response.content.decode()
    if "<html" not in html:
        return []
    walked.pages[person, route][path] = len(html)
    links = [unescape(link or plain) for link, plain in LINK.findall(html)]
    for link in (path, *links):
        walked.note(person, link)
    return links


def get_route(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).route
    except Resolver404:
        return None


def is_page(route: str | None) -> bool:
    """Return False for URLs that only accept forms, and for files."""
    if route is None or route not in OURS:
        return route is not None
    view = OURS[route]
    return not NO_PAGE.search(route) and "GET" in _methods(view)


def _methods(view: Callable[..., Any] | None) -> Collection[str]:
    """Return the verbs that the innermost decorator allows."""
    while view:
        if isinstance(view, FunctionType) and (
            result := getclosurevars(view).nonlocals.get("request_method_list")
        ):
            return result
        view = getattr(view, "__wrapped__", None)
    return ("GET",)


def _looker(route: str) -> str:
    return LOOKERS.get(door(route)[0], "") if route in OURS else ""


def _guesses(walked: Walked, person: str) -> Iterator[str]:
    """Yield pages that no link of the demo leads to, with objects of other pages."""
    for route in sorted(walked.unseen()):
        if _looker(route) == person:
            yield from islice(_filled(route, walked.values[person]), TRIED)


def _filled(route: str, values: dict[str, set[str]]) -> Iterator[str]:
    names = [name.split(":")[-1] for name in re.findall(r"<([^>]+)>", route)]
    if not all(values.get(name) for name in names):
        return
    places = [name for name in names if name not in ("community", "office")]
    fixed = {name: TOWN if name == "community" else "usa" for name in names if name not in places}
    for number in range(max((len(values[name]) for name in places), default=1)):
        chosen = {name: sorted(values[name])[number % len(values[name])] for name in places} | fixed
        yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: chosen[match[1]], route)  # noqa: B023

"""Pages for anybody that are the same for everybody: drawn once a minute, and kept in the memory of the process.

What stands on such a page is asked anew at each visit, of its rows only which and in which revision, so that what a
team takes down is gone at once. Nothing of who reads is kept, and not how often a page was asked for.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, NamedTuple

from django.http import HttpResponse, HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from communities.access import PublicRequest
from communities.models import Community
from support.models import PublicProfile

# Pages, each of a few kilobytes as it is kept: compressed.
MOST = 500


class Page(NamedTuple):
    """``stands``: on what it was drawn. As soon as that is another, the page is drawn again."""

    stands: Hashable
    body: bytes


class Shelf:
    """Pages by name. Where there are too many, those that were laid down first go."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: Hashable, stands: Hashable) -> bytes | None:
        page = self._pages.get(name)
        return page.body if page and page.stands == stands else None

    def put(self, name: Hashable, page: Page) -> None:
        with self._lock:
            self._pages.pop(name, None)
            self._pages[name] = page
            if len(self._pages) > MOST:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


SHELF = Shelf()


def kept(stands: Callable[[], Hashable]) -> Callable[..., Any]:
    """Under ``published``: what the view draws may depend on the community, its profile and ``stands``, on the
    language and the minute.
    """

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def shown(request: PublicRequest, profile: PublicProfile, **kwargs: Any) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                return view(request, profile=profile, **kwargs)
            name = (request.path, request.chosen_language, translation.get_language())
            what = (_minute(), _of_place(request.community), profile.updated_at, stands())
            body = SHELF.get(name, what)
            if body is None:
                response = view(request, profile=profile, **kwargs)
                if response.status_code != 200:
                    return response
                body = gzip.compress(response.content, mtime=0)
                SHELF.put(name, Page(what, body))
            return _answer(request, body)

        return shown

    return decorator


def _minute() -> int:
    return int(timezone.now().timestamp()) // 60


def _of_place(town: Community) -> Hashable:
    """What the frame of each page says of the community and its office."""
    office = town.office
    return town.name, town.city, town.time_zone, office.country, town.letters_in, office.hotline


def _answer(request: PublicRequest, body: bytes) -> HttpResponse:
    """Compressed, where the browser takes it so: there is no secret on such a page whose length could tell of it."""
    if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(body, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(body))
    patch_vary_headers(response, ["Accept-Encoding"])
    return response

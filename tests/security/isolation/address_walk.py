"""Every URL of the sampled community in every format, and what each person sees there."""

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from django.core.cache import caches
from django.http import HttpResponseBase
from django.test import Client

from communities.data_lists import get_lists
from tests.base import World
from tests.matrix.response_contents import canaries_in, get_body, get_format
from tests.matrix.routes import OURS, door, fill, of_its_town, undone
from tests.matrix.samples import Samples
from tests.matrix.visibility_rules import PERSONS as SIGNED_IN
from tests.matrix.visibility_rules import may

PERSONS = (*SIGNED_IN, "anybody")
# Formats of figures, lists, directories and reports; a page has some of them.
ENDINGS = ("csv", "xlsx", "json", "xml", "iati", "dhis2", "pdf", "zip", "ics")
# Pages that show more after a submission.
SENT = {"c/<slug:community>/findings/<int:finding_id>/location/": {"step": "show"}}
# Links to the files of a page's charts and receipts.
LINK = re.compile(rb'href="\??([^"#]*\?[^"#]*\bas=[^"#]*)"')


def addresses(route: str, person: str, world: World, samples: Samples) -> Iterator[str]:
    """Yield the URLs of Hill and its office in each format and for each list; none without access."""
    kind, role = door(route)
    for tenant in {"office": ("usa", "oasis")}.get(kind, ("hill",)):
        if may(kind, role, person, tenant, "get") != 200 or (person == "anybody" and kind != "everyone"):
            continue
        ids = {**samples.ids[tenant], **of_its_town(kind, tenant, samples)}
        yield from in_each_format(route, tenant, ids, world)


def in_each_format(route: str, tenant: str, ids: dict[str, Any], world: World) -> Iterator[str]:
    """Yield the URLs of a route at a place, in the same order for each place."""
    texts: dict[str, Iterable[Any]] = {}
    if "file_format>" in route:
        texts["file_format"] = ENDINGS
    if "<slug:kind>" in route:
        texts["kind"] = ENDINGS
    if "list_code>" in route:
        texts["list_code"] = get_lists(getattr(world, tenant))
    for chosen in product(*texts.values()):
        yield fill(route, tenant, ids | dict(zip(texts, chosen, strict=True)))


def files_on(path: str, body: bytes) -> list[str]:
    results = {link.decode().replace("&amp;", "&") for link in LINK.findall(body)}
    return sorted(path + link[link.index("?") :] for link in results if link.partition("?")[0] in ("", path))


def get_client(person: str, samples: Samples) -> Client:
    client = Client() if person == "anybody" else samples.signed_in(person)
    client.raise_request_exception = False
    return client


def ask_page(
    client: Client, verb: str, path: str, data: dict[str, str] | None = None
) -> tuple[HttpResponseBase, bytes]:
    with undone():
        response = getattr(client, verb)(path, data or {})
        return response, get_body(response)


def seen_at(
    route: str, person: str, world: World, samples: Samples
) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Return (format, canaries) of each response, to GET and to an empty POST."""
    client = get_client(person, samples)
    for path in addresses(route, person, world, samples):
        response, body = ask_page(client, "get", path)
        yield get_format(response), canaries_in(body)
        for link in files_on(path, body):
            response, inside = ask_page(client, "get", link)
            yield get_format(response), canaries_in(inside)
        response, body = ask_page(client, "post", path, SENT.get(route))
        yield get_format(response), canaries_in(body)


def forget() -> None:
    for cache in caches.all(initialized_only=True):
        cache.clear()


ROUTES = sorted(OURS)

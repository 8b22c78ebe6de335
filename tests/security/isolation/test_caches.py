"""Compiled queries and cached texts never reach another tenant.

Hill's coordinator requests each URL with empty caches, then people of other places do, then the coordinator again.
"""

import pytest

from tests.base import World
from tests.matrix.response_contents import canaries_in
from tests.matrix.routes import door, of_its_town
from tests.matrix.samples import Samples
from tests.security.depth import EVERY
from tests.security.isolation.address_walk import (
    ROUTES,
    ask_page,
    files_on,
    forget,
    get_client,
    in_each_format,
)

# The owner's tenant and person, and those who visit in between.
PLACES = {
    "community": ("hill", "hill-coordinator", "dale", "dale-coordinator"),
    "office": ("usa", "usa-staff", "uk", "uk-staff"),
    "everyone": ("hill", "anybody", "dale", "anybody"),
    "signed-in": ("hill", "hill-coordinator", "dale", "moor-coordinator"),
    "international": ("hill", "oasis-staff", "dale", "uk-staff"),
}
ROOMS = {"community": "c", "office": "office"}
IN_FORMATS = "c/<slug:community>/figures/<slug:half_year>.<slug:file_format>"
Wrong = tuple[str, str, set[tuple[str, str]]]


@pytest.mark.thorough
def test_it_says_the_same_cold_and_warm_and_to_others_nothing_of_it(world: World, samples: Samples, tried):
    routes = ROUTES if EVERY else [*ROUTES[::24], IN_FORMATS]
    wrong, asked_count = wrongly_kept(routes, world, samples)
    assert wrong == []
    assert asked_count > len(routes)
    tried(4 * asked_count)


def wrongly_kept(routes: list[str], world: World, samples: Samples) -> tuple[list[Wrong], int]:
    """Return (path, fault, canaries) and the number of URLs: each route in each format, with the page's files."""
    wrong: list[Wrong] = []
    request_count = 0
    for route in routes:
        kind = door(route)[0]
        own, _person, other, _between = PLACES[kind]
        here, there = (
            in_each_format(route, place, {**samples.ids[place], **of_its_town(kind, place, samples)}, world)
            for place in (own, other)
        )
        for path, theirs in zip(here, there, strict=True):
            body, answer = _asked(path, theirs, kind, samples)
            links = files_on(path, body)
            request_count += 1 + len(links)
            wrong += answer
            for link in links:
                wrong += _asked(link, link.replace(path, theirs, 1), kind, samples)[1]
    return wrong, request_count


def _asked(path: str, theirs: str, kind: str, samples: Samples) -> tuple[bytes, list[Wrong]]:
    """Return the canaries of the first visit and what is wrong after others; ``theirs``: the same URL of their
    place."""
    own, person, _other, between = PLACES[kind]
    of_a_place = kind in ROOMS
    forget()
    client, stranger = get_client(person, samples), get_client(between, samples)
    body = ask_page(client, "get", path)[1]
    cold = canaries_in(body)
    page = ask_page(stranger, "get", theirs)[1] if theirs != path else b""
    leaked = {canary for canary in canaries_in(page) if canary[0] == own and not shared(canary)}
    # The layout names the place; canaries are only in records.
    if of_a_place and f'"/{ROOMS[kind]}/{own}/'.encode() in page:
        leaked.add((own, "a way there"))
    if of_a_place:
        leaked |= {canary for canary in canaries_in(ask_page(stranger, "get", path)[1]) if canary[0] == own}
    warm = canaries_in(ask_page(client, "get", path)[1])
    results = [(path, "changed", cold ^ warm), (path, "told to others", leaked)]
    return body, [result for result in results if result[2]]


def shared(canary: tuple[str, str]) -> bool:
    """Return what two communities of one office share in the samples."""
    return canary[1].startswith(("jointshare-", "campaignshare-"))

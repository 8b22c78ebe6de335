"""Every URL × every role × own and foreign tenants and objects × every verb, derived from the URLconf.

A view without an access decorator, or a URL parameter without a sample, fails. The expected status follows from the
decorator (communities/access.py).
"""

import os
from collections.abc import Collection
from itertools import count
from zlib import crc32

import pytest
from django.test import Client

from tests.base import World
from tests.matrix.response_contents import canaries_in
from tests.matrix.routes import (
    HEALTH,
    OTHERS,
    OURS,
    READ,
    VERBS,
    WRITE,
    ask,
    door,
    fill,
    guests_write,
    objects_in,
    of_its_town,
)
from tests.matrix.samples import Samples
from tests.matrix.visibility_rules import HOME, PERSONS, is_for_all, join_canary, may, may_see

EVERY = os.environ.get("MATRIX") == "every"
# The number of shards for tests that are short; each shard restores the rows once.
PARTS = 32
TENANTS = {"community": ("hill", "dale"), "office": ("usa", "uk")}
# The number of shards for the matrix itself, which is long, to spread it over the processes.
LONGER_PARTS = 96
WITH_OBJECTS = sorted(
    route for route in OURS if door(route)[0] in ("community", "office") and objects_in(route)
)
BEHIND_A_LOGIN = sorted(route for route in OURS if door(route)[0] != "everyone")


def get_verbs(turn: int, *, opens: bool) -> tuple[str, ...]:
    """Return the verbs to try: all in `make matrix`. Otherwise, with access, GET and one other, alternately a writing
    one; without, GET and POST, and sometimes another. Cells alternate, so each URL is tried with each kind."""
    if EVERY:
        return VERBS
    other = OTHERS[turn // 2 % len(OTHERS)]
    if opens:
        return READ, WRITE if turn % 2 else other
    return (READ, WRITE, other) if turn % 3 == 2 else (READ, WRITE)


def is_left_out(person: str, tenant: str, tenants: tuple[str, ...], route: str) -> bool:
    """Return True for refused cells that the suite leaves out. Those of the person's own community and office are all
    tried.

    Of the others the suite tries one of two in turn, so each URL is tried from outside at both tenants.
    """
    home = person.partition("-")[0]
    if EVERY or tenant in (home, HOME.get(home)):
        return False
    return tenant != tenants[(PERSONS.index(person) + crc32(route.encode())) % len(tenants)]


def test_it_knows_many_urls():
    assert len(OURS) > 30


@pytest.mark.parametrize("part", range(PARTS))
def test_it_holds_the_borders_of_the_matrix(part: int, world: World, samples: Samples):
    for route in sorted(OURS)[part::PARTS]:
        hold_each_cell(route, samples, sorted(border_persons(route)))


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(LONGER_PARTS))
def test_it_holds_the_matrix(part: int, world: World, samples: Samples):
    for route in sorted(OURS)[part::LONGER_PARTS]:
        hold_each_cell(route, samples, PERSONS)


def get_tenants(kind: str) -> tuple[str, ...]:
    return TENANTS.get(kind, ("hill",))


def border_persons(route: str) -> set[str]:
    """Return the lowest role with access, the nearest without, and an outsider in turn."""
    kind, role = door(route)
    status = {person: may(kind, role, person, get_tenants(kind)[0], READ) for person in PERSONS}
    insiders, refused, outsiders = (
        [person for person in PERSONS if status[person] == code] for code in (200, 403, 404)
    )
    turn = crc32(route.encode()) % max(len(outsiders), 1)
    return {*insiders[:1], *refused[-1:], *outsiders[turn : turn + 1]}


def hold_each_cell(route: str, samples: Samples, persons: Collection[str]) -> None:
    kind, role = door(route)
    tenants = get_tenants(kind)
    turns = {opens: count(crc32(route.encode())) for opens in (True, False)}
    for person in persons:
        client = samples.signed_in(person)
        for tenant in tenants:
            path = fill(route, tenant, {**samples.ids[tenant], **of_its_town(kind, tenant, samples)})
            opens = may(kind, role, person, tenant, READ) == 200
            if not opens and is_left_out(person, tenant, tenants, route):
                continue
            for verb in get_verbs(next(turns[opens]), opens=opens):
                response, body = ask(client, verb, path)
                cell = f"{person}: {verb} {path} gave {response.status_code}"
                expected = may(kind, role, person, tenant, verb, guests_write=guests_write(route))
                if expected == 200:
                    assert response.status_code < 500 or route == HEALTH, cell
                    assert response.status_code != 404, cell
                    assert response.status_code != 403 or verb not in ("get", "head"), cell
                else:
                    assert response.status_code == expected, cell
                leaked = [
                    name
                    for name in map(join_canary, canaries_in(body))
                    if not may_see(name, person) and not is_for_all(route, tenant, name)
                ]
                assert leaked == [], f"{cell} and showed {leaked}"


@pytest.mark.parametrize("part", range(PARTS))
def test_it_finds_no_object_of_another_tenant(part: int, world: World, samples: Samples):
    """The tenant in the URL is right and the object belongs to another community."""
    for route in WITH_OBJECTS[part::PARTS]:
        find_nothing(route, samples)


def find_nothing(route: str, samples: Samples) -> None:
    kind, _ = door(route)
    own, other, person = (
        ("hill", "dale", "hill-coordinator") if kind == "community" else ("usa", "uk", "usa-staff")
    )
    theirs = {**samples.ids[other], **of_its_town(kind, other, samples)}
    client = samples.signed_in(person)
    for verb in ("get", "post"):
        response, body = ask(client, verb, fill(route, own, theirs))
        assert response.status_code in (404, 405), f"{verb} {route} gave {response.status_code}"
        assert f"Canary-{other}".encode() not in body, f"{verb} {route}"


@pytest.mark.parametrize("part", range(PARTS))
def test_it_sends_a_visitor_without_account_to_the_login(part: int, samples: Samples):
    for route in BEHIND_A_LOGIN[part::PARTS]:
        send_to_the_login(route, samples)


def send_to_the_login(route: str, samples: Samples) -> None:
    tenant = "usa" if door(route)[0] == "office" else "hill"
    ids = {**samples.ids[tenant], **of_its_town(door(route)[0], tenant, samples)}
    for verb in get_verbs(crc32(route.encode()), opens=True):
        response, body = ask(Client(), verb, fill(route, tenant, ids))
        assert response.status_code == 302, f"{verb} {route} gave {response.status_code}"
        assert response.headers["Location"].startswith("/accounts/login/"), f"{verb} {route}"
        assert b"Canary" not in body, f"{verb} {route}"


def test_it_shows_the_owner_the_canaries(world: World, samples: Samples):
    """Positive control: isolation that shows nothing to anyone would pass the tests above."""
    client = samples.signed_in("hill-coordinator")
    bodies = b""
    for route in OURS:
        if door(route)[0] == "community":
            bodies += ask(client, "get", fill(route, "hill", samples.ids["hill"]))[1]
    visited = {canary for canary in samples.canaries["hill"] if canary.encode() in bodies}
    needed = (
        "event-title",
        "event-place",
        "event-note",
        "organization-name",
        "contact-name",
        "contact-phone",
    )
    assert {f"Canary-hill-{name}" for name in needed} <= visited

"""Every URL of ours × every role × own and foreign tenants and objects × every verb, drawn from the URLconf.

A view that no door admits, or a URL whose parameters have no sample, fails. What each role may get follows from the
door that the view declares (communities/access.py), not from a list kept here.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from communities.models import Role, SetupProgress, StageChange, Target
from evaluation.models import (
    Answer,
    CustomAnswer,
    EventRollup,
    Figure,
    QualityCount,
    Report,
    ReportFile,
    ReportShare,
    StandingRollup,
    Submission,
    SubmissionStep,
    TurnedAway,
)
from events.models import PublicEvent
from library.models import CommentReport
from stakeholders.models import Partnership, SharedEvidence, SpotCheck
from tests.base import World, tenant_models
from tests.matrix.reading import body_of, canaries_in
from tests.matrix.samples import Samples
from tests.security.accounts.headers import lacking
from tfc.sharing import SharedModel

# Third-party trees, which have tests of their own, and Django's language switch.
NOT_OURS = ("accounts/", "language/")
# Says with 503 that no worker runs beside the tests.
HEALTH = "health/"
EVERY = os.environ.get("MATRIX") == "every"
READ, WRITE = "get", "post"
OTHERS = ("head", "put", "patch", "delete", "options")
VERBS = (READ, *OTHERS, WRITE)
PERSONS = (
    *(f"hill-{role.name.lower()}" for role in Role),
    "dale-coordinator",
    "moor-coordinator",
    "usa-staff",
    "uk-staff",
    "oasis-staff",
    "stranger",
)
# What a page without a door says of the town in its address. A link is a key: its holder reads what it was sent for.
TOLD_TO_ALL = {
    "p/<slug:community>/": ("publicprofile",),
    "p/<slug:community>/confirm/<str:token>/": ("service",),
    # Of its office: what a certificate is about, and never whose it is.
    "p/<slug:community>/certificates/<str:code>/": ("officetraining",),
    # Titles and places; tests/support/test_public_event.py holds that the rest of an event stays inside.
    "p/<slug:community>/calendar/<str:token>/events.ics": ("event",),
    "p/<slug:community>/events/<int:event_id>/": ("event",),
    "p/<slug:community>/events/<int:event_id>/event.ics": ("event",),
    # The list that the link is of; tests/lists/test_links.py holds which columns of it.
    "data/<str:data_token>.<slug:file_format>": ("event",),
}
HOME = {"hill": "usa", "dale": "usa", "moor": "uk"}
# What an office may read of its communities; tests/test_catalogue.py shows that no other table has such a policy.
OFFICE_READS = {
    model._meta.model_name
    for model in (
        Answer,
        CommentReport,
        CustomAnswer,
        EventRollup,
        Figure,
        Partnership,
        PublicEvent,
        QualityCount,
        Report,
        ReportFile,
        ReportShare,
        SetupProgress,
        SharedEvidence,
        SpotCheck,
        StageChange,
        StandingRollup,
        TurnedAway,
        Submission,
        SubmissionStep,
        Target,
    )
}
# What the two communities of one office say to each other in the samples.
TOLD_TO_EACH_OTHER = {"jointshare"}
# What an office shows to none of its communities.
OFFICE_KEEPS = {
    "report",
    "reportfile",
    "reporttext",
    "reportshare",
    "candidate",
    "candidatemove",
    "siteassessment",
    "formationdecision",
    "eventtotal",
    "figuretotal",
    "officenotice",
    "officeopened",
    "officedatalink",
    "officebulkexport",
}

# Shown to nobody by the samples, whoever owns it.
OWN_ALONE = {model._meta.model_name for model in tenant_models() if issubclass(model, SharedModel)}


def urls(
    patterns: list[Any], prefix: str = "", *, all_of_them: bool = False
) -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry
        elif all_of_them or not route.startswith(NOT_OURS):
            yield from urls(entry.url_patterns, route, all_of_them=all_of_them)


OURS = {
    route: entry.callback
    for route, entry in urls(get_resolver().url_patterns)
    if not route.startswith(NOT_OURS)
}


@contextmanager
def undone() -> Iterator[None]:
    """What one cell of the matrix wrote is gone before the next."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # scopes insist on being outermost, but for a test's own transaction
    with block:
        yield
        transaction.set_rollback(True)


def fill(route: str, tenant: str, ids: dict[str, Any]) -> str:
    """The path of a route for a tenant, with the objects of ``ids``; KeyError names what has no sample."""

    def value(match: re.Match[str]) -> str:
        name = match[1].split(":")[-1]
        return tenant if name in ("community", "office") else str(ids[name])

    return "/" + re.sub(r"<([^>]+)>", value, route)


def ask(client: Client, verb: str, path: str) -> tuple[HttpResponse, bytes]:
    client.raise_request_exception = False
    # Whose own sessions ended goes on under a new key, which is undone as well.
    key = client.cookies.get(settings.SESSION_COOKIE_NAME)
    with undone():
        response = getattr(client, verb)(path)
        body = body_of(response)
    if key:
        client.cookies[settings.SESSION_COOKIE_NAME] = key.value
    assert lacking(path, response) == [], f"{verb} {path} gave {response.status_code}"
    return response, body


def asked(turn: int, *, opens: bool) -> tuple[str, ...]:
    """Every verb in the drill (`make matrix`). Else, where the door opens, reading and one of the others, every second
    time writing; where it stays shut, one of them. Cells take by turns, so that each URL is asked with each kind."""
    if EVERY:
        return VERBS
    other = OTHERS[turn // 2 % len(OTHERS)]
    if opens:
        return READ, WRITE if turn % 2 else other
    return ((READ, WRITE, other)[turn % 3],)


def is_left_out(person: str, tenant: str, tenants: tuple[str, ...], route: str) -> bool:
    """Of doors that stay shut, those of one's own town and office are all tried.

    Of the others, in the suite, one of two by turns, so that each URL is tried from outside at both tenants.
    """
    home = person.partition("-")[0]
    if EVERY or tenant in (home, HOME.get(home)):
        return False
    return tenant != tenants[(PERSONS.index(person) + crc32(route.encode())) % len(tenants)]


def door(route: str) -> tuple[str, Role | None]:
    admits = getattr(OURS[route], "admits", None)
    assert admits, f"{route} has no door"
    return admits


def may(kind: str, role: Role | None, person: str, tenant: str, verb: str) -> int:
    """200 where the door opens (the view then answers as it likes), else the status that it gives."""
    place, _, held = person.partition("-")
    if kind in ("everyone", "signed-in"):
        return 200
    if kind == "international":
        return 200 if person == "oasis-staff" else 404
    if kind == "office":
        if person == f"{tenant}-staff":
            return 200
        guest = person == "oasis-staff"
        return (200 if verb in ("get", "head", "options") else 403) if guest else 404
    if place != tenant:
        return 404
    return 200 if Role[held.upper()] >= (role or 0) else 403


def may_see(canary: str, person: str) -> bool:
    _, owner, model, _ = canary.split("-", 3)
    place = person.partition("-")[0]
    if model in ("archiverun", "findinglocation", "interest"):
        return person == f"{owner}-coordinator"
    office = {"hill": "usa", "dale": "usa", "moor": "uk"}.get(owner, owner)
    if person == "oasis-staff":
        return owner == office or model in OFFICE_READS
    if model in TOLD_TO_EACH_OTHER and {place, owner} == {"hill", "dale"}:
        return True
    if place == owner:
        return True
    if person.endswith("-staff"):
        return place == office and (owner == office or model in OFFICE_READS)
    # A member reads what the home office set for all: rounds, thresholds, earlier results.
    home = {"hill": "usa", "dale": "usa", "moor": "uk"}.get(place)
    return owner == home and model not in OFFICE_KEEPS | OWN_ALONE


def is_for_all(route: str, tenant: str, canary: str) -> bool:
    """Told to anybody who comes there, signed in or not."""
    _, owner, model, _ = canary.split("-", 3)
    return owner in (tenant, HOME.get(tenant)) and model in TOLD_TO_ALL.get(route, ())


def test_it_knows_many_urls():
    assert len(OURS) > 30


@pytest.mark.parametrize("route", sorted(OURS))
def test_it_holds_the_matrix(route: str, world: World, samples: Samples):
    kind, role = door(route)
    tenants = {"community": ("hill", "dale"), "office": ("usa", "uk")}.get(kind, ("hill",))
    turns = {opens: count(crc32(route.encode())) for opens in (True, False)}
    for person in PERSONS:
        client = samples.signed_in(person)
        for tenant in tenants:
            path = fill(route, tenant, {**samples.ids[tenant], **_of_its_town(kind, tenant, samples)})
            opens = may(kind, role, person, tenant, READ) == 200
            if not opens and is_left_out(person, tenant, tenants, route):
                continue
            for verb in asked(next(turns[opens]), opens=opens):
                response, body = ask(client, verb, path)
                cell = f"{person}: {verb} {path} gave {response.status_code}"
                expected = may(kind, role, person, tenant, verb)
                if expected == 200:
                    assert response.status_code < 500 or route == HEALTH, cell
                    assert response.status_code != 404, cell
                    assert response.status_code != 403 or verb not in ("get", "head"), cell
                else:
                    assert response.status_code == expected, cell
                leaked = [
                    name
                    for name in map(whole, canaries_in(body))
                    if not may_see(name, person) and not is_for_all(route, tenant, name)
                ]
                assert leaked == [], f"{cell} and showed {leaked}"


def whole(canary: tuple[str, str]) -> str:
    return "-".join(("Canary", *canary))


# Parameters that are words, the same for every tenant.
WORDS = {
    "community",
    "office",
    "part",
    "half_year",
    "kind",
    "section",
    "act",
    "file_format",
    "list_code",
    "step",
    "sector",
    "first",
    "second",
    "vulnerability",
}


def objects_in(route: str) -> set[str]:
    """The parameters of a route that name a tenant's own objects."""
    names = {name.split(":")[-1] for name in re.findall(r"<([^>]+)>", route)}
    # A community's round is its office's, and so the neighbor's as well; the others are words.
    shared = {"round_id"} if door(route)[0] == "community" else set()
    return names - shared - WORDS


# Of what takes less than the rows that it begins with: that many parts of the URLs, each with rows of its own.
PARTS = 32
WITH_OBJECTS = sorted(one for one in OURS if door(one)[0] in ("community", "office") and objects_in(one))
BEHIND_A_LOGIN = sorted(one for one in OURS if door(one)[0] != "everyone")


@pytest.mark.parametrize("part", range(PARTS))
def test_it_finds_no_object_of_another_tenant(part: int, world: World, samples: Samples):
    """The right tenant in the URL with the neighbor's object."""
    for route in WITH_OBJECTS[part::PARTS]:
        find_nothing(route, samples)


def find_nothing(route: str, samples: Samples) -> None:
    kind, _ = door(route)
    own, other, person = (
        ("hill", "dale", "hill-coordinator") if kind == "community" else ("usa", "uk", "usa-staff")
    )
    theirs = {**samples.ids[other], **_of_its_town(kind, other, samples)}
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
    ids = {**samples.ids[tenant], **_of_its_town(door(route)[0], tenant, samples)}
    for verb in asked(crc32(route.encode()), opens=True):
        response, body = ask(Client(), verb, fill(route, tenant, ids))
        assert response.status_code == 302, f"{verb} {route} gave {response.status_code}"
        assert response.headers["Location"].startswith("/accounts/login/"), f"{verb} {route}"
        assert b"Canary" not in body, f"{verb} {route}"


def test_it_shows_the_owner_the_canaries(world: World, samples: Samples):
    """The positive control: a wall that shows nobody anything would pass all of the above."""
    client = samples.signed_in("hill-coordinator")
    bodies = b""
    for route in OURS:
        if door(route)[0] == "community":
            bodies += ask(client, "get", fill(route, "hill", samples.ids["hill"]))[1]
    seen = {canary for canary in samples.canaries["hill"] if canary.encode() in bodies}
    needed = (
        "event-title",
        "event-place",
        "event-note",
        "organization-name",
        "contact-name",
        "contact-phone",
    )
    assert {f"Canary-hill-{name}" for name in needed} <= seen


def _of_its_town(kind: str, tenant: str, samples: Samples) -> dict[str, Any]:
    """An office's URL may name objects of one of its towns."""
    if kind != "office":
        return {}
    town = samples.ids["hill" if tenant == "usa" else "moor"]
    names = ("submission_id", "part", "community_slug", "membership_id", "shared_id", "attendance_id")
    return {name: town[name] for name in names}

"""A hundred people at once, in short: two pages each on eight threads of a web server, and a report meanwhile."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from dev.cluster.writers import build_meeting_form
from events.models import Event
from reports.models import Report, ReportFile
from tests.base import COMMITTED, World, within
from tests.matrix.response_contents import canaries_in, get_body
from tests.matrix.samples import Samples
from tests.matrix.visibility_rules import join_canary, may_see
from tests.reports.test_report_pages import build
from tests.row_sets import RowSets
from tests.security.isolation.address_walk import get_client

VISITORS, COORDINATORS, THREADS = 80, 20, 8
TOWNS = ("hill", "dale", "moor")
PUBLIC = ("", "help/", "safety/", "figures/", "volunteer/")
INSIDE = ("", "events/", "organizations/", "findings/", "services/", "activity/", "notifications/")

pytestmark = [COMMITTED, pytest.mark.xdist_group("faults")]
# The faults, and whether the page showed texts of its own community.
Met = tuple[list[str], bool]


@pytest.fixture
def sampled(stored_rows: RowSets, transactional_db: None) -> tuple[World, Samples]:
    """The committed world, so that every thread sees it."""
    return stored_rows.restore("sampled")


def look(client: Client, person: str, town: str, path: str) -> Met:
    response = client.get(path)
    result = canaries_in(get_body(response))
    wrong = [] if response.status_code == 200 else [f"{person}: {path} answered {response.status_code}"]
    for fault in result:
        # A visitor sees one community on its public pages.
        fine = may_see(join_canary(fault), person) if person != "anybody" else fault[0] == town
        wrong += [] if fine else [f"{person}: {path} showed {join_canary(fault)}"]
    return wrong, any(owner == town for owner, _column in result)


def write(client: Client, town: str, place: str) -> Met:
    status = client.post(f"/c/{town}/events/log/", build_meeting_form(place)).status_code
    return [] if status == 302 else [f"{place}: answered {status}"], False


def visits(samples: Samples) -> list[Callable[[], Met]]:
    results: list[Callable[[], Met]] = []
    for number in range(VISITORS):
        town, client = TOWNS[number % len(TOWNS)], get_client("anybody", samples)
        for step in range(2):
            path = f"/p/{town}/{PUBLIC[(number + step) % len(PUBLIC)]}"
            results.append(partial(look, client, "anybody", town, path))
    for number in range(COORDINATORS):
        town = TOWNS[number % len(TOWNS)]
        client = get_client(f"{town}-coordinator", samples)
        path = f"/c/{town}/{INSIDE[number % len(INSIDE)]}"
        results.append(partial(look, client, f"{town}-coordinator", town, path))
        results.append(partial(write, client, town, f"hundred {number}"))
    random.Random(100).shuffle(results)
    return results


def on_a_thread(act: Callable[[], Any]) -> Any:
    try:
        return act()
    finally:
        connections.close_all()


@pytest.mark.thorough
def test_a_hundred_people_while_a_report_is_built(world: World, samples: Samples):
    with ThreadPoolExecutor(THREADS + 1) as pool:
        report = pool.submit(on_a_thread, partial(build, world, world.hill))
        met = list(pool.map(on_a_thread, visits(samples)))
    assert [text for wrong, _own in met for text in wrong] == []
    assert sum(own for _wrong, own in met) > COORDINATORS
    stored: list[str] = []
    for town in TOWNS:
        with within(getattr(world, town)):
            stored += Event.objects.filter(place__startswith="hundred ").values_list("place", flat=True)
    assert sorted(stored) == sorted(f"hundred {number}" for number in range(COORDINATORS))
    with within(world.hill):
        result = Report.objects.get(pk=report.result().pk)
        assert (result.failure, ReportFile.objects.filter(report=result).count()) == ("", 2)

"""The number of queries of each page: the same for one row and for many, and within its budget.

Compared with ``queries.txt``, which QUERIES=write writes (docs/performance.md).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.matrix.routes import HEALTH, OURS, door, fill, of_its_town, undone
from tests.matrix.samples import Samples
from tests.row_sets import RowSets
from tests.thorough import sample

pytestmark = pytest.mark.django_db(databases=["default", "figures"])
TABLE = Path(__file__).parent / "queries.txt"
ANYWHERE, OF_A_LIST = 12, 8
# The visitor, by the page's access rule. Anonymous for public pages.
READERS = {
    "community": "hill-coordinator",
    "office": "usa-staff",
    "international": "oasis-staff",
    "signed-in": "hill-coordinator",
}
# Pages over the budget, with the reason.
ALL = "a file of all figures: counted and written down, then read in one office's scope after the other"
EXCUSED = {
    "international/figures/<slug:half_year>.<slug:file_format>": ALL,
    "international/achievements/": "read in one office's scope after the other",
    "international/achievements.csv": "a file: read half-year by half-year in one office's scope after the other",
}
# One more query once there are many rows, however many.
ONCE_MORE = {
    # The count, if the first page does not hold all.
    "office/<slug:office>/reporting-periods/<int:round_id>/close/": 2,
    # Figures of communities without stored results, as in a new community.
    "office/<slug:office>/": 2,
    # The communities without figures, if the totals say that there are some.
    "office/<slug:office>/parts/<slug:part>/": 1,
}
# Leaving the test's savepoint resets the scope's settings.
TAKEN_BACK = "set_config('tfc.community', '', true), set_config('tfc.office', '', true)"
PARTS = 8
GETS = [route for route in sorted(OURS) if route != HEALTH]


def table() -> dict[str, int]:
    return {line[4:]: int(line[:4]) for line in TABLE.read_text().splitlines()}


def budget(route: str) -> int:
    """Lists have a larger budget than pages of one object or a form."""
    name = OURS[route].__name__
    return OF_A_LIST if name.endswith(("_list", "_bin")) else ANYWHERE


@pytest.mark.parametrize("part", sample(range(PARTS), first=1))
def test_it_keeps_to_its_budget(part: int, grown: RowSets):
    routes = GETS[part::PARTS]
    few, many = _counted(grown, "few", routes), _counted(grown, "many", routes)
    if os.environ.get("QUERIES") == "write":
        _write(few, many)
        return
    budgets = table()
    grown_by = {route: number - few[route] for route, number in many.items()}
    grown_too_much = {route: more for route, more in grown_by.items() if more > ONCE_MORE.get(route, 0)}
    assert grown_too_much.keys() - EXCUSED.keys() == set(), grown_too_much
    assert {route: number for route, number in few.items() if number > _listed(route, budgets)} == {}
    over = {route: few[route] for route in few if few[route] > budget(route) and route not in EXCUSED}
    assert over == {}


def _listed(route: str, budgets: dict[str, int]) -> float:
    """Return the number of queries allowed: lists have more than pages of one object or a form."""
    if route.startswith(("office/", "international/")):
        return float("inf") if route in EXCUSED else budget(route)
    return budgets.get(route, budget(route))


def _counted(row_sets: RowSets, size: str, routes: list[str]) -> dict[str, int]:
    """Return the pages whose queries are counted, without URLs that only accept forms."""
    with undone():
        with connections["default"].cursor() as cursor:
            # Restoring rows must not count as a change.
            cursor.execute("SELECT set_config('tfc.drains', 'on', true)")
        _world, samples = row_sets.restore(size)
        row_sets.compute_statistics(size)
        row_sets.date_figures(size)
        for person in set(READERS.values()):
            # Fill the caches.
            samples.signed_in(person).get("/")
        # A visit is recorded once.
        samples.signed_in(READERS["community"]).get("/c/hill/")
        samples.signed_in(READERS["office"]).get("/office/usa/")
        samples.signed_in(READERS["office"]).get("/office/usa/")
        samples.signed_in(READERS["international"]).get("/international/")
        results = {route: _asked(samples, route) for route in routes}
    return {route: number for route, number in results.items() if number is not None}


def _asked(samples: Samples, route: str) -> int | None:
    kind, _role = door(route)
    tenant = "usa" if kind == "office" else "hill"
    path = fill(route, tenant, {**samples.ids[tenant], **of_its_town(kind, tenant, samples)})
    client = samples.signed_in(READERS[kind]) if kind in READERS else Client()
    with undone(), _questions() as queries:
        response = client.get(path)
        b"".join(response)
    return None if response.status_code == 405 else len(queries)


@contextmanager
def _questions() -> Iterator[list[str]]:
    """Return the queries of both logins. Within a test's transaction each of our transactions is a savepoint and not
    counted."""
    requests: list[str] = []
    served, read = (CaptureQueriesContext(connections[name]) for name in ("default", "figures"))
    with served, read:
        yield requests
    everything = (query["sql"] for query in (*served.captured_queries, *read.captured_queries))
    ours = (sql for sql in everything if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")))
    requests.extend(sql for sql in ours if TAKEN_BACK not in sql)


def _write(few: dict[str, int], many: dict[str, Any]) -> None:
    budgets = table() if TABLE.exists() else {}
    result = budgets | {route: max(number, many[route]) for route, number in few.items()}
    lines = [f"{number:3} {route}" for route, number in sorted(result.items()) if route in OURS]
    TABLE.write_text("\n".join(lines) + "\n")

"""The speed of computing figures, and the delay until an office sees a new event."""

import time
from collections.abc import Callable
from datetime import date

from django.db import connections

from communities.models import Community, Office
from evaluation.actions.figures import refresh_figures
from evaluation.models import Round
from evaluation.rollups.grid import activity_grid
from evaluation.rollups.recompute import recompute_stale_figures
from events.models import EventKind
from tests.bench.pages import record_event
from tests.bench.result_rows import ResultRow, number_row, ratio_row
from tests.bench.scale import OFFICE
from tests.bench.servers import Stage
from tfc.periods import HalfYear
from tfc.tenancy import office_scope

REPETITIONS = 7
CHUNK = 200
# The schedule runs every two seconds.
BELL = 2.0
ONE_PASS = """
    SELECT community_id, kind, count(*), sum(people_present) FROM events_event
    WHERE local_day BETWEEN %s AND %s AND status = 'held' AND deleted_at IS NULL GROUP BY community_id, kind
"""


def one_round(stage: Stage) -> list[ResultRow]:
    """Measure all figures of a half-year for all communities, compared with one pass over its events."""
    request = Round.objects.using("figures").filter(office__slug=OFFICE).open().order_by("half_year").last()
    if request is None:
        raise LookupError("No half-year is open.")
    half_year = request.period
    ours, passes = [], []
    for _ in range(3):
        ours.append(_milliseconds(lambda: _all_figures(request.office_id, half_year)))
        passes.append(_milliseconds(lambda: _pass(half_year.first_day, half_year.last_day)))
    return [ratio_row("figures of one half-year, all communities", 3.0, ours, passes)]


def _all_figures(office_id: int, half_year: HalfYear) -> None:
    towns = list(Community.objects.using("figures").filter(office=office_id).order_by("pk"))
    for first in range(0, len(towns), CHUNK):
        refresh_figures(towns[first : first + CHUNK], half_year, using="figures")


def _pass(first: date, last: date) -> None:
    with connections["figures"].cursor() as cursor:
        cursor.execute(ONE_PASS, [first, last])
        cursor.fetchall()


def one_event(stage: Stage) -> list[ResultRow]:
    """Measure the time from the response for a recorded event until the office's figures include it."""
    office = Office.objects.get(slug=OFFICE).pk
    recompute_stale_figures()
    seconds = []
    for turn, person in enumerate(stage.coordinators[:REPETITIONS]):
        before = _meetings(office)
        if record_event(stage.ours.visitor(person), person, turn).status != 302:
            raise LookupError("The event was not recorded.")
        seconds.append(BELL + _milliseconds(recompute_stale_figures) / 1000)
        if _meetings(office) != before + 1:
            raise LookupError("The office does not see the new event.")
    note = f"the schedule's {BELL:.0f} s, then {max(seconds) - BELL:.2f} s at most"
    return [number_row("one new event until the office sees it, s", 5.0, seconds, note)]


def _meetings(office: int) -> int:
    with office_scope(office):
        result = activity_grid(office).get(("2026-H2", EventKind.TEAM_MEETING.value))
    return result.held if result else 0


def _milliseconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000

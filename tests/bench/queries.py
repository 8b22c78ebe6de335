"""The number of SQL statements of a page on the scale set; the tests check that more rows add none."""

from collections.abc import Mapping

from evaluation.rollups.recompute import recompute_stale_figures
from tests.bench.result_rows import ResultRow, number_row
from tests.bench.servers import Stage
from tests.bench.statements import asked_by
from tests.bench.visitors import Person

MOST_OF_A_LIST, MOST = 8, 12
LISTS = ("/c/{slug}/events/", "/c/{slug}/organizations/")
OTHERS = (
    "/c/{slug}/",
    "/c/{slug}/events/{event}/",
    "/c/{slug}/survey/2026-H2/diverse_participation/",
    "/p/{slug}/help/",
)
OF_OFFICE = ("/office/{slug}/", "/office/{slug}/figures/")


def statements(stage: Stage) -> list[ResultRow]:
    """Return the statements of the pages that the bench measures."""
    # A worker updates what other benches recorded within two seconds.
    recompute_stale_figures()
    visitor = stage.coordinators[0]
    lists = _counted(visitor, LISTS)
    others = _counted(visitor, OTHERS) | _counted(stage.staff, OF_OFFICE)
    return [
        number_row("SQL statements of a list", MOST_OF_A_LIST, list(lists.values()), _said(lists)),
        number_row("SQL statements of another page", MOST, list(others.values()), _said(others)),
    ]


def _counted(visitor: Person, paths: tuple[str, ...]) -> dict[str, int]:
    return {
        path: len(asked_by(visitor, path.format(slug=visitor.slug, event=visitor.event(0)))) for path in paths
    }


def _said(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{path.split('{slug}')[1]} {count}" for path, count in counts.items())

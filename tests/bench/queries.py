"""How many statements of SQL a page takes at the size of the set; that further rows add none is held by the tests."""

from collections.abc import Mapping

from evaluation.rollups.recompute import recompute_stale_figures
from tests.bench.result_rows import Row, number_row
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


def statements(stage: Stage) -> list[Row]:
    """Of the pages that the bench visits."""
    # What other benches recorded a worker has seen to within two seconds.
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

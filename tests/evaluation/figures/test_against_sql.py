"""Towns made by chance, with records on both sides of every edge that the demo's do not come near."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker

from evaluation.actions.figures import refresh_figures
from evaluation.instrument import PARTS
from evaluation.models import Figure, Round
from tests.base import World, within
from tests.evaluation.figures.on_the_edge import EDGES
from tests.evaluation.figures.records import H1
from tests.evaluation.figures.scattered import scatter_town
from tests.evaluation.figures.test_against_loops import Chance
from tests.recompute.recomputed import Again, Key, figures_of

pytestmark = pytest.mark.django_db
# Towns at which measures, SQL and words once disagreed, and some with states that are rare.
SEEDS = (5, 6, 8, 9, 11, 12, 13, 23, 24, 38, 54, 59, 65, 67, 80)


def both(world: World) -> tuple[dict[Key, Figure], dict[Key, Again]]:
    """As the measures have it, and as SQL has it, within the town: the wall holds for both."""
    refresh_figures([world.hill], H1)
    with connection.cursor() as cursor:
        return {one.key: one for one in Figure.objects.filter(community=world.hill)}, figures_of(cursor)


def assert_same(stored: dict[Key, Figure], again: dict[Key, Again], seed: int) -> None:
    assert set(stored) == set(again)
    for key, one in stored.items():
        figure = again[key]
        numbers = [getattr(one, name) for name in ("numerator", "denominator", "lower", "upper")]
        expected = [figure.numerator, figure.denominator, figure.lower, figure.upper]
        where = (seed, one.part)
        assert (where, one.state, one.rating, numbers) == (where, figure.state, figure.rating, expected)
        assert (where, one.capped, one.interval) == (where, figure.capped, pytest.approx(figure.interval))


@pytest.fixture(scope="module", autouse=True)
def temporary_tables(serving_login: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The SQL keeps what it finds in some, which the login that serves may not make otherwise."""
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        name = connections["owner"].ops.quote_name(connections["owner"].settings_dict["NAME"])
        cursor.execute(f"GRANT TEMPORARY ON DATABASE {name} TO tfc_app")
    yield
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        cursor.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM tfc_app")


@pytest.fixture
def asked(world: World) -> World:
    with within(world.usa):
        Round.objects.create(half_year=str(H1), due_on="2026-07-31", opened_at="2026-06-15T00:00Z")
    return world


def test_every_figure_of_towns_made_by_chance_is_what_sql_makes_of_the_records(asked: World):
    states: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS:
        with within(asked.hill), transaction.atomic():
            scatter_town(asked, Chance(seed))
            stored, again = both(asked)
            assert_same(stored, again, seed)
            states.update((key[2], one.state) for key, one in again.items())
            states.update((key[2], "open") for key, one in again.items() if one.lower != one.upper)
            transaction.set_rollback(True)
    # Every part is known somewhere and unknown somewhere, and some are not known exactly.
    assert {(part.code, state) for part in PARTS for state in ("value", "unknown")} <= set(states)
    assert len([None for _part, state in states if state == "open"]) >= 8, states


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.__name__)
def test_on_every_edge_words_measures_and_sql_say_the_same(asked: World, edge: Callable[[World], None]):
    with within(asked.hill):
        edge(asked)
        stored, again = both(asked)
    assert_same(stored, again, 0)
    for part, expected in EDGES[edge].items():
        figure = again[asked.hill.pk, str(H1), part]
        if isinstance(expected, str):
            assert (part, figure.state) == (part, expected)
        else:
            found = [
                None if one is None else float(one)
                for one in (figure.numerator, figure.denominator, figure.upper)
            ]
            assert (part, found) == (part, list(expected))

"""Random communities with records on both sides of every limit, most of which the demo lacks."""

from collections import Counter
from collections.abc import Callable, Mapping

import pytest
from django.db import connection, transaction

from evaluation.actions.figures import refresh_figures
from evaluation.instrument import PARTS
from evaluation.models import Figure, Round
from tests.base import World, within
from tests.evaluation.figures.boundary_communities import EDGES
from tests.evaluation.figures.instrument_edge_cases import PAGE_EDGES, ask_again_after_surveys_of_other_kinds
from tests.evaluation.figures.random_community import Chance, scatter_town
from tests.evaluation.figures.records import H1
from tests.recompute.details import assert_same_professions, assert_same_residents
from tests.recompute.ratings import SAMPLES, RecomputedFigure
from tests.recompute.recomputed import Key, Recomputed, recompute
from tests.recompute.residents import get_newcombe_interval

pytestmark = pytest.mark.django_db
EVERY_EDGE = {**EDGES, **PAGE_EDGES}
# Seeds at which measures, recomputation and texts once disagreed, and some with rare states.
SEEDS = (5, 6, 8, 9, 11, 12, 13, 16, 23, 24, 38, 54, 59, 65, 67, 80, 93, 102, 165)


def both(world: World) -> tuple[dict[Key, Figure], Mapping[Key, RecomputedFigure]]:
    """Return the results of the measures and of the recomputation, both in the community's scope."""
    stored, again = compute_both(world)
    return stored, again.figures


def compute_both(world: World) -> tuple[dict[Key, Figure], Recomputed]:
    """Compare the figures and their details."""
    refresh_figures([world.hill], H1)
    stored = {figure.key: figure for figure in Figure.objects.filter(community=world.hill)}
    with connection.cursor() as cursor:
        again = recompute(cursor)
    for row in stored.values():
        if row.part in SAMPLES:
            assert_same_residents(row, again)
        elif row.part == "professionals_trained" and "groups" in row.details:
            assert_same_professions(row, again)
    return stored, again


def assert_same(stored: dict[Key, Figure], again: Mapping[Key, RecomputedFigure], seed: int) -> None:
    assert set(stored) == set(again)
    for key, row in stored.items():
        figure = again[key]
        numbers = [getattr(row, name) for name in ("numerator", "denominator", "lower", "upper")]
        expected = [figure.numerator, figure.denominator, figure.lower, figure.upper]
        where = (seed, row.part)
        assert (where, row.state, row.rating, numbers) == (where, figure.state, figure.rating, expected)
        assert (where, row.capped, row.interval) == (where, figure.capped, pytest.approx(figure.interval))


@pytest.fixture
def answered_world(world: World) -> World:
    with within(world.usa):
        Round.objects.create(half_year=str(H1), due_on="2026-07-31", opened_at="2026-06-15T00:00Z")
    return world


def recompute_scattered(world: World, seed: int) -> Mapping[Key, RecomputedFigure]:
    scatter_town(world, Chance(seed))
    stored, again = both(world)
    assert_same(stored, again, seed)
    return again


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_every_figure_of_a_random_community_is_recomputed_from_the_records(answered_world: World, seed: int):
    with within(answered_world.hill):
        recompute_scattered(answered_world, seed)


@pytest.mark.thorough
def test_every_part_is_recomputed_in_each_state(answered_world: World):
    states: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS:
        with within(answered_world.hill), transaction.atomic():
            again = recompute_scattered(answered_world, seed)
            states.update((key[2], figure.state) for key, figure in again.items())
            states.update((key[2], "open") for key, figure in again.items() if figure.lower != figure.upper)
            transaction.set_rollback(True)
    # Every part is known in one and unknown in another, and some are ranges.
    assert {(part.code, state) for part in PARTS for state in ("value", "unknown")} <= set(states)
    assert len([None for _part, state in states if state == "open"]) >= 9, states


@pytest.mark.parametrize("edge", EVERY_EDGE, ids=lambda edge: edge.__name__)
def test_on_every_edge_words_measures_and_recomputation_agree(
    answered_world: World, edge: Callable[[World], None]
):
    with within(answered_world.hill):
        edge(answered_world)
        stored, again = both(answered_world)
    assert_same(stored, again, 0)
    for part, expected in EVERY_EDGE[edge].items():
        figure = again[answered_world.hill.pk, str(H1), part]
        if isinstance(expected, str):
            assert (part, figure.state) == (part, expected)
        else:
            results = [
                None if bound is None else float(bound)
                for bound in (figure.numerator, figure.denominator, figure.upper)
            ]
            assert (part, results) == (part, list(expected))


def test_a_change_is_that_since_the_first_survey_of_the_same_kind(answered_world: World):
    with within(answered_world.hill):
        ask_again_after_surveys_of_other_kinds(answered_world)
        _stored, again = compute_both(answered_world)
    key = (answered_world.hill.pk, str(H1))
    change = again.changes[*key, "risks_known"]
    assert change
    # 12 of 30, and 35 of 40.
    assert (change.half_year, change.first.knows, change.first.valid) == ("2025-H1", 12, 30)
    assert change.difference == pytest.approx(47.5)
    assert change.direction == "increase"
    numbers = again.prompted[key]
    assert numbers
    assert (numbers.knows, numbers.valid) == (35, 40)


def test_the_interval_of_a_difference_is_that_of_its_source():
    """56 of 70 and 48 of 80: example (a) of R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890."""
    assert get_newcombe_interval((56, 70), (48, 80)) == pytest.approx((5.24, 33.39), abs=0.005)

"""One part over an office's communities: their order, a page of them, and the part over the half-years."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from communities.models import Community
from dashboards.sum_receipts import ON_THE_PAGE
from evaluation.board import Board, TownFigure, Trend, build_trend, require_round
from evaluation.community_results import RatedPart
from evaluation.figure_queries.overrides import collect_overrides, get_override_answers
from evaluation.figure_queries.round_membership import get_expected_communities
from evaluation.figure_visibility import GUARDED, mask_missing_figure, mask_stored_figure
from evaluation.instrument import PARTS, Part
from evaluation.measures import Override, PooledFigure, Rating, State
from evaluation.models import Figure
from evaluation.models.figures import FigureKey, FigureQuerySet
from evaluation.office_totals import Totals, cache_until_change
from tfc.batched_queries import evaluate_together
from tfc.disclosure import Display, Reader, show_share
from tfc.periods import HalfYear

A_PAGE = 25
# Items that a home page names on a phone.
NAMED = 5
# The columns of a figure that `get_visible_values` reads.
NUMBERS = ("community_id", "state", "numerator", "denominator", "upper")


@dataclass(frozen=True)
class PartPage:
    """``rows`` are the communities of the page; ``values`` all visible values, highest first; ``overrides`` those of
    the page's communities in any half-year.
    """

    rows: Sequence[TownFigure]
    values: Sequence[float]
    total: int
    page: int
    overrides: Mapping[FigureKey, Override] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(-(-self.total // A_PAGE), 1)

    @property
    def first(self) -> int:
        return (self.page - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_part(self) -> bool:
        return self.pages > 1


def part_page(
    board: Board, part: Part, page: int = 1, values: Mapping[int, float | None] | None = None
) -> PartPage:
    """Return a page of the communities' figures: those with a number first, highest first. Hidden figures sort as if
    they had no number, so their position reveals nothing.

    ``values``: of all communities with a figure, as the office may see them, if already read. Four queries.
    """
    if board.round is None:
        return PartPage([], [], 0, 1)
    order = _order(board, part, values)
    total = len(order.communities)
    page = min(max(page, 1), max(-(-total // A_PAGE), 1))
    rows, overrides = _rows_and_overrides(board, part, order.communities[(page - 1) * A_PAGE : page * A_PAGE])
    return PartPage(rows, order.values, total, page, overrides)


@dataclass(frozen=True)
class Order:
    """All communities in the round, highest value first, and their values."""

    communities: Sequence[int]
    values: Sequence[float]


def _order(board: Board, part: Part, values: Mapping[int, float | None] | None) -> Order:
    """Return the order, of a large office from memory until its figures change."""
    if board.expected_count <= ON_THE_PAGE:
        return _build_order(board, part, values)
    vary_on = [require_round(board).half_year, part.code]
    return cache_until_change(board.office.pk, "order", vary_on, lambda: _build_order(board, part, values))


def _build_order(board: Board, part: Part, values: Mapping[int, float | None] | None) -> Order:
    if values is None:
        values = get_visible_values(figures_in(board, part).values_list(*NUMBERS), part, board.overrides)
    expected = get_expected_communities(board.office.pk, require_round(board).period).by_name()
    community_ids = list(expected.values_list("pk", flat=True))
    # Sorting is stable, so equal values stay ordered by name.
    ordered = sorted(
        community_ids,
        key=lambda community_id: (values.get(community_id) is None, -(values.get(community_id) or 0)),
    )
    return Order(
        ordered, [value for community_id in ordered if (value := values.get(community_id)) is not None]
    )


def get_visible_values(
    figures: Iterable[Any], part: Part, overrides: Mapping[FigureKey, Override]
) -> dict[int, float | None]:
    """Return the value of each community with a figure as the office may see it; None if it is hidden or not known.

    ``figures``: their `NUMBERS`, not objects, because there may be thousands.
    """
    own = {key[0]: override for key, override in overrides.items() if key[2] == part.code}
    values: dict[int, float | None] = {}
    for town, state, top, bottom, most in figures:
        override = own.get(town)
        if override is not None and override.counts and state != State.NOT_APPLICABLE:
            values[town] = get_override_value(override)
        elif top is None or (part.code in GUARDED and _is_hidden(int(top), int(bottom), int(most or 0))):
            values[town] = None
        else:
            values[town] = float(top if bottom is None else 100 * top / bottom)
    return values


def figures_in(board: Board, part: Part) -> FigureQuerySet:
    """Return the part's figures in the board's round."""
    period = require_round(board).period
    return Figure.objects.for_office(board.office.pk).for_half_year(period).of_part(part.code)


def get_override_value(override: Override) -> float:
    top = float(override.numerator)
    return top if override.denominator is None else 100 * top / override.denominator


@lru_cache(maxsize=10_000)
def _is_hidden(top: int, bottom: int, most: int) -> bool:
    return show_share(top, bottom, Reader.NETWORK, unclear=max(most - top, 0)).display is Display.HIDDEN


def figures_of_part(board: Board, part: Part, community_ids: Sequence[int]) -> list[TownFigure]:
    """Return the figures in the order of the ids; one query."""
    return _rows_and_overrides(board, part, community_ids)[0]


def _rows_and_overrides(
    board: Board, part: Part, community_ids: Sequence[int]
) -> tuple[list[TownFigure], dict[FigureKey, Override]]:
    half_year = require_round(board).half_year
    towns = Community.objects.filter(pk__in=community_ids)
    stored = Figure.objects.for_communities(community_ids).filter(half_year=half_year, part=part.code)
    stored = stored.without_receipts()
    own = get_override_answers().filter(community__in=community_ids, part=part.code)
    evaluate_together(towns, stored, own)
    named, overrides = {town.pk: town for town in towns}, collect_overrides(own)
    figures = {figure.community_id: figure for figure in stored}
    town_figures = []
    for town in community_ids:
        figure = figures.get(town)
        visible = (
            mask_stored_figure(figure, overrides, board.thresholds, Reader.NETWORK)
            if figure
            else mask_missing_figure(part, board.thresholds)
        )
        rated = RatedPart(part, visible.measured, visible.rating, figure is not None, board.thresholds)
        town_figures.append(TownFigure(named[town], rated))
    return town_figures, overrides


@dataclass(frozen=True)
class PartOverRounds:
    """One part over half-years: of the page's communities, and of all together with definition versions."""

    towns: Sequence[tuple[Community, Trend]]
    pooled: Sequence[tuple[str, PooledFigure | None, str]]


def part_over_rounds(part: Part, page: PartPage, totals: Mapping[HalfYear, Totals]) -> PartOverRounds:
    """Return the part over all rounds, oldest first, of which ``totals`` has the sums."""
    trends = _get_town_trends(part, list(totals), page) if page.rows else []
    return PartOverRounds(trends, pool_over_rounds(part, totals))


def pool_over_rounds(
    part: Part, totals: Mapping[HalfYear, Totals]
) -> list[tuple[str, PooledFigure | None, str]]:
    return [
        (
            str(at),
            round_totals.pooled.get(part.code),
            "+".join(map(str, round_totals.versions.get(part.code, ()))),
        )
        for at, round_totals in totals.items()
    ]


def _get_town_trends(
    part: Part, periods: Sequence[HalfYear], page: PartPage
) -> list[tuple[Community, Trend]]:
    towns = [row.community for row in page.rows]
    figures = Figure.objects.for_communities([town.pk for town in towns])
    figures = figures.of_part(part.code).defer("receipt")
    figures_by_key = {(figure.community_id, figure.half_year): figure for figure in figures}
    town_ids = {town for town, _half_year in figures_by_key}
    return [
        (
            town,
            build_trend(
                part,
                [(str(period), figures_by_key.get((town.pk, str(period)))) for period in periods],
                page.overrides,
            ),
        )
        for town in sorted(towns, key=lambda community: community.name)
        if town.pk in town_ids
    ]


def list_most_failing(board: Board) -> list[tuple[Part, int]]:
    """Return the items that most communities do not meet, with how many do not."""
    ratings = board.totals.ratings if board.totals else {}
    failing = [(part, ratings.get(part.code, {}).get(Rating.NOT_MET, 0)) for part in PARTS]
    return sorted((entry for entry in failing if entry[1]), key=lambda entry: -entry[1])[:NAMED]

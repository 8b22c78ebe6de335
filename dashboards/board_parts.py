"""One part over an office's communities: the order in which they stand, a page of them, and all over the half-years."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any

from communities.models import Community
from dashboards.sum_receipts import ON_THE_PAGE
from evaluation.board import Board, TownFigure, Trend, sure_round, trend_of
from evaluation.community_results import standings
from evaluation.figure_queries.overrides import own_values, told_overrides
from evaluation.figure_queries.round_membership import ids_asked_in
from evaluation.figure_visibility import GUARDED
from evaluation.instrument import Part
from evaluation.measures import Override, Pooled, State
from evaluation.models import Figure
from evaluation.models.figures import FigureKey, FigureQuerySet
from evaluation.office_totals import Totals, totals_over
from tfc.at_once import at_once
from tfc.disclosure import Display, Reader, shown_share
from tfc.periods import HalfYear

A_PAGE = 50
# Orders of thousands that a process keeps, each some hundred kilobytes.
ORDERS = 30
# Of a figure, what `values_seen` asks.
NUMBERS = ("community_id", "state", "value", "numerator", "denominator")
_numbers = attrgetter(*NUMBERS)


@dataclass(frozen=True)
class PartPage:
    """``rows`` are those of the page, ``values`` all numbers that may be told of, the highest first; ``overrides`` the
    coordinators' own values of the page's communities, of any half-year."""

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


def part_page(board: Board, part: Part, page: int = 1, figures: Iterable[Figure] | None = None) -> PartPage:
    """Each community's own figure, those with a number first, highest first. A hidden one has no number here, so its
    place tells nothing. ``figures``: of the part, where they were read already. In four queries."""
    if board.round is None:
        return PartPage([], [], 0, 1)
    order = _order(board, part, figures)
    total = len(order.communities)
    page = min(max(page, 1), max(-(-total // A_PAGE), 1))
    rows, overrides = _rows_and_overrides(board, part, order.communities[(page - 1) * A_PAGE : page * A_PAGE])
    return PartPage(rows, order.values, total, page, overrides)


@dataclass(frozen=True)
class Order:
    """All communities that are asked, those with the highest number first, and these numbers."""

    communities: Sequence[int]
    values: Sequence[float]


@lru_cache(maxsize=ORDERS)
def _remembered(*_key: Any) -> list[Order]:
    """Where an order is put once it was made."""
    return []


def _order(board: Board, part: Part, figures: Iterable[Figure] | None) -> Order:
    """Of thousands made once for the same totals: the pages of one list, and whoever looks at it next."""
    at = board.totals.at if board.totals and board.asked > ON_THE_PAGE else None
    if at is None:
        return _in_order(board, part, figures)
    kept = _remembered(board.office.pk, sure_round(board).half_year, part.code, at)
    if not kept:
        kept.append(_in_order(board, part, figures))
    return kept[0]


def _in_order(board: Board, part: Part, figures: Iterable[Figure] | None) -> Order:
    values = values_seen(board, part, figures)
    asked = ids_asked_in(board.office.pk, sure_round(board).period)
    # What is equal keeps its order by name.
    ordered = sorted(asked, key=lambda one: (values.get(one) is None, -(values.get(one) or 0)))
    return Order(ordered, [value for one in ordered if (value := values.get(one)) is not None])


def values_seen(board: Board, part: Part, figures: Iterable[Figure] | None = None) -> dict[int, float | None]:
    """The number of each community that has a figure, as the office may see it; None where it may not, or nobody knows.
    Of thousands, so without the objects that a page of fifty has, unless these are there."""
    own = {key[0]: one for key, one in board.overrides.items() if key[2] == part.code}
    found: dict[int, float | None] = {}
    for town, state, value, top, bottom in (
        figures_in(board, part).values_list(*NUMBERS) if figures is None else map(_numbers, figures)
    ):
        override = own.get(town)
        if override is not None and override.counts and state != State.NOT_APPLICABLE:
            found[town] = _own(override)
        elif value is None or (part.code in GUARDED and _is_hidden(int(top or 0), int(bottom or 0))):
            found[town] = None
        else:
            found[town] = float(value)
    return found


def figures_in(board: Board, part: Part) -> FigureQuerySet:
    """Of the board's round, each with its community where it is asked for."""
    period = sure_round(board).period
    return Figure.objects.for_office(board.office.pk).for_half_year(period).of_part(part.code)


def _own(override: Override) -> float:
    top = float(override.numerator)
    return top if override.denominator is None else 100 * top / override.denominator


@lru_cache(maxsize=10_000)
def _is_hidden(top: int, bottom: int) -> bool:
    return shown_share(top, bottom, Reader.NETWORK).display is Display.HIDDEN


def figures_of_part(board: Board, part: Part, community_ids: Sequence[int]) -> list[TownFigure]:
    """In this order; one query."""
    return _rows_and_overrides(board, part, community_ids)[0]


def _rows_and_overrides(
    board: Board, part: Part, community_ids: Sequence[int]
) -> tuple[list[TownFigure], dict[FigureKey, Override]]:
    half_year = sure_round(board).half_year
    towns = Community.objects.filter(pk__in=community_ids)
    stored = Figure.objects.for_communities(community_ids).filter(half_year=half_year, part=part.code)
    stored = stored.without_receipts()
    own = own_values().filter(community__in=community_ids, part=part.code)
    at_once(towns, stored, own)
    named, overrides = {one.pk: one for one in towns}, told_overrides(own)
    figures = {one.community_id: {one.part: one} for one in stored}
    found = []
    for town in community_ids:
        each = standings(figures.get(town, {}), overrides, board.thresholds, Reader.NETWORK)
        of_part = next(one for standing in each for one in standing.parts if one.part.code == part.code)
        found.append(TownFigure(named[town], of_part))
    return found, overrides


@dataclass(frozen=True)
class PartOverRounds:
    """One part over half-years: of the communities of a page, and of all together with the versions of its
    definition."""

    towns: Sequence[tuple[Community, Trend]]
    pooled: Sequence[tuple[str, Pooled | None, str]]


def part_over_rounds(board: Board, part: Part, page: PartPage) -> PartOverRounds:
    """Sums are of exact figures, as the board's."""
    periods = sorted(one.period for one in board.rounds)
    pooled = pooled_over_rounds(part, totals_over(board.office, periods))
    return PartOverRounds(_of_towns(part, periods, page) if page.rows else [], pooled)


def pooled_over_rounds(part: Part, totals: Mapping[HalfYear, Totals]) -> list[tuple[str, Pooled | None, str]]:
    return [
        (str(at), one.pooled.get(part.code), "+".join(map(str, one.versions.get(part.code, ()))))
        for at, one in totals.items()
    ]


def _of_towns(part: Part, periods: Sequence[HalfYear], page: PartPage) -> list[tuple[Community, Trend]]:
    towns = [one.community for one in page.rows]
    figures = Figure.objects.for_communities([one.pk for one in towns])
    figures = figures.of_part(part.code).defer("receipt")
    found = {(one.community_id, one.half_year): one for one in figures}
    asked = {town for town, _half_year in found}
    return [
        (
            town,
            trend_of(part, [(str(one), found.get((town.pk, str(one)))) for one in periods], page.overrides),
        )
        for town in sorted(towns, key=lambda one: one.name)
        if town.pk in asked
    ]

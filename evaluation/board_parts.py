"""One part over an office's communities: the order in which they stand, a page of them, and all over the half-years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from communities.models import Community
from evaluation.board import Board, TownFigure, Trend, sure_round, trend_of
from evaluation.figures import overrides_of
from evaluation.instrument import Part
from evaluation.measures import Override, Pooled, State
from evaluation.models import Figure
from evaluation.models.figures import FigureKey
from evaluation.office_totals import totals_over
from evaluation.review import communities_asked
from evaluation.shown import GUARDED
from evaluation.standing import standings
from tfc.disclosure import Display, Reader, shown_share
from tfc.periods import HalfYear

A_PAGE = 50


@dataclass(frozen=True)
class PartPage:
    """``rows`` are those of the page, ``values`` all numbers that may be told of, the highest first."""

    rows: Sequence[TownFigure]
    values: Sequence[float]
    total: int
    page: int

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


def part_page(board: Board, part: Part, page: int = 1) -> PartPage:
    """Each community's own figure, those with a number first, highest first. A hidden one has no number here, so its
    place tells nothing. In six queries."""
    if board.round is None:
        return PartPage([], [], 0, 1)
    values = values_seen(board, part)
    asked = list(communities_asked(board.office, board.round).values_list("pk", flat=True))
    # What is equal keeps its order by name.
    ordered = sorted(asked, key=lambda one: (values.get(one) is None, -(values.get(one) or 0)))
    page = min(max(page, 1), max(-(-len(asked) // A_PAGE), 1))
    shown = ordered[(page - 1) * A_PAGE : page * A_PAGE]
    known = [value for one in ordered if (value := values.get(one)) is not None]
    return PartPage(figures_of_part(board, part, shown), known, len(asked), page)


def values_seen(board: Board, part: Part) -> dict[int, float | None]:
    """The number of each community that has a figure, as the office may see it; None where it may not, or nobody knows.
    Of thousands, so without the objects that a page of fifty has."""
    period = sure_round(board).period
    overrides = overrides_of([period], office_id=board.office.pk)
    rows = Figure.objects.for_office(board.office.pk).for_half_year(period).of_part(part.code)
    own = {key[0]: one for key, one in overrides.items() if key[2] == part.code}
    found: dict[int, float | None] = {}
    for town, state, value, top, bottom in rows.values_list(
        "community_id", "state", "value", "numerator", "denominator"
    ):
        if state == State.UNKNOWN:
            found[town] = _own(own.get(town))
        elif value is None or (part.code in GUARDED and _is_hidden(int(top or 0), int(bottom or 0))):
            found[town] = None
        else:
            found[town] = float(value)
    return found


def _own(override: Override | None) -> float | None:
    if override is None:
        return None
    top = float(override.numerator)
    return top if override.denominator is None else 100 * top / override.denominator


@lru_cache(maxsize=10_000)
def _is_hidden(top: int, bottom: int) -> bool:
    return shown_share(top, bottom, Reader.NETWORK).display is Display.HIDDEN


def figures_of_part(board: Board, part: Part, community_ids: Sequence[int]) -> list[TownFigure]:
    """In this order; three queries."""
    period = sure_round(board).period
    overrides = overrides_of([period], community_ids=community_ids)
    towns = Community.objects.in_bulk(community_ids)
    stored = Figure.objects.for_half_year(period).for_communities(community_ids).of_part(part.code)
    figures = {one.community_id: {one.part: one} for one in stored.without_receipts()}
    found = []
    for town in community_ids:
        each = standings(figures.get(town, {}), overrides, board.thresholds, Reader.NETWORK)
        of_part = next(one for standing in each for one in standing.parts if one.part.code == part.code)
        found.append(TownFigure(towns[town], of_part))
    return found


@dataclass(frozen=True)
class PartOverRounds:
    """One part over half-years: of the communities of a page, and of all together with the versions of its
    definition."""

    towns: Sequence[tuple[Community, Trend]]
    pooled: Sequence[tuple[str, Pooled | None, str]]


def part_over_rounds(board: Board, part: Part, towns: Sequence[Community] = ()) -> PartOverRounds:
    """Sums are of exact figures, as the board's."""
    periods = sorted(one.period for one in board.rounds)
    totals = totals_over(board.office, periods)
    pooled = [
        (
            str(one),
            totals[one].pooled.get(part.code),
            "+".join(map(str, totals[one].versions.get(part.code, ()))),
        )
        for one in periods
    ]
    return PartOverRounds(_of_towns(part, periods, towns) if towns else [], pooled)


def _of_towns(
    part: Part, periods: Sequence[HalfYear], towns: Sequence[Community]
) -> list[tuple[Community, Trend]]:
    ids = [one.pk for one in towns]
    overrides: Mapping[FigureKey, Override] = overrides_of(periods, community_ids=ids)
    figures = Figure.objects.for_communities(ids).of_part(part.code).defer("receipt")
    found = {(one.community_id, one.half_year): one for one in figures}
    asked = {town for town, _half_year in found}
    return [
        (town, trend_of(part, [(str(one), found.get((town.pk, str(one)))) for one in periods], overrides))
        for town in sorted(towns, key=lambda one: one.name)
        if town.pk in asked
    ]

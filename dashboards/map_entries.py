"""Map entries of communities: the stage, or one part of the survey as the office may see it."""

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse

from charts.maps.drawing import Entry
from charts.maps.signs import RATINGS, Sign, get_not_asked_sign, rating_sign, stage_sign
from communities.models import Community, Stage
from dashboards.board_parts import figures_of_part
from evaluation.board import Board, TownFigure
from evaluation.instrument import Part
from evaluation.measures import Rating, State
from evaluation.review import get_round_communities
from evaluation.wording import fraction_text, value_text
from tfc.text.punctuation import join_bracketed

GetUrl = Callable[[Community], str]


def stage_entries(communities: Iterable[Community], get_url: GetUrl) -> list[Entry]:
    return [
        Entry(community, stage_sign(community.stage), "", get_url(community)) for community in communities
    ]


def part_entries(
    board: Board, towns: Sequence[Community], part: Part, half_year: str, get_url: GetUrl
) -> list[Entry]:
    """Return an entry for each community, including those not in the half-year's round. The board
    masks the figures.
    """
    figures_by_town: dict[int, TownFigure] = {}
    if board.round and board.round.half_year == half_year:
        ids = get_round_communities(board.office, board.round).filter(pk__in=[town.pk for town in towns])
        figures = figures_of_part(board, part, list(ids.values_list("pk", flat=True)))
        figures_by_town = {town_figure.community.pk: town_figure for town_figure in figures}

    def get_receipt_url(town_figure: TownFigure | None) -> str:
        if town_figure is None or not town_figure.standing.has_receipt:
            return ""
        where = [board.office.slug, town_figure.community.slug, half_year, part.code]
        return reverse("evaluation:office-figure-receipt", args=where)

    return [
        _part_entry(
            town, figures_by_town.get(town.pk), get_url(town), get_receipt_url(figures_by_town.get(town.pk))
        )
        for town in towns
    ]


def _part_entry(community: Community, town_figure: TownFigure | None, url: str, receipt: str) -> Entry:
    if town_figure is None:
        return Entry(community, get_not_asked_sign(), "", url)
    measured = town_figure.standing.measured
    zero = measured.state == State.DECLARED_ZERO
    # A count without a target is never rated, so the map shows only whether it is known.
    rating = Rating.UNKNOWN if measured.state == State.UNKNOWN else town_figure.standing.rating
    sign = rating_sign(rating, declared_zero=zero)
    figure = join_bracketed(value_text(measured), fraction_text(measured))
    return Entry(community, sign, figure, url, measured.state.value, receipt)


def stage_order() -> Sequence[Sign]:
    return [stage_sign(stage) for stage in Stage]


def rating_order() -> Sequence[Sign]:
    pairs = [(rating, zero) for rating in RATINGS for zero in (False, True)]
    return [*(rating_sign(rating, declared_zero=zero) for rating, zero in pairs), get_not_asked_sign()]

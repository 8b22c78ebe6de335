"""What a map tells of each community: its stage, or one part of the survey as its office may see it."""

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse

from charts.maps.drawing import Entry
from charts.maps.signs import RATINGS, Sign, not_asked_sign, rating_sign, stage_sign
from communities.models import Community, Stage
from dashboards.board_parts import figures_of_part
from evaluation.board import Board, TownFigure
from evaluation.instrument import Part
from evaluation.measures import Rating, State
from evaluation.review import communities_asked
from evaluation.wording import fraction_text, value_text
from tfc.text.punctuation import bracketed

UrlOf = Callable[[Community], str]


def stage_entries(communities: Iterable[Community], url_of: UrlOf) -> list[Entry]:
    return [Entry(one, stage_sign(one.stage), "", url_of(one)) for one in communities]


def part_entries(
    board: Board, towns: Sequence[Community], part: Part, half_year: str, url_of: UrlOf
) -> list[Entry]:
    """Each of these communities; who was not asked in the half-year is told so. Figures are masked by the board."""
    asked: dict[int, TownFigure] = {}
    if board.round and board.round.half_year == half_year:
        ids = communities_asked(board.office, board.round).filter(pk__in=[one.pk for one in towns])
        found = figures_of_part(board, part, list(ids.values_list("pk", flat=True)))
        asked = {one.community.pk: one for one in found}

    def receipt_of(found: TownFigure | None) -> str:
        if found is None or not found.standing.has_receipt:
            return ""
        where = [board.office.slug, found.community.slug, half_year, part.code]
        return reverse("evaluation:office-figure-receipt", args=where)

    return [_part_entry(one, asked.get(one.pk), url_of(one), receipt_of(asked.get(one.pk))) for one in towns]


def _part_entry(community: Community, found: TownFigure | None, url: str, receipt: str) -> Entry:
    if found is None:
        return Entry(community, not_asked_sign(), "", url)
    measured = found.standing.measured
    zero = measured.state == State.DECLARED_ZERO
    # A count without a target is never rated; whether it is known is what a map has to show of it.
    rating = Rating.UNKNOWN if measured.state == State.UNKNOWN else found.standing.rating
    sign = rating_sign(rating, declared_zero=zero)
    figure = bracketed(value_text(measured), fraction_text(measured))
    return Entry(community, sign, figure, url, measured.state.value, receipt)


def stage_order() -> Sequence[Sign]:
    return [stage_sign(stage) for stage in Stage]


def rating_order() -> Sequence[Sign]:
    pairs = [(rating, zero) for rating in RATINGS for zero in (False, True)]
    return [*(rating_sign(rating, declared_zero=zero) for rating, zero in pairs), not_asked_sign()]

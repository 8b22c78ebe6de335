"""The international office: the same figures over all offices, read one office's scope after the other."""

from django.http import HttpResponse
from django.shortcuts import render

from communities.access import SignedIn, international_view
from communities.models import Office
from evaluation.board import Board, board_of, pooled_over
from evaluation.instrument import PARTS
from evaluation.measures import Pooled
from tfc.tenancy import office_scope


@international_view
def international_home(request: SignedIn) -> HttpResponse:
    boards: list[Board] = []
    for office in Office.objects.filter(is_international=False).order_by("name"):
        with office_scope(office.pk):
            boards.append(board_of(office, request.GET.get("round")))
    half_years = sorted({one.half_year for board in boards for one in board.rounds}, reverse=True)
    newest = max((board.round.half_year for board in boards if board.round), default="")
    together = pooled_over(boards, newest)
    context = {
        "boards": boards,
        "half_year": newest,
        "half_years": half_years,
        "parts": [(part, together.get(part.code), _by_office(boards, part.code, newest)) for part in PARTS],
    }
    return render(request, "evaluation/international_home.html", context)


def _by_office(boards: list[Board], code: str, half_year: str) -> list[Pooled | None]:
    """The sum of each office, in the order of the boards; None for one without a round of this half-year."""
    return [
        board.pooled.get(code) if board.round and board.round.half_year == half_year else None
        for board in boards
    ]

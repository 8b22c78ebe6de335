"""The office's dashboard, and what is behind each of its numbers, as far as an office may see."""

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from communities.access import OfficeRequest, office_view
from communities.chart_files import chart_file
from communities.models import Community, StageChange
from evaluation.awareness.turned_away import TurnedAwayCount, turned_away_among
from evaluation.board import board_of, over_rounds, part_over_rounds, part_rows, towns_over_rounds
from evaluation.models import Round, TurnedAway
from evaluation.office_charts import community_charts, indicators_chart, part_charts, rounds_charts
from evaluation.receipt_files import is_asked_for, receipt_file
from evaluation.sum_receipts import receipt_of_board
from evaluation.views.receipts import part_or_404
from library.announcements import on_home
from library.desk import Desk
from stakeholders.models import Partnership
from stakeholders.partnership_words import meta_words
from tfc.standby import reads_standby


@office_view
@reads_standby
def office_home(request: OfficeRequest) -> HttpResponseBase:
    if request.office.is_international:
        return redirect("evaluation:international-home")
    board = board_of(request.office, request.GET.get("round"))
    chart = indicators_chart(board)
    if file := chart_file(request, [chart]):
        return file
    context = {
        "board": board,
        "chart": chart,
        "announced": [] if request.is_guest else on_home(request.office, request.user),
        "desk": Desk.of_office(request),
    }
    return render(request, "evaluation/office_home.html", context)


@office_view
@reads_standby
def office_trends(request: OfficeRequest) -> HttpResponseBase:
    """The indicators over rounds: how many communities have each rating."""
    board = board_of(request.office, None)
    charts = rounds_charts(request.office, over_rounds(request.office, board.rounds)) if board.rounds else []
    if file := chart_file(request, charts):
        return file
    return render(request, "evaluation/office_trends.html", {"board": board, "charts": charts})


@office_view
@reads_standby
def office_part(request: OfficeRequest, part: str) -> HttpResponseBase:
    """One part over the communities of a round: the sum with its receipt, and each community's own figure behind it."""
    definition = part_or_404(part)
    board = board_of(request.office, request.GET.get("round"))
    receipt = receipt_of_board(board, definition)
    if receipt and is_asked_for(request):
        return receipt_file(request, receipt.data, receipt.name)
    rows = part_rows(board, definition.code)
    charts = part_charts(board, definition, rows, part_over_rounds(board, definition)) if board.round else []
    if file := chart_file(request, charts):
        return file
    context = {
        "board": board,
        "part": definition,
        "pooled": board.pooled.get(definition.code),
        "sum_receipt": receipt,
        "rows": rows,
        "charts": charts,
    }
    return render(request, "evaluation/office_part.html", context)


@office_view
@reads_standby
def office_community(request: OfficeRequest, community_slug: str) -> HttpResponseBase:
    """One community as its office may see it: stage, surveys, figures of a round and over rounds."""
    town = get_object_or_404(Community, office=request.office, slug=community_slug)
    board = board_of(request.office, request.GET.get("round"))
    charts = community_charts(request.office, town, towns_over_rounds(request.office, town, board.rounds))
    if file := chart_file(request, charts):
        return file
    context = {
        "board": board,
        "office_community": town,
        "row": next((row for row in board.rows if row.community.pk == town.pk), None),
        "charts": charts,
        "turned_away": _turned_away(town, board.round),
        "partnerships": [
            {"partnership": one, "meta": meta_words(one)}
            for one in Partnership.objects.kept().filter(community=town).in_order()
        ],
        "stages": StageChange.objects.filter(community=town).select_related("by").order_by("-since", "-id"),
    }
    return render(request, "evaluation/office_community.html", context)


def _turned_away(town: Community, asked: Round | None) -> TurnedAwayCount | None:
    """In the half-year of the round: programs that answer the survey of residents in many towns show here."""
    if asked is None:
        return None
    days = (asked.period.first_day, asked.period.last_day)
    return turned_away_among(TurnedAway.objects.filter(community=town, day__range=days))

"""The office's dashboard, the sources of its numbers as far as it may see them, and outcomes of candidates."""

from functools import partial
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from communities.chart_files import chart_file
from communities.community_pager import get_pager_context
from communities.finding_towns import find_towns
from communities.formation import MOST
from communities.models import Community
from communities.place_views import PlaceAccess
from dashboards.attention.page import get_attention_rows
from dashboards.attention.reasons import describe_counts_left_out
from dashboards.board_parts import list_most_failing, part_over_rounds, part_page
from dashboards.candidate_outcomes import look_back
from dashboards.figures.office import build_home_map
from dashboards.key_figures import list_key_figures
from dashboards.leaders import PART, leaders_overview
from dashboards.models import CommunityAttention, OfficeSummary
from dashboards.office_charts import community_charts, part_charts, rounds_charts
from dashboards.office_next import list_waiting_surveys, office_next
from dashboards.office_since import office_since
from dashboards.office_town import office_town
from dashboards.sum_receipts import ON_THE_PAGE, SumReceipt, build_receipt, get_terms
from dashboards.sum_rows import SumRow, sum_rows
from evaluation.board import (
    Board,
    count_ratings_by_round,
    get_round_board,
    require_round,
)
from evaluation.instrument import Part
from evaluation.models import Round
from evaluation.office_totals import totals_over
from evaluation.receipt_files import is_asked_for, receipt_file
from evaluation.views.receipts import part_or_404
from library.announcements import get_home_announcements
from residents.models import TurnedAway
from residents.rejections import RejectionCount, count_rejections
from stakeholders.partnership_words import describe_partnership
from tfc.numbered_pages import get_page_urls, page_number
from tfc.read_replica import use_replica

# Communities that need attention on the home page; the others are on a page of their own.
MOST_URGENT = 5
# Entries of a community's timeline that are not folded away.
SHOWN = 6


@office_view
@use_replica
def office_home(request: OfficeRequest) -> HttpResponseBase:
    """Show which communities need attention, five figures, and the items of a page of communities."""
    if request.office.is_international:
        return redirect("dashboards:international-home")
    board = get_round_board(request.office, request.GET.get("round"))
    # The list is of today, so it is not read for an earlier half-year.
    attention = CommunityAttention.objects.none()
    if not board.is_earlier:
        attention = CommunityAttention.objects.for_office(request.office.pk)
    today = timezone.localdate()
    urgent = attention.needing(today).with_total().select_related("community", "assigned_to")[:MOST_URGENT]
    aside = attention.set_aside(today).with_total()[:1]
    summaries = OfficeSummary.objects.filter(office=request.office)
    waiting = list_waiting_surveys(request.office)
    board.read_with(summaries, urgent, aside, waiting)
    needing = urgent[0].total if urgent else 0
    chart = build_home_map(board, request.user) if board.round else None
    if chart and (file := chart_file(request, [chart])):
        return file
    context = {
        "board": board,
        "chart": chart,
        "failing": list_most_failing(board) if chart else [],
        "figures": list_key_figures(board, next(iter(summaries), None), needing),
        "rows": get_attention_rows(urgent),
        "first": 1,
        "needing": needing,
        "set_aside": aside[0].total if aside else 0,
        "is_computed": bool(summaries),
        "next": None if request.is_guest else office_next(board, waiting),
        "since": office_since(request),
        "announced": [] if request.is_guest else get_home_announcements(request.office, request.user),
        "desk": PlaceAccess.for_office("library:", request),
        # Called by the template if they are not cached.
        "sum_rows": partial(_sum_rows, request, board),
    }
    return render(request, "dashboards/office_home.html", context)


def _sum_rows(request: OfficeRequest, board: Board) -> tuple[SumRow, ...]:
    slug, half_year = request.office.slug, require_round(board).half_year

    def receipt_url(code: str) -> str:
        query = urlencode({"round": half_year, "receipt": code})
        return f"{reverse('dashboards:office-part', args=[slug, code])}?{query}#sum-receipt"

    return sum_rows(board.parts, slug, half_year, receipt_url)


@office_view
@use_replica
def office_trends(request: OfficeRequest) -> HttpResponseBase:
    """Show the indicators over rounds: the number of communities by rating."""
    board = get_round_board(request.office, None)
    charts = (
        rounds_charts(request.office, count_ratings_by_round(request.office, board.rounds))
        if board.rounds
        else []
    )
    if file := chart_file(request, charts):
        return file
    return render(request, "dashboards/office_trends.html", {"board": board, "charts": charts})


@office_view
@use_replica
def office_part(request: OfficeRequest, part: str) -> HttpResponseBase:
    """Show one part over the communities of a round: the sum with its receipt, and each community's figure."""
    definition = part_or_404(part)
    board = get_round_board(request.office, request.GET.get("round"))
    totals = totals_over(request.office, sorted(round_.period for round_ in board.rounds), definition)
    if board.round:
        board.set_cached(totals=totals[board.round.period])
    receipt = _receipt_of_sum(request, board, definition)
    if receipt and is_asked_for(request):
        return receipt_file(request, receipt.data, receipt.name)
    number = page_number(request.GET.get("page", ""))
    page = part_page(board, definition, number, receipt.visible_values if receipt else None)
    over_rounds = part_over_rounds(definition, page, totals)
    charts = part_charts(board, definition, page, over_rounds) if board.round else []
    if file := chart_file(request, charts):
        return file
    context = {
        "board": board,
        "part": definition,
        "pooled": board.pooled.get(definition.code),
        "sum_receipt": receipt,
        "page": page,
        "charts": charts,
        **get_page_urls(request, page.page, page.pages),
    }
    return render(request, "dashboards/office_part.html", context)


def _receipt_of_sum(request: OfficeRequest, board: Board, part: Part) -> SumReceipt | None:
    """Return the receipt of the sum if a page can name all communities, or if it is requested; None if nothing was
    computed yet.
    """
    totals = board.totals
    if board.round is None or totals is None:
        return None
    if totals.expected_count > ON_THE_PAGE and not request.GET.get("receipt"):
        return None
    terms = get_terms(request.office, board.round.period, part, all_computed=totals.all_computed)
    if not any(term.computed_at for term in terms):
        return None
    return build_receipt(part, board.round.half_year, request.office.slug, terms)


@office_view
@use_replica
def office_community(request: OfficeRequest, community_slug: str) -> HttpResponseBase:
    """Show one community as its office may see it: what staff read before a call, and its figures."""
    town = get_object_or_404(Community, office=request.office, slug=community_slug)
    board = get_round_board(request.office, request.GET.get("round"))
    details = office_town(board, town)
    charts = community_charts(request.office, town, details.trends)
    if file := chart_file(request, charts):
        return file
    context = {
        "board": board,
        "office_community": town,
        "row": details.row,
        "charts": charts,
        "turned_away": _count_rejections(town, board.round),
        "partnerships": [
            {"partnership": partnership, "meta": describe_partnership(partnership)}
            for partnership in details.partnerships
        ],
        "town": details,
        "left_out": describe_counts_left_out(),
        "timeline": details.timeline,
        "shown": f":{SHOWN}",
        "later": f"{SHOWN}:",
    }
    return render(request, "dashboards/office_community.html", context)


def _count_rejections(town: Community, round_: Round | None) -> RejectionCount | None:
    """Return the number of survey answers rejected in the round's half-year, which reveals programs that answer in
    many communities.
    """
    if round_ is None:
        return None
    days = (round_.period.first_day, round_.period.last_day)
    return count_rejections(TurnedAway.objects.filter(community=town, day__range=days))


@office_view
@require_safe
def office_leaders(request: OfficeRequest) -> HttpResponse:
    search = find_towns(request)
    overview = leaders_overview(
        request.office, request.GET.get("round"), search.towns, request.GET.get("at", ""), search.number
    )
    context = {
        "overview": overview,
        "board": overview.board,
        "part": PART,
        **search.context,
        **get_pager_context(request, overview.page),
    }
    return render(request, "dashboards/office_leaders.html", context)


@office_view
@require_safe
def formation_outcome(request: OfficeRequest) -> HttpResponse:
    context = {"back": look_back(request.office), "most": MOST}
    return render(request, "dashboards/formation_outcome.html", context)

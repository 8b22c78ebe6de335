"""The office's dashboard, and what is behind each of its numbers, as far as an office may see."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.access import OfficeRequest, office_view
from communities.models import Community, Office, StageChange
from evaluation.awareness.turned_away import TurnedAwayCount, turned_away_among
from evaluation.board import Trend, board_of, over_rounds, part_rows, towns_over_rounds
from evaluation.charts.shapes import STACK_ORDER, stack, trend
from evaluation.models import Round, TurnedAway
from evaluation.views.receipts import part_or_404
from evaluation.wording import number_text, rating_text, value_text
from library.announcements import on_home
from library.desk import Desk
from stakeholders.models import Partnership
from stakeholders.partnership_words import meta_words


@office_view
def office_home(request: OfficeRequest) -> HttpResponse:
    board = board_of(request.office, request.GET.get("round"))
    distribution = board.distribution
    context = {
        "board": board,
        "chart": stack(_("Communities by rating of each indicator"), distribution) if board.rows else "",
        "chart_headers": [_("Indicator"), *(rating_text(rating) for rating in STACK_ORDER)],
        "chart_rows": [
            [title, *(number_text(counts[rating]) for rating in STACK_ORDER)]
            for title, counts in distribution
        ],
        "announced": [] if request.is_guest else on_home(request.office, request.user),
        "desk": Desk.of_office(request),
    }
    return render(request, "evaluation/office_home.html", context)


@office_view
def office_trends(request: OfficeRequest) -> HttpResponse:
    """The indicators over rounds: how many communities have each rating."""
    board = board_of(request.office, None)
    charts = [
        {
            "title": title,
            "svg": stack(title, rows),
            "rows": [
                [half_year, *(number_text(found[rating]) for rating in STACK_ORDER)]
                for half_year, found in rows
            ],
        }
        for title, rows in over_rounds(request.office, board.rounds)
    ]
    headers = [_("Half-year"), *(rating_text(rating) for rating in STACK_ORDER)]
    return render(
        request, "evaluation/office_trends.html", {"board": board, "charts": charts, "headers": headers}
    )


@office_view
def office_part(request: OfficeRequest, part: str) -> HttpResponse:
    """One part over the communities of a round: the sum, and each community's own figure behind it."""
    definition = part_or_404(part)
    board = board_of(request.office, request.GET.get("round"))
    context = {
        "board": board,
        "part": definition,
        "pooled": board.pooled.get(definition.code),
        "rows": part_rows(board, definition.code),
    }
    return render(request, "evaluation/office_part.html", context)


@office_view
def office_community(request: OfficeRequest, community_slug: str) -> HttpResponse:
    """One community as its office may see it: stage, surveys, figures of a round and over rounds."""
    town = get_object_or_404(Community, office=request.office, slug=community_slug)
    board = board_of(request.office, request.GET.get("round"))
    context = {
        "board": board,
        "office_community": town,
        "row": next((row for row in board.rows if row.community.pk == town.pk), None),
        "charts": _with_chart(request.office, town, towns_over_rounds(request.office, town, board.rounds)),
        "headers": [_("Half-year"), _("Figure")],
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


def _with_chart(office: Office, town: Community, trends: list[Trend]) -> list[dict[str, Any]]:
    """Small multiples: a chart a part, each bar leading to its receipt."""

    def receipt(half_year: str, code: str) -> str:
        return reverse("evaluation:office-figure-receipt", args=[office.slug, town.slug, half_year, code])

    return [
        {
            "title": one.part.title,
            "svg": trend(
                str(one.part.title),
                [
                    (label, found, receipt(label, one.part.code) if found else "")
                    for label, found in one.points
                ],
                one.part.unit,
            ),
            "rows": [[label, value_text(found) if found else _("No round")] for label, found in one.points],
        }
        for one in trends
    ]

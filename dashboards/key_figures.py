"""The five figures at the top of an office's home page, each compared with the half-year before."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts.trend_svg import draw_line
from dashboards.attention.half_years import HANDED_IN
from dashboards.forms.figures import Meetings
from dashboards.models import OfficeSummary
from evaluation.board import Board, require_round
from tfc.number_text import number_text, percent_text
from tfc.periods import half_year_text
from tfc.text.punctuation import join_title, phrases

A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class KeyFigure:
    """``value`` in words, or "" if it is not known. ``note``: what it counts; ``change``: how it was before."""

    label: str
    value: str
    note: str
    change: str
    url: str
    line: SafeString | None


def list_key_figures(board: Board, summary: OfficeSummary | None, needing: int) -> list[KeyFigure]:
    """Return the figures of the board's half-year. ``needing``: how many communities need attention today, which is
    left out for an earlier half-year.
    """
    half_years: Mapping[str, Mapping[str, Any]] = summary.half_years if summary else {}
    shown = board.round.half_year if board.round else ""
    compared = [half_year for half_year in sorted(half_years) if half_year <= shown]
    figures = list(_list_half_year_figures(board, half_years, compared))
    return figures if board.is_earlier else [*figures, _count_attention(board, summary, needing)]


def _list_half_year_figures(
    board: Board, half_years: Mapping[str, Mapping[str, Any]], compared: Sequence[str]
) -> Iterator[KeyFigure]:
    if board.round is None:
        return
    slug, now = board.office.slug, half_years.get(board.round.half_year, {})
    query = f"?round={board.round.half_year}"
    before = compared[-2] if len(compared) > 1 else ""
    # A half-year that is not over would look like a fall.
    is_running = board.round.still_runs
    over = compared[:-1] if is_running else compared

    def get_change(text: str) -> str:
        return join_title(half_year_text(before), text) if before and text else ""

    def say(note: str) -> str:
        return phrases((note, _("so far"))) if is_running else note

    def get_line(name: str) -> SafeString | None:
        return draw_line([half_years[half_year][name] for half_year in over])

    earlier = half_years.get(before, {})
    yield KeyFigure(
        _("Surveys submitted"),
        number_text(sum(board.by_state.get(state, 0) for state in HANDED_IN)),
        _describe_surveys(board),
        get_change(number_text(earlier.get("submitted", 0))),
        reverse("evaluation:submission-list", args=[slug]) + query,
        get_line("submitted"),
    )
    yield KeyFigure(
        _("Communities that met"),
        number_text(now["met"]) if now else "",
        say(_("with a team meeting")),
        get_change(number_text(earlier.get("met", 0))),
        reverse("dashboards:office-figures", args=[slug]) + f"{query}&meetings={Meetings.HELD.value}",
        get_line("met"),
    )
    yield KeyFigure(
        _("Visits to events"),
        _describe_visits(now),
        say(_("team meetings left out")),
        get_change(_describe_visits(earlier)),
        reverse("dashboards:office-achievements", args=[slug]) + f"?period={board.round.half_year}",
        get_line("visits"),
    )
    yield KeyFigure(
        _("Figures known"),
        _describe_share(now),
        say(_("of all in the half-year surveys")),
        get_change(_describe_share(earlier)),
        reverse("dashboards:missing-records", args=[slug]),
        draw_line([_get_share(half_years[half_year]) or 0 for half_year in over]),
    )


def _describe_surveys(board: Board) -> str:
    round_ = require_round(board)
    late = {"number": number_text(board.not_submitted)}
    if round_.closed_at:
        state = _("%(number)s not submitted") % late
    elif board.not_submitted and timezone.localdate() > round_.due_on:
        state = _("%(number)s overdue") % late
    else:
        state = _("due %(day)s") % {"day": date_format(round_.due_on)}
    return phrases((_("of %(count)s") % {"count": number_text(board.expected_count)}, state))


def _describe_visits(counts: Mapping[str, Any]) -> str:
    if not counts:
        return ""
    text = number_text(counts["visits"])
    return _("at least %(low)s") % {"low": text} if counts["at_least"] else text


def _get_share(counts: Mapping[str, Any]) -> float | None:
    return 100 * counts["known"] / counts["applicable"] if counts and counts["applicable"] else None


def _describe_share(counts: Mapping[str, Any]) -> str:
    share = _get_share(counts)
    return "" if share is None else percent_text(share)


def _count_attention(board: Board, summary: OfficeSummary | None, needing: int) -> KeyFigure:
    by_day = summary.attention if summary else {}
    days = sorted(by_day)
    week_before = (timezone.localdate() - A_WEEK).isoformat()
    earlier = [by_day[day] for day in days if day <= week_before]
    change = _("a week ago: %(number)s") % {"number": number_text(earlier[-1])} if earlier else ""
    return KeyFigure(
        _("Needs attention"),
        number_text(needing) if summary else "",
        ngettext("of %(count)s community", "of %(count)s communities", board.communities)
        % {"count": number_text(board.communities)},
        change,
        reverse("dashboards:office-attention", args=[board.office.slug]),
        draw_line([by_day[day] for day in days]),
    )

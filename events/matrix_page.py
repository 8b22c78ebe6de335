"""Content of the connections page, from the matrix: chart, tables, lists and proposals."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.heat_map import NARROW, WIDE, Content, Picture, Scale, build_scale, triangle
from events.matrix_words import (
    cell_words,
    pair_name,
    reason_words,
    side_name,
    step_words,
)
from events.meeting_matrix import (
    GROUP,
    GROUP_PAIRS,
    GROUPS,
    SECTOR_PAIRS,
    SECTORS,
    Matrix,
    Pair,
    Proposal,
    order_pair,
)
from events.models import EventKind
from stakeholders.date_range import Span
from tfc.charts import Chart, Datum, Key
from tfc.text.punctuation import clauses, join_title

# How many of the pairs that met most often are shown unfolded, and of those that never met.
FIRST = 6
FIRST_NEVER = 8


class Page:
    """``matrix`` of ``span``, for the community ``slug``; ``organizations_by_sector``: numbers in the register."""

    def __init__(
        self, matrix: Matrix, span: Span, slug: str, organizations_by_sector: Mapping[str, int]
    ) -> None:
        self.matrix = matrix
        self.span = span
        self.slug = slug
        self.known = organizations_by_sector
        self.sector_scale = build_scale(matrix.cells[pair].meetings for pair in SECTOR_PAIRS)
        self.group_scale = build_scale(matrix.cells[pair].meetings for pair in GROUP_PAIRS)

    def url(self, pair: Pair) -> str:
        address = reverse("events:connection", args=[self.slug, *pair])
        return f"{address}?{urlencode({'period': self.span.code})}"

    def chart(self, source: str, made_on: dt.date) -> Chart:
        """Return the chart: a cell for each pair of sectors, linked to its meetings."""
        names = {sector: side_name(sector) for sector in SECTORS}
        contents = {pair: self._content(pair, self.sector_scale) for pair in SECTOR_PAIRS}
        title = _("Meetings of each pair of sectors")
        summary = clauses(content.title for content in contents.values() if content.number)
        wide, narrow = (triangle(names, contents, layout) for layout in (WIDE, NARROW))
        cells = [self.matrix.cells[pair] for pair in SECTOR_PAIRS]
        return Chart(
            code="sectors",
            title=f"{title} · {self.span.label}",
            text_alternative=summary,
            svg=_draw_picture(wide, title, summary),
            small=_draw_picture(narrow, title, summary),
            note=_("Each cell opens its meetings."),
            headers=[_("Pair of sectors"), _("Meetings")],
            rows=[
                [pair_name(pair), str(cell.meetings)] for pair, cell in zip(SECTOR_PAIRS, cells, strict=True)
            ],
            data=[
                Datum("first", "#group+first+code", [first for first, _second in SECTOR_PAIRS]),
                Datum("second", "#group+second+code", [second for _first, second in SECTOR_PAIRS]),
                Datum("meetings", "#activity+count+num", [str(cell.meetings) for cell in cells]),
                Datum("last", "#date+last", [cell.last.isoformat() if cell.last else "" for cell in cells]),
            ],
            legend=[
                Key(_("never met"), _step(0)),
                *(Key(step["words"], _step(step["level"])) for step in legend(self.sector_scale)),
            ],
            source=source,
            made_on=made_on,
        )

    def _content(self, pair: Pair, scale: Scale) -> Content:
        cell = self.matrix.cells[pair]
        title = join_title(pair_name(pair), cell_words(cell))
        return Content(scale.level(cell.meetings), cell.meetings, title, self.url(pair))

    def sector_table(self) -> dict[str, Any]:
        return self._table(SECTORS, self.sector_scale)

    def group_table(self) -> dict[str, Any]:
        return self._table(GROUPS, self.group_scale)

    def _table(self, columns: Sequence[str], scale: Scale) -> dict[str, Any]:
        """Return a table of every cell; a pair of two sectors is in the row of each."""
        rows = [
            {
                "name": side_name(sector),
                "cells": [self._content(order_pair(sector, other), scale) for other in columns],
            }
            for sector in SECTORS
        ]
        return {"headers": [side_name(side) for side in columns], "rows": rows, "legend": legend(scale)}

    def met(self, pairs: Sequence[Pair]) -> dict[str, Any]:
        """Return the pairs that met, most frequent first; those after the first ones are folded."""
        met_pairs = sorted(
            self.matrix.met(pairs),
            key=lambda pair: (-self.matrix.cells[pair].meetings, -self._last(pair)),
        )
        rows = [
            {"title": pair_name(pair), "meta": cell_words(self.matrix.cells[pair]), "url": self.url(pair)}
            for pair in met_pairs
        ]
        return {"first": rows[:FIRST], "rest": rows[FIRST:], "number": len(rows), "of": len(pairs)}

    def _last(self, pair: Pair) -> int:
        last = self.matrix.cells[pair].last
        return last.toordinal() if last else 0

    def never(self) -> dict[str, Any]:
        """Return the pairs of sectors that never met and could: the register has organizations of both."""
        pairs = self.matrix.never(SECTOR_PAIRS)
        possible = [
            (first, second)
            for first, second in pairs
            if self.known[first] and self.known[second] and (first != second or self.known[first] > 1)
        ]
        # A stable sort, False before True: pairs of two different sectors come first.
        possible.sort(key=lambda pair: pair[0] == pair[1])
        links = [{"title": pair_name(pair), "url": self.url(pair)} for pair in possible]
        return {
            "number": len(pairs),
            "of": len(SECTOR_PAIRS),
            "possible": links[:FIRST_NEVER],
            "rest": links[FIRST_NEVER:],
            "unknown": [side_name(sector) for sector in SECTORS if not self.known[sector]],
        }

    def proposals(self, proposals: Sequence[Proposal]) -> list[dict[str, str]]:
        return [
            {
                "title": pair_name((proposal.sector, GROUP + proposal.constituency)),
                "reason": reason_words(proposal),
                "url": plan_url(
                    self.slug,
                    EventKind.LISTENING_GROUP,
                    pair_name((proposal.sector, GROUP + proposal.constituency)),
                ),
            }
            for proposal in proposals
        ]


def _draw_picture(picture: Picture, title: str, summary: str) -> SafeString:
    context = {"picture": picture, "title": title, "description": summary}
    return render_to_string("events/parts/heat_map.svg", context)


def _step(level: int) -> SafeString:
    """Return the SVG of a legend entry, in a square of 16."""
    sign = SafeString('<path class="tf-matrix-cross" d="M5.5 5.5l5 5m0 -5l-5 5"/>') if not level else ""
    return format_html(
        '<rect class="tf-matrix-box tf-matrix-{}" x="1" y="1" width="14" height="14" rx="3"/>{}', level, sign
    )


def legend(scale: Scale) -> list[dict[str, Any]]:
    return [{"level": level, "words": step_words(fewest, most)} for level, fewest, most in scale.steps()]


def plan_url(slug: str, kind: str, title: str) -> str:
    """Return the link to plan an event, with its kind and title filled in."""
    return f"{reverse('events:event-plan', args=[slug])}?{urlencode({'kind': kind, 'title': title})}"

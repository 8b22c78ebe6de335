"""The ranking of the sectors as a chart for download: a bar for each sector, a segment for each finding."""

import datetime as dt
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community
from stakeholders.focus import Picture, RankedFinding, SectorRow
from stakeholders.focus_chart import LETTERS, Segment
from tfc.charts import Chart, Datum, Key
from tfc.text.punctuation import clauses, join_title, phrases


@dataclass(frozen=True)
class Layout:
    """Names are above their bars, so that the same drawing fits a phone."""

    width: int
    css: str
    row: int = 62
    above: int = 20
    bar: int = 28


WIDE, NARROW = Layout(640, "tf-chart-label"), Layout(340, "tf-chart-small")


@dataclass(frozen=True)
class Mark:
    segment: Segment
    css: str
    title: str
    url: str


@dataclass(frozen=True)
class SectorBar:
    """A sector with its bar, from ``y`` down."""

    row: SectorRow
    y: int
    marks: tuple[Mark, ...]

    @property
    def words_y(self) -> int:
        return self.y + 14

    @property
    def bar_y(self) -> int:
        return self.y + WIDE.above

    @property
    def middle_y(self) -> int:
        return self.bar_y + WIDE.bar // 2 + 5


def ranking_chart(picture: Picture, community: Community, day: dt.date) -> Chart:
    """Return the chart. ``day``: of the ranking, or today. Nothing is drawn if no finding counts."""
    title = _("Points of each sector")
    description = clauses(join_title(row.label, row.bar.total) for row in picture.rows)
    is_drawn = any(row.bar.total for row in picture.rows)
    names = [ranked_finding.letter for ranked_finding in picture.legend]
    return Chart(
        code="ranking",
        title=title,
        text_alternative=description,
        svg=_draw(picture, community, title, description, WIDE) if is_drawn else SafeString(),
        small=_draw(picture, community, title, description, NARROW) if is_drawn else SafeString(),
        sentence="" if is_drawn else _("No finding counts yet."),
        note=_("Each finding gives a sector severity × confidence × influence."),
        headers=[_("Sector"), *names, *([_("Others")] if picture.rest else []), _("Sum")],
        rows=[[str(row.label), *map(str, points), str(row.bar.total)] for row, points in picture.table],
        data=_data(picture),
        legend=_legend(picture),
        source=community.name,
        made_on=day,
    )


def _draw(picture: Picture, community: Community, title: str, description: str, layout: Layout) -> SafeString:
    rows = [
        SectorBar(
            row,
            at * layout.row,
            tuple(_mark(row, part, ranked_finding, community) for part, ranked_finding in row.parts),
        )
        for at, row in enumerate(picture.rows)
    ]
    context = {
        "bars": rows,
        "layout": layout,
        "height": len(rows) * layout.row,
        "title": title,
        "description": description,
    }
    return render_to_string("stakeholders/parts/ranking.svg", context)


def _mark(row: SectorRow, part: Segment, ranked_finding: RankedFinding | None, community: Community) -> Mark:
    what = f"{part.letter} {ranked_finding.title}" if ranked_finding else _("Others")
    url = ""
    if ranked_finding and ranked_finding.finding:
        url = reverse("stakeholders:finding-detail", args=[community.slug, ranked_finding.finding.pk])
    return Mark(part, _css(part.letter), join_title(phrases((row.label, what)), part.points), url)


def _css(letter: str) -> str:
    return f"tf-chart-rank-{LETTERS.index(letter) + 1}" if letter else "tf-chart-rank-rest"


def _legend(picture: Picture) -> list[Key]:
    keys = [
        Key(join_title(ranked_finding.letter, ranked_finding.title), _swatch(ranked_finding.letter))
        for ranked_finding in picture.legend
    ]
    if picture.rest:
        message = ngettext("%(rest)s more finding", "%(rest)s more findings", picture.rest)
        keys.append(Key(message % {"rest": picture.rest}, _swatch("")))
    return keys


def _swatch(letter: str) -> SafeString:
    return format_html('<rect class="{}" x="1" y="1" width="14" height="14" rx="3"/>', _css(letter))


def _data(picture: Picture) -> list[Datum]:
    """Return a row for each sector and finding with points in it, and one for those that share the last segment."""
    cells = [(row, part, ranked_finding) for row in picture.rows for part, ranked_finding in row.parts]
    return [
        Datum("sector", "#group+sector+code", [row.bar.sector for row, _part, _one in cells]),
        Datum("finding", "#event+finding+label", [part.letter for _row, part, _one in cells]),
        Datum(
            "vulnerability",
            "#event+type+code",
            [ranked_finding.term.vulnerability if ranked_finding else "" for *_rest, ranked_finding in cells],
        ),
        Datum("points", "#indicator+points+num", [str(part.points) for _row, part, _one in cells]),
    ]

"""The charts of an office's pages, from its board, which masks the figures of single communities."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts import Place, Point, Town, build_point, distribution, multiples, spread, stack, trend
from communities.models import Community, Office
from dashboards.board_parts import PartOverRounds, PartPage
from dashboards.professionals_page import group_name, range_label
from evaluation.board import Board, TownFigure, Trend
from evaluation.instrument import Part, Unit
from evaluation.measures import EVERY_GROUP, PooledFigure, Rating
from evaluation.measures.plans import Total
from evaluation.professionals import OfficeProfessionals
from evaluation.wording import coverage_text
from reports.target_texts import range_text
from tfc.charts import Chart
from tfc.number_text import number_text
from tfc.periods import half_year_text, half_year_within
from tfc.text.punctuation import end_sentence, phrases


def rounds_charts(
    office: Office, indicators: Sequence[tuple[str, str, Sequence[tuple[str, Counter[Rating]]]]]
) -> list[Chart]:
    """Return for each indicator the number of communities by rating over half-years."""
    counted_by = _("Communities by rating")
    return [
        stack(
            f"indicator-{code}",
            title,
            [(half_year, _counts(counted)) for half_year, counted in rows],
            first=_("Half-year"),
            format_label=half_year_text,
            source=phrases((counted_by, _source(office))),
            made_on=_today(),
        )
        for code, title, rows in indicators
    ]


def community_charts(office: Office, town: Community, trends: Sequence[Trend]) -> list[Chart]:
    """Return a trend for each part, with points linked to their receipts."""
    return [
        trend(
            part_trend.part.code,
            f"{part_trend.part.label} {part_trend.part.title}",
            _points(office, town, part_trend),
            part_trend.part.unit,
            source=phrases((town.name, office.name)),
            made_on=_today(),
        )
        for part_trend in trends
    ]


def professions_chart(office: Office, professionals: OfficeProfessionals) -> Chart:
    """Return a panel for each profession with attendees: the range over all communities by half-year."""
    rows = [
        Town(
            group_name(group),
            [
                _total_point(str(at), total)
                for at, total in zip(professionals.half_years, professionals.single[group], strict=True)
            ],
        )
        for group in EVERY_GROUP
    ]
    return multiples(
        "professions",
        _("People trained by profession"),
        [row for row in rows if any(point.value for point in row.points)],
        Unit.PEOPLE,
        first=_("Profession"),
        source=_source(office),
        made_on=_today(),
    )


def _total_point(half_year: str, total: Total) -> Point:
    if not total.value_count:
        return Point(half_year, "unknown", _("Unknown"))
    text = range_text(total.lower, total.upper, Unit.PEOPLE)
    if not total.lower and total.upper != 0:
        return Point(half_year, "unknown", text)
    return Point(
        half_year,
        "value",
        text,
        value=float(total.lower),
        low=float(total.lower),
        high=None if total.upper is None else float(total.upper),
        open_above=total.upper is None,
        label=range_label(total.lower, total.upper),
    )


def part_charts(board: Board, part: Part, page: PartPage, over_rounds: PartOverRounds) -> list[Chart]:
    """Return the distribution in the round, the sum over the rounds, and the page's communities over the rounds."""
    office, half_year = board.office, board.round.half_year if board.round else ""
    # A downloaded chart must say what it counts.
    named = f"{part.label} {part.title}"
    where = _("Communities in %(half_year)s") % {"half_year": half_year_within(half_year)}
    source = _source(office, half_year)
    return [
        spread(
            "communities",
            f"{named} · {where}",
            page.values,
            part.unit,
            total=_applicable(board, part, page),
            source=source,
            made_on=_today(),
        )
        if page.is_part
        else distribution(
            "communities",
            f"{named} · {where}",
            [
                Place(
                    figure.community.name, figure.standing.measured, _receipt(office, figure, half_year, part)
                )
                for figure in page.rows
            ],
            part.unit,
            source=source,
            made_on=_today(),
        ),
        _build_sum_trend(office, part, named, over_rounds),
        multiples(
            "each",
            f"{named} · " + _("Communities by half-year"),
            [
                Town(town.name, _points(office, town, town_trend), _town_url(office, town))
                for town, town_trend in over_rounds.towns
            ],
            part.unit,
            note=_get_page_url(page) if page.is_part else "",
            source=_source(office),
            made_on=_today(),
        ),
    ]


def _build_sum_trend(office: Office, part: Part, named: str, over_rounds: PartOverRounds) -> Chart:
    points = [
        build_point(
            half_year,
            pooled.measured if pooled else None,
            version=version,
            coverage=_get_coverage_text(pooled),
            coverage_fraction=f"{pooled.value_count}/{pooled.applicable}" if pooled else "",
        )
        for half_year, pooled, version in over_rounds.pooled
    ]
    title = f"{named} · " + _("All communities together, by half-year")
    return trend("together", title, points, part.unit, source=_source(office), made_on=_today())


def _applicable(board: Board, part: Part, page: PartPage) -> int:
    """Return the number of communities to which the part applies, as in the page's sum."""
    pooled = board.pooled.get(part.code)
    return page.total if pooled is None else pooled.applicable


def _get_page_url(page: PartPage) -> str:
    return end_sentence(
        _("%(first)s to %(last)s of %(total)s communities")
        % {
            "first": number_text(page.first),
            "last": number_text(page.last),
            "total": number_text(page.total),
        }
    )


def _counts(rating_counts: Mapping[Rating, int]) -> dict[str, int]:
    return {str(rating): count for rating, count in rating_counts.items()}


def _points(office: Office, town: Community, part_trend: Trend) -> list:
    versions = part_trend.versions or [""] * len(part_trend.points)
    return [
        build_point(
            half_year,
            measured,
            url=reverse(
                "evaluation:office-figure-receipt",
                args=[office.slug, town.slug, half_year, part_trend.part.code],
            )
            if measured
            else "",
            version=version,
        )
        for (half_year, measured), version in zip(part_trend.points, versions, strict=True)
    ]


def _receipt(office: Office, figure: TownFigure, half_year: str, part: Part) -> str:
    if not figure.standing.has_receipt:
        return ""
    return reverse(
        "evaluation:office-figure-receipt", args=[office.slug, figure.community.slug, half_year, part.code]
    )


def _town_url(office: Office, town: Community) -> str:
    return reverse("dashboards:office-community", args=[office.slug, town.slug])


def _get_coverage_text(pooled: PooledFigure | None) -> str:
    return "" if pooled is None else coverage_text(pooled)


def _communities(number: int) -> str:
    text = ngettext(
        "%(number)s community takes part in the half-year survey.",
        "%(number)s communities take part in the half-year survey.",
        number,
    )
    return text % {"number": number_text(number)}


def _source(office: Office, half_year: str = "") -> str:
    return phrases((office.name, half_year_within(half_year))) if half_year else office.name


def _today() -> dt.date:
    return timezone.localdate()

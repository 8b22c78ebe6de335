"""The charts of a community's own pages, with its exact figures."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charts import Point, Town, build_point, multiples, trend
from communities.models import Community
from dashboards.professionals_page import cell_text, group_name, range_label
from evaluation.figure_visibility import mask_figure
from evaluation.instrument import Unit, part
from evaluation.measures import EVERY_GROUP
from evaluation.models import Figure
from evaluation.professionals import Column, TownProfessionals
from tfc.charts import Chart
from tfc.disclosure import Reader

# The parts that residents' surveys measure.
RESIDENTS = ("access_known", "risks_known")


def residents_charts(community: Community) -> list[Chart]:
    """Return what residents know over the half-years; lines break where the method changed. One query in the
    community's scope.
    """
    figures = (
        Figure.objects.for_communities([community.pk])
        .filter(part__in=RESIDENTS)
        .order_by("half_year")
        .defer("receipt")
    )
    return [
        trend(
            code,
            str(part(code).title),
            [
                build_point(
                    figure.half_year,
                    mask_figure(figure.to_measured(), figure.definition, Reader.COMMUNITY),
                    url=reverse("evaluation:figure-receipt", args=[community.slug, figure.half_year, code]),
                    version=str(figure.definition_version),
                )
                for figure in figures
                if figure.part == code
            ],
            Unit.PERCENT,
            source=community.name,
            made_on=timezone.localdate(),
        )
        for code in RESIDENTS
        if any(figure.part == code for figure in figures)
    ]


def professionals_chart(professionals: TownProfessionals, community: Community) -> Chart:
    """Return a panel for each profession with attendees, by half-year."""
    rows = [Town(group_name(group), _points(professionals.columns, group)) for group in EVERY_GROUP]
    return multiples(
        "professions",
        _("People trained by profession"),
        [row for row in rows if any(point.value for point in row.points)],
        Unit.PEOPLE,
        first=_("Profession"),
        source=community.name,
        made_on=timezone.localdate(),
    )


def _points(columns: Sequence[Column], group: str) -> list[Point]:
    return [_point(column, group) for column in columns if column.half_year]


def _point(column: Column, group: str) -> Point:
    half_year, text = str(column.half_year), cell_text(column, group)
    if column.trained is None:
        state = "declared_zero" if column.declared else "unknown"
        return Point(half_year, state, text, value=0.0 if column.declared else None)
    bounds = column.trained.groups[group]
    if not bounds.lower and bounds.upper != 0:
        return Point(half_year, "unknown", text)
    upper = None if bounds.upper is None else float(bounds.upper)
    return Point(
        half_year,
        "value",
        text,
        value=float(bounds.lower),
        low=float(bounds.lower),
        high=upper,
        open_above=upper is None,
        label=range_label(bounds.lower, bounds.upper),
    )

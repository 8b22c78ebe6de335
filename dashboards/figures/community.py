"""A community's own figures over the half-years, next to the median of similar communities."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charts import PeerQuartiles, build_point, trend
from communities.models import Community, StageChange
from communities.thresholds import Thresholds, thresholds_over
from evaluation.comparison import choose_comparison, get_quartile_texts, similar_text
from evaluation.figure_visibility import VisibleFigure, mask_stored_figure
from evaluation.figures import get_overrides
from evaluation.instrument import INDICATORS, PARTS, Indicator, Part, parts_of_indicator
from evaluation.measures import Rating
from evaluation.models import Comparison, Figure
from evaluation.wording import in_unit
from evaluation.wording_ratings import explain_rating
from tfc.charts import Chart
from tfc.disclosure import Reader
from tfc.periods import HalfYear, half_year_within
from tfc.text.punctuation import phrases


@dataclass(frozen=True)
class PartOverTime:
    """``now`` is the figure of the newest half-year; ``why`` explains its rating, and ``similar`` describes similar
    communities.
    """

    part: Part
    now: VisibleFigure | None
    receipt: str
    why: str
    similar: str
    middle: str
    chart: Chart

    @property
    def rating(self) -> Rating:
        return self.now.rating if self.now else Rating.UNKNOWN


@dataclass(frozen=True)
class CommunityOverview:
    half_years: Sequence[str]
    sections: Sequence[tuple[Indicator, Sequence[PartOverTime]]]
    computed_at: datetime | None

    @property
    def newest(self) -> str:
        return self.half_years[-1] if self.half_years else ""

    @property
    def parts(self) -> list[PartOverTime]:
        """Return the parts in the order of the instrument; an indicator's parts are not consecutive in it."""
        section_parts = (entry for _indicator, parts in self.sections for entry in parts)
        return sorted(section_parts, key=lambda entry: PARTS.index(entry.part))

    @property
    def charts(self) -> list[Chart]:
        return [entry.chart for entry in self.parts]


@dataclass(frozen=True)
class _OverviewData:
    community: Community
    half_years: Sequence[str]
    figures: Mapping[tuple[str, str], Figure]
    visible_figures: Mapping[tuple[str, str], VisibleFigure]
    comparisons: Mapping[tuple[str, str, str], Comparison]
    stages: Mapping[str, str]
    thresholds: Mapping[HalfYear, Thresholds]


def build_overview(community: Community) -> CommunityOverview:
    """Return the overview; five queries for any number of half-years. Call in the community's scope."""
    read = _read(community)
    sections = [
        (indicator, [_build_part_over_time(part, read) for part in parts_of_indicator(indicator.code)])
        for indicator in INDICATORS
    ]
    computed = [figure.computed_at for figure in read.figures.values()]
    return CommunityOverview(read.half_years, sections, max(computed, default=None))


def _read(community: Community) -> _OverviewData:
    figures = list(Figure.objects.for_communities([community.pk]).defer("receipt"))
    periods = _without_gaps({HalfYear.parse(figure.half_year) for figure in figures})
    half_years = [str(period) for period in periods]
    overrides = get_overrides(periods, community_ids=[community.pk])
    thresholds = thresholds_over(community.office_id, periods)
    return _OverviewData(
        community=community,
        half_years=half_years,
        figures={(figure.half_year, figure.part): figure for figure in figures},
        visible_figures={
            (figure.half_year, figure.part): mask_stored_figure(
                figure, overrides, thresholds[figure.period], Reader.COMMUNITY
            )
            for figure in figures
        },
        comparisons=Comparison.objects.filter(half_year__in=half_years).by_key(),
        stages=_stages(community, periods),
        thresholds=thresholds,
    )


def _without_gaps(periods: Collection[HalfYear]) -> list[HalfYear]:
    """Return all half-years from first to last, including those without a round."""
    all_periods = [min(periods)] if periods else []
    while all_periods and all_periods[-1] < max(periods):
        all_periods.append(all_periods[-1].next())
    return all_periods


def _stages(community: Community, periods: Sequence[HalfYear]) -> dict[str, str]:
    """Return the community's stage at the end of each half-year, for choosing similar communities."""
    changes = list(StageChange.objects.filter(community=community).order_by("since", "pk"))
    stages = {}
    for period in periods:
        until = [change.stage for change in changes if change.since <= period.last_day]
        stages[str(period)] = until[-1] if until else community.stage
    return stages


def _build_part_over_time(part: Part, read: _OverviewData) -> PartOverTime:
    points, peers = [], []
    for half_year in read.half_years:
        key = (half_year, part.code)
        figure = read.figures.get(key)
        measured = read.visible_figures[key].measured if figure else None
        version = str(figure.definition_version) if figure else ""
        points.append(
            build_point(
                half_year, measured, url=_receipt(read, half_year, part) if figure else "", version=version
            )
        )
        peers.append(_build_peer_quartiles(part, _comparable(read, half_year, part)))
    newest = read.half_years[-1] if read.half_years else ""
    now = _comparable(read, newest, part)
    has_figure = (newest, part.code) in read.figures
    return PartOverTime(
        part=part,
        now=read.visible_figures.get((newest, part.code)),
        receipt=_receipt(read, newest, part) if has_figure else "",
        why=_explain_unknown(read, newest, part) if has_figure else "",
        similar=similar_text(part.unit, now),
        middle=in_unit(float(now.median), part.unit) if now and now.median is not None else "",
        chart=trend(
            part.code,
            f"{part.label} {part.title}",
            points,
            part.unit,
            peers=peers,
            source=phrases((read.community.name, half_year_within(newest) if newest else "")),
            made_on=timezone.localdate(),
        ),
    )


def _receipt(read: _OverviewData, half_year: str, part: Part) -> str:
    return reverse("evaluation:figure-receipt", args=[read.community.slug, half_year, part.code])


def _explain_unknown(read: _OverviewData, half_year: str, part: Part) -> str:
    visible_figure = read.visible_figures[half_year, part.code]
    return explain_rating(
        part, visible_figure.measured, visible_figure.rating, read.thresholds[HalfYear.parse(half_year)]
    )


def _comparable(read: _OverviewData, half_year: str, part: Part) -> Comparison | None:
    """Return the comparison; None if it was counted by another definition version."""
    figure = read.figures.get((half_year, part.code))
    comparison = choose_comparison(read.comparisons, half_year, part.code, read.stages.get(half_year, ""))
    if comparison and figure and comparison.definition_version != figure.definition_version:
        return None
    return comparison


def _build_peer_quartiles(part: Part, comparison: Comparison | None) -> PeerQuartiles | None:
    if comparison is None or comparison.median is None or comparison.low is None or comparison.high is None:
        return None
    numbers = get_quartile_texts(part.unit, comparison)
    if numbers["low"] == numbers["high"]:
        text = _("%(median)s (half or more have exactly this), known for %(known)s of %(asked)s") % numbers
    else:
        text = _("%(median)s (middle 50%%: %(low)s to %(high)s), known for %(known)s of %(asked)s") % numbers
    return PeerQuartiles(float(comparison.low), float(comparison.median), float(comparison.high), text)

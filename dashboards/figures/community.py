"""A community's own figures over the half-years, each beside the middle of similar communities."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charts import Beside, point_of, trend
from charts.axis import in_unit
from communities.models import Community, StageChange
from communities.thresholds import Thresholds, thresholds_over
from evaluation.comparison import chosen
from evaluation.figure_visibility import Seen, seen_figure
from evaluation.figures import overrides_of
from evaluation.instrument import INDICATORS, PARTS, Indicator, Part, Unit, parts_of_indicator
from evaluation.measures import Rating
from evaluation.models import Comparison, Figure, Group
from evaluation.wording_ratings import why_rated
from tfc.charts import Chart
from tfc.disclosure import Reader
from tfc.half_years import half_year_within
from tfc.number_text import number_text
from tfc.periods import HalfYear
from tfc.text.punctuation import phrases


@dataclass(frozen=True)
class PartOverTime:
    """``now`` is of the newest half-year; ``why`` says where the line of its rating is, and ``similar`` in a sentence
    what similar communities have in it."""

    part: Part
    now: Seen | None
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
        """In the order of the instrument, as everywhere: an indicator's parts do not follow each other in it."""
        found = (one for _indicator, parts in self.sections for one in parts)
        return sorted(found, key=lambda one: PARTS.index(one.part))

    @property
    def charts(self) -> list[Chart]:
        return [one.chart for one in self.parts]


@dataclass(frozen=True)
class _Read:
    community: Community
    half_years: Sequence[str]
    figures: Mapping[tuple[str, str], Figure]
    seen: Mapping[tuple[str, str], Seen]
    comparisons: Mapping[tuple[str, str, str], Comparison]
    stages: Mapping[str, str]
    thresholds: Mapping[HalfYear, Thresholds]


def overview_of(community: Community) -> CommunityOverview:
    """In the community's scope; five queries, however many half-years there are."""
    read = _read(community)
    sections = [
        (indicator, [_over_time(part, read) for part in parts_of_indicator(indicator.code)])
        for indicator in INDICATORS
    ]
    computed = [one.computed_at for one in read.figures.values()]
    return CommunityOverview(read.half_years, sections, max(computed, default=None))


def _read(community: Community) -> _Read:
    figures = list(Figure.objects.for_communities([community.pk]).defer("receipt"))
    periods = _without_gaps({HalfYear.parse(one.half_year) for one in figures})
    half_years = [str(one) for one in periods]
    overrides = overrides_of(periods, community_ids=[community.pk])
    thresholds = thresholds_over(community.office_id, periods)
    return _Read(
        community=community,
        half_years=half_years,
        figures={(one.half_year, one.part): one for one in figures},
        seen={
            (one.half_year, one.part): seen_figure(one, overrides, thresholds[one.period], Reader.COMMUNITY)
            for one in figures
        },
        comparisons=Comparison.objects.filter(half_year__in=half_years).by_key(),
        stages=_stages(community, periods),
        thresholds=thresholds,
    )


def _without_gaps(known: Collection[HalfYear]) -> list[HalfYear]:
    """A half-year that nobody asked about has its place all the same."""
    found = [min(known)] if known else []
    while found and found[-1] < max(known):
        found.append(found[-1].next())
    return found


def _stages(community: Community, periods: Sequence[HalfYear]) -> dict[str, str]:
    """In which stage the community ended each half-year, as those that it is compared with."""
    changes = list(StageChange.objects.filter(community=community).order_by("since", "pk"))
    found = {}
    for period in periods:
        until = [one.stage for one in changes if one.since <= period.last_day]
        found[str(period)] = until[-1] if until else community.stage
    return found


def _over_time(part: Part, read: _Read) -> PartOverTime:
    points, beside = [], []
    for half_year in read.half_years:
        key = (half_year, part.code)
        figure = read.figures.get(key)
        measured = read.seen[key].measured if figure else None
        version = str(figure.definition_version) if figure else ""
        points.append(
            point_of(
                half_year, measured, url=_receipt(read, half_year, part) if figure else "", version=version
            )
        )
        beside.append(_beside(part, _comparable(read, half_year, part)))
    newest = read.half_years[-1] if read.half_years else ""
    now = _comparable(read, newest, part)
    has_figure = (newest, part.code) in read.figures
    return PartOverTime(
        part=part,
        now=read.seen.get((newest, part.code)),
        receipt=_receipt(read, newest, part) if has_figure else "",
        why=_why(read, newest, part) if has_figure else "",
        similar=similar_text(part.unit, now),
        middle=in_unit(float(now.median), part.unit) if now and now.median is not None else "",
        chart=trend(
            part.code,
            f"{part.label} {part.title}",
            points,
            part.unit,
            beside=beside,
            source=phrases((read.community.name, half_year_within(newest) if newest else "")),
            made_on=timezone.localdate(),
        ),
    )


def _receipt(read: _Read, half_year: str, part: Part) -> str:
    return reverse("evaluation:figure-receipt", args=[read.community.slug, half_year, part.code])


def _why(read: _Read, half_year: str, part: Part) -> str:
    seen = read.seen[half_year, part.code]
    return why_rated(part, seen.measured, seen.rating, read.thresholds[HalfYear.parse(half_year)])


def _comparable(read: _Read, half_year: str, part: Part) -> Comparison | None:
    """What was counted by another definition is not beside it."""
    figure = read.figures.get((half_year, part.code))
    found = chosen(read.comparisons, half_year, part.code, read.stages.get(half_year, ""))
    if found and figure and found.definition_version != figure.definition_version:
        return None
    return found


def _beside(part: Part, found: Comparison | None) -> Beside | None:
    if found is None or found.median is None or found.low is None or found.high is None:
        return None
    numbers = _numbers(part.unit, found)
    if numbers["low"] == numbers["high"]:
        words = (
            _("%(median)s, half of them or more have just that, known for %(known)s of %(asked)s") % numbers
        )
    else:
        words = _("%(median)s, half of them %(low)s to %(high)s, known for %(known)s of %(asked)s") % numbers
    return Beside(float(found.low), float(found.median), float(found.high), words)


def similar_text(unit: Unit, found: Comparison | None) -> str:
    if found is None:
        return _("There is nothing to compare with yet.")
    numbers = _numbers(unit, found)
    if found.median is None:
        return (
            _("Too few to compare: it is known for %(known)s of %(asked)s communities, and five are needed.")
            % numbers
        )
    # As they are read: between 100% and 100% there is nothing.
    sentences = _ALIKE if numbers["low"] == numbers["high"] else _APART
    return sentences[Group(found.group)]() % numbers


_APART = {
    Group.ALL: lambda: _(
        "All communities of the office: the median is %(median)s, and half of them are between %(low)s and %(high)s. "
        "Known for %(known)s of %(asked)s."
    ),
    Group.STARTING: lambda: _(
        "Communities that are starting: the median is %(median)s, and half of them are between %(low)s and %(high)s. "
        "Known for %(known)s of %(asked)s."
    ),
    Group.AT_WORK: lambda: _(
        "Communities at work: the median is %(median)s, and half of them are between %(low)s and %(high)s. "
        "Known for %(known)s of %(asked)s."
    ),
}

_ALIKE = {
    Group.ALL: lambda: _(
        "All communities of the office: the median is %(median)s, and half of them or more have just that. "
        "Known for %(known)s of %(asked)s."
    ),
    Group.STARTING: lambda: _(
        "Communities that are starting: the median is %(median)s, and half of them or more have just that. "
        "Known for %(known)s of %(asked)s."
    ),
    Group.AT_WORK: lambda: _(
        "Communities at work: the median is %(median)s, and half of them or more have just that. "
        "Known for %(known)s of %(asked)s."
    ),
}


def _numbers(unit: Unit, found: Comparison) -> dict[str, str]:
    quartiles = {"low": found.low, "median": found.median, "high": found.high}
    told = {
        name: "" if number is None else in_unit(float(number), unit) for name, number in quartiles.items()
    }
    return {**told, "known": number_text(found.known), "asked": number_text(found.asked)}

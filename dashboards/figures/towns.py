"""Which communities an office's page of figures shows, and in which order, as its form requests.

Only the columns of filters and sorting are read for all communities; figures are read for one page.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.db.models import Case, F, FloatField, IntegerField, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import NullIf

from communities.models import TAKES_PART, Community, Office, Pairing, Stage, StageChange
from communities.models.communities import CommunityQuerySet
from communities.thresholds import Thresholds, thresholds_for
from dashboards.forms.figures import Age, Mentor, Order, OverviewForm
from dashboards.results_cache import get_cached_results
from evaluation.community_results import RatedIndicators
from evaluation.figure_visibility import GUARDED, VisibleFigure, mask_indicator, mask_stored_figure
from evaluation.figures import get_overrides
from evaluation.instrument import INDICATORS, PARTS, parts_of_indicator
from evaluation.measures import Override, Rating, State
from evaluation.models import Figure, Round, Submission
from evaluation.models.figures import FigureKey, FigureQuerySet
from evaluation.review import NOT_STARTED, STATES, get_round_communities
from tfc.disclosure import Reader

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class ListedCommunity:
    """``since``: when the community first had a leadership team, else its first recorded stage;
    None if there is none.
    """

    community: Community
    survey: str
    since: dt.date | None
    is_pinned: bool


@dataclass(frozen=True)
class Reading:
    """The settings and overrides by which all figures of a round are read."""

    office: Office
    round: Round
    thresholds: Thresholds
    overrides: Mapping[FigureKey, Override]

    def standings(self, community_ids: Collection[int]) -> dict[int, RatedIndicators]:
        """Return the results of a page of communities, as the office may see them; one query."""
        return get_cached_results(
            self.office.pk, community_ids, self.round.period, self.overrides, self.thresholds
        )

    def get_visible_figures(
        self, parts: Collection[str], community_ids: Collection[int] | None = None
    ) -> dict[int, dict[str, VisibleFigure]]:
        """Return these parts of all communities or of some, as the office may see them; one query."""
        figures: dict[int, dict[str, VisibleFigure]] = defaultdict(dict)
        stored = self._figures().filter(part__in=parts)
        for figure in stored if community_ids is None else stored.for_communities(community_ids):
            visible_figure = mask_stored_figure(figure, self.overrides, self.thresholds, Reader.NETWORK)
            figures[figure.community_id][figure.part] = visible_figure
        return figures

    def _figures(self) -> FigureQuerySet:
        return Figure.objects.for_office(self.office.pk).for_half_year(self.round.period).without_receipts()


def build_reading(office: Office, round_: Round, part: str = "") -> Reading:
    """Return the reading for all communities, of all items or of ``part``."""
    overrides = get_overrides([round_.period], part=part)
    return Reading(office, round_, thresholds_for(office.pk, round_.period), overrides)


def first_pinned(towns: CommunityQuerySet, pinned: Collection[int], start: int, size: int) -> list[Community]:
    """Return ``size`` communities from position ``start``, by name, pinned ones first."""
    first = list(towns.filter(pk__in=pinned).by_name()) if pinned else []
    rest = towns.exclude(pk__in=[town.pk for town in first]) if first else towns
    shown = first[start : start + size]
    beyond = max(start - len(first), 0)
    return [*shown, *rest.by_name()[beyond : beyond + size - len(shown)]]


def list_communities(reading: Reading, form: OverviewForm, pinned: Collection[int]) -> list[ListedCommunity]:
    """Return all communities that the form selects, pinned ones first."""
    towns = get_round_communities(reading.office, reading.round)
    if stage := form.chosen("stage"):
        towns = towns.filter(stage=stage)
    if region := form.chosen("region"):
        towns = towns.filter(region=region)
    if mentor := form.chosen("mentor"):
        has_mentor = Q(pk__in=Pairing.objects.running().values("newcomer"))
        towns = towns.filter(has_mentor if mentor == Mentor.PAIRED else ~has_mentor)
    rows = build_rows(reading.round, list(towns), pinned)
    if age := form.chosen("age"):
        day = reading.round.period.get_reference_day(dt.date.today())  # noqa: DTZ011 (a day more or less makes no other year)
        rows = [row for row in rows if get_age(row.since, day) == age]
    if survey := form.chosen("survey"):
        rows = [row for row in rows if row.survey == survey]
    rows = _filter_by_state(rows, reading, form)
    rows = _sort_rows(rows, reading, form)
    return sorted(rows, key=lambda row: not row.is_pinned)


def list_by_value(
    reading: Reading, code: str, pinned: Collection[int], *, down: bool, start: int, size: int
) -> list[Community]:
    """Return ``size`` communities from position ``start`` by the value of an item, which the database sorts: pinned
    ones first, those without a value last, equal ones by name. Not for items of which values are hidden. ``reading``:
    of this item.
    """
    stored = Figure.objects.for_office(reading.office.pk).for_half_year(reading.round.period)
    # As in Measurement.value. The column of this name is in no index.
    scaled = 100 * F("numerator") / NullIf(F("denominator"), Decimal(0))
    value = Case(When(denominator=None, then=F("numerator")), default=scaled)
    figures = stored.filter(part=code, community=OuterRef("pk")).values(shown=value)
    with_override = [community for community, _half_year, _part in reading.overrides]
    own = reading.get_visible_figures([code], with_override) if with_override else {}
    towns = get_round_communities(reading.office, reading.round).annotate(
        shown=Case(
            *(When(pk=community, then=Value(_value(parts[code]))) for community, parts in own.items()),
            default=Subquery(figures, FloatField()),
            output_field=FloatField(),
        ),
        place=Case(When(pk__in=pinned, then=0), default=1, output_field=IntegerField()),
    )
    shown = F("shown").desc(nulls_last=True) if down else F("shown").asc(nulls_last=True)
    return list(towns.order_by("place", shown, "name", "pk")[start : start + size])


def build_rows(round_: Round, towns: Sequence[Community], pinned: Collection[int]) -> list[ListedCommunity]:
    ids = [town.pk for town in towns]
    surveys = dict(
        Submission.objects.filter(round=round_, community__in=ids).values_list("community_id", "state")
    )
    since = {
        dates["community_id"]: dates["asked"] or dates["first"]
        for dates in StageChange.objects.filter(community__in=ids)
        .values("community_id")
        .annotate(asked=Min("since", filter=Q(stage__in=TAKES_PART)), first=Min("since"))
    }
    return [
        ListedCommunity(town, surveys.get(town.pk, NOT_STARTED), since.get(town.pk), town.pk in pinned)
        for town in towns
    ]


def get_age(since: dt.date | None, day: dt.date) -> Age:
    if since is None:
        return Age.UNKNOWN
    years = (day - since).days / DAYS_A_YEAR
    if years < 1:
        return Age.UNDER_ONE
    return Age.UNDER_THREE if years < 3 else Age.OLDER


def _filter_by_state(
    rows: list[ListedCommunity], reading: Reading, form: OverviewForm
) -> list[ListedCommunity]:
    """Return the communities whose figure of the chosen item has the chosen state or rating; the form requires both or
    neither.
    """
    item, state = form.chosen("item"), form.chosen("state")
    if not (item and state):
        return rows
    figures = reading.get_visible_figures([item])
    return [row for row in rows if state in _states(figures[row.community.pk].get(item))]


def _states(visible_figure: VisibleFigure | None) -> set[str]:
    return {visible_figure.measured.state, visible_figure.rating} if visible_figure else {State.UNKNOWN}


def _sort_rows(rows: list[ListedCommunity], reading: Reading, form: OverviewForm) -> list[ListedCommunity]:
    """Sort the rows; rows without a value come last in both directions, equal ones by name."""
    keys = _keys(rows, reading, form.chosen("sort"))
    down = goes_down(form.chosen("sort"), form.chosen("order"))
    with_key = [row for row in rows if keys[row.community.pk] is not None]
    # Negated instead of reversed, so that equal values stay ordered by name.
    with_key.sort(key=lambda row: (-1 if down else 1) * (keys[row.community.pk] or 0))
    return with_key + [row for row in rows if keys[row.community.pk] is None]


def goes_down(sort: str, order: str) -> bool:
    """Return whether to sort descending; without an ``order`` figures are, and everything else is not."""
    return order == Order.DOWN if order else sort in MEASURED


ITEMS = frozenset(part.code for part in PARTS)
# Items whose values are never hidden, so that the database may sort by them.
SORTED_BY_DATABASE = ITEMS - GUARDED
MEASURED = ITEMS | {indicator.code for indicator in INDICATORS}


def _keys(rows: list[ListedCommunity], reading: Reading, sort: str) -> dict[int, float | None]:
    """Return a sort key for each community; rows are ordered by name, and sorting is stable."""
    ids = [row.community.pk for row in rows]
    if sort == "stage":
        return {row.community.pk: Stage.values.index(row.community.stage) for row in rows}
    if sort == "age":
        return {row.community.pk: -float(row.since.toordinal()) if row.since else None for row in rows}
    if sort == "survey":
        return {row.community.pk: STATES.index(row.survey) for row in rows}
    if sort in ITEMS:
        figures = reading.get_visible_figures([sort])
        return {community_id: _value(figures[community_id].get(sort)) for community_id in ids}
    if sort in {indicator.code for indicator in INDICATORS}:
        return _scores(ids, reading, [part.code for part in parts_of_indicator(sort)])
    return {community_id: float(at) for at, community_id in enumerate(ids)}


def _value(visible_figure: VisibleFigure | None) -> float | None:
    return (
        None
        if visible_figure is None or visible_figure.measured.value is None
        else float(visible_figure.measured.value)
    )


def _scores(ids: Sequence[int], reading: Reading, parts: Sequence[str]) -> dict[int, float | None]:
    """Return the scores of an indicator. Many communities have the same ratings, which are scored once."""
    figures = reading.get_visible_figures(parts)
    nothing = frozenset({Rating.UNKNOWN})

    @cache
    def score(possible: tuple[frozenset[Rating], ...]) -> float | None:
        rated = mask_indicator(possible, reading.thresholds)
        return None if rated.score is None else float(rated.score)

    return {
        community_id: score(
            tuple(
                figures[community_id][part].possible if part in figures[community_id] else nothing
                for part in parts
            )
        )
        for community_id in ids
    }

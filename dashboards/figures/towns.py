"""Which communities an office's page of figures shows, and in which order, as its form requests.

The database filters and sorts; figures are read for one page. It gets values that may be hidden only as the office may
see them.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    FloatField,
    Func,
    JSONField,
    Min,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf

from communities.models import TAKES_PART, Community, Office, Pairing, Stage, StageChange
from communities.models.communities import CommunityQuerySet
from communities.thresholds import Thresholds, parse_thresholds
from dashboards.board_parts import NUMBERS, get_override_value, get_visible_values
from dashboards.forms.figures import Age, Meetings, Mentor, Order, OverviewForm
from evaluation.figure_queries.round_membership import get_expected_communities, get_expected_with_figures
from evaluation.figure_visibility import GUARDED, mask_stored_figure
from evaluation.figures import get_overrides
from evaluation.instrument import INDICATORS, PARTS, part, parts_of_indicator
from evaluation.measures import Rating, State
from evaluation.measures.ratings import ENDS, POINTS, RANGES
from evaluation.models import EventRollup, Figure, Round, Submission
from evaluation.models.figures import FigureQuerySet
from evaluation.review import NOT_STARTED, STATES
from tfc.disclosure import Reader

ITEMS = frozenset(part.code for part in PARTS)
# By code, with the codes of their items.
INDICATOR_ITEMS = {
    indicator.code: [part.code for part in parts_of_indicator(indicator.code)] for indicator in INDICATORS
}
# Whole days that are less than one and less than three years of 365.25 days.
LESS_THAN_ONE_YEAR, LESS_THAN_THREE_YEARS = dt.timedelta(days=365), dt.timedelta(days=1095)
# Not counted in the score of an indicator.
UNRATED = (Rating.NOT_RATED, Rating.NOT_APPLICABLE)


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
    """The round whose figures a page shows, and the settings by which they are rated."""

    office: Office
    round: Round
    thresholds: Thresholds

    def get_figures(self, code: str) -> FigureQuerySet:
        return Figure.objects.for_office(self.office.pk).for_half_year(self.round.period).of_part(code)


def build_reading(office: Office, round_: Any) -> Reading:
    """Return the reading of a round from `get_rounds`."""
    return Reading(office, round_, parse_thresholds(round_.settings, [round_.period])[round_.period])


def annotate_listed(towns: CommunityQuerySet, round_id: Any) -> CommunityQuerySet:
    """Annotate communities with the fields of `ListedCommunity`."""
    surveys = Submission.objects.filter(round=round_id, community=OuterRef("pk"))
    changes = StageChange.objects.filter(community=OuterRef("pk")).order_by().values("community")
    first_days = changes.annotate(
        day=Coalesce(Min("since", filter=Q(stage__in=TAKES_PART)), Min("since"))
    ).values("day")
    return towns.annotate(
        survey=Coalesce(Subquery(surveys.values("state")), Value(NOT_STARTED)), since=Subquery(first_days)
    )


def select_communities(reading: Reading, form: OverviewForm) -> CommunityQuerySet:
    """Return the communities that the form selects, in its order: those without a value last in both directions, equal
    ones by name.
    """
    sort, order = form.chosen("sort"), form.chosen("order")
    towns = annotate_listed(_get_expected(reading, sort), reading.round.pk)
    towns = _filter(towns, reading, form)
    if sort == "name":
        return towns.order_by("-name", "-pk") if order == Order.DOWN else towns.by_name()
    key = _get_sort_key(reading, sort)
    # The longer a community's age, the earlier its day.
    descending = goes_down(sort, order) != (sort == "age")
    return towns.order_by(key.desc(nulls_last=True) if descending else key.asc(nulls_last=True), "name", "pk")


def _get_expected(reading: Reading, sort: str) -> CommunityQuerySet:
    office_id, half_year = reading.office.pk, reading.round.period
    if sort == "name":
        return get_expected_communities(office_id, half_year)
    towns = get_expected_with_figures(office_id, half_year, sort if sort in ITEMS else PARTS[0].code)
    if sort not in INDICATOR_ITEMS:
        return towns
    of_half_year = Q(evaluation_standingrollup__half_year=str(half_year))
    return towns.annotate(standing=FilteredRelation("evaluation_standingrollup", condition=of_half_year))


def list_page(
    towns: CommunityQuerySet, pinned: Collection[int], start: int, size: int
) -> list[ListedCommunity]:
    """Return ``size`` communities from position ``start`` in the order of ``towns``, pinned ones first."""
    first = list(towns.filter(pk__in=pinned)) if pinned else []
    rest = towns.exclude(pk__in=[town.pk for town in first]) if first else towns
    shown = first[start : start + size]
    beyond = max(start - len(first), 0)
    return build_rows([*shown, *rest[beyond : beyond + size - len(shown)]], pinned)


def build_rows(towns: Iterable[Any], pinned: Collection[int]) -> list[ListedCommunity]:
    """Return the rows of communities from `annotate_listed`."""
    return [ListedCommunity(town, town.survey, town.since, town.pk in pinned) for town in towns]


def goes_down(sort: str, order: str) -> bool:
    """Return whether to sort descending; without an ``order`` figures are, and everything else is not."""
    return order == Order.DOWN if order else sort in ITEMS or sort in INDICATOR_ITEMS


def _filter(towns: CommunityQuerySet, reading: Reading, form: OverviewForm) -> CommunityQuerySet:
    for name in ("stage", "region", "survey"):
        if value := form.chosen(name):
            towns = towns.filter(**{name: value})
    if mentor := form.chosen("mentor"):
        has_mentor = Q(pk__in=Pairing.objects.running().values("newcomer"))
        towns = towns.filter(has_mentor if mentor == Mentor.PAIRED else ~has_mentor)
    if age := form.chosen("age"):
        towns = towns.filter(_is_of_age(age, reading.round.period.get_reference_day(dt.date.today())))  # noqa: DTZ011 (a day more or less makes no other year)
    if meetings := form.chosen("meetings"):
        held = EventRollup.objects.filter(community=OuterRef("pk"), half_year=reading.round.half_year)
        has_met = Q(Exists(held.team_meetings()))
        towns = towns.filter(has_met if meetings == Meetings.HELD else ~has_met)
    # The form requires both or neither.
    if state := form.chosen("state"):
        towns = towns.filter(_has_state(reading, form.chosen("item"), state))
    return towns


def _is_of_age(age: str, day: dt.date) -> Q:
    one_year, three_years = Q(since__gte=day - LESS_THAN_ONE_YEAR), Q(since__gte=day - LESS_THAN_THREE_YEARS)
    return {
        Age.UNKNOWN.value: Q(since=None),
        Age.UNDER_ONE.value: one_year,
        Age.UNDER_THREE.value: three_years & ~one_year,
        Age.OLDER.value: ~three_years & Q(since__isnull=False),
    }[age]


def _has_state(reading: Reading, code: str, state: str) -> Q:
    """Return a condition for communities whose figure of the item has the state or rating, as the office may see it."""
    overrides = get_overrides([reading.round.period], part=code)
    has_state: dict[bool, list[int]] = {True: [], False: []}
    for figure in reading.get_figures(code).without_receipts():
        visible = mask_stored_figure(figure, overrides, reading.thresholds, Reader.NETWORK)
        has_state[state in (visible.measured.state, visible.rating)].append(figure.community_id)
    # Without a stored figure it is unknown.
    return ~Q(pk__in=has_state[False]) if state == State.UNKNOWN else Q(pk__in=has_state[True])


def _get_sort_key(reading: Reading, sort: str) -> Any:
    if sort == "stage":
        return Case(*(When(stage=stage, then=at) for at, stage in enumerate(Stage.values)))
    if sort == "survey":
        return Case(*(When(survey=state, then=at) for at, state in enumerate(STATES)))
    if sort == "age":
        return F("since")
    if sort in INDICATOR_ITEMS:
        return _get_score(sort)
    return _get_visible_value(reading, sort) if sort in GUARDED else _get_value(reading, sort)


def _get_value(reading: Reading, code: str) -> Any:
    """Return the value of an item whose values are never hidden, as in Measurement.value; the column of this name is in
    no index.
    """
    numerator, denominator = F("part_figure__numerator"), F("part_figure__denominator")
    scaled = 100 * numerator / NullIf(denominator, Decimal(0))
    value: Any = Case(
        When(part_figure__denominator=None, then=numerator), default=scaled, output_field=FloatField()
    )
    overrides = get_overrides([reading.round.period], part=code)
    own = {key[0]: get_override_value(override) for key, override in overrides.items() if override.counts}
    return Coalesce(_look_up(own, Cast("pk", TextField())), value) if own else value


def _get_visible_value(reading: Reading, code: str) -> Any:
    values = get_visible_values(reading.get_figures(code).values_list(*NUMBERS), part(code), {})
    return _look_up({pk: value for pk, value in values.items() if value is not None}, Cast("pk", TextField()))


def _get_score(code: str) -> Case:
    """Return the score of an indicator, as `indicator_rating` computes it, from the stored ratings, which are as the
    office may see them: none if one of its items is hidden.
    """
    points = {rating: float(POINTS[ends[0]]) for rating, ends in ENDS.items()} | dict.fromkeys(UNRATED, 0.0)
    counts = dict.fromkeys(ENDS, 1.0) | dict.fromkeys(UNRATED, 0.0)
    ratings = [KeyTextTransform(item, "standing__ratings") for item in INDICATOR_ITEMS[code]]
    total, number = (
        reduce(add, (_look_up(values, rating) for rating in ratings)) for values in (points, counts)
    )
    with_score = Q(**{f"standing__ratings__{code}__in": list(RANGES.values())})
    return Case(When(with_score, then=total / NullIf(number, 0.0)), output_field=FloatField())


def _look_up(values: Mapping[Any, float], key: Any) -> Cast:
    """Return the number at the key, a text, or NULL."""
    number = Func(
        Value(values, JSONField()), key, function="jsonb_extract_path_text", output_field=TextField()
    )
    return Cast(number, FloatField())

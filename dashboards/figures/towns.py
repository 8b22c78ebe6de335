"""Which communities an office's page of figures shows, and in which order: what its form asks for.

Only what is filtered or sorted by is read for all of them; the figures of a page are read for the page.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Min, Q

from communities.models import TAKES_PART, Community, Office, Stage, StageChange
from communities.models.communities import CommunityQuerySet
from communities.thresholds import Thresholds, thresholds_for
from dashboards.forms.overviews import Age, Order, OverviewForm
from dashboards.results_cache import kept_standings
from evaluation.community_results import Standings
from evaluation.figure_visibility import Seen, seen_figure, seen_indicator
from evaluation.figures import overrides_of
from evaluation.instrument import INDICATORS, PARTS, parts_of_indicator
from evaluation.measures import Override, Rating, State
from evaluation.models import Figure, Round, Submission
from evaluation.models.figures import FigureKey, FigureQuerySet
from evaluation.review import NOT_STARTED, STATES, communities_asked
from tfc.disclosure import Reader

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Listed:
    """``since``: when it had a leadership team, or the first that is written down of it; None: nothing is."""

    community: Community
    survey: str
    since: dt.date | None
    is_pinned: bool


@dataclass(frozen=True)
class Reading:
    """What all figures of a round are looked at with."""

    office: Office
    round: Round
    thresholds: Thresholds
    overrides: Mapping[FigureKey, Override]

    def standings(self, community_ids: Collection[int]) -> dict[int, Standings]:
        """Of a page of communities, as the office may see them; one query."""
        return kept_standings(
            self.office.pk, community_ids, self.round.period, self.overrides, self.thresholds
        )

    def seen(self, parts: Collection[str]) -> dict[int, dict[str, Seen]]:
        """These parts of all communities, as the office may see them; one query."""
        found: dict[int, dict[str, Seen]] = defaultdict(dict)
        for figure in self._figures().filter(part__in=parts):
            one = seen_figure(figure, self.overrides, self.thresholds, Reader.NETWORK)
            found[figure.community_id][figure.part] = one
        return found

    def _figures(self) -> FigureQuerySet:
        return Figure.objects.for_office(self.office.pk).for_half_year(self.round.period).without_receipts()


def reading_of(office: Office, round_: Round) -> Reading:
    """Of all communities."""
    overrides = overrides_of([round_.period])
    return Reading(office, round_, thresholds_for(office.pk, round_.period), overrides)


def first_pinned(towns: CommunityQuerySet, pinned: Collection[int], start: int, size: int) -> list[Community]:
    """``size`` of them from the place ``start`` on, by name, pinned ones before all others."""
    first = list(towns.filter(pk__in=pinned).by_name()) if pinned else []
    rest = towns.exclude(pk__in=[one.pk for one in first]) if first else towns
    shown = first[start : start + size]
    beyond = max(start - len(first), 0)
    return [*shown, *rest.by_name()[beyond : beyond + size - len(shown)]]


def listed(reading: Reading, form: OverviewForm, pinned: Collection[int]) -> list[Listed]:
    """All that the form asks for, pinned ones first."""
    towns = communities_asked(reading.office, reading.round)
    if stage := form.chosen("stage"):
        towns = towns.filter(stage=stage)
    if region := form.chosen("region"):
        towns = towns.filter(region=region)
    rows = rows_of(reading.round, list(towns), pinned)
    if age := form.chosen("age"):
        day = reading.round.period.as_of(dt.date.today())  # noqa: DTZ011 (a day more or less makes no other year)
        rows = [one for one in rows if age_of(one.since, day) == age]
    if survey := form.chosen("survey"):
        rows = [one for one in rows if one.survey == survey]
    rows = _of_state(rows, reading, form)
    rows = _in_order(rows, reading, form)
    return sorted(rows, key=lambda one: not one.is_pinned)


def rows_of(round_: Round, towns: Sequence[Community], pinned: Collection[int]) -> list[Listed]:
    ids = [one.pk for one in towns]
    surveys = dict(
        Submission.objects.filter(round=round_, community__in=ids).values_list("community_id", "state")
    )
    since = {
        one["community_id"]: one["asked"] or one["first"]
        for one in StageChange.objects.filter(community__in=ids)
        .values("community_id")
        .annotate(asked=Min("since", filter=Q(stage__in=TAKES_PART)), first=Min("since"))
    }
    return [
        Listed(one, surveys.get(one.pk, NOT_STARTED), since.get(one.pk), one.pk in pinned) for one in towns
    ]


def age_of(since: dt.date | None, day: dt.date) -> Age:
    if since is None:
        return Age.UNKNOWN
    years = (day - since).days / DAYS_A_YEAR
    if years < 1:
        return Age.UNDER_ONE
    return Age.UNDER_THREE if years < 3 else Age.OLDER


def _of_state(rows: list[Listed], reading: Reading, form: OverviewForm) -> list[Listed]:
    """Those whose figure of the chosen item is in the chosen state, or rated so; the form asks for both or none."""
    item, state = form.chosen("item"), form.chosen("state")
    if not (item and state):
        return rows
    found = reading.seen([item])
    return [one for one in rows if state in _states(found[one.community.pk].get(item))]


def _states(seen: Seen | None) -> set[str]:
    return {seen.measured.state, seen.rating} if seen else {State.UNKNOWN}


def _in_order(rows: list[Listed], reading: Reading, form: OverviewForm) -> list[Listed]:
    """What has no number comes last both ways, since it is neither high nor low; what is equal, by name."""
    keys = _keys(rows, reading, form.chosen("sort"))
    down = goes_down(form.chosen("sort"), form.chosen("order"))
    known = [one for one in rows if keys[one.community.pk] is not None]
    # By the negative, not in reverse: what is equal keeps its order by name.
    known.sort(key=lambda one: (-1 if down else 1) * (keys[one.community.pk] or 0))
    return known + [one for one in rows if keys[one.community.pk] is None]


def goes_down(sort: str, order: str) -> bool:
    """Without an ``order`` figures stand the highest first, and everything else the lowest."""
    return order == Order.DOWN if order else sort in MEASURED


MEASURED = frozenset({*(one.code for one in PARTS), *(one.code for one in INDICATORS)})


def _keys(rows: list[Listed], reading: Reading, sort: str) -> dict[int, float | None]:
    """A number for each community; rows come by name, and sorting keeps that among equals."""
    ids = [one.community.pk for one in rows]
    if sort == "stage":
        return {one.community.pk: Stage.values.index(one.community.stage) for one in rows}
    if sort == "age":
        return {one.community.pk: -float(one.since.toordinal()) if one.since else None for one in rows}
    if sort == "survey":
        return {one.community.pk: STATES.index(one.survey) for one in rows}
    if sort in {one.code for one in PARTS}:
        found = reading.seen([sort])
        return {one: _value(found[one].get(sort)) for one in ids}
    if sort in {one.code for one in INDICATORS}:
        return _scores(ids, reading, [part.code for part in parts_of_indicator(sort)])
    return {one: float(at) for at, one in enumerate(ids)}


def _value(seen: Seen | None) -> float | None:
    return None if seen is None or seen.measured.value is None else float(seen.measured.value)


def _scores(ids: Sequence[int], reading: Reading, parts: Sequence[str]) -> dict[int, float | None]:
    """Of an indicator. Many communities have the same ratings, which are scored once."""
    found = reading.seen(parts)
    nothing = frozenset({Rating.UNKNOWN})

    @cache
    def score(possible: tuple[frozenset[Rating], ...]) -> float | None:
        rated = seen_indicator(possible, reading.thresholds)
        return None if rated.score is None else float(rated.score)

    return {
        one: score(tuple(found[one][part].possible if part in found[one] else nothing for part in parts))
        for one in ids
    }

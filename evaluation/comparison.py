"""Medians and quartiles of similar communities, over figures as the office may see them; hidden
figures are excluded.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.models import Stage
from evaluation.instrument import Unit
from evaluation.measures import Measurement, State
from evaluation.models.figures import Comparison, Group
from evaluation.wording import in_unit
from tfc.number_text import number_text

# With fewer communities the quartiles mean nothing, and the median could identify one of them.
MIN_COMMUNITIES = 5
GROUPS: Mapping[str, Group] = {
    Stage.LEADERSHIP_TEAM: Group.STARTING,
    Stage.DISCOVERING: Group.STARTING,
    Stage.PLANNING: Group.AT_WORK,
    Stage.ACTING: Group.AT_WORK,
    Stage.SHARING: Group.AT_WORK,
}


@dataclass(frozen=True)
class PeerSummary:
    """Values are known for ``value_count`` of ``expected_count`` communities; no quartiles where fewer than five are
    known.
    """

    expected_count: int
    value_count: int
    low: Decimal | None = None
    median: Decimal | None = None
    high: Decimal | None = None


def summarize_peers(measures: Sequence[Measurement]) -> PeerSummary:
    """Summarize the figures: not applicable ones are excluded; unknown and hidden ones count as expected without a
    value.
    """
    applicable = [measured for measured in measures if measured.state != State.NOT_APPLICABLE]
    values = [float(measured.value) for measured in applicable if measured.value is not None]
    if len(values) < MIN_COMMUNITIES:
        return PeerSummary(len(applicable), len(values))
    value_quartiles = quartiles(values)
    low, median, high = (
        _round_for_storage(number)
        for number in (value_quartiles.low, value_quartiles.median, value_quartiles.high)
    )
    return PeerSummary(len(applicable), len(values), low, median, high)


def _round_for_storage(number: float) -> Decimal:
    return Decimal(number).quantize(Decimal("0.0001"))


def choose_comparison(
    comparisons: Mapping[tuple[str, str, str], Comparison], half_year: str, part: str, stage: str
) -> Comparison | None:
    """Return the comparison within the community's group if it has a median, else that of all communities.

    If neither has five known values, return that of all communities, so that the number can be shown. None if nothing
    was compared.
    """
    near = comparisons.get((half_year, part, GROUPS.get(stage, Group.ALL)))
    if near and near.median is not None:
        return near
    return comparisons.get((half_year, part, Group.ALL), near)


@dataclass(frozen=True)
class Quartiles:
    low: float
    median: float
    high: float


def quartiles(values: Sequence[float]) -> Quartiles:
    """Return the quartiles with linear interpolation, as R's type 7 and a spreadsheet's QUARTILE.INC."""
    ordered = sorted(values)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        below = math.floor(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    return Quartiles(at(0.25), at(0.5), at(0.75))


def similar_text(unit: Unit, comparison: Comparison | None) -> str:
    """Return the median and the middle half of similar communities in words."""
    if comparison is None:
        return _("Nothing to compare with yet.")
    numbers = get_quartile_texts(unit, comparison)
    if comparison.median is None:
        return _("Too few to compare: known for %(known)s of %(asked)s.") % numbers
    # The displayed numbers are compared: "between 100% and 100%" is not a range.
    if numbers["low"] == numbers["high"]:
        text = _(
            "%(group)s: median %(median)s, exactly this for half or more. Known for %(known)s of %(asked)s."
        )
    else:
        text = _(
            "%(group)s: median %(median)s (middle 50%%: %(low)s to %(high)s). Known for %(known)s of %(asked)s."
        )
    return text % {**numbers, "group": capfirst(Group(comparison.group).label)}


def get_quartile_texts(unit: Unit, comparison: Comparison) -> dict[str, str]:
    """Return the quartiles in the part's unit, and for how many communities they are known."""
    quartiles = {"low": comparison.low, "median": comparison.median, "high": comparison.high}
    texts = {
        name: "" if number is None else in_unit(float(number), unit) for name, number in quartiles.items()
    }
    return {
        **texts,
        "known": number_text(comparison.value_count),
        "asked": number_text(comparison.expected_count),
    }

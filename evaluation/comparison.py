"""Medians and quartiles of similar communities, over figures as the office may see them; hidden
figures are excluded.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from communities.models import Stage
from evaluation.measures import Measurement, State
from evaluation.models.figures import Comparison, Group

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

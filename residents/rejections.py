"""How many attempts to answer were turned away, and why; for the community, wave by wave, and for its office."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, QuerySet, Sum

from residents.models import Turned, TurnedAway


@dataclass(frozen=True)
class TurnedAwayCount:
    """``last``: the day of the last one; ``reasons``: in words, the most frequent first."""

    total: int
    last: dt.date
    reasons: list[tuple[str, int]]


def turned_away_among(rows: QuerySet[TurnedAway]) -> TurnedAwayCount | None:
    """None where there is none. One query."""
    counted = rows.filter(number__gt=0).values("why").annotate(total=Sum("number"), last=Max("day"))
    found = list(counted.order_by("-total", "why"))
    if not found:
        return None
    return TurnedAwayCount(
        total=sum(one["total"] for one in found),
        last=max(one["last"] for one in found),
        reasons=[(str(Turned(one["why"]).label), one["total"]) for one in found],
    )

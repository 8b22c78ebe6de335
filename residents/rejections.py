"""Counts of rejected submissions and their reasons, by wave for the community, and for its office."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, QuerySet, Sum

from residents.models import RejectionReason, TurnedAway


@dataclass(frozen=True)
class RejectionCount:
    """``last``: the day of the last one; ``reasons``: label and number, the most frequent first."""

    total: int
    last: dt.date
    reasons: list[tuple[str, int]]


def count_rejections(rows: QuerySet[TurnedAway]) -> RejectionCount | None:
    """Count the rejections; None if there are none. One query."""
    counted = rows.filter(number__gt=0).values("why").annotate(total=Sum("number"), last=Max("day"))
    reason_counts = list(counted.order_by("-total", "why"))
    if not reason_counts:
        return None
    return RejectionCount(
        total=sum(reason_count["total"] for reason_count in reason_counts),
        last=max(reason_count["last"] for reason_count in reason_counts),
        reasons=[
            (str(RejectionReason(reason_count["why"]).label), reason_count["total"])
            for reason_count in reason_counts
        ],
    )

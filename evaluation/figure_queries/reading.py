"""Whose rows are read, and how: the base of all queries that feed the measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from evaluation.figure_queries.rows import CommunityRows
from events.models import EventStatus
from tfc.periods import HalfYear


@dataclass(frozen=True)
class Reading:
    """Whose rows are read, of which half-year, through which login.

    Up to the half-year's last day: what lies after a community's own as-of date is left out when it is read.
    """

    rows: dict[int, CommunityRows]
    half_year: HalfYear
    using: str

    def get_rows(self, model: Any) -> QuerySet[Any]:
        """The rows of a tenant table of these communities and no other, in a fixed order."""
        return model.objects.using(self.using).filter(community_id__in=list(self.rows)).order_by("id")

    def get_active_rows(self, model: Any) -> QuerySet[Any]:
        """Of records, those that are not in the bin."""
        return self.get_rows(model).filter(deleted_at=None)

    def get_event_rows(self, model: Any, kinds: Sequence[str], since: date) -> QuerySet[Any]:
        """What was recorded with held events of these kinds since a day."""
        return self.get_rows(model).filter(
            event__kind__in=kinds,
            event__status=EventStatus.HELD,
            event__deleted_at=None,
            event__local_day__range=(since, self.half_year.last_day),
        )

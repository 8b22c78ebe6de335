"""Which communities' rows are read, and how: the base of all queries for the measures."""

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
    """The communities, the half-year and the login of a read.

    Reads up to the half-year's last day; rows after a community's own as-of date are skipped when read.
    """

    rows: dict[int, CommunityRows]
    half_year: HalfYear
    using: str

    def get_rows(self, model: Any) -> QuerySet[Any]:
        """Return the rows of a tenant table for exactly these communities, in a fixed order."""
        return model.objects.using(self.using).filter(community_id__in=list(self.rows)).order_by("id")

    def get_active_rows(self, model: Any) -> QuerySet[Any]:
        """Return the records that are not in the trash."""
        return self.get_rows(model).filter(deleted_at=None)

    def get_event_rows(self, model: Any, kinds: Sequence[str], since: date) -> QuerySet[Any]:
        """Return the rows attached to held events of these kinds since a day."""
        return self.get_rows(model).filter(
            event__kind__in=kinds,
            event__status=EventStatus.HELD,
            event__deleted_at=None,
            event__local_day__range=(since, self.half_year.last_day),
        )

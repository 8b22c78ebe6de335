"""An office's influence weights, in its scope."""

from collections.abc import Mapping

from django.db import transaction

from communities.models import User
from stakeholders.models import InfluenceWeight


@transaction.atomic
def set_weights(*, vulnerability: str, changes: Mapping[str, int | None], reason: str, by: User) -> None:
    """Add one row for each sector of ``changes``; None removes the office's own number."""
    InfluenceWeight.objects.bulk_create(
        InfluenceWeight(vulnerability=vulnerability, sector=sector, weight=weight, reason=reason, set_by=by)
        for sector, weight in changes.items()
    )

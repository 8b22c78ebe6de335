"""Samples of data quality: an answer, and the office's counts."""

from datetime import UTC, datetime

from communities.models import Community, User
from evaluation.models import QualityAnswer, QualityCount


def of_community(community: Community, by: User) -> None:
    QualityAnswer.objects.create(code="same_event", key="1-2", description="x", reason="x", by=by)
    counted_at = datetime(2026, 3, 3, tzinfo=UTC)
    QualityCount.objects.create(
        office_id=community.office_id, counts={"no_outcome": 2}, counted_at=counted_at
    )

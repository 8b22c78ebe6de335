"""Samples of comparisons, pinned and sent figures, with a canary in the name of a sent view."""

from datetime import UTC, datetime

from communities.models import Community, Office, User
from dashboards.models import PinnedCommunity, SentView, ViewSubscription
from evaluation.models import Comparison
from tests.documents.document_samples import PDF

NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)


def of_office(office: Office, staff: User, half_year: str) -> None:
    Comparison.objects.create(
        half_year=half_year, part="engagement_events", group="all", expected_count=3, value_count=2,
        definition_version=1, computed_at=NOON,
    )  # fmt: skip
    if town := Community.objects.filter(office=office).first():
        PinnedCommunity.objects.create(user=staff, community=town)
    _sent(office, None, staff)


def of_community(community: Community, by: User) -> None:
    _sent(community.office, community, by)


def canary(slug: str) -> str:
    return f"Canary-{slug}-sentview-name"


def _sent(office: Office, community: Community | None, user: User) -> None:
    view_subscription = ViewSubscription.objects.create(
        office=office,
        community=community,
        user=user,
        frequency="weekly",
        language="en",
        last_period="2026-W09",
    )
    SentView.objects.create(
        office=office, community=community, subscription=view_subscription, period="2026-W09", content=PDF,
        name=canary((community or office).slug), made_at=NOON,
    )  # fmt: skip

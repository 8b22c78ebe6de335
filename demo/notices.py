"""What waited for people of the demo yesterday morning, made by the very task that tells them."""

from datetime import UTC, datetime, time, timedelta

from communities.actions import remind_community, remind_office
from communities.models import Community
from tfc.tenancy import community_scope, office_scope

TOWN = "pasadena"


def store_notices(now: datetime) -> None:
    """At eleven in the morning in Pasadena, or ten: for its team and for the staff of its office."""
    community = Community.objects.select_related("office").filter(slug=TOWN).first()
    if community is None:
        return
    yesterday = datetime.combine(now.date() - timedelta(days=1), time(18), UTC)
    with community_scope(community.pk, community.office_id, coordinator=True):
        remind_community(community=community, now=yesterday)
    with office_scope(community.office_id):
        remind_office(office=community.office, now=yesterday)

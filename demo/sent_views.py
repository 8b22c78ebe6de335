"""Views of figures that are sent in the demo: to a coordinator her town's, to the office's staff a narrower one."""

from datetime import datetime
from typing import Any

from communities.models import Community, Membership, Role, User
from dashboards.actions.subscriptions import subscribe
from dashboards.models import Frequency
from tfc.tenancy import community_scope, office_scope

QUERY = "stage=acting&sort=meets_consistently"


def store_sent_views(community: Community, staff: User, now: datetime) -> None:
    """Once: asking again changes nothing."""
    coordinators = Membership.objects.current().filter(community=community, role=Role.COORDINATOR)
    coordinator = User.objects.get(pk=coordinators.order_by("pk").values("user")[:1])
    common: dict[str, Any] = {"office": community.office, "language": "en", "today": now.date()}
    with community_scope(community.pk, community.office_id):
        subscribe(community=community, query="", frequency=Frequency.MONTHLY, by=coordinator, **common)
    with office_scope(community.office_id):
        subscribe(community=None, query=QUERY, frequency=Frequency.WEEKLY, by=staff, **common)

"""Whoever becomes a coordinator reads all that a team has, where exactly too: the others hear of it, whoever did it.

The office may, and so may whoever took over a coordinator's login.
"""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Role, RolePeriod
from communities.notices import Due, Kind, morning_of

# As long as people hear of it.
TOLD_FOR = dt.timedelta(days=30)

NEW = Kind("new_coordinator", NoticeGroup.TEAM, _("Somebody became a coordinator of your team"))
KINDS = (NEW,)


def due(community: Community, now: dt.datetime) -> list[Due]:
    return list(_due(community, now))


def _due(community: Community, now: dt.datetime) -> Iterator[Due]:
    since = timezone.localdate(now, community.zone) - TOLD_FOR
    running = RolePeriod.objects.filter(role=Role.COORDINATOR, ended_on=None, started_on__gte=since)
    path = reverse("communities:team", args=[community.slug])
    for one in running.order_by("pk"):
        begun = morning_of(one.started_on, community.zone)
        yield Due(NEW, str(one.pk), path, least=Role.COORDINATOR, but=one.user_id, since=begun)

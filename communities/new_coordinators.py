"""Whoever becomes a coordinator reads all that a team has, where exactly too: the others hear of it, whoever did it.

The office may, and so may whoever took over a coordinator's login.
"""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Role, RolePeriod
from communities.notices import DueNotice, NoticeKind, get_morning

# As long as people hear of it.
TOLD_FOR = dt.timedelta(days=30)

NEW = NoticeKind("new_coordinator", NoticeGroup.TEAM, _("Somebody became a coordinator of your team"))
KINDS = (NEW,)


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    return list(_due(community, now))


def _due(community: Community, now: dt.datetime) -> Iterator[DueNotice]:
    since = timezone.localdate(now, community.zone) - TOLD_FOR
    running = RolePeriod.objects.filter(role=Role.COORDINATOR, ended_on=None, started_on__gte=since)
    path = reverse("communities:team", args=[community.slug])
    for role_period in running.order_by("pk"):
        begun = get_morning(role_period.started_on, community.zone)
        yield DueNotice(
            NEW, str(role_period.pk), path, least=Role.COORDINATOR, but=role_period.user_id, since=begun
        )

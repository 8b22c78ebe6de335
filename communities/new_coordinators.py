"""Notifications of new coordinators to the others, regardless of who appointed them: a coordinator reads all data of a
team, including precise locations.

An office may appoint them, and so may a person who took over a coordinator's account.
"""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Role, RolePeriod
from communities.notices import DueNotice, NoticeKind, get_morning

# How long people are notified of it.
TOLD_FOR = dt.timedelta(days=30)

NEW = NoticeKind("new_coordinator", NoticeGroup.TEAM, _("Your team has a new coordinator"))
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

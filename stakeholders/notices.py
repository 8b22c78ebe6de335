"""Notifications about organizations: evidence that is about to lapse, once for each newest day of it."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup
from communities.notices import DueNotice, NoticeKind, get_morning
from stakeholders.research_progress import PAGES
from stakeholders.strategies import strategies_to_confirm

EVIDENCE = NoticeKind("evidence_lapses", NoticeGroup.NETWORK, _("A strategy needs fresh evidence"))
KINDS = (EVIDENCE,)


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    path = reverse(PAGES["strategies"], args=[community.slug])
    waiting = strategies_to_confirm(now.astimezone(community.zone).date())
    return [
        DueNotice(
            EVIDENCE,
            f"{progress.strategy.pk}-{day}",
            path,
            since=get_morning(progress.reminded_on, community.zone),
        )
        for progress in waiting
        if (day := progress.strategy.evidence_on) and progress.reminded_on
    ]

"""What waits among organizations: evidence that is about to lapse, once for each newest day of it."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup
from communities.notices import Due, Kind, morning_of
from stakeholders.research_progress import PAGES
from stakeholders.strategies import strategies_to_confirm

EVIDENCE = Kind("evidence_lapses", NoticeGroup.NETWORK, _("A strategy needs fresh evidence"))
KINDS = (EVIDENCE,)


def due(community: Community, now: dt.datetime) -> list[Due]:
    path = reverse(PAGES["strategies"], args=[community.slug])
    waiting = strategies_to_confirm(now.astimezone(community.zone).date())
    return [
        Due(EVIDENCE, f"{one.strategy.pk}-{day}", path, since=morning_of(one.reminded_on, community.zone))
        for one in waiting
        if (day := one.strategy.evidence_on) and one.reminded_on
    ]

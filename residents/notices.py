"""Notifications about the residents' survey."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Role
from communities.notices import DueNotice, NoticeKind
from residents.models import AwarenessWave

SET_ASIDE = NoticeKind(
    "answers_set_aside",
    NoticeGroup.SURVEY,
    _("Residents' responses wait for a coordinator's decision"),
)
KINDS = (SET_ASIDE,)


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    """Return notifications while a survey is open; without a time, since answers have no time either."""
    today = now.astimezone(community.zone).date()
    open_waves = AwarenessWave.objects.not_deleted().filter(closed_at=None, ends_on__gte=today)
    waves = open_waves.filter(set_aside__isnull=False).distinct().values_list("pk", flat=True)
    return [
        DueNotice(
            SET_ASIDE, f"{pk}", reverse("residents:wave-detail", args=[community.slug, pk]), Role.COORDINATOR
        )
        for pk in waves
    ]

"""Word to the other coordinators that everything was taken along, or came back."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Role
from communities.notices import Due, Kind
from evaluation.models import ArchiveKind, ArchiveRun
from evaluation.models.archives import TOLD_FOR

MADE = Kind("archive_made", NoticeGroup.TEAM, _("An archive of everything was made"))
PUT_BACK = Kind("archive_put_back", NoticeGroup.TEAM, _("An archive was put back"))
KINDS = (MADE, PUT_BACK)
_KIND_OF = {ArchiveKind.MAKE: MADE, ArchiveKind.RESTORE: PUT_BACK}


def due(community: Community, now: dt.datetime) -> list[Due]:
    page = reverse("evaluation:archive", args=[community.slug])
    runs = ArchiveRun.objects.done().filter(kind__in=_KIND_OF, done_at__gt=now - TOLD_FOR).order_by("pk")
    return [
        Due(_KIND_OF[ArchiveKind(run.kind)], str(run.pk), page, Role.COORDINATOR, but=run.by_id)
        for run in runs
    ]

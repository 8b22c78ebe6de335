"""Notifications about archives that were made or restored, and about reports that the office shares."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Office, Role
from communities.notices import DueNotice, NoticeKind
from reports.models import ArchiveKind, ArchiveRun, ReportShare
from reports.models.archives import TOLD_FOR
from tfc.registry import reverse_page

MADE = NoticeKind("archive_made", NoticeGroup.TEAM, _("A community archive was made"))
PUT_BACK = NoticeKind("archive_put_back", NoticeGroup.TEAM, _("The archive was restored"))
PUT_BACK_THERE = NoticeKind(
    "archive_put_back_there", NoticeGroup.TEAM, _("A community of your office restored an archive")
)
REPORT_SHARED = NoticeKind(
    "report_shared", NoticeGroup.SURVEY, _("Your office shares a report of your community")
)
KINDS = (MADE, PUT_BACK, PUT_BACK_THERE, REPORT_SHARED)
_KIND_OF = {ArchiveKind.MAKE: MADE, ArchiveKind.RESTORE: PUT_BACK}


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    return [*_archives(community, now), *_list_share_notices(community)]


def _archives(community: Community, now: dt.datetime) -> list[DueNotice]:
    page = reverse("reports:archive", args=[community.slug])
    runs = ArchiveRun.objects.done().filter(kind__in=_KIND_OF, done_at__gt=now - TOLD_FOR).order_by("pk")
    return [
        DueNotice(
            _KIND_OF[ArchiveKind(run.kind)],
            str(run.pk),
            page,
            Role.COORDINATOR,
            but=run.by_id,
            since=run.done_at,
        )
        for run in runs
    ]


def _list_share_notices(community: Community) -> Iterator[DueNotice]:
    """Yield a notice while the link is active, because a coordinator can revoke it."""
    shares = ReportShare.objects.alive().filter(by_office=True)
    for pk, report, made_at in shares.values_list("pk", "report_id", "made_at"):
        page = reverse("reports:report-share", args=[community.slug, report])
        yield DueNotice(REPORT_SHARED, f"{pk}", page, Role.COORDINATOR, since=made_at)


def due_in_office(office: Office, now: dt.datetime) -> list[DueNotice]:
    """Return notices of restores, because the office reads the restored surveys and figures. Row-level security shows
    it no other archives.
    """
    runs = ArchiveRun.objects.done().filter(done_at__gt=now - TOLD_FOR).select_related("community")
    return [
        DueNotice(
            PUT_BACK_THERE,
            str(run.pk),
            reverse_page("office-community", office.slug, run.community.slug),
            since=run.done_at,
        )
        for run in runs.order_by("pk")
    ]

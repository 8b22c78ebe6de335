"""Notifications of records that a community's office asked for, until the daily check finds them all; of communities
assigned to a colleague; and of alerts, until they no longer apply.
"""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Office
from communities.notices import DueNotice, NoticeKind
from dashboards.models import Alert, CommunityAttention, FollowUp, RecordRequest
from evaluation.models import QualityCount
from evaluation.quality.checks import BY_CODE, Check

ASKED = NoticeKind("office_asks", NoticeGroup.SURVEY, _("Your office asks you to complete records"))
ASSIGNED = NoticeKind(
    "community_assigned", NoticeGroup.TEAM, _("A community that needs attention is assigned to you")
)
ALERTED = NoticeKind("alert", NoticeGroup.ALERTS, _("An alert that you set applies"))
KINDS = (ASKED, ASSIGNED, ALERTED)
# Communities of which an alert notifies at once.
MOST = 50


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    alerts = _list_alerts(community, reverse("dashboards:alerts", args=[community.slug]))
    return [*_list_requests(community, now), *alerts]


def due_in_office(office: Office, now: dt.datetime) -> list[DueNotice]:
    alerts = _list_alerts(office, reverse("dashboards:office-alerts", args=[office.slug]))
    return [*_list_assigned(office, now), *alerts]


def _list_alerts(place: Community | Office, page: str) -> list[DueNotice]:
    """Return a notification for each community; one to which an alert applies again is a new one."""
    return [
        DueNotice(
            ALERTED,
            f"{alert.pk}-{pk}-{since}",
            page,
            only=alert.user_id,
            since=dt.datetime.fromisoformat(since),
        )
        for alert in Alert.objects.of_place(place).order_by("pk")
        for pk, since in list(alert.matches.items())[:MOST]
    ]


def _list_requests(community: Community, now: dt.datetime) -> list[DueNotice]:
    requests = {request.code: request for request in RecordRequest.objects.recent(now).order_by("pk")}
    if not requests:
        return []
    counted = QualityCount.objects.filter(community=community).values_list("counts", flat=True).first() or {}
    return [
        DueNotice(
            ASKED, f"{code}-{request.pk}", get_page(community, BY_CODE[code]), BY_CODE[code].role, since=request.at
        )
        for code, request in requests.items()
        if code in BY_CODE and counted.get(code)
    ]  # fmt: skip


def _list_assigned(office: Office, now: dt.datetime) -> list[DueNotice]:
    """Return a notification of each assigned community, until its assignee follows up or it needs no attention."""
    needing = CommunityAttention.objects.needing(timezone.localdate(now, timezone=office.zone))
    assigned = dict(needing.exclude(assigned_to=None).values_list("community_id", "assigned_to_id"))
    newest = FollowUp.objects.filter(community__in=assigned).order_by("community", "-at", "-pk")
    return [
        DueNotice(
            ASSIGNED,
            f"{follow_up.community_id}-{follow_up.assigned_to_id}",
            reverse("dashboards:office-community", args=[office.slug, follow_up.community.slug]),
            only=follow_up.assigned_to_id,
            since=follow_up.at,
        )
        for follow_up in newest.distinct("community").select_related("community")
        if follow_up.assigned_to_id == assigned[follow_up.community_id] != follow_up.by_id
    ]


def get_page(community: Community, check: Check) -> str:
    """Return the form that completes the records, or where several are missing their list."""
    if check.by_record or check.page == "evaluation:data-quality":
        return f"{reverse('evaluation:data-quality', args=[community.slug])}#{check.code}"
    return reverse(check.page, args=[community.slug])

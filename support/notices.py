"""Notifications of the directory: confirmations that expire, providers' replies, and volunteer inquiries."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Role
from communities.notices import DueNotice, NoticeKind, get_morning
from events.models import Event
from support.confirming import REMIND_AFTER, get_lapsing_cutoff
from support.models import Interest, Service, ServiceConfirmation
from support.publishing import is_page_published

LAPSING = NoticeKind("service_lapses", NoticeGroup.HELP, _("A service needs confirming"))
REPLY = NoticeKind("provider_replied", NoticeGroup.HELP, _("A provider reported a change"))
APPROVAL = NoticeKind("service_waits_for_approval", NoticeGroup.HELP, _("A service needs your approval"))
RETURNED = NoticeKind("service_returned", NoticeGroup.HELP, _("A service was sent back to you"))
INTEREST = NoticeKind("interest_waits", NoticeGroup.HELP, _("New volunteer inquiry"))
PUBLISH = NoticeKind("public_page_waits", NoticeGroup.HELP, _("An event waits for your public page"))
KINDS = (LAPSING, REPLY, APPROVAL, RETURNED, INTEREST, PUBLISH)


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    directory = reverse("support:service-list", args=[community.slug])
    interest = reverse("support:inquiry-list", args=[community.slug])
    today = now.astimezone(community.zone).date()
    lapsing = Service.objects.not_deleted().filter(confirmed_on__lte=get_lapsing_cutoff(today)).order_by("id")
    replies = ServiceConfirmation.objects.unsettled().filter(service__deleted_at=None).order_by("id")
    approvals = reverse("support:approval-list", args=[community.slug])
    waiting = Service.objects.waiting_for_approval().order_by("id").values_list("id", "revision")
    wrote = Interest.objects.filter(is_set_aside=False).order_by("id").values_list("id", "on")
    # One notification per burst.
    burst = Interest.objects.filter(is_set_aside=True).order_by("id").values_list("id", "on")[:1]
    return [
        *(
            DueNotice(
                LAPSING, f"{pk}-{day}", directory, since=get_morning(day + REMIND_AFTER, community.zone)
            )
            for pk, day in lapsing.values_list("id", "confirmed_on")
            if day
        ),
        *(
            DueNotice(REPLY, str(pk), directory, since=get_morning(day, community.zone) if day else None)
            for pk, day in replies.values_list("id", "replied_on")
        ),
        *(DueNotice(APPROVAL, f"{pk}-{revision}", approvals) for pk, revision in waiting),
        *(
            DueNotice(
                RETURNED,
                f"{service.pk}-{service.revision}",
                reverse("support:service-detail", args=[community.slug, service.pk]),
                only=service.returned_to,
            )
            for service in Service.objects.not_deleted().exclude(returned_for="")
        ),
        *(
            DueNotice(INTEREST, str(pk), interest, Role.COORDINATOR, since=get_morning(day, community.zone))
            for pk, day in (*wrote, *burst)
        ),
        *_due_publishing(community),
    ]


def _due_publishing(community: Community) -> list[DueNotice]:
    """One notification, as long as the page with coming public events is not published."""
    events = Event.objects.public().coming().order_by("id").values_list("id", flat=True)[:1]
    if not events or is_page_published():
        return []
    page = reverse("support:public-edit", args=[community.slug])
    return [DueNotice(PUBLISH, str(events[0]), page, Role.COORDINATOR)]

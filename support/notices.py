"""What waits in the directory: words of providers that lapse, their answers, and people who want to help."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Role
from communities.notices import Due, Kind, morning_of
from support.confirming import UNTIL_REMINDED, newest_lapsing
from support.models import Interest, Service, ServiceConfirmation

LAPSING = Kind("service_lapses", NoticeGroup.HELP, _("A service needs to be confirmed again"))
REPLY = Kind("provider_replied", NoticeGroup.HELP, _("A provider says that something has changed"))
APPROVAL = Kind("service_waits_for_approval", NoticeGroup.HELP, _("A service waits for your approval"))
INTEREST = Kind("interest_waits", NoticeGroup.HELP, _("Somebody wrote on your public page"))
KINDS = (LAPSING, REPLY, APPROVAL, INTEREST)


def due(community: Community, now: dt.datetime) -> list[Due]:
    directory = reverse("support:service-list", args=[community.slug])
    interest = reverse("support:interest-list", args=[community.slug])
    today = now.astimezone(community.zone).date()
    lapsing = Service.objects.kept().filter(confirmed_on__lte=newest_lapsing(today)).order_by("id")
    replies = ServiceConfirmation.objects.unsettled().filter(service__deleted_at=None).order_by("id")
    approvals = reverse("support:approval-list", args=[community.slug])
    waiting = Service.objects.waiting_for_approval().order_by("id").values_list("id", "revision")
    wrote = Interest.objects.filter(is_set_aside=False).order_by("id").values_list("id", "on")
    # Of a burst one notice.
    burst = Interest.objects.filter(is_set_aside=True).order_by("id").values_list("id", "on")[:1]
    return [
        *(
            Due(LAPSING, f"{pk}-{day}", directory, since=morning_of(day + UNTIL_REMINDED, community.zone))
            for pk, day in lapsing.values_list("id", "confirmed_on")
            if day
        ),
        *(
            Due(REPLY, str(pk), directory, since=morning_of(day, community.zone) if day else None)
            for pk, day in replies.values_list("id", "replied_on")
        ),
        *(Due(APPROVAL, f"{pk}-{revision}", approvals) for pk, revision in waiting),
        *(
            Due(INTEREST, str(pk), interest, Role.COORDINATOR, since=morning_of(day, community.zone))
            for pk, day in (*wrote, *burst)
        ),
    ]

"""Changes in the directory of local services, as sentences (communities/changes.py)."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.changes import (
    Change,
    ChangeSource,
    build_change_source,
    build_recording_source,
    describe_added,
    get_user_name,
)
from communities.models import Community, Role
from support.models import Interest, Service


def get_community_changes(community: Community, role: Role, since: dt.datetime) -> list[ChangeSource]:
    """Return the changes of a community.

    Support numbers are left out; inquiries are for coordinators, and without a name.
    """
    interests = [_get_interest_changes(community, since)] if role >= Role.COORDINATOR else []
    return [_get_service_changes(community, since), *interests]


def _get_service_changes(community: Community, since: dt.datetime) -> ChangeSource:
    def describe(row: Service) -> Change:
        url = reverse("support:service-detail", args=[community.slug, row.pk])
        text = describe_added(get_user_name(row.created_by), _("Service"), row.name)
        return Change(row.created_at, text, url, "help")

    url = reverse("support:service-list", args=[community.slug])
    return build_recording_source(Service.objects.not_deleted(), since, describe, url)


def _get_interest_changes(community: Community, since: dt.datetime) -> ChangeSource:
    text, url = _("New volunteer inquiry"), reverse("support:inquiry-list", args=[community.slug])
    new = Interest.objects.filter(is_set_aside=False, on__gte=timezone.localdate(since))
    interests = new.order_by("-on", "-pk")
    days = interests.values_list("on", flat=True)
    # Only the day is stored, so noon UTC is used.
    return build_change_source(
        days, lambda day: Change(dt.datetime.combine(day, dt.time(12), dt.UTC), text, url, "mail")
    )

"""What waits among events: those that are over and of which nobody said whether they took place."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup
from communities.notices import Due, Kind
from events.models import Event

OVER = Kind("event_is_over", NoticeGroup.TEAM, _("An event is over: did it take place?"))
KINDS = (OVER,)


def due(community: Community, now: dt.datetime) -> list[Due]:
    """An event that was moved and is over again is due again."""
    path = reverse("events:event-list", args=[community.slug]) + "?status=unresolved"
    over = Event.objects.unresolved(now).order_by("id").values_list("id", "local_day")
    return [Due(OVER, f"{pk}-{day}", path) for pk, day in over]

"""What changed lately in the residents' surveys, for the feed."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.changes import Change, Told, each, who
from communities.models import Community, Role
from residents.models import AwarenessWave


def of_community(community: Community, role: Role, since: dt.datetime) -> list[Told]:
    waves = (
        AwarenessWave.objects.kept()
        .filter(created_at__gte=since, ends_on__gte=timezone.localdate(since))
        .select_related("created_by")
    )
    began = _("%(name)s prepared the survey of residents.")

    def tell_wave(one: AwarenessWave) -> Change:
        url = reverse("residents:wave-detail", args=[community.slug, one.pk])
        return Change(one.created_at, began % {"name": who(one.created_by)}, url, "people")

    return [each(waves.order_by("-created_at", "-pk"), tell_wave)]

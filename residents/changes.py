"""Recent changes in the residents' surveys, for the activity feed."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.changes import Change, ChangeSource, build_change_source, get_user_name
from communities.models import Community, Role
from residents.models import AwarenessWave


def get_community_changes(community: Community, role: Role, since: dt.datetime) -> list[ChangeSource]:
    waves = (
        AwarenessWave.objects.not_deleted()
        .filter(created_at__gte=since, ends_on__gte=timezone.localdate(since))
        .select_related("created_by")
    )
    began = _("%(name)s created a residents' survey.")

    def tell_wave(wave: AwarenessWave) -> Change:
        url = reverse("residents:wave-detail", args=[community.slug, wave.pk])
        return Change(wave.created_at, began % {"name": get_user_name(wave.created_by)}, url, "people")

    return [build_change_source(waves.order_by("-created_at", "-pk"), tell_wave)]

"""What changed in the directory of help, as sentences (communities/changes.py)."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.changes import MOST, Change, Told, each, gathered, who
from communities.models import Community, Role
from support.models import Interest, Service


def of_community(community: Community, role: Role, since: dt.datetime) -> list[Told]:
    """Numbers of support given are told nobody here; who would like to help, only coordinators, and without a name."""
    interests = [_interests(community, since)] if role >= Role.COORDINATOR else []
    return [_services(community, since), *interests]


def _services(community: Community, since: dt.datetime) -> Told:
    def one(row: Service) -> Change:
        words = _("%(name)s added the service “%(service)s”.")
        url = reverse("support:service-detail", args=[community.slug, row.pk])
        return Change(row.created_at, words % _values(row), url, "help")

    def many(rows: Sequence[Service]) -> Change:
        words = _("%(name)s added “%(service)s” and other services.")
        url = reverse("support:service-list", args=[community.slug])
        return Change(rows[0].created_at, words % _values(rows[0]), url, "help")

    rows = Service.objects.kept().filter(created_at__gte=since).select_related("created_by")
    newest = rows.order_by("-created_at", "-pk")[:MOST]
    return Told(
        newest,
        lambda found: gathered(
            found, lambda row: (row.created_by_id, timezone.localdate(row.created_at)), one, many
        ),
    )


def _values(row: Service) -> dict[str, str]:
    return {"name": who(row.created_by), "service": row.name}


def _interests(community: Community, since: dt.datetime) -> Told:
    words, url = _("Somebody would like to help."), reverse("support:interest-list", args=[community.slug])
    new = Interest.objects.filter(is_set_aside=False, on__gte=timezone.localdate(since))
    found = new.order_by("-on", "-pk")
    days = found.values_list("on", flat=True)
    # Of the hour nothing is kept.
    return each(days, lambda day: Change(dt.datetime.combine(day, dt.time(12), dt.UTC), words, url, "mail"))

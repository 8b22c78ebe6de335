"""Links to lists in the demo, whose tokens nobody knows: one read each day, one for a while, one of the office."""

from datetime import datetime, timedelta

from django.utils import timezone

from communities.actions import make_data_link, note_use
from communities.data_links import links_of
from communities.models import Community, Membership, Office, Role, User
from tfc.tenancy import community_scope, office_scope


def store_links(town: Community, office: Office, staff: User, now: datetime) -> None:
    """Those that are not there yet."""
    held = Membership.objects.current().select_related("user").filter(community=town, role=Role.COORDINATOR)
    coordinator = held.earliest("pk").user
    with community_scope(town.pk, town.office_id, coordinator=True):
        _store(town, "events", "The calendar on the city’s website", coordinator, used=now)
        _store(town, "figures", "Dashboard of the county task force", coordinator, days=90, used=None)
    with office_scope(office.pk):
        _store(office, "figures", "Yearly overview for the foundation", staff, used=now - timedelta(days=9))


def _store(
    place: Community | Office,
    code: str,
    purpose: str,
    by: User,
    *,
    used: datetime | None,
    days: int | None = None,
) -> None:
    rows = links_of(place)._default_manager.filter(list_code=code, purpose=purpose)
    if rows.exists():
        return
    ends = timezone.localdate(timezone=place.zone) + timedelta(days=days) if days else None
    make_data_link(place=place, list_code=code, purpose=purpose, expires_on=ends, by=by)
    if used:
        note_use(link=rows.get(), day=used.astimezone(place.zone).date())

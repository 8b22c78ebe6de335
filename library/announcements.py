"""The announcements of a community or office, and those shown on its home page."""

import datetime as dt

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from communities.models import Community, Office, User
from communities.place_views import PlaceAccess
from library.models import Announcement, AnnouncementQuerySet
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.sharing import Audience

ON_HOME = 3


def get_announcements(place: Community | Office) -> AnnouncementQuerySet:
    """Return the announcements, in the scope of the place.

    For a community its own and its offices'; for an office its own and those addressed to all.
    """
    announcements = Announcement.objects.not_deleted()
    return announcements.for_stage(place.stage) if isinstance(place, Community) else announcements


def get_home_announcements(place: Community | Office, user: User) -> list[Announcement]:
    """Return what this person has not dismissed, pinned ones first; one query.

    An office does not get its own.
    """
    today = timezone.localdate()
    if isinstance(place, Community):
        return _in_community(today, user.pk, place.stage)
    return _at_office(today, user.pk, place.pk)


def _unread(announcements: AnnouncementQuerySet) -> AnnouncementQuerySet:
    """Return unread announcements; parameters: the day and the user id."""
    unread = announcements.shown_on(parameter(0)).not_dismissed(parameter(1))
    with_places = unread.select_related("community", "office", "created_by")
    return with_places.order_by("-pinned", "-from_on", "-pk")[:ON_HOME]


_in_community = CompiledQuery(lambda: _unread(Announcement.objects.not_deleted().for_stage(parameter(2))))
_at_office = CompiledQuery(lambda: _unread(Announcement.objects.not_deleted().exclude(office=parameter(2))))


def get_audience(desk: PlaceAccess) -> Audience:
    """Return the audience of announcements.

    A community addresses its team, an office its communities, the international office everyone.
    """
    if desk.community:
        return Audience.OWN
    return Audience.EVERYONE if desk.office.is_international else Audience.OFFICE


def get_listed_announcements(desk: PlaceAccess, user: User, *, day: dt.date) -> AnnouncementQuerySet:
    """Return all announcements of this place; future ones only for people who may change them.

    ``stays_up``: it is pinned and shown now.
    """
    announcements = get_announcements(desk.community or desk.office)
    shown = Q(from_on__lte=day)
    if desk.may_record:
        own = Q(office=desk.office, community=desk.community)
        shown |= own if desk.may_share else own & Q(created_by=user)
    still = Q(until_on=None) | Q(until_on__gte=day)
    stays_up = ExpressionWrapper(Q(pinned=True, from_on__lte=day) & still, BooleanField())
    announcements = announcements.filter(shown).annotate(stays_up=stays_up)
    return announcements.select_related("community", "office", "created_by")


def may_change(desk: PlaceAccess, announcement: Announcement, user: User) -> bool:
    """Return True for its author, a coordinator of the community, and staff of the office."""
    return (
        desk.may_record
        and desk.owns(announcement)
        and (desk.may_share or announcement.created_by_id == user.pk)
    )

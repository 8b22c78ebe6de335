"""What is new in the library and on the boards, as sentences (communities/changes.py)."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.changes import Change, Told, each, who
from communities.models import Community, Office, Role
from library.announcements import announced_to
from library.models import Announcement, BoardPost, LibraryItem, Material, Story


def of_community(community: Community, role: Role, since: dt.datetime) -> list[Told]:
    """The words on a board are not told, only that there are some."""
    return [
        _items(community, Material, _("%(name)s added the material “%(title)s”."), since),
        _items(community, Story, _("%(name)s added the story “%(title)s”."), since),
        _announcements(community, since),
        _posts(community, since),
    ]


def of_office(office: Office, since: dt.datetime) -> list[Told]:
    """What its communities show it, without the names of people."""
    return [
        _shared(office, Material, _("%(name)s added the material “%(title)s”."), since),
        _shared(office, Story, _("%(name)s added the story “%(title)s”."), since),
    ]


def _items(community: Community, model: type[LibraryItem], words: str, since: dt.datetime) -> Told:
    rows = model._default_manager.filter(community=community, deleted_at=None, created_at__gte=since)
    return each(
        rows.select_related("created_by").order_by("-created_at", "-pk"),
        lambda one: Change(
            one.created_at,
            words % {"name": who(one.created_by), "title": one.title},
            reverse(f"library:{one._meta.model_name}-detail", args=[community.slug, one.pk]),
            "book",
        ),
    )


def _shared(office: Office, model: type[LibraryItem], words: str, since: dt.datetime) -> Told:
    rows = model._default_manager.filter(office=office, deleted_at=None, created_at__gte=since)
    return each(
        rows.select_related("community", "office").order_by("-created_at", "-pk"),
        lambda one: Change(
            one.created_at,
            words % {"name": one.owner.name, "title": one.title},
            reverse(f"library:office-{one._meta.model_name}-detail", args=[office.slug, one.pk]),
            "book",
        ),
    )


def _announcements(community: Community, since: dt.datetime) -> Told:
    def words(one: Announcement) -> str:
        name = who(one.created_by) if one.community_id else one.office.name
        return _("%(name)s announced “%(title)s”.") % {"name": name, "title": one.title}

    url = reverse("library:announcement-list", args=[community.slug])
    rows = announced_to(community).begun(timezone.localdate()).filter(created_at__gte=since)
    return each(
        rows.select_related("created_by", "office").order_by("-created_at", "-pk"),
        lambda one: Change(one.created_at, words(one), f"{url}#announcement-{one.pk}", "flag"),
    )


def _posts(community: Community, since: dt.datetime) -> Told:
    ours = _("%(name)s wrote on the team board.")
    both = _("%(name)s (%(place)s) wrote on the board that you share.")
    rows = BoardPost.objects.filter(at__gte=since, removed_at=None).select_related(
        "by", "community", "partner"
    )

    def tell(one: BoardPost) -> Change:
        url = reverse("library:board", args=[community.slug])
        if one.partner:
            other = one.partner if one.community_id == community.pk else one.community
            url = reverse("library:pair-board", args=[community.slug, other.slug])
        words = both if one.partner else ours
        return Change(one.at, words % {"name": who(one.by), "place": one.community.name}, url, "people")

    return each(rows.order_by("-at", "-pk"), tell)

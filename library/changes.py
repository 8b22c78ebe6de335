"""Changes in the library and on the boards, as sentences (communities/changes.py)."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.changes import Change, ChangeSource, build_change_source, describe_added, get_user_name
from communities.models import Community, Office, Role
from library.announcements import get_announcements
from library.models import Announcement, BoardPost, LibraryItem, Material, Story


def get_community_changes(community: Community, role: Role, since: dt.datetime) -> list[ChangeSource]:
    """Return the changes of a community; posts are only counted, without their text."""
    return [
        _items(community, Material, _("Material"), since),
        _items(community, Story, _("Story"), since),
        _announcements(community, since),
        _posts(community, since),
    ]


def get_office_changes(office: Office, since: dt.datetime) -> list[ChangeSource]:
    """Return what communities share with the office, without names of people."""
    return [
        _list_shared(office, Material, _("Material"), since),
        _list_shared(office, Story, _("Story"), since),
    ]


def _items(community: Community, model: type[LibraryItem], kind: str, since: dt.datetime) -> ChangeSource:
    rows = model._default_manager.filter(community=community, deleted_at=None, created_at__gte=since)
    return build_change_source(
        rows.select_related("created_by").order_by("-created_at", "-pk"),
        lambda item: Change(
            item.created_at,
            describe_added(get_user_name(item.created_by), kind, item.title),
            reverse(f"library:{item._meta.model_name}-detail", args=[community.slug, item.pk]),
            "book",
        ),
    )


def _list_shared(office: Office, model: type[LibraryItem], kind: str, since: dt.datetime) -> ChangeSource:
    rows = model._default_manager.filter(office=office, deleted_at=None, created_at__gte=since)
    return build_change_source(
        rows.select_related("community", "office").order_by("-created_at", "-pk"),
        lambda item: Change(
            item.created_at,
            describe_added(item.owner.name, kind, item.title),
            reverse(f"library:office-{item._meta.model_name}-detail", args=[office.slug, item.pk]),
            "book",
        ),
    )


def _announcements(community: Community, since: dt.datetime) -> ChangeSource:
    def build_message(announcement: Announcement) -> str:
        name = (
            get_user_name(announcement.created_by) if announcement.community_id else announcement.office.name
        )
        return _("%(name)s announced “%(title)s”.") % {"name": name, "title": announcement.title}

    url = reverse("library:announcement-list", args=[community.slug])
    rows = get_announcements(community).begun(timezone.localdate()).filter(created_at__gte=since)
    return build_change_source(
        rows.select_related("created_by", "office").order_by("-created_at", "-pk"),
        lambda announcement: Change(
            announcement.created_at,
            build_message(announcement),
            f"{url}#announcement-{announcement.pk}",
            "flag",
        ),
    )


def _posts(community: Community, since: dt.datetime) -> ChangeSource:
    ours = _("%(name)s posted in Discussions.")
    both = _("%(name)s (%(place)s) posted in your shared discussion.")
    rows = BoardPost.objects.filter(at__gte=since, removed_at=None).select_related(
        "by", "community", "partner"
    )

    def tell(post: BoardPost) -> Change:
        url = reverse("library:discussions", args=[community.slug])
        if post.partner:
            other = post.partner if post.community_id == community.pk else post.community
            url = reverse("library:pair-discussions", args=[community.slug, other.slug])
        message = both if post.partner else ours
        return Change(
            post.at, message % {"name": get_user_name(post.by), "place": post.community.name}, url, "people"
        )

    return build_change_source(rows.order_by("-at", "-pk"), tell)

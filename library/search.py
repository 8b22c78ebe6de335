"""Full-text search of materials, stories and announcements (tfc/search)."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from library.announcements import get_announcements
from library.models import Announcement, LibraryItem, Material, Story
from tfc.search import Findable, Hit, Seeker

# In the order of the results.
POSITION = 6


def _items(model: type[LibraryItem]) -> Callable[[Seeker], "QuerySet[Any]"]:
    def rows(seeker: Seeker) -> "QuerySet[Any]":
        items = model._default_manager.filter(deleted_at=None).select_related("community", "office")
        return items.order_by("-updated_at", "-pk")

    return rows


def _item(row: LibraryItem, seeker: Seeker) -> Hit:
    page = f"{_prefix(seeker)}{row._meta.model_name}-detail"
    texts = [str(getattr(row, name)) for name in row.SEARCHED if name != "title"]
    return Hit(
        title=row.title, url=reverse(page, args=[seeker.slug, row.pk]), meta=row.owner.name, texts=texts
    )


def _announcements(seeker: Seeker) -> "QuerySet[Any]":
    """Return announcements; future ones only for their author or office."""
    announcements = get_announcements(seeker.place)
    if isinstance(seeker.place, Community):
        own = Q(community=seeker.place, created_by=seeker.user)
    else:
        own = Q(office=seeker.place, community=None)
    return announcements.filter(Q(from_on__lte=seeker.today) | own).order_by("-from_on", "-pk")


def _announcement(row: Announcement, seeker: Seeker) -> Hit:
    listed = reverse(f"{_prefix(seeker)}announcement-list", args=[seeker.slug])
    return Hit(
        title=row.title,
        url=f"{listed}#announcement-{row.pk}",
        meta=date_format(row.from_on, "DATE_FORMAT"),
        texts=[row.text],
    )


def _prefix(seeker: Seeker) -> str:
    return "library:" if isinstance(seeker.place, Community) else "library:office-"


def _kinds(prefix: str) -> tuple[Findable, ...]:
    return (
        Findable(
            code="materials",
            title=_("Materials"),
            icon="book",
            rows=_items(Material),
            columns=lambda seeker: ["search_text"],
            tell=_item,
            page=f"library:{prefix}material-detail",
            number="material_id",
        ),
        Findable(
            code="stories",
            title=_("Stories"),
            icon="people",
            rows=_items(Story),
            columns=lambda seeker: ["search_text"],
            tell=_item,
            page=f"library:{prefix}story-detail",
            number="story_id",
        ),
        Findable(
            code="announcements",
            title=_("Announcements"),
            icon="flag",
            rows=_announcements,
            columns=lambda seeker: ["title", "text"],
            tell=_announcement,
        ),
    )


COMMUNITY_KINDS = _kinds("")
OFFICE_KINDS = _kinds("office-")

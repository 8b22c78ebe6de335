"""The common part of materials and stories: owner, audience and search text."""

import datetime as dt
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Office
from library.item_search import as_searched, search_items
from stakeholders.models import Sector
from tfc.sharing import Audience, SharedModel, SharedReference
from tfc.tenancy import TrashQuerySet

ItemType = TypeVar("ItemType", bound="LibraryItem")


class ItemQuerySet(TrashQuerySet[ItemType]):
    def of_place(self, office_id: int, community_id: int | None) -> Self:
        return self.filter(office=office_id, community=community_id)

    def of_owner(self, place: Community | Office) -> Self:
        """Filter those of a community, or of an office and its communities."""
        return self.filter(**{"community" if isinstance(place, Community) else "office": place})

    def added_in(self, first: dt.date, last: dt.date) -> Self:
        """Filter those added from ``first`` to ``last``, inclusive."""
        return self.filter(created_at__date__range=(first, last))

    def for_sector(self, sector: str) -> Self:
        return self.filter(sectors__contains=[sector])

    def matching(self, text: str) -> Self:
        """Return items with every word of ``text``, best first: exact before similar."""
        return search_items(self, text)


class LibraryItem(SharedModel):
    """A material or story. ``sectors``: codes of the audience; none means all.

    ``search_text``: the text that is searched.
    """

    title = models.CharField(_("Title"), max_length=160)
    sectors = models.JSONField(_("Sectors"), default=list, blank=True)
    search_text = models.TextField(editable=False)
    client_id = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        "communities.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    # Names of the searched fields.
    SEARCHED: ClassVar[tuple[str, ...]] = ("title",)

    class Meta(SharedModel.Meta):
        abstract = True
        constraints = [
            *SharedModel.Meta.constraints,
            # Referenced by rows that share the audience of this one.
            models.UniqueConstraint(fields=["id", "audience"], name="%(app_label)s_%(class)s_audience"),
            models.UniqueConstraint(
                fields=["office", "community", "client_id"],
                name="%(app_label)s_%(class)s_sent_once",
                nulls_distinct=False,
                condition=models.Q(client_id__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["audience", "office"], name="%(app_label)s_%(class)s_readers")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_shared(self) -> bool:
        return self.audience != Audience.OWN

    @property
    def sector_names(self) -> list[Any]:
        labels = dict(Sector.choices)
        return [labels[code] for code in self.sectors if code in labels]

    @property
    def owner(self) -> Any:
        """Return the community, or the office if there is none."""
        return self.community or self.office

    def words_to_search(self) -> str:
        return as_searched(" ".join(str(getattr(self, name)) for name in self.SEARCHED))


class SharingStep(SharedModel):
    """Log of audience changes: who, when, from which to which. The item has the current audience."""

    material = models.ForeignKey(
        "library.Material", models.CASCADE, db_constraint=False, null=True, related_name="sharing_steps"
    )
    story = models.ForeignKey(
        "library.Story", models.CASCADE, db_constraint=False, null=True, related_name="sharing_steps"
    )
    was = models.CharField(max_length=8, choices=Audience)
    became = models.CharField(max_length=8, choices=Audience)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(SharedModel.Meta):
        constraints = [
            *SharedModel.Meta.constraints,
            SharedReference(field="material", name="library_sharingstep_material", follows=False, owned=True),
            SharedReference(field="story", name="library_sharingstep_story", follows=False, owned=True),
        ]

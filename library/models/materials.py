"""Materials, their versions, and their uses."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.languages import language_name
from events.models import Event, OutputUnit
from library.models.items import ItemQuerySet, LibraryItem
from tfc.sharing import SharedModel, SharedReference
from tfc.tenancy import SameTenant, TrashQuerySet


class MaterialKind(models.TextChoices):
    CURRICULUM = "curriculum", _("Curriculum")
    CAMPAIGN = "campaign", _("Campaign")
    PROMOTION = "promotion", _("Promotion")
    ADVOCACY = "advocacy", _("Advocacy tool")
    TEAM_BUILDING = "team_building", _("Team building")


class AgeGroup(models.TextChoices):
    ALL = "all", _("All ages")
    CHILDREN = "children", _("Children under 12")
    YOUTH = "youth", _("Young people, 12 to 17")
    ADULTS = "adults", _("Adults")


class Licence(models.TextChoices):
    NETWORK = "network", _("Within TraffickFree Communities only")
    CC_BY = "cc_by", _("Creative Commons: name the author (CC BY)")
    CC_BY_SA = "cc_by_sa", _("Creative Commons: name the author, share alike (CC BY-SA)")
    CC_BY_NC = "cc_by_nc", _("Creative Commons: name the author, not for money (CC BY-NC)")
    CC0 = "cc0", _("No rights reserved (CC0)")


class MaterialQuerySet(ItemQuerySet["Material"]):
    def with_newest_number(self) -> Self:
        """Annotate ``newest``: the number of the newest version, None without one."""
        versions = MaterialVersion.objects.filter(material=models.OuterRef("pk")).order_by("-number")
        return self.annotate(newest=models.Subquery(versions.values("number")[:1]))


class Material(LibraryItem):
    kind = models.CharField(_("Kind"), max_length=14, choices=MaterialKind)
    summary = models.TextField(_("Summary"), max_length=1500)
    language = models.CharField(_("Language"), max_length=10)
    age_group = models.CharField(_("Age group"), max_length=8, choices=AgeGroup, default=AgeGroup.ALL)
    licence = models.CharField(_("License"), max_length=8, choices=Licence, default=Licence.NETWORK)
    # Readers of this material may be unable to read that one.
    adapted_from = models.ForeignKey(
        "self", models.PROTECT, db_constraint=False, null=True, blank=True, related_name="adaptations"
    )

    SEARCHED = ("title", "summary")
    # Set by with_newest_number().
    newest: int | None
    objects: ClassVar[MaterialQuerySet] = MaterialQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(LibraryItem.Meta):
        constraints = [
            *LibraryItem.Meta.constraints,
            SharedReference(field="adapted_from", name="library_material_adapted_from", follows=False),
        ]

    @property
    def language_label(self) -> str:
        return language_name(self.language)


class MaterialVersion(SharedModel):
    """A link or a file. The file is in FILES_ROOT under ``file_key``, with its ``-preview`` next to it."""

    material = models.ForeignKey(Material, models.CASCADE, db_constraint=False, related_name="versions")
    number = models.PositiveIntegerField()
    note = models.CharField(_("What changed"), max_length=300, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    file_key = models.CharField(max_length=32, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    excerpt = models.TextField(blank=True)
    has_preview = models.BooleanField(default=False)
    client_id = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(SharedModel.Meta):
        constraints = [
            *SharedModel.Meta.constraints,
            SharedReference(field="material", name="library_version_material", owned=True),
            models.UniqueConstraint(
                fields=["office", "material", "number"], name="library_version_number_once"
            ),
        ]

    @property
    def kind_label(self) -> str:
        """Return the file type as people name it: "PDF", "DOCX"."""
        return self.file_name.rpartition(".")[2].upper()


class MaterialUse(SharedModel):
    """A community's use of a material.

    Other communities in its audience see reach and outcome only if ``is_shared``.
    """

    material = models.ForeignKey(Material, models.CASCADE, db_constraint=False, related_name="uses")
    on = models.DateField(_("Date"))
    event = models.ForeignKey(
        Event, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+"
    )
    quantity = models.PositiveIntegerField(_("How many"), null=True, blank=True)
    unit = models.CharField(_("Unit"), max_length=12, choices=OutputUnit, blank=True)
    at_least = models.BooleanField(_("At least"), default=False)
    outcome = models.TextField(_("Outcome"), max_length=1000, blank=True)
    is_shared = models.BooleanField(_("others may see it"), default=False)
    client_id = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("communities.User", models.PROTECT, editable=False, related_name="+")
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[TrashQuerySet["MaterialUse"]] = TrashQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(SharedModel.Meta):
        constraints = [
            *SharedModel.Meta.constraints,
            SharedReference(field="material", name="library_use_material"),
            SameTenant(field="event", name="library_use_event"),
            models.UniqueConstraint(fields=["community", "client_id"], name="library_use_sent_once"),
        ]

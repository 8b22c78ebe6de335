"""The eight sectors, and the register of organizations and contacts."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from communities.languages import language_name
from tfc.tenancy import Record, SameTenant, TenantModel, TrashQuerySet


class Sector(models.TextChoices):
    """Fixed codes with translated names, not rows that a tenant can edit."""

    SCHOOLS = "schools", _("Schools")
    LOCAL_BUSINESS = "local_business", _("Local businesses")
    CONSUMERS = "consumers", _("Consumers")
    MEDIA = "media", _("Media")
    FAITH_NGOS = "faith_ngos", _("Faith communities and NGOs")
    FIRST_RESPONDERS = "first_responders", _("First responders")
    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
    LOCAL_LEGISLATURES = "local_legislatures", _("Local legislatures")


class TieKind(models.TextChoices):
    EXISTING = "existing", _("Known before this team began")
    NEW = "new", _("New relationship")


class OrganizationQuerySet(TrashQuerySet["Organization"]):
    def matching(self, text: str, contacts: "ContactQuerySet") -> Self:
        """Filter those whose name, note or name of one of ``contacts`` contains each word of ``text``, in any case."""
        organizations = self
        for word in text.split():
            named = contacts.filter(organization=OuterRef("pk"), name__icontains=word)
            organizations = organizations.filter(
                Q(name__icontains=word) | Q(note__icontains=word) | Exists(named)
            )
        return organizations

    def in_register_order(self) -> Self:
        """Sort by sector in their fixed order, then by name, ignoring case."""
        places = [When(sector=code, then=Value(place)) for place, code in enumerate(Sector.values)]
        ranked = self.annotate(
            sector_place=Case(*places, default=len(places), output_field=models.IntegerField()),
            sort_name=Lower("name"),
        )
        return ranked.order_by("sector_place", "sort_name", "id")

    def after(self, mark: "Organization") -> Self:
        """Filter an ordered register to what follows the row ``mark``."""
        return self.filter(
            Q(sector_place__gt=mark.sector_place)
            | Q(sector_place=mark.sector_place, sort_name__gt=mark.sort_name)
            | Q(sector_place=mark.sector_place, sort_name=mark.sort_name, id__gt=mark.pk)
        )

    def before(self, mark: "Organization") -> Self:
        """Filter an ordered register to what precedes the row ``mark``."""
        return self.filter(
            Q(sector_place__lt=mark.sector_place)
            | Q(sector_place=mark.sector_place, sort_name__lt=mark.sort_name)
            | Q(sector_place=mark.sector_place, sort_name=mark.sort_name, id__lt=mark.pk)
        )

    def by_sector(self) -> "models.QuerySet[Organization, tuple[str, int]]":
        """Return sector and number, of those sectors that have any."""
        return self.order_by().values_list("sector").annotate(Count("id"))

    def counted_by_sector(self) -> dict[str, int]:
        """Return the number of each of the eight sectors, including zero."""
        counts = dict(self.by_sector())
        return {code: counts.get(code, 0) for code in Sector.values}


class Organization(Record):
    """An organization in a sector of this community."""

    name = models.CharField(_("Name"), max_length=160)
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector)
    tie = models.CharField(_("Relationship"), max_length=10, choices=TieKind, default=TieKind.NEW)
    # When a new tie began; empty in older rows, for which the day of entry is used.
    met_on = models.DateField(_("Known since"), null=True, blank=True)
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    website = models.URLField(_("Website"), max_length=300, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    note = models.TextField(_("Note"), max_length=2000, blank=True)

    # Set by in_register_order().
    sector_place: int
    sort_name: str

    objects: ClassVar[OrganizationQuerySet] = OrganizationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["community", "name", "id"], name="stakeholders_org_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def language_names(self) -> list[str]:
        return [language_name(code) for code in self.languages]


class ContactQuerySet(TrashQuerySet["Contact"]):
    def listed(self) -> Self:
        """Filter those who agreed to be listed in the register, where every member of the team reads their names."""
        return self.filter(may_be_listed=True)


class Contact(Record):
    """A person who works at an organization. Never home details."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, db_constraint=False, related_name="contacts"
    )
    name = models.CharField(_("Name"), max_length=120)
    role = models.CharField(_("Role in the organization"), max_length=120, blank=True)
    email = models.EmailField(_("Work email"), blank=True)
    phone = models.CharField(_("Work phone"), max_length=40, blank=True)
    may_be_listed = models.BooleanField(_("Agreed to be listed"), default=False)

    objects: ClassVar[ContactQuerySet] = ContactQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="organization", name="stakeholders_contact_organization"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganizationMerge(TenantModel):
    """Two rows that were one organization: what moved from ``source`` to ``target``, so that it can be undone.

    ``moved``: {table: [ids that were pointed to ``target``]}; ``dropped``: {table: [rows that both had]}.
    """

    target = models.ForeignKey(Organization, models.PROTECT, db_constraint=False, related_name="+")
    source = models.ForeignKey(Organization, models.PROTECT, db_constraint=False, related_name="+")
    moved = models.JSONField(default=dict)
    dropped = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="target", name="stakeholders_merge_target"),
            SameTenant(field="source", name="stakeholders_merge_source"),
        ]


class DistinctPair(TenantModel):
    """Two organizations that look alike but were recorded as different. ``first`` has the lower id."""

    first = models.ForeignKey(Organization, models.CASCADE, db_constraint=False, related_name="+")
    second = models.ForeignKey(Organization, models.CASCADE, db_constraint=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="first", name="stakeholders_distinctpair_first"),
            SameTenant(field="second", name="stakeholders_distinctpair_second"),
            models.UniqueConstraint(
                fields=["community", "first", "second"], name="stakeholders_told_apart_once"
            ),
        ]

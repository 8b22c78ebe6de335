"""Who is out there: the eight sectors, and the register of organisations and contacts."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import Record, SameTenant


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


class Tie(models.TextChoices):
    EXISTING = "existing", _("We knew them before")
    NEW = "new", _("A new tie")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def matching(self, text: str) -> Self:
        """Name, note or a contact's name holds each word of ``text``, whatever the case."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(name__icontains=word) | Q(note__icontains=word) | Q(contacts__name__icontains=word)
            )
        return found.distinct()


class Organization(Record):
    """A body in a sector of this community's town."""

    name = models.CharField(_("name"), max_length=160)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    tie = models.CharField(_("tie"), max_length=10, choices=Tie, default=Tie.NEW)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    objects: ClassVar[OrganizationQuerySet] = OrganizationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["community", "name", "id"], name="stakeholders_org_by_name")]

    def __str__(self) -> str:
        return self.name


class Contact(Record):
    """A person at work in an organisation. Never home details."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, db_constraint=False, related_name="contacts"
    )
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role in the organisation"), max_length=120, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    phone = models.CharField(_("work phone"), max_length=40, blank=True)
    may_be_listed = models.BooleanField(_("agreed to be listed here"), default=False)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="organization", name="stakeholders_contact_organization"),
        ]

    def __str__(self) -> str:
        return self.name

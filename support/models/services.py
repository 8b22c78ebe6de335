"""The services of a community's directory, their opening hours, and their confirmations by providers."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.languages import language_name
from communities.models import Weekday
from stakeholders.models import Organization
from support.models.approval import ApprovedService, waiting_for_approval
from tfc.tenancy import Record, SameTenant, TenantModel, TrashQuerySet


class Need(models.TextChoices):
    PHYSICAL = "physical", _("Physical")
    PSYCHOLOGICAL = "psychological", _("Psychological")
    SPIRITUAL = "spiritual", _("Spiritual")
    SOCIAL = "social", _("Social")


class ServiceKind(models.TextChoices):
    """What a service does; support.needs maps each kind to a need."""

    HOUSING = "housing", _("Housing and shelter")
    FOOD = "food", _("Food and clothing")
    MEDICAL = "medical", _("Medical care")
    SAFETY = "safety", _("Safety and protection")
    COUNSELING = "counseling", _("Counseling")
    CRISIS = "crisis", _("Help in a crisis")
    HOTLINE = "hotline", _("Hotline that anyone may call")
    ADDICTION = "addiction", _("Help with addiction")
    SPIRITUAL_CARE = "spiritual_care", _("Spiritual care")
    FAITH_COMMUNITY = "faith_community", _("Faith community")
    LEGAL = "legal", _("Legal help")
    IMMIGRATION = "immigration", _("Immigration help")
    LANGUAGE = "language", _("Interpreting and language classes")
    WORK = "work", _("Work and training")
    CASE_MANAGEMENT = "case_management", _("Personal support (case management)")
    COMPANY = "company", _("Mentoring")


class ServiceQuerySet(TrashQuerySet["Service"]):
    def public(self) -> Self:
        """Return approved services, except those with an unsettled report of their end."""
        ended = ServiceConfirmation.objects.unsettled().filter(
            service=models.OuterRef("pk"), reply=Reply.CLOSED
        )
        approved = self.not_deleted().filter(is_public=True, approved_at__isnull=False)
        return approved.exclude(models.Exists(ended))

    def with_confidential_address(self) -> Self:
        return self.exclude(address="").filter(address_is_public=False)

    def hotlines(self) -> Self:
        """Return the public services that are hotlines, with an approved number."""
        hotlines = self.public().filter(kinds__contains=[ServiceKind.HOTLINE])
        return hotlines.exclude(public_phone="").order_by("name", "id")

    def waiting_for_approval(self) -> Self:
        """Return services intended for the public pages that have something unapproved."""
        return self.not_deleted().filter(waiting_for_approval())

    def with_doubts(self) -> Self:
        """Annotate ``is_doubted``: the provider reported a change or an end that the team has not settled."""
        waiting = ServiceConfirmation.objects.unsettled().filter(service=models.OuterRef("pk"))
        return self.annotate(is_doubted=models.Exists(waiting))


class Service(ApprovedService, Record):
    """A local service. ``languages``: codes. ``address`` is confidential unless the provider made it public.

    ``outside_id``: its id in the imported HSDS file, so that importing the same file again changes nothing.
    """

    name = models.CharField(_("Name"), max_length=160)
    provider = models.CharField(_("Provider"), max_length=160)
    organization = models.ForeignKey(
        Organization, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="services"
    )
    kinds = models.JSONField(_("Kinds of help"), default=list)
    languages = models.JSONField(_("Languages"), default=list)
    description = models.TextField(_("Description"), max_length=1000, blank=True)
    eligibility = models.TextField(_("Who it is for"), max_length=600, blank=True)
    ineligibility = models.TextField(_("Who it is not for"), max_length=600, blank=True)
    intake = models.TextField(_("How to get help there"), max_length=600, blank=True)
    coverage = models.CharField(_("Area it serves"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    website = models.URLField(_("Website"), max_length=300, blank=True)
    email = models.EmailField(_("Provider's email address"), blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    address_is_public = models.BooleanField(_("The provider says the address is public"), default=False)
    always_open = models.BooleanField(_("Open 24 hours"), default=False)
    is_public = models.BooleanField(_("Show on our public page"), default=False)
    confirmed_on = models.DateField(_("Last confirmed"), null=True, blank=True)
    outside_id = models.CharField(max_length=80, blank=True, editable=False)

    objects: ClassVar[ServiceQuerySet] = ServiceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="organization", name="support_service_organization"),
            models.UniqueConstraint(
                fields=["community", "outside_id"],
                condition=~models.Q(outside_id=""),
                name="support_service_outside_id",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def language_names(self) -> list[str]:
        return [language_name(code) for code in self.languages]


class OpeningHours(TenantModel):
    """A span of opening hours in local time. ``closes`` at or before ``opens`` is on the next day."""

    service = models.ForeignKey(Service, models.CASCADE, db_constraint=False, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField(_("From"))
    closes = models.TimeField(_("Until"))

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="service", name="support_hours_service"),
            models.UniqueConstraint(
                fields=["community", "service", "weekday", "opens"], name="support_hours_once"
            ),
        ]


class ConfirmationWay(models.TextChoices):
    LINK = "link", _("By link")
    CALL = "call", _("By phone")
    MEETING = "meeting", _("In person")


class Reply(models.TextChoices):
    RIGHT = "right", _("Everything is correct")
    CHANGED = "changed", _("Something has changed")
    CLOSED = "closed", _("The service has ended")


class Outcome(models.TextChoices):
    """How the team settled a reply that reported a change or an end."""

    CORRECTED = "corrected", _("We corrected the service. It counts as confirmed.")
    NOTHING = "nothing", _("No change was needed. It counts as confirmed.")
    ENDED = "ended", _("Delete it: the service has ended")
    KEPT = "kept", _("Dismiss the answer. It changes and confirms nothing.")


# Replies that the team must settle; "right" needs no action.
DOUBTS = (Reply.CHANGED, Reply.CLOSED)


class ConfirmationQuerySet(models.QuerySet["ServiceConfirmation"]):
    def doubts(self) -> Self:
        """Return replies that report a change or an end, settled or not."""
        return self.filter(reply__in=DOUBTS, replied_on__isnull=False)

    def unsettled(self) -> Self:
        """Return the doubts that the team has not settled."""
        return self.doubts().filter(settled_at=None)


class ServiceConfirmation(TenantModel):
    """A question to a provider and its reply. Only the hash of the link's token is stored."""

    service = models.ForeignKey(Service, models.CASCADE, db_constraint=False, related_name="confirmations")
    way = models.CharField(max_length=8, choices=ConfirmationWay)
    token_hash = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=8, choices=Reply, blank=True)
    replied_on = models.DateField(null=True)
    # The provider's text; only the team changes the service.
    changes = models.TextField(_("What changed"), max_length=600, blank=True)
    # Revision of the service that the provider saw when it replied.
    service_revision = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, db_default="")

    objects: ClassVar[ConfirmationQuerySet] = ConfirmationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="service", name="support_confirmation_service"),
        ]

    @property
    def was_edited(self) -> bool:
        """Return True if the service was edited after the provider replied."""
        return self.service_revision is not None and self.service.revision > self.service_revision


class DirectoryImport(TenantModel):
    """An imported file of services: what it added and changed, so that it can be undone."""

    name = models.CharField(max_length=160)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    added = models.JSONField(default=list)
    changed = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, editable=False)

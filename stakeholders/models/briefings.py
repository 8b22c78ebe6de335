"""Two-page briefings for officials from chosen findings, and their results."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stakeholders.models.findings import Finding
from stakeholders.models.register import Organization
from tfc.tenancy import CurrentOffice, Record, SameTenant, TenantModel, TrashQuerySet


class Audience(models.TextChoices):
    MAYOR = "mayor", _("A mayor or council")
    SCHOOL_BOARD = "school_board", _("A school board")
    POLICE = "police", _("The police")
    OTHER = "other", _("Others who decide")


class BriefingStep(models.TextChoices):
    """What became of a briefing; each step includes the briefings of the next ones."""

    GIVEN = "given", _("Briefings given")
    ANSWERED = "answered", _("Briefings answered")
    FOLLOWED_UP = "followed_up", _("Briefings followed up")


STEP_FILTERS = {
    BriefingStep.GIVEN: Q(),
    BriefingStep.ANSWERED: Q(answered_on__isnull=False),
    BriefingStep.FOLLOWED_UP: Q(followed_on__isnull=False),
}


class BriefingQuerySet(TrashQuerySet["Briefing"]):
    def with_shares(self) -> Self:
        """Annotate the numbers of shares, of answers and of shares with a result."""
        active_shares = Q(shares__deleted_at=None)
        return self.annotate(
            shared=Count("shares", filter=active_shares),
            answered=Count("shares", filter=active_shares & Q(shares__answered_on__isnull=False)),
            followed=Count("shares", filter=active_shares & Q(shares__followed_on__isnull=False)),
        )


class Briefing(Record):
    """``snapshot``: the content of the PDF; once made, neither changes."""

    title = models.CharField(_("Title"), max_length=160)
    audience = models.CharField(pgettext_lazy("a reader", "Who it is for"), max_length=16, choices=Audience)
    language = models.CharField(_("Language"), max_length=10, default="en")
    opening = models.TextField(_("Why you write"), max_length=1200, blank=True)
    asks = models.TextField(_("What you ask them to do"), max_length=1200, blank=True)
    snapshot = models.JSONField(null=True, editable=False)
    made_at = models.DateTimeField(null=True, editable=False)

    # Set by with_shares().
    shared: int
    answered: int
    followed: int

    objects: ClassVar[BriefingQuerySet] = BriefingQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.title


class BriefingFinding(TenantModel):
    briefing = models.ForeignKey(Briefing, models.CASCADE, db_constraint=False, related_name="chosen")
    finding = models.ForeignKey(Finding, models.CASCADE, db_constraint=False, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="briefing", name="stakeholders_briefingfinding_briefing"),
            SameTenant(field="finding", name="stakeholders_briefingfinding_finding"),
            models.UniqueConstraint(
                fields=["community", "briefing", "finding"], name="stakeholders_finding_once_in_briefing"
            ),
        ]


class BriefingFile(TenantModel):
    briefing = models.ForeignKey(Briefing, models.CASCADE, db_constraint=False, related_name="files")
    name = models.CharField(max_length=160)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="briefing", name="stakeholders_briefingfile_briefing"),
            models.UniqueConstraint(
                fields=["community", "briefing"], name="stakeholders_one_file_a_briefing"
            ),
        ]


class BriefingShareQuerySet(TrashQuerySet["BriefingShare"]):
    def newest_first(self) -> Self:
        return self.order_by("-shared_on", "-id")

    def counting(self) -> Self:
        """Filter shares that, like their briefings, are not in the trash."""
        return self.not_deleted().filter(briefing__deleted_at=None)

    def shared_in(self, first: dt.date, last: dt.date) -> Self:
        """Filter those given to an office from ``first`` to ``last``, inclusive."""
        return self.filter(shared_on__range=(first, last))

    def at_step(self, step: BriefingStep) -> Self:
        return self.filter(STEP_FILTERS[step])


class BriefingShare(Record):
    """The office to which a briefing was given, its answer, and the result."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, db_constraint=False, related_name="shares")
    organization = models.ForeignKey(
        Organization, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="briefings"
    )
    recipient = models.CharField(pgettext_lazy("of a briefing", "Office"), max_length=160)
    shared_on = models.DateField(_("Given on"))
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answer = models.TextField(_("Answer"), max_length=1000, blank=True)
    followed_on = models.DateField(_("Follow-up date"), null=True, blank=True)
    outcome = models.TextField(_("Follow-up"), max_length=1000, blank=True)

    objects: ClassVar[BriefingShareQuerySet] = BriefingShareQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="briefing", name="stakeholders_briefingshare_briefing"),
            SameTenant(field="organization", name="stakeholders_briefingshare_organization"),
        ]


class BriefingStatusQuerySet(models.QuerySet["BriefingStatus"]):
    def newest_first(self) -> Self:
        return self.order_by("-shared_on", "-id")

    def shared_in(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(shared_on__range=(first, last))

    def at_step(self, step: BriefingStep) -> Self:
        return self.filter(STEP_FILTERS[step])


class BriefingStatus(TenantModel):
    """What the office sees of a briefing that was given: its days and the kind of official, never a text.

    The office does not read the share itself.
    """

    office = models.ForeignKey(
        "communities.Office", models.PROTECT, editable=False, db_default=CurrentOffice(), related_name="+"
    )
    share = models.ForeignKey(BriefingShare, models.CASCADE, db_constraint=False, related_name="+")
    audience = models.CharField(pgettext_lazy("a reader", "Who it is for"), max_length=16, choices=Audience)
    shared_on = models.DateField(_("Given on"))
    answered_on = models.DateField(_("Answered on"), null=True)
    followed_on = models.DateField(_("Follow-up date"), null=True)

    objects: ClassVar[BriefingStatusQuerySet] = BriefingStatusQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="stakeholders_briefingstatus_office", key="office"),
            SameTenant(field="share", name="stakeholders_briefingstatus_share"),
            models.UniqueConstraint(fields=["community", "share"], name="stakeholders_one_briefing_status"),
        ]
        indexes = [models.Index(fields=["office", "-shared_on"], name="stakeholders_briefing_status")]

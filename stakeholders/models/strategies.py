"""Strategies: what organizations change in what they do, how far they are, and the evidence."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stakeholders.models.findings import Finding
from stakeholders.models.register import Organization, Sector
from tfc.tenancy import Record, SameTenant, TenantModel, TrashQuerySet


class Purpose(models.TextChoices):
    MITIGATE = "mitigate", _("Make a vulnerability smaller")
    RAISE_AWARENESS = "raise_awareness", _("Raise awareness")
    PROMOTE_RESOURCES = "promote_resources", _("Make help known and reachable")


class StrategyLevel(models.TextChoices):
    """The levels of a strategy, lowest first."""

    PLEDGED = "pledged", _("Pledged")
    PLANNED = "planned", pgettext_lazy("strategy", "Planned")
    IMPLEMENTING = "implementing", _("In practice")
    VERIFIED = "verified", _("Verified")


class StrategyQuerySet(TrashQuerySet["Strategy"]):
    def running(self) -> Self:
        return self.not_deleted().filter(ended_on=None)

    def in_practice(self) -> Self:
        """Filter running ones of organizations that are not in the trash. The level is not checked."""
        return self.running().filter(organization__deleted_at=None)

    def with_progress(self, day: dt.date) -> Self:
        """Annotate the newest ``rung`` by the day, ``rung_since``, and the newest day of evidence by then."""
        steps = StrategyStep.objects.filter(strategy=OuterRef("pk"), on__lte=day).order_by("-on", "-id")
        evidence = Evidence.objects.not_deleted().filter(strategy=OuterRef("pk"), on__lte=day).order_by("-on")
        return self.annotate(
            rung=Subquery(steps.values("rung")[:1]),
            rung_since=Subquery(steps.values("on")[:1]),
            evidence_on=Subquery(evidence.values("on")[:1]),
        )


class Strategy(Record):
    """What an organization does. ``code`` is one of the catalogue (stakeholders.catalogue), or empty with a title."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, db_constraint=False, related_name="strategies"
    )
    code = models.CharField(_("Strategy"), max_length=40, blank=True)
    title = models.CharField(_("In your own words"), max_length=160, blank=True)
    purpose = models.CharField(_("Purpose"), max_length=20, choices=Purpose)
    finding = models.ForeignKey(
        Finding, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="strategies"
    )
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    end_reason = models.CharField(_("Why it ended"), max_length=300, blank=True)

    # Set by with_progress().
    rung: str | None
    rung_since: dt.date | None
    evidence_on: dt.date | None

    objects: ClassVar[StrategyQuerySet] = StrategyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="organization", name="stakeholders_strategy_organization"),
            SameTenant(field="finding", name="stakeholders_strategy_finding"),
        ]


class StrategyStep(TenantModel):
    """The level of a strategy from a day on. Rows are only added; the one with the newest day counts."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, db_constraint=False, related_name="steps")
    rung = models.CharField(max_length=14, choices=StrategyLevel)
    on = models.DateField(_("Since"))
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="strategy", name="stakeholders_strategystep_strategy"),
        ]


class EvidenceKind(models.TextChoices):
    FILE = "file", _("File")
    LINK = "link", _("Link")
    EVENT = "event", _("An event of ours")


class EvidenceQuerySet(TrashQuerySet["Evidence"]):
    def newest_first(self) -> Self:
        return self.order_by("-on", "-id")


class Evidence(Record):
    """Evidence that a strategy is in practice, with its day. That of an event has a row in events.EvidenceEvent."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, db_constraint=False, related_name="evidence")
    kind = models.CharField(_("Kind"), max_length=8, choices=EvidenceKind)
    on = models.DateField(_("Date"))
    what = models.CharField(_("What it shows"), max_length=300)
    link = models.URLField(_("Link"), max_length=500, blank=True)

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="strategy", name="stakeholders_evidence_strategy"),
        ]


class EvidenceFile(TenantModel):
    """A file in the database, like reports (docs/adr/0004): backed up, protected by row-level security and deleted
    with its row.
    """

    evidence = models.ForeignKey(Evidence, models.CASCADE, db_constraint=False, related_name="files")
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=60)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="evidence", name="stakeholders_evidencefile_evidence"),
            models.UniqueConstraint(
                fields=["community", "evidence"], name="stakeholders_one_file_an_evidence"
            ),
        ]


class StrategyAssessment(TenantModel):
    """The team asked an organization, and it has no strategy. Without such a row it was never assessed."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, db_constraint=False, related_name="assessments"
    )
    on = models.DateField(_("Asked on"))
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="organization", name="stakeholders_assessment_organization"),
        ]


class SharedEvidence(TenantModel):
    """A copy of evidence that the community shares with its office: what is checked is what was shared."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    evidence = models.ForeignKey(Evidence, models.CASCADE, db_constraint=False, related_name="shared")
    organization_name = models.CharField(max_length=160)
    sector = models.CharField(max_length=20, choices=Sector)
    strategy_title = models.CharField(max_length=160)
    rung = models.CharField(max_length=14, choices=StrategyLevel)
    on = models.DateField()
    what = models.CharField(max_length=300)
    link = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    content = models.BinaryField(null=True)
    shared_at = models.DateTimeField(auto_now_add=True)
    shared_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    # After a withdrawal the office cannot see the row, its file is deleted, and the office's spot checks stay
    # readable.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="evidence", name="stakeholders_sharedevidence_evidence"),
            models.UniqueConstraint(fields=["community", "evidence"], name="stakeholders_shared_once"),
        ]


class CheckVerdict(models.TextChoices):
    CONFIRMED = "confirmed", _("It shows the strategy in practice")
    DOUBTED = "doubted", _("It does not show it")
    UNCLEAR = "unclear", _("We cannot tell from this")


class SpotCheck(TenantModel):
    """The office's opinion of shared evidence; it is shown next to the community's own view and changes no figure."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    shared = models.ForeignKey(SharedEvidence, models.CASCADE, db_constraint=False, related_name="checks")
    verdict = models.CharField(max_length=10, choices=CheckVerdict)
    note = models.TextField(_("Note"), max_length=1000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="shared", name="stakeholders_spotcheck_shared"),
        ]

"""Findings of the research. The exact location is in a table of its own, which only coordinators can read."""

import hashlib
import json
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stakeholders.models.research import Method, Research
from tfc.tenancy import OfficeModel, Record, SameTenant, TenantModel, TrashQuerySet


class VulnerabilityGroup(models.TextChoices):
    YOUTH_AND_SCHOOLS = "youth_and_schools", _("Youth and schools")
    LABOR = "labor", _("Labor")
    HOUSING = "housing", _("Housing")
    ONLINE = "online", _("Online")
    MIGRATION_AND_LANGUAGE = "migration_and_language", _("Migration and language")
    TRANSPORT_AND_HOTELS = "transport_and_hotels", _("Transport and hotels")
    DEMAND = "demand", _("Demand")
    INSTITUTIONS = "institutions", _("Institutions")


class AffectedGroup(models.TextChoices):
    CHILDREN = "children", _("Children")
    YOUTH = "youth", _("Young people")
    YOUTH_IN_CARE = "youth_in_care", _("Young people in care or who left it")
    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    LGBTQ = "lgbtq", _("LGBTQ+ people")
    MIGRANTS = "migrants", _("Migrants")
    WORKERS = "workers", _("Workers")
    PEOPLE_WITHOUT_HOME = "people_without_home", _("People without a home")
    PEOPLE_WITH_DISABILITIES = "people_with_disabilities", _("People with disabilities")
    PEOPLE_WITH_ADDICTION = "people_with_addiction", _("People who live with addiction")
    PEOPLE_IN_DEBT = "people_in_debt", _("People in debt or poverty")


class FindingStatus(models.TextChoices):
    OPEN = "open", _("Still so")
    EASED = "eased", _("It has become better")
    WITHDRAWN = "withdrawn", _("We were wrong about it")


class OfficeTerm(OfficeModel):
    """Base of what an office adds to a list of choices; it is retired by a date, never deleted."""

    title_en = models.CharField(_("in English"), max_length=120, blank=True)
    title_es = models.CharField(_("in Spanish"), max_length=120, blank=True)
    title_zh = models.CharField(_("in Chinese"), max_length=120, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta(OfficeModel.Meta):
        abstract = True

    @property
    def code(self) -> str:
        """The code stored with the records that use it."""
        return f"own-{self.pk}"

    @property
    def title(self) -> str:
        """Return the title in the active language, or else in one that the office gave."""
        language = (get_language() or "en")[:2]
        wanted = {"en": self.title_en, "es": self.title_es, "zh": self.title_zh}
        return wanted.get(language) or self.title_en or self.title_es or self.title_zh

    @property
    def revision(self) -> str:
        """A fingerprint of the titles, which changes when one of them does."""
        titles = json.dumps([self.title_en, self.title_es, self.title_zh])
        return hashlib.sha256(titles.encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return self.title


class OwnVulnerability(OfficeTerm):
    """A vulnerability that an office adds to the catalogue."""

    group = models.CharField(_("Group"), max_length=24, choices=VulnerabilityGroup)


class FindingQuerySet(TrashQuerySet["Finding"]):
    def open(self) -> Self:
        """Filter findings that still apply, as far as the team knows."""
        return self.not_deleted().filter(status=FindingStatus.OPEN)

    def ranked(self) -> Self:
        """Sort by weight, severity times confidence, highest first; of equals the newer one first."""
        return self.annotate(weight=models.F("severity") * models.F("confidence")).order_by(
            "-weight", "-observed_on", "-id"
        )


LEVEL = [MinValueValidator(1), MaxValueValidator(5)]


class Finding(Record):
    """A vulnerability of the community. ``vulnerability`` is a code of the catalogue
    (stakeholders.vulnerabilities).
    """

    research = models.ForeignKey(
        Research, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="findings"
    )
    vulnerability = models.CharField(_("Vulnerability"), max_length=40)
    summary = models.TextField(_("What you found"), max_length=2000)
    severity = models.PositiveSmallIntegerField(_("Severity"), validators=LEVEL)
    confidence = models.PositiveSmallIntegerField(_("Confidence"), validators=LEVEL)
    affected_groups = models.JSONField(_("Who is affected"), default=list, blank=True)
    method = models.CharField(_("How you learned of it"), max_length=20, choices=Method)
    people_heard = models.PositiveIntegerField(_("People who told you"), null=True, blank=True)
    observed_on = models.DateField(_("Date"))
    checked_on = models.DateField(_("Checked with the community on"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=FindingStatus, default=FindingStatus.OPEN)

    # Set by ranked().
    weight: int

    objects: ClassVar[FindingQuerySet] = FindingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="research", name="stakeholders_finding_research"),
            models.CheckConstraint(
                name="stakeholders_finding_levels",
                condition=models.Q(severity__range=(1, 5), confidence__range=(1, 5)),
            ),
        ]

    @property
    def affected_names(self) -> list[str]:
        names = dict(AffectedGroup.choices)
        return [str(names[code]) for code in self.affected_groups if code in names]


class FindingLocation(TenantModel):
    """The exact location, for coordinators alone: row-level security shows this table only to a coordinator's scope.

    No query of ``Finding`` includes it, so no list, search, export, report or log can contain it.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, db_constraint=False, related_name="+")
    note = models.TextField(_("Location note"), max_length=1000)
    written_at = models.DateTimeField(auto_now=True)
    written_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="finding", name="stakeholders_findinglocation_finding"),
            models.UniqueConstraint(
                fields=["community", "finding"], name="stakeholders_one_location_a_finding"
            ),
        ]


class ReadingWay(models.TextChoices):
    PAGE = "page", _("on its page")
    EXPORT = "export", _("in the full export")


class LocationReading(TenantModel):
    """A reading of a location note: by whom, when, and in which way. It stays when the finding goes to the trash."""

    finding = models.ForeignKey(Finding, models.CASCADE, db_constraint=False, related_name="+")
    way = models.CharField(max_length=8, choices=ReadingWay)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="finding", name="stakeholders_locationreading_finding"),
        ]

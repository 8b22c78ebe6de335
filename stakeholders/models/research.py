"""Research of a community into where its people are vulnerable: five steps, and the methods used."""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tfc.tenancy import Record, SameTenant, TrashQuerySet


class Step(models.TextChoices):
    """The five steps in order. "Methods" has no row of its own: it is done by the methods recorded."""

    DESIGN = "design", _("Design the research")
    METHODS = "methods", _("Use two methods or more")
    FIELDWORK = "fieldwork", _("Go out and listen")
    RANKED_FINDINGS = "ranked_findings", _("Rank what you found")
    COMMUNITY_CHECK = "community_check", _("Check it with the community")


class Method(models.TextChoices):
    INTERVIEW = "interview", _("Interview")
    SURVEY = "survey", pgettext_lazy("method of research", "Survey")
    LISTENING_GROUP = "listening_group", _("Listening group")
    OBSERVATION = "observation", _("Observation")
    PUBLIC_DATA = "public_data", _("Public data")
    MAPPING = "mapping", _("Mapping")


class ResearchQuerySet(TrashQuerySet["Research"]):
    def newest_first(self) -> Self:
        return self.order_by("-begun_on", "-id")

    def with_progress(self) -> Self:
        """Annotate what `stakeholders.research.get_progress_on` reads: days of the steps, methods and findings."""
        steps = ResearchStep.objects.filter(research=OuterRef("pk"), deleted_at=None, done_on__isnull=False)
        methods = ResearchMethod.objects.filter(
            research=OuterRef("pk"), deleted_at=None, begun_on__isnull=False
        )
        findings = apps.get_model("stakeholders", "Finding").objects.filter(
            community=OuterRef("community"), deleted_at=None
        )
        step = JSONObject(step="step", on="done_on")
        use = JSONObject(
            method="method", on="begun_on", count=Coalesce("people_heard", 0) + Coalesce("places_observed", 0)
        )
        finding = JSONObject(on="observed_on", confidence="confidence", checked_on="checked_on")
        return self.annotate(
            step_days=ArraySubquery(steps.order_by().values_list(step)),
            method_uses=ArraySubquery(methods.order_by().values_list(use)),
            finding_days=ArraySubquery(findings.exclude(status="withdrawn").order_by().values_list(finding)),
        )


class Research(Record):
    """One round of research of a community. There may be a new one every few years."""

    question = models.CharField(_("What you want to find out"), max_length=200)
    places = models.CharField(_("Locations"), max_length=200, blank=True, default="", db_default="")
    people_to_hear = models.CharField(
        _("People to hear"), max_length=200, blank=True, default="", db_default=""
    )
    begun_on = models.DateField(_("Began on"))
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)

    # Set by with_progress().
    step_days: list[dict[str, Any]]
    method_uses: list[dict[str, Any]]
    finding_days: list[dict[str, Any]]

    objects: ClassVar[ResearchQuerySet] = ResearchQuerySet.as_manager()  # type: ignore[assignment]

    @property
    def has_design(self) -> bool:
        return bool(self.question and self.places and self.people_to_hear)

    def __str__(self) -> str:
        return self.question


class ResearchStep(Record):
    """When a step was begun and done, and who led it."""

    research = models.ForeignKey(Research, models.CASCADE, db_constraint=False, related_name="steps")
    step = models.CharField(
        _("Step"), max_length=20, choices=[choice for choice in Step.choices if choice[0] != "methods"]
    )
    begun_on = models.DateField(_("Began on"), null=True, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    led_by = models.ForeignKey(
        "communities.Membership", models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("Note"), max_length=2000, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="research", name="stakeholders_researchstep_research"),
            SameTenant(field="led_by", name="stakeholders_researchstep_led_by"),
            models.UniqueConstraint(
                fields=["community", "research", "step"], name="stakeholders_one_row_a_step"
            ),
        ]


class ResearchMethod(Record):
    """One use of a method. ``people_heard`` and ``places_observed`` are counts without names; empty: not counted."""

    research = models.ForeignKey(Research, models.CASCADE, db_constraint=False, related_name="methods")
    method = models.CharField(_("Method"), max_length=20, choices=Method)
    begun_on = models.DateField(_("Began on"), null=True, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    people_heard = models.PositiveIntegerField(_("People heard"), null=True, blank=True)
    places_observed = models.PositiveIntegerField(_("Places observed"), null=True, blank=True)
    note = models.TextField(_("Note"), max_length=2000, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="research", name="stakeholders_researchmethod_research"),
        ]

    @property
    def has_result(self) -> bool:
        return any((self.done_on, self.people_heard, self.places_observed))

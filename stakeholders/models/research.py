"""How a community finds out where people in its town are vulnerable: five steps, and the methods it used."""

import datetime as dt
from typing import ClassVar, Self

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tfc.tenancy import Record, RecordQuerySet, SameTenant


class Step(models.TextChoices):
    """The five, in their order. "Methods" has no row of its own: the methods recorded tell whether it is done."""

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


class ResearchQuerySet(RecordQuerySet["Research"]):
    def newest_first(self) -> Self:
        return self.order_by("-begun_on", "-id")

    def with_progress(self, day: dt.date) -> Self:
        """Adds ``steps_done`` (codes) and ``methods_begun`` (codes, each once) as they stood on the day."""
        done = Q(steps__done_on__lte=day, steps__deleted_at=None)
        begun = Q(methods__begun_on__lte=day, methods__deleted_at=None)
        return self.annotate(
            steps_done=ArrayAgg("steps__step", filter=done, distinct=True, default=[]),
            methods_begun=ArrayAgg("methods__method", filter=begun, distinct=True, default=[]),
        )


class Research(Record):
    """One round of research of a community. There may be a new one every few years."""

    question = models.CharField(_("what you want to find out"), max_length=200)
    begun_on = models.DateField(_("began on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    # Set by with_progress().
    steps_done: list[str]
    methods_begun: list[str]

    objects: ClassVar[ResearchQuerySet] = ResearchQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.question


class ResearchStep(Record):
    """When a step was begun and done, and who led it."""

    research = models.ForeignKey(Research, models.CASCADE, db_constraint=False, related_name="steps")
    step = models.CharField(
        _("step"), max_length=20, choices=[one for one in Step.choices if one[0] != "methods"]
    )
    begun_on = models.DateField(_("begun on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    led_by = models.ForeignKey(
        "communities.Membership", models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)

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
    """One use of a method. ``people_heard`` counts people and names nobody; empty means that nobody counted."""

    research = models.ForeignKey(Research, models.CASCADE, db_constraint=False, related_name="methods")
    method = models.CharField(_("method"), max_length=20, choices=Method)
    begun_on = models.DateField(_("begun on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    people_heard = models.PositiveIntegerField(_("people heard"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="research", name="stakeholders_researchmethod_research"),
        ]

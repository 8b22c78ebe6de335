"""Candidates, their moves, the independent scores of each assessor, and the decision of the office."""

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.communities import Community
from communities.models.people import User
from tfc.tenancy import OfficeModel, SameTenant

# Scoring needs two people who wrote independently; so does a decision.
ENOUGH = 2
HIGHEST = 4


class CandidateStage(models.TextChoices):
    """The columns of the board of candidates."""

    PROPOSED = "proposed", _("Proposed")
    VISITED = "visited", _("Visited")
    SCORING = "scoring", _("Being scored")
    DECIDED = "decided", _("Decided")


class Verdict(models.TextChoices):
    START = "start", pgettext_lazy("decision about a candidate", "Start")
    NOT_NOW = "not_now", _("Not now")
    DECLINED = "declined", pgettext_lazy("decision about a candidate", "Declined")


class Criterion(models.TextChoices):
    """The assessed criteria; the columns of an assessment begin with these codes."""

    ROUTES = "routes", _("Closeness to known trafficking routes")
    LEADERS = "leaders", _("Committed, engaged citizen leaders")
    NETWORKS = "networks", _("Networks and momentum that exist already")


class Candidate(OfficeModel):
    """A place where a community could start. ``latitude`` and ``longitude``: of the town, for the map of known routes.

    The contact is a responsible person of the place, with a role and a work address; nothing else is stored about
    people.
    """

    name = models.CharField(_("Place"), max_length=120)
    region = models.CharField(_("State or region"), max_length=120, blank=True)
    country = models.CharField(_("Country"), max_length=60, blank=True)
    proposed_by = models.CharField(_("Proposed by"), max_length=160)
    routes = models.TextField(_("Known routes nearby"), max_length=2000, blank=True)
    latitude = models.DecimalField(_("Latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("Longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    notes = models.TextField(_("Note"), max_length=4000, blank=True)
    contact_name = models.CharField(_("name of a contact"), max_length=120, blank=True)
    contact_role = models.CharField(_("role of the contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("email address of the contact"), blank=True)
    stage = models.CharField(max_length=10, choices=CandidateStage, default=CandidateStage.PROPOSED)
    # The community that was started from it.
    community = models.ForeignKey(
        Community, models.PROTECT, db_constraint=False, null=True, editable=False, related_name="+"
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="community", key="office", name="communities_candidate_community"),
            models.UniqueConstraint(fields=["office", "community"], name="communities_one_candidate"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_decided(self) -> bool:
        return self.stage == CandidateStage.DECIDED


class CandidateMove(OfficeModel):
    """When a candidate reached a stage, and who recorded it."""

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, db_constraint=False, editable=False, related_name="moves"
    )
    stage = models.CharField(max_length=10, choices=CandidateStage)
    on = models.DateField(_("Date"))
    note = models.CharField(_("Note"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="candidate", key="office", name="communities_move_candidate"),
        ]
        ordering: ClassVar = ["on", "pk"]


class AssessmentQuerySet(models.QuerySet["SiteAssessment"]):
    def seen_by(self, user: User) -> Self:
        """Return what this person may read: assessments of others only after their own is stored or the office has
        decided.
        """
        own = SiteAssessment.objects.filter(candidate=OuterRef("candidate"), assessor=user)
        decided = FormationDecision.objects.filter(candidate=OuterRef("candidate"))
        return self.filter(Exists(own) | Exists(decided))


def _score(label: object) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(label, validators=[MaxValueValidator(HIGHEST)])  # type: ignore[arg-type]


class SiteAssessment(OfficeModel):
    """One person's scores of a candidate. The database rejects every change after the office has decided."""

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, db_constraint=False, editable=False, related_name="assessments"
    )
    assessor = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    routes_score = _score(_("Score"))
    routes_reason = models.TextField(_("Reason"), max_length=1000)
    routes_evidence = models.CharField(_("Evidence"), max_length=300, blank=True)
    leaders_score = _score(_("Score"))
    leaders_reason = models.TextField(_("Reason"), max_length=1000)
    leaders_evidence = models.CharField(_("Evidence"), max_length=300, blank=True)
    networks_score = _score(_("Score"))
    networks_reason = models.TextField(_("Reason"), max_length=1000)
    networks_evidence = models.CharField(_("Evidence"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)
    # Set if the scores were changed after those of others could be read.
    changed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[AssessmentQuerySet] = AssessmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="candidate", key="office", name="communities_assessment_candidate"),
            models.UniqueConstraint(
                fields=["office", "candidate", "assessor"], name="communities_assessed_once"
            ),
            models.CheckConstraint(
                name="communities_scores_to_four",
                condition=models.Q(routes_score__lte=4, leaders_score__lte=4, networks_score__lte=4),
            ),
        ]
        ordering: ClassVar = ["submitted_at", "pk"]

    @property
    def scores(self) -> dict[str, int]:
        return {code: getattr(self, f"{code}_score") for code in Criterion.values}

    @property
    def total(self) -> int:
        return sum(self.scores.values())


class FormationDecision(OfficeModel):
    """The office's decision. A later row replaces an earlier one; none is ever changed."""

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, db_constraint=False, editable=False, related_name="decisions"
    )
    verdict = models.CharField(_("Decision"), max_length=10, choices=Verdict)
    reason = models.TextField(_("Reason"), max_length=2000)
    decided_on = models.DateField(_("Decided on"))
    by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="candidate", key="office", name="communities_decision_candidate"),
        ]
        ordering: ClassVar = ["pk"]

"""Which communities need their office's attention and why, the office's rules for it, and what its staff did."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import OfficeModel, SameTenant, TenantModel

# How long a request stands.
RECENT = dt.timedelta(days=90)


class AttentionRuleQuerySet(models.QuerySet["AttentionRule"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def current(self) -> Self:
        """Return the newest row of each office and reason."""
        return self.order_by("office", "code", "-at", "-pk").distinct("office", "code")


class AttentionRule(OfficeModel):
    """An office's decision about one reason (dashboards.attention.reasons). Rows are only added: the newest applies,
    the others are its history.

    ``limit``: from how many days, ratings or records on the reason holds.
    """

    code = models.CharField(max_length=24)
    is_on = models.BooleanField(_("On"), default=True)
    limit = models.PositiveSmallIntegerField(_("Limit"))
    by = models.ForeignKey("communities.User", models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[AttentionRuleQuerySet] = AttentionRuleQuerySet.as_manager()  # type: ignore[assignment]


class CommunityAttentionQuerySet(models.QuerySet["CommunityAttention"]):
    def for_office(self, office_id: Any) -> Self:
        return self.filter(office=office_id)

    def needing(self, today: Any) -> Self:
        """Return communities with reasons that nobody set aside, the most urgent first."""
        return self.ranked().filter(models.Q(set_aside_until=None) | models.Q(set_aside_until__lte=today))

    def set_aside(self, today: Any) -> Self:
        return self.ranked().filter(set_aside_until__gt=today)

    def with_reason(self, code: str) -> Self:
        return self.filter(reasons__contains=[{"code": code}])

    def count_by_reason(self, codes: Sequence[str]) -> dict[str, int]:
        """Return how many of these communities have each reason."""
        return self.order_by().aggregate(
            **{
                code: models.Count("pk", filter=models.Q(reasons__contains=[{"code": code}]))
                for code in codes
            }
        )

    def with_total(self) -> Self:
        """Add to each row how many there are in all, as ``total``: counted by itself, because a window would hold all
        of these rows with what is joined to them.
        """
        count = self.order_by().values("office").annotate(count=models.Count("pk")).values("count")
        return self.annotate(total=models.Subquery(count))

    def ranked(self) -> Self:
        """Return communities with reasons: most points first, then the oldest reason, then by name."""
        return self.filter(points__gt=0).order_by("-points", "since", "community__name", "pk")


class CommunityAttention(OfficeModel):
    """The reasons why a community needs attention; a worker writes it again every few minutes.

    ``reasons``: a list of {"code", "since", "values"} (dashboards.attention.reasons). ``since``: of the oldest one,
    None without any. ``past_reasons``: the same with "until", the day on which each ended, newest first. ``summary``:
    of records that the office may not read (dashboards.attention.summary). Staff assign the community to a colleague,
    or set it aside until a day.
    """

    community = models.ForeignKey(
        "communities.Community", models.PROTECT, db_constraint=False, related_name="+"
    )
    reasons = models.JSONField(default=list, editable=False)
    past_reasons = models.JSONField(default=list, editable=False)
    summary = models.JSONField(default=dict, editable=False)
    points = models.PositiveSmallIntegerField(default=0, editable=False)
    since = models.DateField(null=True, editable=False)
    computed_at = models.DateTimeField(editable=False)
    assigned_to = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    set_aside_until = models.DateField(null=True)
    # Set by `with_total`.
    total: int

    objects: ClassVar[CommunityAttentionQuerySet] = CommunityAttentionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["community"], name="dashboards_one_attention"),
            SameTenant(field="community", name="dashboards_attention_of_office", key="office"),
        ]
        indexes = [
            models.Index(
                fields=["office", "-points", "since"],
                include=["set_aside_until"],
                condition=models.Q(points__gt=0),
                name="dashboards_attention_rank",
            ),
            models.Index(
                fields=["office", "set_aside_until"],
                condition=models.Q(points__gt=0, set_aside_until__isnull=False),
                name="dashboards_attention_set_aside",
            ),
        ]


class FollowUpKind(models.TextChoices):
    EMAIL = "email", _("Wrote an email")
    CALL = "call", _("Called")
    VISIT = "visit", _("Met or visited")
    NOTE = "note", _("Note only")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class FollowUp(OfficeModel):
    """What staff did about a community that needs attention. Its office and the international office read it."""

    community = models.ForeignKey(
        "communities.Community", models.PROTECT, db_constraint=False, related_name="+"
    )
    kind = models.CharField(_("What you did"), max_length=5, choices=FollowUpKind)
    note = models.TextField(_("Note"), max_length=500, blank=True)
    assigned_to = models.ForeignKey(
        "communities.User", models.PROTECT, null=True, related_name="+", verbose_name=_("Assigned to")
    )
    until = models.DateField(_("Set aside until"), null=True, blank=True)
    by = models.ForeignKey("communities.User", models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[FollowUpQuerySet] = FollowUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="community", name="dashboards_followup_of_office", key="office"),
        ]
        indexes = [models.Index(fields=["community", "-at"], name="dashboards_followups")]


class OfficeSummary(OfficeModel):
    """What an office's home page compares with earlier: a worker writes it again every few minutes.

    ``half_years``: by half-year the communities that "met", their "visits" to events with "at_least", the surveys
    "submitted", and of the "applicable" figures those "known". ``attention``: by day, how many communities needed
    attention.
    """

    half_years = models.JSONField(default=dict)
    attention = models.JSONField(default=dict)
    computed_at = models.DateTimeField()

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office"], name="dashboards_one_summary"),
        ]


class RecordRequestQuerySet(models.QuerySet["RecordRequest"]):
    def recent(self, now: Any) -> Self:
        return self.filter(at__gt=now - RECENT)


class RecordRequest(TenantModel):
    """An office asks a community for records of which a data quality check (evaluation.quality.checks) misses some."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    code = models.CharField(max_length=24)
    by = models.ForeignKey("communities.User", models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[RecordRequestQuerySet] = RecordRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="dashboards_request_office", key="office"),
        ]
        indexes = [models.Index(fields=["office", "code", "at"], name="dashboards_requests")]

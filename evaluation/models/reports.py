"""Reports, and the job rows that make sure each is built once."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluation.models.rounds import Round
from tfc.tenancy import SameTenant


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being built")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")


class JobQuerySet(models.QuerySet["Job"]):
    def due(self) -> Self:
        """Waiting, or running with a lease that ran out: its worker is gone."""
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING), lease_until__lt=timezone.now())

    def claim(self, job_id: int) -> "Job | None":
        """Take the job in one UPDATE, or None when it is done, taken, or has been tried too often."""
        now = timezone.now()
        taken = (
            self.due()
            .filter(pk=job_id, attempts__lt=Job.MAX_ATTEMPTS)
            .update(
                state=JobState.RUNNING, attempts=F("attempts") + 1, lease_until=now + Job.LEASE, progress=0
            )
        )
        return self.get(pk=job_id) if taken else None


class Job(models.Model):
    """Global on purpose: ids, state and lease, no payload. The queue is only the bell for it."""

    LEASE = timedelta(seconds=30)
    MAX_ATTEMPTS = 3

    report_id = models.BigIntegerField(unique=True)
    community = models.ForeignKey("communities.Community", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("communities.Office", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC))
    # Percent of the steps that are done, for the page that shows it live.
    progress = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=("queued", "running")),
                name="evaluation_jobs_due",
            )
        ]


class Report(models.Model):
    """Of a community, or with none, of its office; ``snapshot`` is what every file and page is drawn from."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    round = models.ForeignKey(Round, models.PROTECT, db_constraint=False, related_name="reports")
    language = models.CharField(max_length=10, default="en")
    requested_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    client_id = models.UUIDField(null=True, editable=False)
    snapshot = models.JSONField(null=True)
    built_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "id"], name="evaluation_report_in_office"),
            SameTenant(field="round", name="evaluation_report_round", key="office"),
            SameTenant(field="community", name="evaluation_report_community", key="office"),
            models.UniqueConstraint(fields=["office", "client_id"], name="evaluation_report_sent_once"),
        ]


class ReportFile(models.Model):
    """A built file, in the database so that it appears in the transaction that ends its job."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    report = models.ForeignKey(Report, models.CASCADE, db_constraint=False, related_name="files")
    kind = models.CharField(max_length=4)
    name = models.CharField(max_length=160)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            SameTenant(field="report", name="evaluation_reportfile_report", key="office"),
            models.UniqueConstraint(fields=["office", "report", "kind"], name="evaluation_one_file_a_kind"),
        ]

"""Reports, and the job rows that make sure each is built once."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from evaluation.models.rounds import Round
from tfc.tenancy import SameTenant


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being built")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")


class JobQuerySet(models.QuerySet["Job"]):
    """Leases run by the database's clock: the machines of the workers may disagree about the time."""

    def due(self) -> Self:
        """Waiting, or running with a lease that ran out: its worker is gone."""
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING), lease_until__lt=Now())

    def worth_a_try(self) -> Self:
        return self.filter(attempts__lt=Job.MAX_ATTEMPTS)

    def given_up(self) -> Self:
        """Due, but tried so often that its worker must have died of it each time."""
        return self.due().filter(attempts__gte=Job.MAX_ATTEMPTS)

    def held(self, job: "Job") -> Self:
        """The job, while it still belongs to the worker that claimed it as ``job``."""
        return self.filter(pk=job.pk, state=JobState.RUNNING, claim=job.claim)

    def claim(self, job_id: int) -> "Job | None":
        """Take the job in one UPDATE, or None when it is done, taken, or has been tried too often."""
        claim = uuid.uuid4()
        self.due().worth_a_try().filter(pk=job_id).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            claim=claim,
            lease_until=Now() + Job.lease(),
            progress=0,
        )
        return self.filter(pk=job_id, claim=claim).select_related("community", "office").first()


class Job(models.Model):
    """Global on purpose: ids, state and lease, no payload. The queue is only the bell for it."""

    MAX_ATTEMPTS = 3
    NEVER = datetime(2000, 1, 1, tzinfo=UTC)

    report_id = models.BigIntegerField(unique=True)
    community = models.ForeignKey("communities.Community", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("communities.Office", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # New at each claim, so that a worker which was thought dead cannot end another one's work.
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(default=NEVER)
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

    @staticmethod
    def lease() -> timedelta:
        """How long a worker that says nothing is believed to be at work."""
        return timedelta(seconds=settings.JOB_LEASE_SECONDS)


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
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            SameTenant(field="report", name="evaluation_reportfile_report", key="office"),
            models.UniqueConstraint(fields=["office", "report", "kind"], name="evaluation_one_file_a_kind"),
        ]

"""Reports with their texts, files and share links, and the jobs that build each report once."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.fields.json import KT
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluation.models.rounds import Round
from tfc.periods import HalfYear
from tfc.tenancy import SameTenant, TrashQuerySet


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being built")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")


class JobQuerySet(models.QuerySet["Job"]):
    """Leases use the database's clock, because the clocks of the worker machines may differ."""

    def due(self) -> Self:
        """Filter queued jobs, and running jobs whose lease expired because the worker died."""
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING), lease_until__lt=Now())

    def worth_a_try(self) -> Self:
        return self.filter(attempts__lt=Job.MAX_ATTEMPTS)

    def given_up(self) -> Self:
        """Filter due jobs without attempts left; the worker died in each attempt."""
        return self.due().filter(attempts__gte=Job.MAX_ATTEMPTS)

    def held(self, job: "Job") -> Self:
        """Filter the job if it still belongs to the worker that claimed it as ``job``."""
        return self.filter(pk=job.pk, state=JobState.RUNNING, claim=job.claim)

    def claim(self, job_id: int) -> "Job | None":
        """Claim the job in one UPDATE; return None if it is done, claimed, or has no attempts left."""
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
    """Global on purpose: ids, state and lease, no payload. The row is authoritative; a task message only wakes a
    worker.
    """

    MAX_ATTEMPTS = 3
    NEVER = datetime(2000, 1, 1, tzinfo=UTC)

    # The job's target: a report, or an archive of a community.
    report_id = models.BigIntegerField(unique=True, null=True)
    archive_id = models.BigIntegerField(unique=True, null=True)
    community = models.ForeignKey("communities.Community", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("communities.Office", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # New for each claim, so that a worker thought dead cannot finish another worker's job.
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(default=NEVER)
    # Percentage of finished steps, shown live on the page.
    progress = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=("queued", "running")),
                name="reports_jobs_due",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(report_id__isnull=False, archive_id=None)
                | Q(report_id=None, archive_id__isnull=False),
                name="reports_job_of_one",
            )
        ]

    @staticmethod
    def lease() -> timedelta:
        """Return how long a claim is valid without renewal."""
        return timedelta(seconds=settings.JOB_LEASE_SECONDS)


class Scope(models.TextChoices):
    """What a report covers. Its owner is given by office and community."""

    COMMUNITY = "community", _("One community")
    OFFICE = "office", _("All communities of the office")
    INTERNATIONAL = "international", _("All offices")
    CUSTOM = "custom", _("Chosen communities and questions")


# When a report is news to its office: its own report when it is built, a community's when it is published.
FINISHED = Case(When(community=None, then=F("built_at")), default=F("published_at"))


class ReportQuerySet(TrashQuerySet["Report"]):
    def finished_since(self, since: Any) -> Self:
        """Filter reports that became news to their office after ``since``, latest first."""
        reports = self.not_deleted().annotate(finished_at=FINISHED).filter(finished_at__gt=since)
        return reports.order_by("-finished_at", "-pk")

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at=None)

    def of_job(self, job: "Job") -> Self:
        """Filter the report that the job builds."""
        return self.filter(pk=job.report_id) if job.report_id else self.none()

    def all_versions(self, report: "Report") -> Self:
        """Filter all versions of the report, itself included, newest first."""
        return (
            self.not_deleted().filter(office_id=report.office_id, thread=report.thread).order_by("-version")
        )

    def newest_versions(self) -> Self:
        """Filter the latest version of each report."""
        newer = Report.objects.filter(
            office_id=OuterRef("office_id"), thread=OuterRef("thread"), version__gt=OuterRef("version")
        )
        return self.not_deleted().filter(~Exists(newer.not_deleted()))


class Report(models.Model):
    """A report of a community, or without one of its office; all files and pages are drawn from ``snapshot``.

    It is a draft until ``published_at``; after that the database refuses changes of the report, its texts and its
    files. A correction is the next ``version`` of the same ``thread``, explained in ``what_changed``.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    scope = models.CharField(max_length=13, choices=Scope, default=Scope.COMMUNITY, editable=False)
    # The choices of a custom report, see reports.choice: communities, rounds, parts, stories, pictures.
    choice = models.JSONField(default=dict, editable=False)
    # The newest, if there are several half-years. A separate column, because the international office has no rounds.
    half_year = models.CharField(max_length=7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, null=True, db_constraint=False, related_name="reports")
    title = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="en")
    requested_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    client_id = models.UUIDField(null=True, editable=False)
    thread = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    what_changed = models.TextField(blank=True)
    snapshot = models.JSONField(null=True)
    # Why the figures of the snapshot are not final, empty if they are; a column, so that lists need no snapshot.
    interim = models.GeneratedField(
        expression=KT("snapshot__interim"), output_field=models.TextField(null=True), db_persist=True
    )
    # SHA-256 of the snapshot's canonical JSON, printed on the covers.
    snapshot_hash = models.CharField(max_length=64, blank=True, editable=False)
    built_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    # Set while the worker is to publish the built report; cleared if that fails.
    publish_requested_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    # Set for a discarded draft, which can be restored for thirty days.
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "id"], name="reports_report_in_office"),
            SameTenant(field="round", name="reports_report_round", key="office"),
            SameTenant(field="community", name="reports_report_community", key="office"),
            models.UniqueConstraint(fields=["office", "client_id"], name="reports_report_sent_once"),
            models.UniqueConstraint(fields=["office", "thread", "version"], name="reports_report_versions"),
            models.CheckConstraint(
                condition=Q(round__isnull=False) | Q(scope="international"),
                name="reports_report_has_its_round",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(snapshot_hash=""),
                name="reports_report_published_whole",
            ),
        ]
        indexes = [
            models.Index(
                F("office"),
                FINISHED,
                F("id"),
                condition=Q(deleted_at=None),
                name="reports_reports_finished",
            )
        ]

    @property
    def period(self) -> HalfYear:
        return HalfYear.parse(self.half_year)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def superseded_by(self) -> "Report | None":
        """Return the newest published version of the report if it is later than this one."""
        later = Report.objects.all_versions(self).published().filter(version__gt=self.version)
        return later.defer("snapshot", "choice").first()


class ReportText(models.Model):
    """One narrative section of a draft as typed, with placeholders for figures; readable by its owner only.

    The snapshot has the texts as shown, with the placeholders filled.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    report = models.ForeignKey(Report, models.CASCADE, db_constraint=False, related_name="texts")
    section = models.CharField(max_length=40, editable=False)
    body = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            SameTenant(field="report", name="reports_reporttext_report", key="office"),
            models.UniqueConstraint(
                fields=["office", "report", "section"], name="reports_one_text_a_section"
            ),
        ]


class ReportFile(models.Model):
    """A built file, stored in the database so that it becomes visible in the transaction that ends its job."""

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
            SameTenant(field="report", name="reports_reportfile_report", key="office"),
            models.UniqueConstraint(fields=["office", "report", "kind"], name="reports_one_file_a_kind"),
        ]


class ReportShareQuerySet(models.QuerySet["ReportShare"]):
    def alive(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=Now())

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class ReportShare(models.Model):
    """A link that lets its holder read a published report. The token is shown once; only its hash is stored.

    The number of views and the date of the last one are stored, not who viewed it or from where.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    report = models.ForeignKey(Report, models.CASCADE, db_constraint=False, related_name="shares")
    token_hash = models.CharField(max_length=64, editable=False)
    for_whom = models.CharField(pgettext_lazy("a reader", "Who it is for"), max_length=120, blank=True)
    made_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    # The office shared a report of one of its communities.
    by_office = models.BooleanField(default=False, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)
    last_seen_on = models.DateField(null=True)

    objects: ClassVar[ReportShareQuerySet] = ReportShareQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            SameTenant(field="report", name="reports_reportshare_report", key="office"),
            models.UniqueConstraint(fields=["office", "token_hash"], name="reports_one_share_a_token"),
        ]

    @property
    def is_alive(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

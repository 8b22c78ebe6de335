"""Spreadsheets that are brought in: a batch, its rows, and what each row became, so that it can be taken back."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tfc.tenancy import SameTenant, TenantModel


class ImportState(models.TextChoices):
    """Those in WORKING wait for a worker, the others for a person."""

    UPLOADED = "uploaded", _("Being read")
    SHEETS = "sheets", _("Choose a sheet")
    COLUMNS = "columns", _("Check the columns")
    CHECKING = "checking", _("Being checked")
    PREVIEW = "preview", _("Ready to bring in")
    COMMITTING = "committing", _("Being brought in")
    COMMITTED = "committed", _("Brought in")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Could not be read")


WORKING = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.COMMITTING, ImportState.UNDOING)
# Work before anything stands among the records, if it was not brought in in part already.
NOTHING_STORED = (ImportState.UPLOADED, ImportState.CHECKING)
# Nothing of it stands among the records, and nobody works on it.
WITHOUT_TRACE = (ImportState.SHEETS, ImportState.COLUMNS, ImportState.PREVIEW, ImportState.FAILED)
# Rows that were not brought in can still be mended, and brought in.
MENDABLE = (ImportState.PREVIEW, ImportState.COMMITTED)


class RowOutcome(models.TextChoices):
    """What becomes of a row. The first six before it is brought in, the others after.

    One that differs has ``made_id`` and ``made_revision`` of what it was compared with, where it may change that.
    """

    NEW = "new", _("New")
    SAME = "same", pgettext_lazy("a row", "Here already")
    DIFFERS = "differs", _("Here already, but different")
    CHANGE = "change", _("To be changed")
    BAD = "bad", _("To be mended")
    SKIPPED = "skipped", pgettext_lazy("a row", "Left out")
    ADDED = "added", _("Brought in")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("Taken back")
    KEPT = "kept", _("Changed since, so it stays")


# Nothing came of these rows yet.
OPEN = (
    RowOutcome.NEW,
    RowOutcome.SAME,
    RowOutcome.DIFFERS,
    RowOutcome.CHANGE,
    RowOutcome.BAD,
    RowOutcome.SKIPPED,
)


class ImportBatch(TenantModel):
    """``table``: header, letters, header_row, beginning and serials of the Table (tfc/spreadsheets) that was read; or
    {"told": the row that somebody says has the headings} until it is read anew.

    Columns are counted from 0 and written as text. ``mapping``: {column: code of a field}; ``likely`` the same, of
    what has to be confirmed. ``readings``: {column: {"order" or "thousands": …}}, under "all" what holds for every
    row, under "words" and "years" what somebody said of a field (imports/rows.py). ``questions``: what only a person
    can say of the columns. ``counts``: {fate: rows}. ``notes``: remarks about the file, and {"facts": {…: rows}} of
    those that will be brought in.
    """

    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    client_id = models.UUIDField(null=True, editable=False)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    sheets = models.JSONField(default=list)
    sheet = models.CharField(max_length=160, blank=True)
    table = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    likely = models.JSONField(default=dict)
    readings = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    # Why it could not be read, as a remark; or that the work stopped.
    failure = models.JSONField(null=True)
    committed_at = models.DateTimeField(null=True, editable=False)
    committed_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)
    # The cells of the file were deleted; what each row became is still known.
    forgotten_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "client_id"], name="communities_import_sent_once"),
        ]
        indexes = [models.Index(fields=["community", "-id"], name="communities_imports_newest")]

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def is_without_trace(self) -> bool:
        """Nothing of it stands among the records; rows can be checked once more after others were brought in."""
        return self.state in WITHOUT_TRACE or (self.state in NOTHING_STORED and self.committed_at is None)


class ImportFile(TenantModel):
    """The bytes of an upload, only until its columns were looked over: it may have to be read anew."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, db_constraint=False, related_name="files")
    content = models.BinaryField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="batch", name="communities_importfile_batch"),
            models.UniqueConstraint(fields=["community", "batch"], name="communities_one_import_file"),
        ]


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def to_add(self) -> Self:
        """Not yet brought in: a worker that takes over goes on with these."""
        return self.filter(fate=RowOutcome.NEW)

    def to_change(self) -> Self:
        return self.filter(fate=RowOutcome.CHANGE)

    def may_change(self) -> Self:
        """Those that somebody may say are to change what is here."""
        return self.filter(fate=RowOutcome.DIFFERS, made_id__isnull=False)

    def to_undo(self) -> Self:
        return self.filter(fate=RowOutcome.ADDED)

    def to_change_back(self) -> Self:
        return self.filter(fate=RowOutcome.CHANGED)


class ImportRow(TenantModel):
    """A row of the file: ``number`` as the spreadsheet program shows it, ``cells`` as imports/cells.py packs them.

    ``reasons``: [{"field": code or "", and "remark", "here", "was" or a sentence as "text"}], said by Checker.tell.
    ``doubts``: remarks about cells, until somebody saw to them. ``made_id``, ``made_revision``: what it became.
    ``before``: what a row replaced that fills in something.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, db_constraint=False, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    fate = models.CharField(max_length=8, choices=RowOutcome, default=RowOutcome.NEW)
    reasons = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    made_id = models.BigIntegerField(null=True)
    made_revision = models.PositiveIntegerField(null=True)
    before = models.JSONField(null=True)

    objects: ClassVar[ImportRowQuerySet] = ImportRowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="batch", name="communities_importrow_batch"),
            models.UniqueConstraint(
                fields=["community", "batch", "number"], name="communities_import_row_once"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "batch", "fate", "number"], name="communities_import_fates")
        ]


class ImportMapping(TenantModel):
    """Which field the community means by a heading (in small letters), as somebody said; "" is none.

    "kind=stall" is no heading but a word in the cells of a field, and ``column_of`` the answer that it means.
    """

    kind = models.CharField(max_length=30)
    heading = models.CharField(max_length=200)
    column_of = models.CharField(max_length=80, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "kind", "heading"], name="communities_import_heading_once"
            ),
        ]


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    """Leases run by the database's clock: the machines of the workers may disagree about the time."""

    def due(self) -> Self:
        """Waiting, or with a lease that ran out: its worker is gone."""
        return self.filter(is_done=False, lease_until__lt=Now())

    def left_behind(self) -> Self:
        """Their worker has long been gone, and no other took them."""
        return self.filter(
            is_done=False, lease_until__gt=ImportJob.NEVER, lease_until__lt=Now() - ImportJob.LEFT_BEHIND
        )

    def worth_a_try(self) -> Self:
        return self.filter(attempts__lt=ImportJob.MAX_ATTEMPTS)

    def given_up(self) -> Self:
        return self.due().filter(attempts__gte=ImportJob.MAX_ATTEMPTS)

    def held(self, job: "ImportJob") -> Self:
        """The job, while it still belongs to the worker that claimed it as ``job``."""
        return self.filter(pk=job.pk, is_done=False, claim=job.claim)

    def claim(self, job_id: int) -> "ImportJob | None":
        """Take the job in one UPDATE, or None when it is done, taken, or has been tried too often."""
        claim = uuid.uuid4()
        self.due().worth_a_try().filter(pk=job_id).update(
            attempts=F("attempts") + 1, claim=claim, lease_until=Now() + ImportJob.lease()
        )
        return self.filter(pk=job_id, claim=claim).select_related("community").first()


class ImportJob(models.Model):
    """Global on purpose, as the jobs of reports (docs/adr/0003): ids and lease, no payload. The queue is its bell.

    One for each batch, queued anew for each of its steps; the batch says which step that is.
    """

    MAX_ATTEMPTS = 3
    NEVER = datetime(2000, 1, 1, tzinfo=UTC)
    LEFT_BEHIND = timedelta(minutes=10)

    batch_id = models.BigIntegerField(unique=True)
    community = models.ForeignKey("communities.Community", models.PROTECT, related_name="+")
    is_done = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    # New at each claim, so that a worker which was thought dead cannot end another one's work.
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(default=NEVER)
    # Percent, for the page that shows it live.
    progress = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[ImportJobQuerySet] = ImportJobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["lease_until"], condition=Q(is_done=False), name="communities_import_jobs_due"
            )
        ]

    @staticmethod
    def lease() -> timedelta:
        """How long a worker that says nothing is believed to be at work."""
        return timedelta(seconds=settings.JOB_LEASE_SECONDS)

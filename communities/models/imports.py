"""Spreadsheet imports: an import, its rows, and the record of each row, so that the import can be undone."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Func, Q, TextField
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tfc.sharing import OwnedModel
from tfc.tenancy import SameTenant


class ImportState(models.TextChoices):
    """States in WORKING wait for a worker, the others for a person."""

    UPLOADED = "uploaded", _("Reading")
    SHEETS = "sheets", _("Choose a sheet")
    COLUMNS = "columns", _("Match columns")
    CHECKING = "checking", _("Checking")
    PREVIEW = "preview", _("Ready to import")
    COMMITTING = "committing", _("Importing")
    COMMITTED = "committed", _("Imported")
    UNDOING = "undoing", _("Undoing")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Could not be read")


WORKING = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.COMMITTING, ImportState.UNDOING)
# Work before anything is stored among the records, unless a part was imported already.
NOTHING_STORED = (ImportState.UPLOADED, ImportState.CHECKING)
# No records were stored, and no worker is busy.
WITHOUT_TRACE = (ImportState.SHEETS, ImportState.COLUMNS, ImportState.PREVIEW, ImportState.FAILED)
# Rows that were not imported can still be fixed, and imported.
MENDABLE = (ImportState.PREVIEW, ImportState.COMMITTED)


class RowOutcome(models.TextChoices):
    """The outcome of a row. The first six apply before the import, the others after it.

    A row that differs has ``made_id`` and ``made_revision`` of the compared record, if it may change that.
    """

    NEW = "new", _("New")
    SAME = "same", _("Here already")
    DIFFERS = "differs", _("Different")
    CHANGE = "change", _("Will change")
    BAD = "bad", _("Needs fixing")
    SKIPPED = "skipped", _("Left out")
    ADDED = "added", _("Imported")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("Undone")
    KEPT = "kept", _("Changed later, kept")


# Nothing was stored for these rows yet.
OPEN = (
    RowOutcome.NEW,
    RowOutcome.SAME,
    RowOutcome.DIFFERS,
    RowOutcome.CHANGE,
    RowOutcome.BAD,
    RowOutcome.SKIPPED,
)


class ImportBatch(OwnedModel):
    """``table``: header, letters, header_row, beginning and serials of the Table (tfc/spreadsheets) that was read; or
    {"heading_row": the row chosen for the headings} until it is read again.

    Columns are counted from 0 and written as text. ``mapping``: {column: code of a field}; ``likely``: the same, still
    to be confirmed. ``readings``: {column: {"order" or "thousands": …}}, under "all" values for every row, under
    "words" and "years" a person's answers about a field (tfc/spreadsheets/import_rows.py). ``questions``: about
    columns, which only a person can answer. ``notes``: remarks about the file. ``counts``: {outcome: rows}; ``facts``:
    {fact: rows} of the new rows, also after they were imported.
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
    facts = models.JSONField(default=dict)
    # Why it could not be read, as a remark; or that the work stopped.
    failure = models.JSONField(null=True)
    committed_at = models.DateTimeField(null=True, editable=False)
    committed_by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)
    # When the cells of the file were deleted; the outcome of each row is still stored.
    emptied_at = models.DateTimeField(null=True, editable=False)

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "id"], name="communities_importbatch_in_office"),
            models.UniqueConstraint(
                fields=["office", "community", "client_id"],
                name="communities_import_sent_once",
                nulls_distinct=False,
                condition=Q(client_id__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["community", "-id"], name="communities_imports_newest")]

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def is_without_trace(self) -> bool:
        """Return True if no records were stored; rows can be checked again after others were imported."""
        return self.state in WITHOUT_TRACE or (self.state in NOTHING_STORED and self.committed_at is None)

    @property
    def table_without_first_rows(self) -> dict[str, Any]:
        """Return ``table`` without the file's first rows: only the choice of headings shows them. Lines above the
        headings stay, since they may name the year of its days.
        """
        rows, headings = self.table.get("beginning", []), self.table.get("header_row", 0)
        return self.table | {"beginning": [row for row in rows if row[0] < headings]}

    def count_rows(self) -> None:
        """Count the rows again, after the outcome of some changed."""
        rows = ImportRow.objects.filter(batch=self).order_by()
        self.counts = dict(rows.values_list("outcome").annotate(Count("id")))
        new = rows.filter(outcome__in=(RowOutcome.NEW, RowOutcome.ADDED))
        facts = new.annotate(
            fact=Func("facts", function="jsonb_array_elements_text", output_field=TextField())
        )
        self.facts = dict(facts.values_list("fact").annotate(Count("id")))


class ImportFile(OwnedModel):
    """The bytes of an upload, only until its columns were confirmed: it may have to be read again."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, db_constraint=False, related_name="files")
    content = models.BinaryField()

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            SameTenant(field="batch", name="communities_importfile_batch"),
            SameTenant(field="batch", name="communities_importfile_owner", key="office"),
            models.UniqueConstraint(
                fields=["office", "community", "batch"],
                name="communities_one_import_file",
                nulls_distinct=False,
            ),
        ]


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def to_add(self) -> Self:
        """Return rows not yet imported: a worker that takes over continues with these."""
        return self.filter(outcome=RowOutcome.NEW)

    def to_change(self) -> Self:
        return self.filter(outcome=RowOutcome.CHANGE)

    def may_change(self) -> Self:
        """Return rows for which a person may choose to change the existing record."""
        return self.filter(outcome=RowOutcome.DIFFERS, made_id__isnull=False)

    def to_undo(self) -> Self:
        return self.filter(outcome=RowOutcome.ADDED)

    def to_change_back(self) -> Self:
        return self.filter(outcome=RowOutcome.CHANGED)


class ImportRow(OwnedModel):
    """A row of the file: ``number`` as the spreadsheet program shows it, ``cells`` packed by tfc/spreadsheets/cells.py.

    ``reasons``: [{"field": code or "", and "remark", "here", "was", "rule" or a sentence as "text"}], formatted in the
    reader's language by Checker.tell. ``doubts``: remarks about cells, until a person resolved them. ``facts``: what is
    counted of a new row. ``made_id``, ``made_revision``: the stored record. ``before``: the values that the row
    replaced.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, db_constraint=False, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    outcome = models.CharField(max_length=8, choices=RowOutcome, default=RowOutcome.NEW)
    reasons = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    made_id = models.BigIntegerField(null=True)
    made_revision = models.PositiveIntegerField(null=True)
    before = models.JSONField(null=True)

    objects: ClassVar[ImportRowQuerySet] = ImportRowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            SameTenant(field="batch", name="communities_importrow_batch"),
            SameTenant(field="batch", name="communities_importrow_owner", key="office"),
            models.UniqueConstraint(
                fields=["office", "community", "batch", "number"],
                name="communities_import_row_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "batch", "outcome", "number"], name="communities_import_outcomes"
            )
        ]


class ImportMapping(OwnedModel):
    """The field that a heading (in lowercase) means in this community or office, as a person chose; "" is none.

    "kind=stall" is no heading but a word in the cells of a field, and ``column_of`` the answer that it means.
    """

    kind = models.CharField(max_length=30)
    heading = models.CharField(max_length=200)
    column_of = models.CharField(max_length=80, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "community", "kind", "heading"],
                name="communities_import_heading_once",
                nulls_distinct=False,
            ),
        ]


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    """Leases use the database's clock: the clocks of the workers may differ."""

    def due(self) -> Self:
        """Return waiting jobs, and those whose lease expired: their worker is gone."""
        return self.filter(is_done=False, lease_until__lt=Now())

    def left_behind(self) -> Self:
        """Return jobs whose worker has long been gone, and which no other took over."""
        return self.filter(
            is_done=False, lease_until__gt=ImportJob.NEVER, lease_until__lt=Now() - ImportJob.LEFT_BEHIND
        )

    def worth_a_try(self) -> Self:
        return self.filter(attempts__lt=ImportJob.MAX_ATTEMPTS)

    def given_up(self) -> Self:
        return self.due().filter(attempts__gte=ImportJob.MAX_ATTEMPTS)

    def held(self, job: "ImportJob") -> Self:
        """Return the job, while it still belongs to the worker that claimed it as ``job``."""
        return self.filter(pk=job.pk, is_done=False, claim=job.claim)

    def claim(self, job_id: int) -> "ImportJob | None":
        """Claim the job in one UPDATE and return it, or None if it is done, claimed, or was tried too often."""
        claim = uuid.uuid4()
        self.due().worth_a_try().filter(pk=job_id).update(
            attempts=F("attempts") + 1, claim=claim, lease_until=Now() + ImportJob.lease()
        )
        return self.filter(pk=job_id, claim=claim).select_related("community", "office").first()


class ImportJob(models.Model):
    """Global on purpose, like the jobs of reports (docs/adr/0003): IDs and lease, no payload. The queue is only its
    task message.

    One row per import, queued again for each of its steps; the import stores which step that is.
    """

    MAX_ATTEMPTS = 3
    NEVER = datetime(2000, 1, 1, tzinfo=UTC)
    LEFT_BEHIND = timedelta(minutes=10)

    batch_id = models.BigIntegerField(unique=True)
    office = models.ForeignKey("communities.Office", models.PROTECT, related_name="+")
    # None for an import of the office itself.
    community = models.ForeignKey("communities.Community", models.PROTECT, null=True, related_name="+")
    is_done = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    # New at each claim, so that a worker presumed dead cannot end the work of another one.
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(default=NEVER)
    # Percent, for the live progress on the page.
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
        """Return how long a silent worker is presumed alive."""
        return timedelta(seconds=settings.JOB_LEASE_SECONDS)

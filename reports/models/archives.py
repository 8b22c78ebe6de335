"""Archives that were requested, and archives uploaded for a restore."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import TenantModel

# A file with all records is stored only as long as it takes to download it.
FILE_LASTS = dt.timedelta(hours=24)
# Expired files are deleted hourly.
UPLOAD_LASTS = FILE_LASTS + dt.timedelta(hours=1)
# How long the other coordinators are notified.
TOLD_FOR = dt.timedelta(days=14)


class ArchiveKind(models.TextChoices):
    """An uploaded archive is first checked by a rehearsal; then the same or another coordinator
    requests the restore.
    """

    MAKE = "make", _("Archive")
    CHECK = "check", _("Archive to restore")
    RESTORE = "restore", _("Restored archive")


class ArchiveQuerySet(models.QuerySet["ArchiveRun"]):
    def newest_first(self) -> Self:
        return self.select_related("by").order_by("-pk")

    def done(self) -> Self:
        return self.filter(done_at__isnull=False, failure="")


class ArchiveRun(TenantModel):
    """Visible to the community's coordinators; its office sees only finished restores. The job has the progress.

    ``file_key``: a generated file name in the archive folder. ``outcome``: what was or would be restored
    (reports.archive.restoring.Outcome). ``failure``: a code of reports.archive.words.FAILURES, or a sentence about the
    file's error.
    """

    kind = models.CharField(max_length=7, choices=ArchiveKind)
    with_locations = models.BooleanField(default=True)
    client_id = models.UUIDField(null=True, editable=False)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    language = models.CharField(max_length=10)
    file_key = models.CharField(max_length=32, editable=False)
    file_name = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    objects: ClassVar[ArchiveQuerySet] = ArchiveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "client_id"], name="reports_archive_sent_once"),
        ]

    @property
    def gone_at(self) -> dt.datetime:
        """Return when the file is deleted."""
        return (self.done_at or self.at) + FILE_LASTS

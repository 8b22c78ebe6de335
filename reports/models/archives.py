"""Archives that were asked for, and those that somebody wants to put back."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import TenantModel

# A file that holds everything lies about no longer than it takes to fetch it.
FILE_LASTS = dt.timedelta(hours=24)
# An old file is deleted by an hourly round.
UPLOAD_LASTS = FILE_LASTS + dt.timedelta(hours=1)
# How long the other coordinators are told of one.
TOLD_FOR = dt.timedelta(days=14)


class ArchiveKind(models.TextChoices):
    """A restore is checked first, by a rehearsal, and then asked for by the same person or another coordinator."""

    MAKE = "make", _("Archive")
    CHECK = "check", _("Archive to put back")
    RESTORE = "restore", _("Archive put back")


class ArchiveQuerySet(models.QuerySet["ArchiveRun"]):
    def newest_first(self) -> Self:
        return self.select_related("by").order_by("-pk")

    def done(self) -> Self:
        return self.filter(done_at__isnull=False, failure="")


class ArchiveRun(TenantModel):
    """Seen by the community's coordinators alone; its office sees that one was put back. Its job says how far it is.

    ``file_key``: the file's name in the folder of archives, ours to choose. ``outcome``: what came in, or would
    (reports.archive.restoring.Outcome). ``failure``: a code of reports.archive.words.FAILURES, or the sentence
    that says what is wrong with the file.
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
        """When its file is taken away."""
        return (self.done_at or self.at) + FILE_LASTS

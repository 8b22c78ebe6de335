"""The records of reports and archives that are about a person."""

from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reports.models import ArchiveKind
from reports.models.archives import FILE_LASTS, UPLOAD_LASTS
from tfc.personal_data import PersonalTexts, UnsearchedFiles

PERSONAL_TEXTS = (
    PersonalTexts("reports.report", ("title", "what_changed", "snapshot")),
    PersonalTexts("reports.reporttext", ("body",)),
    PersonalTexts("reports.reportfile", ("name",), _("the file of a report")),
    PersonalTexts("reports.reportshare", ("for_whom",)),
    PersonalTexts("reports.archiverun", ("file_name", "outcome")),
)


def _report_address(file: Any) -> tuple[str, dict[str, Any]] | None:
    in_trash = file.report.deleted_at
    return None if in_trash else ("reports:report-file", {"report_id": file.report_id, "kind": file.kind})


def _archive_address(run: Any) -> tuple[str, dict[str, Any]]:
    return "reports:archive-file", {"run_id": run.pk}


def _upload_address(run: Any) -> tuple[str, dict[str, Any]]:
    return "reports:archive-run", {"run_id": run.pk}


UNSEARCHED_FILES = (
    UnsearchedFiles("reports.reportfile", _("Reports"), _report_address, related=("report",)),
    UnsearchedFiles(
        "reports.archiverun",
        _("Community archive"),
        _archive_address,
        name="file_name",
        condition=Q(kind=ArchiveKind.MAKE, done_at__gt=Now() - FILE_LASTS),
    ),
    UnsearchedFiles(
        "reports.archiverun",
        _("Archive to restore"),
        _upload_address,
        name="file_name",
        condition=Q(kind=ArchiveKind.CHECK, at__gt=Now() - UPLOAD_LASTS),
    ),
)
OTHER_TEXTS = {
    "reports.archiverun": ("language", "file_key", "sha256", "failure"),
    "reports.report": ("choice", "half_year", "language", "snapshot_hash", "failure"),
    "reports.reporttext": ("section",),
    "reports.reportfile": ("kind", "sha256"),
    "reports.reportshare": ("token_hash",),
}

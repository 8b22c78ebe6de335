"""Records of the library that are personal data."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tfc.personal_data import OwnRecords, PersonalTexts, UnsearchedFiles, build_holder_condition

WRITTEN = ((_("Text"), lambda record: record.text), (_("Written on"), lambda record: record.at))
OWN_RECORDS = (
    OwnRecords("library.comment", _("Comments you wrote"), WRITTEN, build_holder_condition("by")),
    OwnRecords("library.boardpost", _("Discussion posts you wrote"), WRITTEN, build_holder_condition("by")),
    OwnRecords(
        "library.commentreport",
        _("Comments you reported"),
        (
            (_("Reason"), lambda record: record.reason),
            (_("Reported on"), lambda record: record.at),
            (_("Settled on"), lambda record: record.settled_at),
        ),
        build_holder_condition("by"),
    ),
    OwnRecords(
        "library.commentmention",
        _("Comments that mention you"),
        ((_("Date"), lambda record: record.comment.at),),
        build_holder_condition("membership__user"),
        ("comment",),
    ),
    OwnRecords(
        "library.dismissedannouncement",
        _("Announcements you dismissed"),
        ((_("Announcement of"), lambda record: record.announcement.created_at),),
        build_holder_condition("by"),
        ("announcement",),
    ),
)
PERSONAL_TEXTS = (
    PersonalTexts("library.announcement", ("title", "text")),
    PersonalTexts("library.boardpost", ("text", "removed_reason")),
    PersonalTexts("library.material", ("title", "summary", "search_text")),
    PersonalTexts("library.materialversion", ("note", "link", "file_name", "excerpt")),
    PersonalTexts("library.materialuse", ("outcome",)),
    PersonalTexts("library.story", ("title", "context", "action", "change", "result", "search_text")),
    PersonalTexts("library.adoption", ("result",)),
    PersonalTexts("library.comment", ("text", "hidden_reason")),
    PersonalTexts("library.commentreport", ("reason",)),
)


def _version_address(version: Any) -> tuple[str, dict[str, Any]] | None:
    if version.material.deleted_at:
        return None
    return "library:version-file", {"material_id": version.material_id, "version_id": version.pk}


UNSEARCHED_FILES = (
    UnsearchedFiles(
        "library.materialversion",
        _("Materials"),
        _version_address,
        name="file_name",
        condition=~Q(file_key=""),
        related=("material",),
    ),
)
OTHER_TEXTS = {
    "library.material": ("sectors", "language"),
    "library.materialversion": ("file_key", "media_type", "sha256"),
    "library.story": ("sectors", "language", "needs"),
}

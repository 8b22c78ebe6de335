"""Which records of accounts, roles and notifications are about a person."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.data_lists import file_title
from tfc.personal_data import OwnRecords, PersonalTexts, UnsearchedFiles, build_holder_condition

OPENED = (
    (_("Kind"), lambda record: record.kind),
    (_("Number"), lambda record: record.record_id),
    (_("Opened on"), lambda record: record.at),
)
VISITS = ((_("Last visit"), lambda record: record.at), (_("Visit before"), lambda record: record.before))
NOTIFICATIONS = (
    (_("About"), lambda record: record.get_group_display()),
    (_("Waiting since"), lambda record: record.made_at),
    (_("Read on"), lambda record: record.read_at),
    (_("Sent on"), lambda record: record.mailed_at),
    (_("Settled on"), lambda record: record.resolved_at),
)
DIGESTS = ((_("Date"), lambda record: record.day),)
DOWNLOADS = (
    (_("File"), lambda record: file_title(record.what)),
    (_("Downloaded on"), lambda record: record.at),
)

OWN_RECORDS = (
    OwnRecords(
        "communities.roleperiod",
        _("Your roles over time"),
        (
            (_("Role"), lambda record: record.get_role_display()),
            (_("From"), lambda record: record.started_on),
            (_("Until"), lambda record: record.ended_on),
        ),
        is_known_to_team=True,
    ),
    *(
        OwnRecords(f"communities.{model}", title, columns)
        for model, title, columns in (
            ("notice", _("Notifications"), NOTIFICATIONS),
            ("officenotice", _("Notifications"), NOTIFICATIONS),
            ("digestday", _("Last daily email"), DIGESTS),
            ("officedigestday", _("Last daily email"), DIGESTS),
            ("recentrecord", _("Recently viewed"), OPENED),
            ("officerecentrecord", _("Recently viewed"), OPENED),
            ("lastvisit", _("Your visits"), VISITS),
            ("officelastvisit", _("Your visits"), VISITS),
        )
    ),
    *(
        OwnRecords(f"communities.{model}", _("Files you downloaded"), DOWNLOADS, build_holder_condition("by"))
        for model in ("bulkexport", "officebulkexport")
    ),
)
NOT_OWN = {"communities.auditentry": "counted by itself; the account's own entries are listed"}
PERSONAL_TEXTS = (
    PersonalTexts("communities.invitation", ("email",), is_person=True),
    PersonalTexts("communities.stagechange", ("reason",)),
    PersonalTexts("communities.populationprofile", ("source",)),
    PersonalTexts("communities.datalink", ("purpose",)),
    PersonalTexts("communities.target", ("note", "close_reason")),
    PersonalTexts("communities.workforce", ("source",)),
    PersonalTexts(
        "communities.importbatch",
        ("file_name", "sheet", "sheets", "table", "readings", "questions", "notes", "failure"),
    ),
    # Only a memory for the next file, so the whole row is deleted.
    PersonalTexts(
        "communities.importmapping",
        ("heading",),
        _("a heading or word kept for the next import"),
        is_person=True,
    ),
    PersonalTexts(
        "communities.importrow", ("cells", "before", "reasons", "doubts"), _("the row of an import")
    ),
)


def _get_import_address(batch: Any) -> tuple[str, dict[str, Any]]:
    return "communities:import-detail", {"batch_id": batch.pk}


UNSEARCHED_FILES = (
    # While the sheet or the headings can still be chosen: only the rows of the chosen sheet are searched.
    UnsearchedFiles(
        "communities.importbatch",
        _("Files being imported"),
        _get_import_address,
        name="file_name",
        condition=Q(files__isnull=False),
    ),
)
OTHER_TEXTS = {
    "communities.requiredlanguage": ("language",),
    "communities.populationprofile": ("dimension", "group"),
    "communities.rosterconfirmation": ("half_year",),
    "communities.datalink": ("list_code", "token_hash"),
    "communities.bulkexport": ("what",),
    "communities.invitation": ("token_hash",),
    "communities.target": ("code", "baseline_receipt"),
    "communities.importbatch": (
        "kind", "sha256", "language", "mapping", "likely", "counts", "facts",
    ),
    "communities.importrow": ("facts",),
    "communities.importmapping": ("kind", "column_of"),
    "communities.notice": ("kind", "key", "path"),
    "communities.workforce": ("profession",),
    "communities.recentrecord": ("kind",),
    "communities.personrequest": ("counts", "history"),
}  # fmt: skip

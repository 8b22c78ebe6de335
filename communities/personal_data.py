"""Which records of accounts, roles and notifications are about a person."""

from django.utils.translation import gettext_lazy as _

from communities.data_lists import file_title
from tfc.personal_data import OwnRecords, held_by

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
    (_("E-mailed on"), lambda record: record.mailed_at),
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
    ),
    *(
        OwnRecords(f"communities.{model}", title, columns)
        for model, title, columns in (
            ("notice", _("Your notifications"), NOTIFICATIONS),
            ("officenotice", _("Your notifications"), NOTIFICATIONS),
            ("morning", _("Last daily e-mail"), DIGESTS),
            ("officemorning", _("Last daily e-mail"), DIGESTS),
            ("opened", _("Records you opened last"), OPENED),
            ("officeopened", _("Records you opened last"), OPENED),
            ("lastvisit", _("Your visits"), VISITS),
            ("officelastvisit", _("Your visits"), VISITS),
        )
    ),
    *(
        OwnRecords(f"communities.{model}", _("Files you downloaded"), DOWNLOADS, held_by("by"))
        for model in ("bulkexport", "officebulkexport")
    ),
)
NOT_OWN = {"communities.auditentry": "counted by itself; the account's own entries are listed"}

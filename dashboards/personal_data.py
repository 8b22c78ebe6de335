"""The records of the dashboards that are about a person."""

from django.utils.translation import gettext_lazy as _

from dashboards.alerts import describe_alert
from tfc.personal_data import OwnRecords, PersonalTexts

OWN_RECORDS = (
    OwnRecords(
        "dashboards.viewsubscription",
        _("Figures you receive by email"),
        (
            (_("How often"), lambda record: record.get_frequency_display()),
            (_("Language"), lambda record: record.language),
            (_("Since"), lambda record: record.created_at),
        ),
    ),
    OwnRecords("dashboards.alert", _("Alerts"), ((_("Alert"), describe_alert),)),
    OwnRecords(
        "dashboards.pinnedcommunity",
        _("Communities you pinned"),
        ((_("Community"), lambda record: record.community.name),),
        related=("community",),
    ),
)
NOT_OWN = {
    "dashboards.communityattention": "who takes care of a community is in the follow-ups, which are counted"
}
PERSONAL_TEXTS = (PersonalTexts("dashboards.sentview", ("name",), _("figures that were emailed")),)
OTHER_TEXTS = {
    "dashboards.alert": ("condition", "part", "matches"),
    "dashboards.recordrequest": ("code",),
    "dashboards.viewsubscription": ("query", "language", "last_period"),
    "dashboards.sentview": ("period",),
}

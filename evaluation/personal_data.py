"""Which records of the evaluation are about a person. What residents answered names nobody and is never among them."""

from django.utils.translation import gettext_lazy as _

from tfc.personal_data import OwnRecords, held_by

OWN_RECORDS = (
    OwnRecords(
        "evaluation.answerdraft",
        _("Your drafts in the half-year survey"),
        (
            (_("Question"), lambda record: record.part),
            (_("Value"), lambda record: record.value),
            (_("Reason"), lambda record: record.reason),
            (_("Evidence"), lambda record: record.evidence),
            (_("Saved on"), lambda record: record.saved_at),
        ),
        held_by("by"),
    ),
    OwnRecords(
        "evaluation.viewsubscription",
        _("Figures you receive by e-mail"),
        (
            (_("How often"), lambda record: record.get_frequency_display()),
            (_("Language"), lambda record: record.language),
            (_("Since"), lambda record: record.created_at),
        ),
    ),
    OwnRecords(
        "evaluation.pinnedcommunity",
        _("Communities you pinned"),
        ((_("Community"), lambda record: record.community.name),),
        related=("community",),
    ),
)
NOT_OWN = {"evaluation.acceptedversion": "counted as entries of the audit log: who reopened a survey"}

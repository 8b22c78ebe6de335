"""Which records of services are about a person."""

from django.utils.translation import gettext_lazy as _

from tfc.personal_data import OwnRecords, held_by

OWN_RECORDS = (
    OwnRecords(
        "support.pathway",
        _("Services you are the contact for"),
        (
            (_("Service"), lambda record: record.service.name),
            (_("Trained on"), lambda record: record.contact_trained_on),
        ),
        held_by("contact__user"),
        ("service",),
    ),
    OwnRecords(
        "support.pathwaycheck",
        _("Services you called"),
        (
            (_("Service"), lambda record: record.service.name),
            (_("Date of the call"), lambda record: record.on),
        ),
        held_by("called_by__user"),
        ("service",),
    ),
)

"""Records of services that are personal data."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import User
from support.actions.approvals import get_approval_fields
from support.models import Service
from tfc.personal_data import OwnRecords, PersonalTexts, build_address_condition, build_holder_condition


def _correct_service(service: Service, texts: Mapping[str, Any], by: User) -> Mapping[str, Any]:
    """Leave what was approved as it is: a corrected contact needs approval, as everywhere."""
    fields = {name: text for name, text in texts.items() if not name.startswith("approved_")}
    return fields | get_approval_fields(service, fields, by)


OWN_RECORDS = (
    OwnRecords(
        "support.interest",
        _("Volunteer inquiries"),
        (
            (_("Name"), lambda record: record.name),
            (_("Email address or phone number"), lambda record: record.reach),
            (_("How you would like to help"), lambda record: record.message),
            (_("Date"), lambda record: record.on),
        ),
        build_address_condition("reach"),
    ),
    OwnRecords(
        "support.pathway",
        _("Services you are the contact for"),
        (
            (_("Service"), lambda record: record.service.name),
            (_("Trained on"), lambda record: record.contact_trained_on),
        ),
        build_holder_condition("contact__user"),
        ("service",),
        is_known_to_team=True,
    ),
    OwnRecords(
        "support.pathwaycheck",
        _("Services you called"),
        (
            (_("Service"), lambda record: record.service.name),
            (_("Date of the call"), lambda record: record.on),
        ),
        build_holder_condition("called_by__user"),
        ("service",),
        is_known_to_team=True,
    ),
)
PERSONAL_TEXTS = (
    PersonalTexts("support.interest", ("name", "reach", "message"), _("Volunteer inquiries"), is_person=True),
    PersonalTexts("support.publicprofile", ("about_en", "about_es", "about_zh")),
    PersonalTexts(
        "support.service",
        (
            "name", "provider", "description", "eligibility", "ineligibility", "intake", "coverage", "phone",
            "website", "email", "approved_phone", "approved_website", "returned_for",
            "address", "approved_address",
        ),
        hidden=("address", "approved_address"),
        correct=_correct_service,
    ),
    PersonalTexts("support.serviceconfirmation", ("changes",)),
    PersonalTexts("support.directoryimport", ("name", "added", "changed")),
    PersonalTexts("support.pathway", ("steps", "who_calls")),
)  # fmt: skip
OTHER_TEXTS = {
    "support.service": ("kinds", "languages", "outside_id"),
    "support.serviceconfirmation": ("token_hash",),
    "support.pathwaycheck": ("accepts",),
}

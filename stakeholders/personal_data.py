"""The records of organizations and research that are about a person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tfc.personal_data import (
    OwnRecords,
    PersonalTexts,
    UnsearchedFiles,
    build_address_condition,
    build_holder_condition,
)

OWN_RECORDS = (
    OwnRecords(
        "stakeholders.contact",
        _("You as a contact of an organization"),
        (
            (_("Organization"), lambda record: record.organization.name),
            (_("Name"), lambda record: record.name),
            (_("Role"), lambda record: record.role),
            (_("Email address"), lambda record: record.email),
            (_("Phone"), lambda record: record.phone),
        ),
        build_address_condition("email"),
        ("organization",),
    ),
    OwnRecords(
        "stakeholders.researchstep",
        _("Research steps you lead"),
        (
            (_("Step"), lambda record: record.get_step_display()),
            (_("Began on"), lambda record: record.begun_on),
            (_("Done on"), lambda record: record.done_on),
        ),
        build_holder_condition("led_by__user"),
        is_known_to_team=True,
    ),
)
PERSONAL_TEXTS = (
    PersonalTexts("stakeholders.contact", ("name", "role", "email", "phone"), is_person=True),
    PersonalTexts("stakeholders.organization", ("name", "website", "phone", "note")),
    PersonalTexts("stakeholders.organizationmerge", ("moved", "dropped")),
    PersonalTexts("stakeholders.partnership", ("name", "partner_name")),
    PersonalTexts("stakeholders.contribution", ("what",)),
    PersonalTexts("stakeholders.research", ("question", "places", "people_to_hear")),
    PersonalTexts("stakeholders.researchstep", ("note",)),
    PersonalTexts("stakeholders.researchmethod", ("note",)),
    PersonalTexts("stakeholders.finding", ("summary",)),
    PersonalTexts("stakeholders.findinglocation", ("note",), hidden=("note",)),
    PersonalTexts("stakeholders.focusdecision", ("reason", "suggestion")),
    PersonalTexts("stakeholders.focusstakeholder", ("plan", "plan_person", "end_reason")),
    PersonalTexts("stakeholders.strategy", ("title", "note", "end_reason")),
    PersonalTexts("stakeholders.evidence", ("what", "link")),
    PersonalTexts("stakeholders.evidencefile", ("name",)),
    PersonalTexts(
        "stakeholders.sharedevidence", ("organization_name", "strategy_title", "what", "link", "file_name")
    ),
    PersonalTexts("stakeholders.spotcheck", ("note",)),
    PersonalTexts("stakeholders.briefing", ("title", "opening", "asks", "snapshot")),
    PersonalTexts("stakeholders.briefingfile", ("name",), _("the file of a briefing")),
    PersonalTexts("stakeholders.briefingshare", ("recipient", "answer", "outcome")),
)


def _evidence_address(file: Any) -> tuple[str, dict[str, Any]] | None:
    evidence = file.evidence
    if evidence.deleted_at or evidence.strategy.deleted_at:
        return None
    return "stakeholders:evidence-file", {"strategy_id": evidence.strategy_id, "evidence_id": evidence.pk}


def _briefing_address(file: Any) -> tuple[str, dict[str, Any]] | None:
    in_trash = file.briefing.deleted_at
    return None if in_trash else ("stakeholders:briefing-file", {"briefing_id": file.briefing_id})


UNSEARCHED_FILES = (
    UnsearchedFiles(
        "stakeholders.evidencefile", _("Evidence"), _evidence_address, related=("evidence__strategy",)
    ),
    UnsearchedFiles("stakeholders.briefingfile", _("Briefings"), _briefing_address, related=("briefing",)),
)
OTHER_TEXTS = {
    "stakeholders.organization": ("languages",),
    "stakeholders.contribution": ("currency",),
    "stakeholders.finding": ("vulnerability", "affected_groups"),
    "stakeholders.strategy": ("code",),
    "stakeholders.evidencefile": ("media_type", "sha256"),
    "stakeholders.sharedevidence": ("media_type",),
    "stakeholders.briefing": ("language",),
    "stakeholders.briefingfile": ("sha256",),
    "stakeholders.trustinvitation": ("token_hash",),
}

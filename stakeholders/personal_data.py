"""Which records of organizations and research are about a person."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tfc.personal_data import OwnRecords, held_by


def _has_confirmed_address(person: Any) -> Q:
    """Contacts with an e-mail address that the account holder has confirmed: an unconfirmed one may be anybody's."""
    condition = Q(pk__in=[])
    for address in EmailAddress.objects.filter(user=person.pk, verified=True):
        condition |= Q(email__iexact=address.email)
    return condition


OWN_RECORDS = (
    OwnRecords(
        "stakeholders.contact",
        _("You as a contact of an organization"),
        (
            (_("Organization"), lambda record: record.organization.name),
            (_("Name"), lambda record: record.name),
            (_("Role"), lambda record: record.role),
            (_("E-mail address"), lambda record: record.email),
            (_("Phone"), lambda record: record.phone),
        ),
        _has_confirmed_address,
        ("organization",),
    ),
    OwnRecords(
        "stakeholders.researchstep",
        _("Research steps you lead"),
        (
            (_("Step"), lambda record: record.get_step_display()),
            (_("Begun on"), lambda record: record.begun_on),
            (_("Done on"), lambda record: record.done_on),
        ),
        held_by("led_by__user"),
    ),
)

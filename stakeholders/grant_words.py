"""Grants and sub-grants in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stakeholders.contribution_texts import format_money
from stakeholders.models import Deliverable, Grant, SubGrant
from tfc.number_text import number_text


def describe_grant(grant: Grant) -> str:
    """Return “40,000 USD · Humanity fund · No. 7 · Jan. 1, 2026 to Dec. 31, 2026”."""
    return " · ".join((format_money(grant.amount, grant.currency), describe_terms(grant)))


def describe_terms(grant: Grant) -> str:
    """Return “Humanity fund · No. 7 · Jan. 1, 2026 to Dec. 31, 2026”."""
    period = _("%(first)s to %(last)s") % {
        "first": date_format(grant.starts_on),
        "last": date_format(grant.ends_on),
    }
    parts = (grant.funder, grant.number, period)
    return " · ".join(part for part in parts if part)


def describe_deliverable(deliverable: Deliverable) -> str:
    """Return “60 trainings · due Dec. 31, 2026”."""
    due = _("Due on %(day)s") % {"day": date_format(deliverable.due_on)}
    return f"{number_text(deliverable.quantity)} {deliverable.unit} · {due}"


def describe_sub_grant(sub_grant: SubGrant) -> str:
    """Return “500 USD · Jan. 5, 2026 · Posters”."""
    parts = (format_money(sub_grant.amount, sub_grant.currency), date_format(sub_grant.on), sub_grant.purpose)
    return " · ".join(part for part in parts if part)

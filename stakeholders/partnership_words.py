"""Partnerships in words, as pages and reports show them."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stakeholders.models import Partnership
from stakeholders.models.partnerships import PartnershipDetails


def format_period(partnership: PartnershipDetails) -> str:
    first = date_format(partnership.starts_on)
    if partnership.ends_on is None:
        return _("since %(day)s") % {"day": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(partnership.ends_on)}


def describe_partnership(partnership: PartnershipDetails, *, of_office: bool = False) -> str:
    """Return “Coalition · Is a member · City council · since Jan. 1, 2026”; for an office with the community first."""
    whose = partnership.community.name if of_office and isinstance(partnership, Partnership) else ""
    parts = (
        whose,
        partnership.get_kind_display(),
        partnership.get_role_display(),
        partnership.partner_name,
        format_period(partnership),
    )
    return " · ".join(str(part) for part in parts if part)

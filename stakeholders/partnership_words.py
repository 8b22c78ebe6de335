"""Partnerships in words, as pages and reports show them."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stakeholders.models import Partnership


def period_words(one: Partnership) -> str:
    first = date_format(one.starts_on)
    if one.ends_on is None:
        return _("since %(first)s") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(one.ends_on)}


def meta_words(one: Partnership, *, of_office: bool = False) -> str:
    """“Coalition · Is a member · City council · since Jan. 1, 2026”; for an office with whose it is before it."""
    whose = one.community.name if of_office else ""
    parts = (whose, one.get_kind_display(), one.get_role_display(), one.with_whom, period_words(one))
    return " · ".join(str(part) for part in parts if part)

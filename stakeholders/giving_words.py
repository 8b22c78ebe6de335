"""Contributions in words; uncounted ones are shown as not known."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.contribution_sums import ContributionSums
from stakeholders.models import Contribution, ContributionKind


def format_decimal(amount: Decimal) -> str:
    """Return the number without decimals for an integer: “1,200”, “99.50”."""
    whole = amount == amount.to_integral_value()
    return str(number_format(amount, 0 if whole else 2, force_grouping=True))


def format_money(amount: Decimal, currency: str) -> str:
    return f"{format_decimal(amount)} {currency}".strip()


def format_hours(hours: Decimal) -> str:
    if hours == 1:
        return _("1 hour")
    return _("%(number)s hours") % {"number": format_decimal(hours)}


def format_pieces(pieces: Decimal) -> str:
    if pieces == 1:
        return _("1 piece")
    return _("%(number)s pieces") % {"number": format_decimal(pieces)}


def format_amount(contribution: Contribution) -> str:
    """Return the amount of a single contribution."""
    if contribution.amount is None:
        return _("amount not known")
    if contribution.kind == ContributionKind.MONEY:
        return format_money(contribution.amount, contribution.currency)
    return (
        format_hours(contribution.amount)
        if contribution.kind == ContributionKind.HOURS
        else format_pieces(contribution.amount)
    )


def _not_known(number: int, *, alone: bool) -> str:
    """Return the number of gifts without an amount. ``alone``: there is no sum above it."""
    if alone:
        message = ngettext("%(number)d gift, amount not known", "%(number)d gifts, amounts not known", number)
    else:
        message = ngettext(
            "and %(number)d gift, amount not known", "and %(number)d gifts, amounts not known", number
        )
    return message % {"number": number}


def build_cells(sums: ContributionSums) -> dict[str, list[str]]:
    """Return the lines of each kind: a sum for each currency, then the number without an amount; none for no gifts."""
    cells: dict[str, list[str]] = {
        ContributionKind.MONEY: [format_money(amount, code) for code, amount in sums.money.items()],
        ContributionKind.GOODS: [] if sums.pieces is None else [format_pieces(sums.pieces)],
        ContributionKind.HOURS: [] if sums.hours is None else [format_hours(sums.hours)],
    }
    for kind, lines in cells.items():
        if number := sums.unknown.get(kind):
            lines.append(_not_known(number, alone=not lines))
    return cells


def build_row(contribution: Contribution) -> dict[str, Any]:
    """Return the list row of a contribution."""
    giver = [contribution.organization.name] if contribution.organization else []
    parts = [str(contribution.get_kind_display()), *giver, str(contribution.get_sector_display())]
    return {"contribution": contribution, "amount": format_amount(contribution), "meta": " · ".join(parts)}

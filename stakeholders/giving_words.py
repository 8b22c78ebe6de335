"""What was given in words. What nobody counted is said as such."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.contribution_sums import Given
from stakeholders.models import Contribution, ContributionKind


def number_words(amount: Decimal) -> str:
    """Without decimals where there are none: “1,200”, “99.50”."""
    whole = amount == amount.to_integral_value()
    return str(number_format(amount, 0 if whole else 2, force_grouping=True))


def money_words(amount: Decimal, currency: str) -> str:
    return f"{number_words(amount)} {currency}".strip()


def hours_words(hours: Decimal) -> str:
    if hours == 1:
        return _("1 hour")
    return _("%(number)s hours") % {"number": number_words(hours)}


def pieces_words(pieces: Decimal) -> str:
    if pieces == 1:
        return _("1 piece")
    return _("%(number)s pieces") % {"number": number_words(pieces)}


def amount_words(one: Contribution) -> str:
    """Of a single contribution."""
    if one.amount is None:
        return _("amount not known")
    if one.kind == ContributionKind.MONEY:
        return money_words(one.amount, one.currency)
    return hours_words(one.amount) if one.kind == ContributionKind.HOURS else pieces_words(one.amount)


def _not_known(number: int, *, alone: bool) -> str:
    """``alone``: no sum stands above it."""
    if alone:
        words = ngettext("%(number)d gift, amount not known", "%(number)d gifts, amounts not known", number)
    else:
        words = ngettext(
            "and %(number)d gift, amount not known", "and %(number)d gifts, amounts not known", number
        )
    return words % {"number": number}


def cells_of(given: Given) -> dict[str, list[str]]:
    """For each kind its lines: a sum for each currency, then how many have no amount; no line for nothing given."""
    cells: dict[str, list[str]] = {
        ContributionKind.MONEY: [money_words(amount, code) for code, amount in given.money.items()],
        ContributionKind.GOODS: [] if given.pieces is None else [pieces_words(given.pieces)],
        ContributionKind.HOURS: [] if given.hours is None else [hours_words(given.hours)],
    }
    for kind, lines in cells.items():
        if number := given.unknown.get(kind):
            lines.append(_not_known(number, alone=not lines))
    return cells


def row_of(one: Contribution) -> dict[str, Any]:
    """What a list shows of a contribution."""
    giver = [one.organization.name] if one.organization else []
    parts = [str(one.get_kind_display()), *giver, str(one.get_sector_display())]
    return {"contribution": one, "amount": amount_words(one), "meta": " · ".join(parts)}

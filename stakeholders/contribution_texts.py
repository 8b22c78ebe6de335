"""Contributions in words; contributions and new partners, shown next to the resources indicator and never rated.

A supplement is plain data of a stored figure: {"giving": Giving.as_json(), "new_partners": {sector: number}}.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.contribution_sums import ContributionSums
from stakeholders.models import Contribution, ContributionKind
from tfc.number_text import number_text
from tfc.text.punctuation import clauses, end_sentence, join_title

Supplement = Mapping[str, Any]


def lines(supplement: Supplement | None) -> list[tuple[str, str]]:
    """Return pairs of label and amount; empty without contributions and new partners."""
    if not supplement:
        return []
    total, new = supplement["giving"]["total"], sum(supplement["new_partners"].values())
    labeled_amounts = [
        (_("Money"), format_money(Decimal(amount), currency)) for currency, amount in total["money"].items()
    ]
    if total["hours"] is not None:
        labeled_amounts.append((_("Hours of work"), format_decimal(Decimal(total["hours"]))))
    if total["pieces"] is not None:
        labeled_amounts.append((_("Goods, pieces"), format_decimal(Decimal(total["pieces"]))))
    names = dict(ContributionKind.choices)
    labeled_amounts += [
        (_("%(kind)s, amount not known") % {"kind": names[ContributionKind(kind)]}, _times(number))
        for kind, number in total["unknown"].items()
    ]
    return [*labeled_amounts, (_("New partners"), number_text(new))] if new else labeled_amounts


def _times(number: int) -> str:
    return ngettext("%(count)s contribution", "%(count)s contributions", number) % {"count": number}


def sentences(supplement: Supplement | None) -> list[str]:
    """Return one sentence that introduces the amounts, if there are any."""
    text = clauses(join_title(what, how_much) for what, how_much in lines(supplement))
    return [end_sentence(join_title(_("Not rated"), text))] if text else []


def add_up(supplements: Iterable[Supplement]) -> dict[str, Any]:
    """Add up several communities: each currency separately, and uncounted contributions separately. Contributions lose
    their sectors.
    """
    rows = list(supplements)
    totals = [row["giving"]["total"] for row in rows]
    money: dict[str, Decimal] = {}
    for total in totals:
        for currency, amount in total["money"].items():
            money[currency] = money.get(currency, Decimal(0)) + Decimal(amount)
    giving = {
        "gifts": sum(total["gifts"] for total in totals),
        "money": {currency: str(money[currency]) for currency in sorted(money)},
        "hours": _sum(total["hours"] for total in totals),
        "pieces": _sum(total["pieces"] for total in totals),
        "unknown": dict(sum((Counter(total["unknown"]) for total in totals), Counter())),
    }
    partners: Counter[str] = sum((Counter(row["new_partners"]) for row in rows), Counter())
    return {"giving": {"total": giving}, "new_partners": dict(partners)}


def _sum(amounts: Iterable[str | None]) -> str | None:
    numbers = [Decimal(amount) for amount in amounts if amount is not None]
    return str(sum(numbers, Decimal(0))) if numbers else None


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


def _describe_unknown(number: int, *, alone: bool) -> str:
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
            lines.append(_describe_unknown(number, alone=not lines))
    return cells


def build_row(contribution: Contribution) -> dict[str, Any]:
    """Return the list row of a contribution."""
    giver = [contribution.organization.name] if contribution.organization else []
    parts = [str(contribution.get_kind_display()), *giver, str(contribution.get_sector_display())]
    return {"contribution": contribution, "amount": format_amount(contribution), "meta": " · ".join(parts)}

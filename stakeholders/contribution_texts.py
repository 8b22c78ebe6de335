"""Contributions and new partners, shown next to the resources indicator and never rated.

A supplement is plain data of a stored figure: {"giving": Giving.as_json(), "new_partners": {sector: number}}.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.giving_words import format_decimal, format_money
from stakeholders.models import ContributionKind
from tfc.number_text import number_text
from tfc.text.punctuation import clauses, titled

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
    text = clauses(titled(what, how_much) for what, how_much in lines(supplement))
    return [_("Not rated: %(found)s.") % {"found": text}] if text else []


def added(supplements: Iterable[Supplement]) -> dict[str, Any]:
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

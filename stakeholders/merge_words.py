"""What moves when two organizations are joined, in words."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.utils.translation import ngettext

WORDS: dict[str, Callable[[int], str]] = {
    "events.organizationpresence.organization": lambda n: ngettext(
        "%(n)s meeting or event", "%(n)s meetings and events", n
    ),
    "stakeholders.contact.organization": lambda n: ngettext("%(n)s contact", "%(n)s contacts", n),
    "stakeholders.strategy.organization": lambda n: ngettext("%(n)s strategy", "%(n)s strategies", n),
    "stakeholders.strategyassessment.organization": lambda n: ngettext(
        "%(n)s time that you asked for a strategy", "%(n)s times that you asked for a strategy", n
    ),
    "stakeholders.contribution.organization": lambda n: ngettext(
        "%(n)s contribution", "%(n)s contributions", n
    ),
    "stakeholders.briefingshare.organization": lambda n: ngettext(
        "%(n)s briefing that they got", "%(n)s briefings that they got", n
    ),
    "stakeholders.focusstakeholder.organization": lambda n: ngettext(
        "%(n)s choice as a focus", "%(n)s choices as a focus", n
    ),
    "support.service.organization": lambda n: ngettext(
        "%(n)s service in the directory", "%(n)s services in the directory", n
    ),
    "stakeholders.trustinvitation.organization": lambda n: ngettext(
        "%(n)s answer on working together", "%(n)s answers on working together", n
    ),
}


def moving_words(moving: list[tuple[str, int, int]]) -> list[dict[str, Any]]:
    """A line for each (label, rows, how many both have) of ``stakeholders.actions.merging.count_moving_rows``."""
    return [{"what": _words(label, rows), "both": both} for label, rows, both in moving]


def _words(label: str, rows: int) -> str:
    """Of a model that has no words here yet, its own name."""
    if label in WORDS:
        return WORDS[label](rows) % {"n": rows}
    model = label.rpartition(".")[0]
    return f"{rows} × {apps.get_model(model)._meta.verbose_name}"

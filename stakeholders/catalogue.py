"""Catalogue of the strategies offered to organizations of each sector, translated, by stable code."""

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Purpose, Sector, Strategy

Text: TypeAlias = str | Promise


@dataclass(frozen=True)
class CatalogueStrategy:
    """``code`` is stored with strategies: never reuse one. ``sectors``: the organizations for which it is offered."""

    code: str
    title: Text
    purpose: Purpose
    sectors: tuple[Sector, ...]


_LESS, _AWARE, _HELP = Purpose.MITIGATE, Purpose.RAISE_AWARENESS, Purpose.PROMOTE_RESOURCES

_BY_SECTOR: dict[Sector, list[tuple[str, Purpose, Text]]] = {
    Sector.SCHOOLS: [
        ("school_prevention_lessons", _AWARE, _("Teach every grade how recruiters work and where to find help")),
        ("school_absence_follow_up", _LESS, _("Follow up on every unexplained absence within a day")),
        ("school_staff_signs", _AWARE, _("Train teachers and counselors to see the signs and act on them")),
        ("school_help_posters", _HELP, _("Show help numbers in restrooms and on student devices")),
    ],
    Sector.LOCAL_BUSINESS: [
        ("business_staff_training", _AWARE, _("Train all staff to see the signs and whom to call")),
        ("business_fair_hiring", _LESS, _("Hire with written contracts, no fees, and papers kept by the worker")),
        ("business_supplier_check", _LESS, _("Check suppliers and labor brokers for forced labor")),
        ("business_help_notices", _HELP, _("Hang notices with the hotline where staff and guests see them")),
    ],
    Sector.CONSUMERS: [
        ("consumer_ask_the_maker", _LESS, _("Ask shops who made the goods, and buy from those who answer")),
        ("consumer_demand_campaign", _LESS, _("Speak out against the buying of sex and of exploited labor")),
        ("consumer_information_evenings", _AWARE, _("Hold information evenings for neighbors and parents")),
    ],
    Sector.MEDIA: [
        ("media_reporting_guidelines", _LESS, _("Report by guidelines that protect victims and avoid clichés")),
        ("media_regular_series", _AWARE, _("Run a regular series on trafficking in the town")),
        ("media_hotline_notices", _HELP, _("Publish the hotline with every report, in the town's languages")),
    ],
    Sector.FAITH_NGOS: [
        ("ngo_services_open", _HELP, _("Open services to trafficked people, in the languages they speak")),
        ("ngo_referral_agreement", _HELP, _("Sign an agreement on who refers whom to whom")),
        ("faith_awareness_services", _AWARE, _("Speak about trafficking in services, classes and newsletters")),
        ("ngo_mentoring", _LESS, _("Mentor young people who leave care or have no one")),
    ],
    Sector.FIRST_RESPONDERS: [
        ("responder_screening", _LESS, _("Ask screening questions at every suspicious call")),
        ("responder_training", _AWARE, _("Train every shift to see the signs")),
        ("responder_help_cards", _HELP, _("Carry help cards in several languages and hand them out safely")),
    ],
    Sector.LAW_ENFORCEMENT: [
        ("police_victim_centered", _LESS, _("Treat victims as victims: a written rule against charging them")),
        ("police_trained_officer", _AWARE, _("Have a trained officer as contact on every shift")),
        ("police_referral_first", _HELP, _("Call victim services before the first interview")),
        ("police_demand_enforcement", _LESS, _("Enforce the law against buyers and exploiters")),
    ],
    Sector.LOCAL_LEGISLATURES: [
        ("council_ordinance", _LESS, _("Pass a local rule: licenses, inspections or notices that must hang")),
        ("council_budget", _HELP, _("Put money for prevention and victim services into the budget")),
        ("council_procurement", _LESS, _("Buy for the town only from suppliers free of forced labor")),
        ("council_proclamation", _AWARE, _("Proclaim an awareness month and hold public hearings")),
    ],
}  # fmt: skip

CATALOGUE: dict[str, CatalogueStrategy] = {
    code: CatalogueStrategy(code, title, purpose, (sector,))
    for sector, rows in _BY_SECTOR.items()
    for code, purpose, title in rows
}


def get_offered_strategies(first: str = "") -> list[tuple[Sector, list[CatalogueStrategy]]]:
    """Return the strategies by sector, those of the sector ``first`` before the others."""
    grouped = [
        (sector, [strategy for strategy in CATALOGUE.values() if sector in strategy.sectors])
        for sector in Sector
    ]
    return sorted(grouped, key=lambda group: group[0] != first)


def get_strategy_title(strategy: Strategy) -> str:
    """Return the title from the catalogue in the active language, or the team's own words."""
    catalogue_strategy = CATALOGUE.get(strategy.code)
    return str(catalogue_strategy.title) if catalogue_strategy else strategy.title


def translate_title(stored_title: str) -> str:
    """Return the title in the active language if it is one of the catalogue's in any language, else unchanged."""
    catalogue_strategy = CATALOGUE.get(_codes_by_title().get(stored_title, ""))
    return str(catalogue_strategy.title) if catalogue_strategy else stored_title


@cache
def _codes_by_title() -> dict[str, str]:
    """Return the codes by title in each language, cut to 160 characters as in `stakeholders.actions.sharing`."""
    codes: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            codes |= {str(strategy.title)[:160]: strategy.code for strategy in CATALOGUE.values()}
    return codes

"""Supplementary information on two indicators, never rated: gifts, partners and grants, and briefings."""

from collections import defaultdict
from collections.abc import Callable

from django.utils.translation import gettext as _

from evaluation import supplementary
from reports.figure_schema import Note
from reports.gather import GatheredData
from stakeholders.partnership_words import describe_partnership
from tfc.number_text import number_text
from tfc.text.punctuation import clauses

MOST_PARTNERSHIPS = 30


def get_notes(code: str, gathered: GatheredData) -> list[Note]:
    make = BESIDE.get(code)
    return make(gathered) if make else []


def _resources(gathered: GatheredData) -> list[Note]:
    notes = [
        Note(what, how_much) for what, how_much in supplementary.lines(supplementary.added(gathered.beside))
    ]
    if gathered.community:
        return notes + _partnerships(gathered)
    if not notes:
        return _partnerships(gathered)
    giving = sum(bool(supplementary.lines(supplement)) for supplement in gathered.beside)
    coverage_text = _("%(known)s of %(applicable)s communities") % {
        "known": number_text(giving),
        "applicable": number_text(len(gathered.beside)),
    }
    return [*notes, Note(_("Recorded by"), coverage_text), *_partnerships(gathered)]


def _partnerships(gathered: GatheredData) -> list[Note]:
    """Return partnerships with role and period; an office's report names the communities, and each partner once."""
    shown = gathered.partnerships[:MOST_PARTNERSHIPS]
    named: dict[str, list[str]] = defaultdict(list)
    for partnership in shown:
        named[partnership.name].append(
            describe_partnership(partnership, of_office=gathered.community is None)
        )
    notes = [Note(name, clauses(parts)) for name, parts in named.items()]
    if more := len(gathered.partnerships) - len(shown):
        notes.append(Note(_("Other partnerships and grants"), number_text(more)))
    return notes


def _engagement(gathered: GatheredData) -> list[Note]:
    """Return counts of briefings, only in a community's own report: they stay with it."""
    counts = gathered.briefings
    if not counts.get("shared"):
        return []
    titles = {
        "shared": _("Briefings given to officials"),
        "answered": _("Answered by now"),
        "followed": _("Something followed"),
    }
    return [Note(title, number_text(counts[name])) for name, title in titles.items()]


BESIDE: dict[str, Callable[[GatheredData], list[Note]]] = {
    "resources_and_networks": _resources,
    "stakeholder_engagement": _engagement,
}

"""Links to the pages where a volunteer can make an unknown figure known, or raise a figure."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Role
from evaluation.instrument import Part, Text
from evaluation.measures import Measurement
from events.models import EventKind
from stakeholders.research_progress import PAGES
from tfc.registry import reverse_page

# The name of a URL, without its app for a page of a later app; and the lowest role.
Place = tuple[str, Role]

RESEARCH: Place = (PAGES["research"], Role.LEADER)
FOCUS: Place = (PAGES["focus"], Role.COORDINATOR)
STRATEGIES: Place = (PAGES["strategies"], Role.LEADER)
WAVES: Place = ("residents:wave-list", Role.LEADER)
SERVICES: Place = ("support:service-list", Role.LEADER)
GRID: Place = ("service-gaps", Role.LEADER)
EVENT: Place = ("events:event-plan", Role.LEADER)

# The page, and the lowest role, for resolving a reason why a figure is unknown; other reasons need their own records.
MENDED_AT: dict[str, Place] = {
    "no_cadence_declared": ("communities:community-settings", Role.COORDINATOR),
    "no_profile": ("communities:community-settings", Role.COORDINATOR),
    "no_required_language": ("communities:community-settings", Role.COORDINATOR),
    "roster_unconfirmed": ("communities:team", Role.COORDINATOR),
    "too_few_recorded": ("events:event-list", Role.LEADER),
    "too_much_unrecorded": ("events:event-list", Role.LEADER),
    "presence_unrecorded": ("events:event-list", Role.LEADER),
    "professions_unrecorded": ("events:event-list", Role.LEADER),
    "no_research": RESEARCH,
    "research_unknown": RESEARCH,
    "nothing_engaged": STRATEGIES,
    "none_assessed": STRATEGIES,
    "no_survey": WAVES,
    "survey_open": WAVES,
    "survey_without_results": WAVES,
    "too_few_answers": WAVES,
    "nothing_recorded": ("evaluation:survey", Role.COORDINATOR),
    "declaration_contradicted": ("evaluation:survey", Role.COORDINATOR),
}

# Reasons that a declared "none this half-year" also resolves.
NOTHING_THERE = ("nothing_recorded", "no_research")

# The page for starting a part with no records and no declaration.
BEGUN_AT: dict[str, Place] = {
    "stakeholder_meetings": EVENT,
    "sector_breadth": EVENT,
    "engagement_events": EVENT,
    "professionals_trained": EVENT,
    "ready_to_refer": SERVICES,
    "resources_identified": SERVICES,
}

# The kind of event with which a part starts; engagement events are of many kinds, so they are not listed.
KIND: dict[str, EventKind] = {
    "stakeholder_meetings": EventKind.STAKEHOLDER_MEETING,
    "sector_breadth": EventKind.STAKEHOLDER_MEETING,
    "professionals_trained": EventKind.STAKEHOLDER_TRAINING,
}

# The page with the records of a part that is known and below its maximum.
RAISED_AT: dict[str, Place] = {
    "research_done": RESEARCH,
    "focus_chosen": FOCUS,
    "access_known": WAVES,
    "risks_known": WAVES,
    "ready_to_refer": GRID,
    "strategies_implemented": STRATEGIES,
    "resources_identified": GRID,
}

# One sentence of instructions, where the page itself has none.
HOW: dict[str, Text] = {
    "no_survey": _("Start a residents' survey and ask 30 people or more."),
    "survey_open": _("Close the survey when enough people have answered."),
    "survey_without_results": _("The survey's page shows what is missing."),
    "too_few_answers": _("Ask more people: a figure needs thirty answers."),
}


def get_fix_url(reason: str, community: Community, role: Role, part: str = "") -> str:
    """Return the page where this person can make an unknown figure known; empty if there is none."""
    begun_at = BEGUN_AT.get(part) if reason == "nothing_recorded" else None
    url = _url(begun_at or MENDED_AT.get(reason), community, role)
    kind = KIND.get(part) if url and begun_at == EVENT else None
    return f"{url}?{urlencode({'kind': kind.value})}" if kind else url


def get_improvement_url(part: Part, measured: Measurement, community: Community, role: Role) -> str:
    """Do what `get_fix_url` does, and for a known share below its maximum return the page with its records."""
    if not measured.has_value:
        return get_fix_url(measured.reason, community, role, part.code)
    is_whole = measured.numerator == measured.denominator
    return "" if is_whole else _url(RAISED_AT.get(part.code), community, role)


def get_fix_text(measured: Measurement) -> Text:
    """Return what to do on that page; empty if the page says so itself."""
    return HOW.get(measured.reason, "")


def _url(place: Place | None, community: Community, role: Role) -> str:
    if place is None or role < place[1]:
        return ""
    if ":" in place[0]:
        return reverse(place[0], args=[community.slug])
    return reverse_page(place[0], community.slug)

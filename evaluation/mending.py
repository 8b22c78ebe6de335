"""Where a volunteer changes that a figure is unknown, or not yet what it could be."""

from django.urls import reverse

from communities.models import Community, Role
from evaluation.instrument import Part
from evaluation.measures import Measured
from stakeholders.path import PAGES

Place = tuple[str, Role]

RESEARCH: Place = (PAGES["research"], Role.LEADER)
FOCUS: Place = (PAGES["focus"], Role.COORDINATOR)
STRATEGIES: Place = (PAGES["strategies"], Role.LEADER)

# Where, and from which role on, one mends what makes a figure unknown; other reasons need records of their own.
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
    "nothing_recorded": ("evaluation:survey", Role.COORDINATOR),
    "declaration_contradicted": ("evaluation:survey", Role.COORDINATOR),
}

# Where the records of a part stand that is known and below its whole.
RAISED_AT: dict[str, Place] = {
    "research_done": RESEARCH,
    "focus_chosen": FOCUS,
    "strategies_implemented": STRATEGIES,
}


def where_to_mend(reason: str, community: Community, role: Role) -> str:
    """The page where this person changes that a figure is unknown; empty where none does."""
    return _url(MENDED_AT.get(reason), community, role)


def where_to_go_on(part: Part, measured: Measured, community: Community, role: Role) -> str:
    """As `where_to_mend`, and of a known share below its whole the page where its records stand."""
    if not measured.known:
        return where_to_mend(measured.reason, community, role)
    is_whole = measured.numerator == measured.denominator
    return "" if is_whole else _url(RAISED_AT.get(part.code), community, role)


def _url(place: Place | None, community: Community, role: Role) -> str:
    if place is None or role < place[1]:
        return ""
    return reverse(place[0], args=[community.slug])

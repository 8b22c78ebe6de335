"""What stands quietly below the heading of a main page: how it works, and what its words mean."""

from functools import cache
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from communities.models import Community, Office, Role
from help.catalogue import explained, of_role
from help.glossary import by_code

# By the name of a page: the words on it that somebody may ask about.
WORDS: dict[str, tuple[str, ...]] = {
    "events:event-list": ("team-meeting", "stakeholder-meeting", "engagement-event"),
    "events:meeting-matrix": ("sector", "stakeholder-meeting"),
    "events:strategy-list": ("strategy", "strategy-stages", "evidence"),
    "events:office-training-list": ("leader",),
    "events:research": ("finding", "checked"),
    "stakeholders:briefing-list": ("finding",),
    "dashboards:help-grid": ("need", "required-language", "coverage"),
    "evaluation:survey": ("figure", "receipt", "unknown", "override"),
    "evaluation:survey-question": ("receipt", "override", "declared-zero"),
    "dashboards:target-list": ("target", "baseline"),
    "dashboards:office-target-list": ("target", "baseline"),
    "evaluation:quality": ("data-quality", "record"),
    "evaluation:office-quality": ("data-quality",),
    "dashboards:figures": ("figure", "median"),
    "dashboards:office-figures": ("figure", "known-for"),
    "evaluation:figure-receipt": ("receipt", "rating", "bounds"),
    "dashboards:office-trends": ("indicator", "known-for", "inconclusive"),
    "dashboards:office-part": ("item", "known-for"),
    "evaluation:submission-list": ("round", "survey"),
    "evaluation:round-list": ("round", "half-year"),
    "evaluation:threshold-list": ("threshold", "rating"),
    "reports:report-list": ("figure", "hidden"),
    "reports:office-report-list": ("figure", "hidden"),
    "stakeholders:finding-list": ("finding", "checked"),
    "stakeholders:focus": ("focus", "influence"),
    "stakeholders:organization-list": ("organization", "sector", "contact"),
    "stakeholders:contribution-list": ("contribution",),
    "support:service-list": ("service", "confirmation", "pathway", "readiness"),
    "support:tallies": ("tally", "survivor"),
    "library:material-list": ("material",),
    "library:story-list": ("story",),
    "communities:team": ("member", "leader", "coordinator"),
    "communities:settings-cadence": ("rhythm",),
    "communities:settings-languages": ("required-language",),
    "communities:settings-profile": ("population-profile",),
    "communities:formation-board": ("candidate", "stage"),
    "communities:office-communities": ("stage", "dormant"),
}


class Beside(NamedTuple):
    """``how``: where the reader's guide speaks of this page, or empty; ``words``: (address, word) of the glossary."""

    how: str
    words: tuple[tuple[str, str], ...]


def beside(request: HttpRequest) -> Beside | None:
    """Of the page that is asked for; no query. None where there is nothing to say, or one thing to do."""
    match = request.resolver_match
    community, office = getattr(request, "community", None), getattr(request, "office", None)
    place: Community | Office | None = community or office
    if match is None or place is None:
        return None
    code = _guide_here(community, office, getattr(request, "role", None))
    return _beside(str(get_language()), code, match.view_name, place.slug)


def _guide_here(community: Community | None, office: Office | None, role: Role | None) -> str:
    if community:
        return of_role(role).code if role else ""
    return "international" if office and office.is_international else "staff"


@cache
def _beside(_language: str, guide: str, page: str, place: str) -> Beside | None:
    if page in QUIET:
        return None
    how = ""
    if guide and (anchor := explained().get((guide, page))):
        how = f"{reverse('help:guide-detail', args=[guide])}?from={place}#{anchor}"
    glossary = reverse("help:glossary")
    words = tuple((f"{glossary}#{code}", str(by_code()[code].word)) for code in WORDS.get(page, ()))
    return Beside(how, words) if how or words else None


# On a home one thing is to be done, and on a form as well: nothing else competes.
QUIET = frozenset(
    {
        "communities:team-invite",
        "dashboards:home",
        "dashboards:international-home",
        "dashboards:office-home",
        "events:event-plan",
        "events:meeting-log",
        "stakeholders:organization-add",
    }
)

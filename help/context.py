"""Context processor of the help: the help line under the heading of a main page, with a link to the guide and glossary
terms, and whether there are unread release notes.
"""

from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from communities.language_choice import READ
from communities.models import Community, Office, Role
from help.guides import Guide, get_anchors, get_office_guide, get_role_guide
from help.pages import get_page
from help.releases import get_newest_day

# URL name → glossary terms that the page uses.
PAGE_TERMS: dict[str, tuple[str, ...]] = {
    "events:event-list": ("team-meeting", "stakeholder-meeting", "engagement-event"),
    "events:connections": ("sector", "stakeholder-meeting"),
    "stakeholders:strategy-list": ("strategy", "strategy-stages", "evidence"),
    "events:office-training-list": ("leader",),
    "stakeholders:research": ("finding", "checked"),
    "stakeholders:briefing-list": ("finding",),
    "dashboards:service-gaps": ("need", "required-language", "coverage"),
    "evaluation:survey": ("figure", "receipt", "unknown", "override"),
    "evaluation:survey-question": ("receipt", "override", "declared-zero"),
    "dashboards:target-list": ("target", "baseline"),
    "dashboards:office-target-list": ("target", "baseline"),
    "evaluation:data-quality": ("data-quality", "record"),
    "evaluation:office-data-quality": ("data-quality",),
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
    "support:support-counts": ("tally", "survivor"),
    "library:material-list": ("material",),
    "library:story-list": ("story",),
    "communities:team": ("member", "leader", "coordinator"),
    "communities:settings-cadence": ("rhythm",),
    "communities:settings-languages": ("required-language",),
    "communities:settings-profile": ("population-profile",),
    "communities:candidate-list": ("candidate", "stage"),
    "communities:office-communities": ("stage", "dormant"),
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return functions, which are called only when a template needs them."""
    return {
        "page_help": lambda: get_page_help(request),
        "has_news": lambda: has_news(request),
        "unread_translation": get_language() not in READ,
    }


def has_news(request: HttpRequest) -> bool:
    """Return True if a release is newer than the person's last visit to the release notes.

    Without a visit, the date of their account counts.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    return (user.news_seen_on or user.date_joined.date()) < get_newest_day()


class PageHelp(NamedTuple):
    """``guide_url``: where the guide explains the page, or empty; ``terms``: (URL, title) in the glossary."""

    guide_url: str
    terms: tuple[tuple[str, str], ...]


def get_page_help(request: HttpRequest) -> PageHelp | None:
    """Return the help for the requested page, without a query.

    None if there is none, or the page has a single task.
    """
    match = request.resolver_match
    community, office = getattr(request, "community", None), getattr(request, "office", None)
    place: Community | Office | None = community or office
    if match is None or place is None or match.view_name in WITHOUT_HELP:
        return None
    guide = _get_guide(community, office, getattr(request, "role", None))
    guide_url = ""
    if guide and (anchor := get_anchors(guide).get(match.view_name)):
        guide_url = f"{reverse('help:guide-detail', args=[guide.code])}?from={place.slug}#{anchor}"
    terms = _get_terms(str(get_language()), match.view_name)
    return PageHelp(guide_url, terms) if guide_url or terms else None


def _get_guide(community: Community | None, office: Office | None, role: Role | None) -> Guide | None:
    if community:
        return get_role_guide(role) if role else None
    return get_office_guide(is_international=bool(office and office.is_international))


@cache
def _get_terms(_language: str, page: str) -> tuple[tuple[str, str], ...]:
    glossary_url = reverse("help:glossary")
    terms = {term.anchor: term for term in get_page("glossary")}
    return tuple((f"{glossary_url}#{code}", terms[code].title) for code in PAGE_TERMS.get(page, ()))


# Home pages and forms: a single task and nothing next to it.
WITHOUT_HELP = frozenset(
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

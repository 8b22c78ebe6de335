"""Navigation: the pages of the current place."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Office, Role
from communities.places import Place


@dataclass(frozen=True, eq=False)
class Entry:
    """A page of the navigation. ``at_once``: current only at exactly this address.

    Entries are compared by identity: comparing labels would translate them on each page.
    """

    name: str
    label: Any
    icon: str
    at_once: bool = False


class Item(NamedTuple):
    """An entry as rendered on this page; ``current``: it is the current one."""

    label: str
    url: str
    icon: str
    current: bool


# The first four appear in the phone's bar, which has room for short labels.
COMMUNITY = (
    Entry("dashboards:home", _("Home"), "home", at_once=True),
    Entry("events:event-list", _("Events"), "calendar"),
    Entry("stakeholders:research", _("Research"), "research"),
    Entry("stakeholders:organization-list", _("Network"), "network"),
    Entry("support:service-list", _("Help"), "help"),
    Entry("evaluation:survey", _("Survey"), "survey"),
    Entry("library:material-list", _("Library"), "book"),
    Entry("reports:report-list", _("Reports"), "report"),
    Entry("communities:team", _("Team"), "people"),
    Entry("communities:community-settings", _("Settings"), "settings"),
)
OFFICE = (
    Entry("dashboards:office-home", _("Overview"), "home", at_once=True),
    Entry("evaluation:submission-list", _("Surveys"), "survey"),
    Entry("reports:office-report-list", _("Reports"), "report"),
    Entry("dashboards:office-target-list", _("Targets"), "target"),
    Entry("communities:office-communities", _("Communities"), "community"),
    Entry("events:office-training-list", _("Trainings"), "book"),
    Entry("library:office-material-list", _("Library"), "book"),
    Entry("evaluation:threshold-list", _("Settings"), "settings"),
    Entry("communities:office-team", _("Team"), "people"),
)
# The pages of a section: tabs on each of them. The first is the one in the navigation.
SECTIONS = (
    (
        Entry("events:event-list", _("Events"), "people"),
        Entry("events:event-calendar", _("Calendar"), "calendar"),
    ),
    (
        Entry("stakeholders:research", _("Research"), "research"),
        Entry("stakeholders:finding-list", _("Findings"), "eye"),
        Entry("stakeholders:focus", _("Focus"), "target"),
        Entry("stakeholders:briefing-list", _("Briefings"), "file"),
    ),
    (
        Entry("stakeholders:organization-list", _("Organizations"), "network"),
        Entry("stakeholders:strategy-list", _("Strategies"), "check"),
        Entry("events:connections", _("Who has met"), "people"),
        Entry("stakeholders:contribution-list", _("Contributions"), "seed"),
        Entry("stakeholders:partnership-list", _("Partnerships"), "office"),
        Entry("stakeholders:partner-survey", _("Working together"), "link"),
        Entry("stakeholders:duplicate-list", _("Listed twice"), "copy"),
    ),
    (
        Entry("support:service-list", _("Services"), "help"),
        Entry("dashboards:service-gaps", _("Needs and languages"), "globe"),
        Entry("support:support-counts", _("Support given"), "seed"),
        Entry("support:public-edit", _("Public page"), "eye"),
        Entry("support:inquiry-list", _("Want to help"), "mail"),
    ),
    (
        Entry("communities:team", _("Team"), "people"),
        Entry("library:discussions", _("Discussions"), "mail"),
        Entry("library:announcement-list", _("Announcements"), "flag"),
        Entry("events:training-list", _("Trainings"), "book"),
        Entry("events:development-plan-list", _("Paths"), "seed"),
    ),
    (
        Entry("events:office-training-list", _("Trainings"), "book"),
        Entry("dashboards:office-leaders", _("Leaders"), "people"),
    ),
    (
        Entry("evaluation:survey", _("Half-year"), "survey"),
        Entry("residents:wave-list", _("Residents"), "people"),
        Entry("dashboards:target-list", _("Targets"), "target"),
        Entry("dashboards:professionals", _("Professionals"), "shield"),
        Entry("evaluation:data-quality", _("Data quality"), "eye"),
    ),
    (
        Entry("evaluation:submission-list", _("Surveys"), "survey"),
        Entry("evaluation:round-list", _("Half-years"), "round"),
        Entry("dashboards:office-calendar", _("Calendar"), "calendar"),
        Entry("evaluation:office-data-quality", _("Data quality"), "eye"),
    ),
    (
        Entry("reports:report-list", _("Reports"), "report"),
        Entry("dashboards:figures", _("Figures"), "chart"),
    ),
    (
        Entry("reports:office-report-list", _("Reports"), "report"),
        Entry("dashboards:office-figures", _("Figures"), "chart"),
    ),
    (
        Entry("library:material-list", _("Materials"), "book"),
        Entry("library:story-list", _("Stories"), "people"),
    ),
    (
        Entry("library:office-material-list", _("Materials"), "book"),
        Entry("library:office-story-list", _("Stories"), "people"),
        Entry("library:office-report-list", _("Reported"), "flag"),
    ),
    (
        Entry("dashboards:office-target-list", _("Targets"), "target"),
        Entry("dashboards:office-professionals", _("Professionals"), "shield"),
    ),
    (
        Entry("evaluation:threshold-list", _("Thresholds"), "target"),
        Entry("evaluation:custom-list", _("Own questions"), "survey"),
        Entry("stakeholders:vulnerability-list", _("Vulnerabilities"), "eye"),
        Entry("stakeholders:weight-list", _("Influence"), "chart"),
        Entry("communities:office-retention", _("Data retention"), "history"),
        Entry("communities:privacy-edit", _("Privacy notice"), "shield"),
    ),
    (
        Entry("communities:office-communities", _("Communities"), "community"),
        Entry("communities:candidate-list", _("Candidates"), "seed"),
        Entry("dashboards:candidate-outcomes", _("Looking back"), "history"),
        Entry("stakeholders:shared-evidence-list", _("Evidence"), "eye"),
        Entry("support:office-support-counts", _("Support given"), "help"),
        Entry("library:office-announcement-list", _("Announcements"), "flag"),
    ),
)
# Further addresses whose pages belong to an entry: those that link back to it.
ALSO = {
    "dashboards:home": ("activity/", "imports/"),
    "reports:report-list": ("exports/",),
    "communities:community-settings": ("audit-log/", "archive/"),
    "dashboards:office-home": ("activity/", "achievements/", "trends/", "map/", "parts/"),
    "reports:office-report-list": ("exports/",),
    "communities:office-team": ("audit-log/",),
}
INTERNATIONAL = (Entry("dashboards:international-home", _("All offices"), "globe", at_once=True),)
INTERNATIONAL_OFFICE = (
    Entry("reports:office-report-list", _("Reports"), "report"),
    Entry("communities:office-team", _("Team"), "people"),
)


def is_here(request: HttpRequest, place: Place) -> bool:
    """Return True if the page belongs to this place."""
    if place.icon == "community":
        return request.path.startswith(f"/c/{place.slug}/")
    return request.path.startswith((place.url, f"/office/{place.slug}/"))


def navigation(request: HttpRequest, place: Community | Office | None, role: Role | None) -> tuple[Item, ...]:
    """Return the pages of the current place that the access decorators admit this person to; no query of its own."""
    if isinstance(place, Community):
        return _items(request, COMMUNITY, "community", place.slug, role)
    if place and place.is_international:
        return (
            *_items(request, INTERNATIONAL),
            *_items(request, INTERNATIONAL_OFFICE, "office", place.slug),
        )
    if place:
        return _items(request, OFFICE, "office", place.slug)
    return ()


def tabs(request: HttpRequest) -> tuple[Item, ...]:
    """Return the pages of the section whose list is open; empty on forms and details, which link
    back to their list.
    """
    place = getattr(request, "community", None) or getattr(request, "office", None)
    match = request.resolver_match
    if place is None or match is None or (match.kwargs.keys() - {"community", "office"}):
        return ()
    # It has no communities of its own, and so no half-years or figures.
    if isinstance(place, Office) and place.is_international:
        return ()
    entries = _SECTION_OF.get(match.view_name, ())
    kind = "community" if isinstance(place, Community) else "office"
    items = _items(request, entries, kind, place.slug, getattr(request, "role", None))
    here = tuple(item._replace(current=item.url == request.path) for item in items)
    return here if len(here) > 1 else ()


def _items(
    request: HttpRequest, entries: tuple[Entry, ...], kind: str = "", slug: str = "", role: Role | None = None
) -> tuple[Item, ...]:
    path = getattr(request, "stands_at", request.path)
    return tuple(
        item._replace(current=True) if path == item.url or path.startswith(below) else item
        for item, below in offered(str(get_language()), entries, kind, slug, role)
    )


@lru_cache(maxsize=2000)
def offered(
    _language: str, entries: tuple[Entry, ...], kind: str, slug: str, role: Role | None
) -> tuple[tuple[Item, tuple[str, ...]], ...]:
    """Return the entries that the access decorators would admit this role to in one place, and the addresses of the
    pages that belong to each.
    """
    return tuple(
        (Item(str(entry.label), led.url, entry.icon, current=False), led.below)
        for entry in entries
        if (led := _led(entry.name, entry.at_once, kind, slug)) and (role is None or role >= led.role)
    )


class _Led(NamedTuple):
    """The target of an entry in one place. A page belongs to it at ``url`` and below one of ``below``; ``role``: the
    minimum role that its access decorator admits, 0 if it requires none.
    """

    url: str
    below: tuple[str, ...]
    role: int


@lru_cache(maxsize=2000)
def _led(name: str, at_once: bool, kind: str, slug: str) -> _Led:
    """Return the target; addresses are built once per place, not on each of its pages."""
    kwargs = {kind: slug} if kind else {}
    url = reverse(name, kwargs=kwargs)
    view: Any = resolve(url).func
    section = next((section for section in SECTIONS if section[0].name == name), ())
    below = () if at_once else (url, *(reverse(entry.name, kwargs=kwargs) for entry in section))
    # "/c/hill" of "/c/hill/events/".
    root = "/".join(url.split("/")[:3])
    below = (*below, *(f"{root}/{more}" for more in ALSO.get(name, ())))
    return _Led(url, below, view.admits[1] or 0)


_SECTION_OF = {entry.name: section for section in SECTIONS for entry in section}

"""Index of all pages of a place by name for the search: those of the menus, and some that are in none."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activity.navigation import COMMUNITY, INTERNATIONAL_OFFICE, OFFICE, SECTIONS, Entry, offered
from communities.models import Community, Office, Role

# Pages that are in no menu, but that people search for.
OTHER_PAGES = (
    Entry("events:meeting-log", _("Log a meeting"), "plus"),
    Entry("events:event-plan", _("Plan an event"), "plus"),
    Entry("stakeholders:finding-add", _("Add a finding"), "plus"),
    Entry("stakeholders:organization-add", _("Add an organization"), "plus"),
    Entry("activity:activity", _("What changed"), "history"),
    Entry("activity:office-activity", _("What changed"), "history"),
    Entry("dashboards:office-map", _("Map"), "globe"),
    Entry("dashboards:office-achievements", _("What was done"), "check"),
    Entry("communities:notifications", _("What waits for you"), "bell"),
    Entry("communities:office-notifications", _("What waits for you"), "bell"),
    Entry("activity:export-list", _("Lists to take along"), "file"),
    Entry("activity:office-export-list", _("Lists to take along"), "file"),
    Entry("communities:import-list", _("Bring in a spreadsheet"), "file"),
    Entry("communities:audit", _("Who did what"), "history"),
    Entry("communities:office-audit", _("Who did what"), "history"),
    Entry("activity:person-requests", _("Requests of a person"), "user"),
    Entry("reports:archive", _("Everything as one file"), "file"),
)
OWN = (
    Entry("account_email", _("E-mail address"), "mail"),
    Entry("account_change_password", _("Password"), "key"),
    Entry("mfa_index", _("Second sign-in step"), "shield"),
    Entry("communities:notification-settings", _("What you hear of"), "bell"),
    Entry("communities:sessions", _("Where you are signed in"), "device"),
    Entry("activity:shortcuts", _("Keys"), "key"),
    Entry("communities:account-data", _("Download your data"), "file"),
)


class Page(NamedTuple):
    """A page to open; ``within``: its section, empty if it has none."""

    label: str
    url: str
    icon: str
    within: str


def get_pages(place: Community | Office, role: Role | None) -> tuple[Page, ...]:
    """Return every page of a place that the access decorators would admit this role to, and a person's own pages;
    ``role``: None in an office.
    """
    kind = "community" if isinstance(place, Community) else "office"
    international = isinstance(place, Office) and place.is_international
    menu = INTERNATIONAL_OFFICE if international else COMMUNITY if kind == "community" else OFFICE
    sections = (
        ()
        if international
        else tuple(section for section in SECTIONS if _belongs_to_kind(section[0].name, kind))
    )
    labels = {entry.name: str(entry.label) for entry in menu}
    groups: list[tuple[str, Sequence[Entry]]] = [("", menu)]
    groups += [(labels.get(section[0].name, ""), section) for section in sections]
    groups.append(
        (
            "",
            ()
            if international
            else tuple(entry for entry in OTHER_PAGES if _belongs_to_kind(entry.name, kind)),
        )
    )
    pages_by_url: dict[str, Page] = {}
    for within, entries in groups:
        for item, _below in offered(str(get_language()), tuple(entries), kind, place.slug, role):
            before = pages_by_url.get(item.url)
            inside = before.label if before and before.label != item.label else within
            pages_by_url[item.url] = Page(
                item.label, item.url, item.icon, inside if inside != item.label else ""
            )
    own = [Page(str(entry.label), reverse(entry.name), entry.icon, str(_("Your account"))) for entry in OWN]
    return (*pages_by_url.values(), *own)


@lru_cache(maxsize=500)
def _belongs_to_kind(name: str, kind: str) -> bool:
    """Return True if a page belongs to this kind of place: a community or an office."""
    try:
        return bool(reverse(name, kwargs={kind: "x"}))
    except NoReverseMatch:
        return False

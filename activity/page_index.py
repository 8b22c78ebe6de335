"""Index of all pages of a place by name for the search: those of the menus, and some that are in none."""

from functools import lru_cache
from typing import NamedTuple

from django.urls import resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activity.menus import COMMUNITY, Entry, Menus
from activity.navigation import build_place_links, get_admitted, get_menus, reverse_in_place
from activity.search_words import LANGUAGE_WORDS, PAGE_WORDS
from communities.models import Community, Office, Role

# Pages that are in no menu, but that people search for.
OTHER_PAGES = (
    Entry("events:meeting-log", _("Log a meeting"), "plus"),
    Entry("events:event-plan", _("Plan an event"), "plus"),
    Entry("stakeholders:finding-add", _("Record a finding"), "plus"),
    Entry("stakeholders:organization-add", _("Add an organization"), "plus"),
    Entry("support:service-add", _("Add a service"), "plus"),
    Entry("support:hotline-add", _("Add a local hotline"), "phone"),
    Entry("communities:team-invite", _("Invite a person"), "invite"),
    Entry("communities:office-team-invite", _("Invite a person"), "invite"),
    Entry("communities:settings-cadence", _("Meeting rhythm"), "repeat"),
    Entry("communities:settings-language", _("Language of emails and invitations"), "globe"),
    Entry("communities:settings-languages", _("Languages of local services"), "globe"),
    Entry("communities:settings-profile", _("Population profile"), "people"),
    Entry("communities:notifications", _("Notifications"), "bell"),
    Entry("communities:office-notifications", _("Notifications"), "bell"),
    Entry("activity:person-requests", _("Requests of a person"), "user"),
)
OWN = (
    Entry("account_email", _("Email address"), "mail"),
    Entry("communities:account-phone", _("Phone"), "phone"),
    Entry("account_change_password", _("Password"), "key"),
    Entry("mfa_index", _("Two-step verification"), "shield"),
    Entry("communities:notification-settings", _("Notification settings"), "bell"),
    Entry("communities:sessions", _("Devices and sessions"), "device"),
    Entry("activity:shortcuts", _("Keyboard shortcuts"), "key"),
    Entry("communities:account-data", _("Download your data"), "file"),
    Entry("communities:account-close", _("Close your account"), "trash"),
)
HELP = (
    Entry("help:guide", _("Help"), "question"),
    Entry("help:whats-new", _("What's new"), "flag"),
)


class Page(NamedTuple):
    """A page to open; ``within``: its section, empty if it has none; ``keywords``: usual words for it."""

    label: str
    url: str
    icon: str
    within: str
    keywords: str = ""


def get_pages(place: Community | Office, role: Role | None) -> tuple[Page, ...]:
    """Return every page of a place that the access decorators would admit this role to, and a person's own pages;
    ``role``: None in an office.
    """
    return _build_pages(str(get_language()), get_menus(place), place.slug, role)


@lru_cache(maxsize=500)
def _build_pages(language: str, menus: Menus, slug: str, role: Role | None) -> tuple[Page, ...]:
    """Return the pages; built once per place and role, not for each search."""
    links = build_place_links(language, menus, slug, role)
    pages_by_url: dict[str, Page] = {}
    for section in (*links.main, *links.place):
        label, url, icon, _current = section.item
        pages_by_url[url] = Page(label, url, icon, "")
        for page in (*section.pages, *section.second_level):
            if page.label != label:
                pages_by_url[page.url] = Page(page.label, page.url, page.icon, label)
    root = "/c/" if menus is COMMUNITY else "/office/"
    others = [entry for entry in OTHER_PAGES if reverse_in_place(entry.name, slug).startswith(root)]
    for item in get_admitted(others, slug, role):
        pages_by_url.setdefault(item.url, Page(item.label, item.url, item.icon, ""))
    for entry in (*OWN, *HELP):
        within = str(_("Your account")) if entry in OWN else ""
        pages_by_url[reverse(entry.name)] = Page(str(entry.label), reverse(entry.name), entry.icon, within)
    with_keywords = [page._replace(keywords=_get_keywords(url)) for url, page in pages_by_url.items()]
    # The language is chosen at the foot of every page.
    return (*with_keywords, Page(str(_("Language")), "#language", "globe", "", LANGUAGE_WORDS))


def _get_keywords(url: str) -> str:
    """Return the usual words for the page of this address."""
    return PAGE_WORDS.get(resolve(url).view_name, "")

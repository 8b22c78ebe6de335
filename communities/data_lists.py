"""The lists of a place, collected from the modules that apps register (tfc/registry.py).

Such a module has ``TITLE``, ``POSITION``, and ``COMMUNITY_LISTS`` or ``OFFICE_LISTS``, or both: tuples of
`tfc.lists.ListExport`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import Community, Office
from tfc.lists import ListExport
from tfc.registry import get_extensions

# Other exported files, by the codes that communities.models.AnyBulkExport stores.
RESEARCH, ARCHIVE, SERVICES = "research", "archive", "services"
FIGURES, REPORT, MATERIAL, PERSON = "all-figures", "report", "material", "person"
OTHER_FILES: Mapping[str, Any] = {
    RESEARCH: _("The research with its location notes"),
    ARCHIVE: _("Community archive"),
    SERVICES: _("Directory of services"),
    FIGURES: _("All figures of a half-year"),
    REPORT: _("A report"),
    MATERIAL: _("A file of the library"),
    PERSON: _("What is stored about a person"),
}


# Files with contacts and addresses of people, or notes of where people were found.
PERSONAL_FILES = frozenset({RESEARCH, ARCHIVE, PERSON})


@dataclass(frozen=True)
class Group:
    """The lists of one app."""

    title: Any
    lists: Sequence[ListExport]


@cache
def _groups(name: str) -> tuple[Group, ...]:
    sources = sorted(get_extensions("exports"), key=lambda module: module.POSITION)
    return tuple(Group(source.TITLE, getattr(source, name)) for source in sources if hasattr(source, name))


def get_list_groups(place: Community | Office) -> tuple[Group, ...]:
    return _groups("COMMUNITY_LISTS" if isinstance(place, Community) else "OFFICE_LISTS")


def get_lists(place: Community | Office) -> Mapping[str, ListExport]:
    """Return the lists of a place, by code."""
    return {list_export.code: list_export for group in get_list_groups(place) for list_export in group.lists}


def get_all_lists() -> Mapping[str, ListExport]:
    """Return the lists of communities and offices alike, by code."""
    groups = (*_groups("COMMUNITY_LISTS"), *_groups("OFFICE_LISTS"))
    return {chosen.code: chosen for group in groups for chosen in group.lists}


def personal_files() -> frozenset[str]:
    """Return the codes of all files with personal details, whose downloads per person and day are limited."""
    lists = (code for code, chosen in get_all_lists().items() if chosen.has_personal_details)
    return PERSONAL_FILES.union(lists)


def file_title(what: str) -> Any:
    """Return the title of an exported file: a list, or one of OTHER_FILES."""
    if what in OTHER_FILES:
        return OTHER_FILES[what]
    return get_all_lists()[what].title if what in get_all_lists() else what

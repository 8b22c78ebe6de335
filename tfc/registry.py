"""What each app adds to pages and jobs of the apps before it: its ``Extensions``, in ``<app>/extensions.py``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import reverse

from tfc.own_apps import OWN_APPS


@dataclass(frozen=True)
class Extensions:
    """Everything that one app adds elsewhere. Modules and classes have the names that their reader documents.

    Where people see an order, a module or class has a ``position`` (``POSITION`` in a module), lowest first.
    """

    panels: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    """{name of a place on a page: function that returns its content}. The page's view documents the arguments."""
    pages: Sequence[str] = ()
    """Names of URLs that apps before this one link to (reverse_page), such as "events:event-detail"."""
    imports: Sequence[type[Any]] = ()
    """Kinds of spreadsheet imports (communities/imports/kinds.py)."""
    exports: Any = None
    """The module with the lists to export (communities/data_lists.py)."""
    notifications: Sequence[Any] = ()
    """Modules with due notifications (communities/notices.py)."""
    search: Any = None
    """The module with searchable content (communities/site_search.py)."""
    changes: Any = None
    """The module with recent changes (activity/views/feed.py)."""
    retention: Any = None
    """What is deleted, and when (tfc/retention.py)."""
    personal_data: Any = None
    """The module that declares where people are named (tfc/personal_data.py)."""
    on_acceptance: Callable[[Any, Any], None] | None = None
    """Is called with an invitation that was accepted and the membership, in the community's scope."""
    on_organization_change: Callable[[Any], None] | None = None
    """Is called with an organization whose name may have changed, in the community's scope."""
    on_staff_removal: Callable[[Any], None] | None = None
    """Is called with the ended membership of an office's staff, in the office's scope."""
    get_waiting_work: Callable[[], Iterator[Any]] | None = None
    """Returns the jobs that wait for workers (tfc/queue_depth.py)."""
    get_locked_half_years: Callable[[], set[Any]] | None = None
    """Returns the half-years of the community in scope whose figures later imports do not change."""


@cache
def _load_all_extensions() -> tuple[Extensions, ...]:
    modules = [f"{app}.extensions" for app in OWN_APPS]
    return tuple(import_module(module).extensions for module in modules if find_spec(module))


def get_extensions(name: str) -> list[Any]:
    """Return a field's value from each app that has one, in the order of OWN_APPS."""
    return [value for extensions in _load_all_extensions() if (value := getattr(extensions, name))]


@cache
def _page_names() -> Mapping[str, str]:
    return {name.partition(":")[2]: name for names in get_extensions("pages") for name in names}


def reverse_page(name: str, *args: Any) -> str:
    """Return the address of a page that a later app registered, by its name without that of the app."""
    return reverse(_page_names()[name], args=args)


def get_panels(place: str) -> list[Callable[..., Any]]:
    """Return the functions that apps registered for a place on a page."""
    return [panels[place] for panels in get_extensions("panels") if place in panels]

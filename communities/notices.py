"""Due notifications, collected from the modules that apps register (tfc/registry.py).

Such a module has ``KINDS``; ``due(community, now)`` in the scope of a coordinator of the community, or
``due_in_office(office, now)`` in the office's, or both. They only read, and return what is due and not done at that
moment.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.http import HttpRequest

from communities.models import AnyNotice, Community, Notice, NoticeGroup, Office, OfficeNotice, Role, User
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.registry import get_extensions
from tfc.tenancy import ScopeError, current_scope

MORNING = dt.time(9)
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class NoticeKind:
    """``label``: a sentence that may be shown in any mailbox: it contains no names. Codes never change."""

    code: str
    group: NoticeGroup
    label: Any


@dataclass(frozen=True)
class DueNotice:
    """``key`` changes when it is due again. ``least``: the minimum role that can do it; in an office that is all of
    its staff.

    ``but``: the ID of a person who is not notified, since it is that person's own doing. ``only``: the ID of the only
    recipient. ``since``: when it began to wait, if that is not when it was found due.
    """

    kind: NoticeKind
    key: str
    path: str
    least: Role = Role.LEADER
    but: int | None = None
    only: int | None = None
    since: dt.datetime | None = None

    def concerns(self, user: User, role: Role) -> bool:
        return role >= self.least and user.pk != self.but and self.only in (None, user.pk)


def sources() -> list[Any]:
    return [module for modules in get_extensions("notifications") for module in modules]


@cache
def kinds() -> Mapping[str, NoticeKind]:
    return {kind.code: kind for source in sources() for kind in source.KINDS}


def get_due_notices(place: Community | Office, now: dt.datetime) -> list[DueNotice]:
    """Return what is due and not done, from all apps, in the place's scope."""
    name = "due" if isinstance(place, Community) else "due_in_office"
    due_functions = [getattr(source, name) for source in sources() if hasattr(source, name)]
    return [due for ask in due_functions for due in ask(place, now)]


def get_notice_model(place: Community | Office) -> type[AnyNotice]:
    return Notice if isinstance(place, Community) else OfficeNotice


def get_user_zone(user: User, otherwise: ZoneInfo) -> ZoneInfo:
    """Return this person's time zone."""
    return ZoneInfo(user.time_zone) if user.time_zone else otherwise


def get_own_zone(user: User | AnonymousUser) -> ZoneInfo:
    """Return the time zone of a person's own pages, outside any place: as chosen, or that of their first place."""
    if not isinstance(user, User):
        return UTC
    places = [membership.community for membership in user.roles.memberships] + [
        membership.office for membership in user.roles.staff
    ]
    return get_user_zone(user, places[0].zone if places else UTC)


def is_morning(now: dt.datetime, zone: ZoneInfo) -> bool:
    """Return True from nine o'clock local time on; also on the two days with a clock change."""
    return now.astimezone(zone).time() >= MORNING


def get_morning(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Return the time since when something waits, if only the day is known."""
    return dt.datetime.combine(day, MORNING, zone)


@dataclass
class NoticeRow:
    """Notifications of one kind that lead to the same page."""

    kind: NoticeKind
    path: str
    since: dt.datetime
    count: int = 0
    is_read: bool = True


def build_notice_rows(notices: Iterable[AnyNotice]) -> list[NoticeRow]:
    """Return rows, unread first, then newest first. Kinds that no app declares any more are left out."""
    rows_by_key: dict[tuple[str, str], NoticeRow] = {}
    for notice in notices:
        if kind := kinds().get(notice.kind):
            row = rows_by_key.setdefault(
                (notice.kind, notice.path), NoticeRow(kind, notice.path, notice.made_at)
            )
            row.count += 1
            row.since = min(row.since, notice.made_at)
            row.is_read = row.is_read and notice.read_at is not None
    newest_first = sorted(rows_by_key.values(), key=lambda row: row.since, reverse=True)
    return sorted(newest_first, key=lambda row: row.is_read)


def unread_here(request: HttpRequest) -> int | None:
    """Return the number of unread notifications for the icon on every page of a place, by one index query; None
    without a place, or for a guest.
    """
    place = getattr(request, "community", None) or getattr(request, "office", None)
    user = getattr(request, "user", None)
    if place is None or user is None or not user.is_authenticated or getattr(request, "is_guest", False):
        return None
    try:
        current_scope()
    except ScopeError:  # an error page
        return None
    [[number]] = _unread(get_notice_model(place))(user.pk) or [(0,)]
    return number


@cache
def _unread(notices: type[AnyNotice]) -> CompiledQuery[tuple[int]]:
    """Return a query of the number, by the ID of a person; no row if there is none."""
    mine = notices._default_manager.shown_to(parameter(0)).unread().order_by().values("user")
    return CompiledQuery(lambda: mine.annotate(number=Count("pk")).values_list("number"))

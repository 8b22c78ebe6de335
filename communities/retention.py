"""Retention rules: how long records stay in the trash, and how long other data is stored."""

import datetime as dt
from collections.abc import Collection
from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions.closing import empty_account
from communities.actions.imports import forget_imports
from communities.hard_delete import empty_trash, erase, get_own_rows, get_trash_models
from communities.models import (
    BulkExport,
    Community,
    ImportBatch,
    Invitation,
    LastVisit,
    Notice,
    Office,
    OfficeBulkExport,
    OfficeLastVisit,
    OfficeNotice,
    OfficeRecentRecord,
    RecentRecord,
    User,
)
from tfc.current_actor import OVER, Actor
from tfc.retention import Outcome, Retention, Rule, RuleScope
from tfc.tenancy import set_actor

IMPORTS_KEPT = dt.timedelta(days=30)
# For invitations accepted, withdrawn or expired, and for resolved notifications.
SETTLED_KEPT = dt.timedelta(days=90)
EXPORTS_KEPT = dt.timedelta(days=90)
OPENED_KEPT = dt.timedelta(days=30)
VISITS_KEPT = dt.timedelta(days=365)
TRASH_PERIOD = _("30 days after they were deleted")
SETTLED = _("90 days after it is settled")
A_YEAR = _("One year")
THE_LAST = _("Ten of each person, for 30 days")


def _day(moment: dt.datetime | None) -> dt.date | None:
    """Return the day in the time zone of the current place."""
    return timezone.localdate(moment) if moment else None


def _empty_trash(place: Community | Office, now: dt.datetime) -> Outcome:
    """Empty the trash of every kind of record that has one."""
    outcome = Outcome()
    for model in get_trash_models():
        gone = empty_trash(model, place, now)
        left = get_own_rows(model, place).filter(deleted_at__isnull=False).aggregate(oldest=Min("deleted_at"))
        outcome = outcome.plus(Outcome(gone, _day(left["oldest"])))
    return outcome


def _imports(_place: Any, now: dt.datetime) -> Outcome:
    forgotten = forget_imports(before=now - IMPORTS_KEPT)
    left = ImportBatch.objects.filter(emptied_at=None).aggregate(oldest=Min("at"))
    return Outcome(forgotten, _day(left["oldest"]))


def _notices(model: Any, _place: Any, now: dt.datetime) -> Outcome:
    gone = model.objects.filter(resolved_at__lt=now - SETTLED_KEPT).delete()[0]
    left = model.objects.filter(resolved_at__isnull=False).aggregate(oldest=Min("resolved_at"))
    return Outcome(gone, _day(left["oldest"]))


def _delete_old_recent_records(model: Any, _place: Any, now: dt.datetime) -> Outcome:
    """Delete rows that are never shown: only the last ten are."""
    beyond = set(model.objects.beyond_recent().values_list("pk", flat=True))
    gone = model.objects.filter(Q(at__lt=now - OPENED_KEPT) | Q(pk__in=beyond)).delete()[0]
    return Outcome(gone, _day(model.objects.aggregate(oldest=Min("at"))["oldest"]))


def _visits(model: Any, _place: Any, now: dt.datetime) -> Outcome:
    gone = model.objects.filter(at__lt=now - VISITS_KEPT).delete()[0]
    return Outcome(gone, _day(model.objects.aggregate(oldest=Min("at"))["oldest"]))


def _exports(model: Any, _place: Any, now: dt.datetime) -> Outcome:
    gone = model.objects.filter(at__lt=now - EXPORTS_KEPT).delete()[0]
    return Outcome(gone, _day(model.objects.aggregate(oldest=Min("at"))["oldest"]))


def _invitations(_place: Any, now: dt.datetime) -> Outcome:
    before = now - SETTLED_KEPT
    settled = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    gone = Invitation.objects.filter(settled).delete()[0]
    return Outcome(gone, _day(Invitation.objects.aggregate(oldest=Min("created_at"))["oldest"]))


def _sessions(_place: Any, now: dt.datetime) -> Outcome:
    """Delete expired sessions, with their rows in the list of sessions, which contain an address and a browser."""
    gone = Session.objects.filter(expire_date__lt=now).delete()[0]
    running = Session.objects.values("session_key")
    listed = UserSession.objects.exclude(session_key__in=running)
    # A new session is listed before it is stored. The account and its history stay.
    with set_actor(Actor(None, OVER)):
        listed.filter(created_at__lt=now - dt.timedelta(hours=1)).delete()
    left = UserSession.objects.aggregate(oldest=Min("created_at"))
    return Outcome(gone, _day(left["oldest"]))


RULES = [
    Rule("bins", _("Deleted records"), TRASH_PERIOD, RuleScope.COMMUNITY, _empty_trash),
    Rule("office-bins", _("Deleted records"), TRASH_PERIOD, RuleScope.OFFICE, _empty_trash),
    Rule("imports", _("Imported spreadsheets"), _("30 days"), RuleScope.COMMUNITY, _imports),
    Rule("notices", _("Reminders"), SETTLED, RuleScope.COMMUNITY, partial(_notices, Notice)),
    Rule(
        "office-notices",
        _("Reminders"),
        SETTLED,
        RuleScope.OFFICE,
        partial(_notices, OfficeNotice),
    ),
    Rule(
        "opened",
        _("Recently opened records"),
        THE_LAST,
        RuleScope.COMMUNITY,
        partial(_delete_old_recent_records, RecentRecord),
    ),
    Rule(
        "office-opened",
        _("Recently opened records"),
        THE_LAST,
        RuleScope.OFFICE,
        partial(_delete_old_recent_records, OfficeRecentRecord),
    ),
    Rule("visits", _("Last visits"), A_YEAR, RuleScope.COMMUNITY, partial(_visits, LastVisit)),
    Rule(
        "office-visits",
        _("Last visits"),
        A_YEAR,
        RuleScope.OFFICE,
        partial(_visits, OfficeLastVisit),
    ),
    Rule(
        "exports",
        _("Downloads of records"),
        _("90 days"),
        RuleScope.COMMUNITY,
        partial(_exports, BulkExport),
    ),
    Rule(
        "office-exports",
        _("Downloads of records"),
        _("90 days"),
        RuleScope.OFFICE,
        partial(_exports, OfficeBulkExport),
    ),
    Rule("invitations", _("Invitations"), SETTLED, RuleScope.INSTALLATION, _invitations),
    Rule(
        "sessions",
        _("Sessions, with address and browser"),
        _("Until they end"),
        RuleScope.ACCOUNTS,
        _sessions,
    ),
]


def _accounts_again(pks: Collection[int]) -> int:
    return sum(empty_account(user=user) for user in User.objects.filter(pk__in=pks, closed_at=None))


def _invitations_again(pks: Collection[int]) -> int:
    return Invitation.objects.filter(pk__in=pks).delete()[0]


RETENTION = Retention(
    rules=RULES,
    again={
        **{model._meta.label_lower: partial(erase, model) for model in get_trash_models()},
        "communities.invitation": _invitations_again,
        "communities.user": _accounts_again,
    },
    personal={
        "communities.digestday": "user",
        "communities.lastvisit": "user",
        "communities.notice": "user",
        "communities.officelastvisit": "user",
        "communities.officedigestday": "user",
        "communities.officenotice": "user",
        "communities.officerecentrecord": "user",
        "communities.recentrecord": "user",
    },
    # The deletions of the others leave work for it.
    runs_last=True,
)

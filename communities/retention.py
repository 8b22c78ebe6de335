"""How long records lie in a bin, and what else of everybody's is kept, and for how long."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions.closing import empty_account
from communities.actions.imports import forget_imports
from communities.hard_delete import binned_models, empty_bin, erase, own_rows
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
    OfficeOpened,
    Opened,
    User,
)
from tfc.current_actor import OVER, Actor
from tfc.retention import Of, Outcome, Rule
from tfc.tenancy import told_of_actor

IMPORTS_KEPT = dt.timedelta(days=30)
# Of an invitation that was taken up, taken back or is over, and of a notice whose reason is gone.
SETTLED_KEPT = dt.timedelta(days=90)
EXPORTS_KEPT = dt.timedelta(days=90)
OPENED_KEPT = dt.timedelta(days=30)
VISITS_KEPT = dt.timedelta(days=365)
IN_BIN = _("30 days after they were deleted")
SETTLED = _("90 days after it is settled")
A_YEAR = _("One year")
THE_LAST = _("Ten of each person, for 30 days")


def _day(moment: dt.datetime | None) -> dt.date | None:
    """By the clock of the place that is looked after."""
    return timezone.localdate(moment) if moment else None


def _bins(place: Community | Office, now: dt.datetime) -> Outcome:
    """Of every kind of record that has a bin."""
    told = Outcome()
    for model in binned_models():
        gone = empty_bin(model, place, now)
        left = own_rows(model, place).filter(deleted_at__isnull=False).aggregate(oldest=Min("deleted_at"))
        told = told.plus(Outcome(gone, _day(left["oldest"])))
    return told


def _imports(_place: Any, now: dt.datetime) -> Outcome:
    forgotten = forget_imports(before=now - IMPORTS_KEPT)
    left = ImportBatch.objects.filter(forgotten_at=None).aggregate(oldest=Min("at"))
    return Outcome(forgotten, _day(left["oldest"]))


def _notices(model: Any, _place: Any, now: dt.datetime) -> Outcome:
    gone = model.objects.filter(resolved_at__lt=now - SETTLED_KEPT).delete()[0]
    left = model.objects.filter(resolved_at__isnull=False).aggregate(oldest=Min("resolved_at"))
    return Outcome(gone, _day(left["oldest"]))


def _opened(model: Any, _place: Any, now: dt.datetime) -> Outcome:
    """Nobody is shown more than the last ten."""
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
    """The list of somebody's sessions goes along: it holds an address and a browser."""
    gone = Session.objects.filter(expire_date__lt=now).delete()[0]
    running = Session.objects.values("session_key")
    listed = UserSession.objects.exclude(session_key__in=running)
    # One that begins just now is listed before it is stored. The account stays, and so does what is known of it.
    with told_of_actor(Actor(None, OVER)):
        listed.filter(created_at__lt=now - dt.timedelta(hours=1)).delete()
    left = UserSession.objects.aggregate(oldest=Min("created_at"))
    return Outcome(gone, _day(left["oldest"]))


RULES = [
    Rule("bins", _("Deleted records"), IN_BIN, Of.COMMUNITY, _bins),
    Rule("office-bins", _("What the office deleted"), IN_BIN, Of.OFFICE, _bins),
    Rule("imports", _("Imported spreadsheets"), _("30 days"), Of.COMMUNITY, _imports),
    Rule("notices", _("Reminders"), SETTLED, Of.COMMUNITY, partial(_notices, Notice)),
    Rule("office-notices", _("Reminders to the office"), SETTLED, Of.OFFICE, partial(_notices, OfficeNotice)),
    Rule(
        "opened",
        _("Recently opened records of each person"),
        THE_LAST,
        Of.COMMUNITY,
        partial(_opened, Opened),
    ),
    Rule(
        "office-opened",
        _("Recently opened records of each staff member"),
        THE_LAST,
        Of.OFFICE,
        partial(_opened, OfficeOpened),
    ),
    Rule("visits", _("Last visit of each person"), A_YEAR, Of.COMMUNITY, partial(_visits, LastVisit)),
    Rule(
        "office-visits",
        _("Last visit of each staff member"),
        A_YEAR,
        Of.OFFICE,
        partial(_visits, OfficeLastVisit),
    ),
    Rule("exports", _("Who took records along"), _("90 days"), Of.COMMUNITY, partial(_exports, BulkExport)),
    Rule(
        "office-exports",
        _("Who took records of the office along"),
        _("90 days"),
        Of.OFFICE,
        partial(_exports, OfficeBulkExport),
    ),
    Rule("invitations", _("Invitations"), SETTLED, Of.INSTALLATION, _invitations),
    Rule("sessions", _("Sessions, with address and browser"), _("Until they end"), Of.ACCOUNTS, _sessions),
]


def _accounts_again(pks: Collection[int]) -> int:
    return sum(empty_account(user=user) for user in User.objects.filter(pk__in=pks, closed_at=None))


def _invitations_again(pks: Collection[int]) -> int:
    return Invitation.objects.filter(pk__in=pks).delete()[0]


AGAIN: dict[str, Callable[[Collection[int]], int]] = {
    **{model._meta.label_lower: partial(erase, model) for model in binned_models()},
    "communities.invitation": _invitations_again,
    "communities.user": _accounts_again,
}
PERSONAL = {
    "communities.morning": "user",
    "communities.lastvisit": "user",
    "communities.notice": "user",
    "communities.officelastvisit": "user",
    "communities.officemorning": "user",
    "communities.officenotice": "user",
    "communities.officeopened": "user",
    "communities.opened": "user",
}
RUNS_LAST = True

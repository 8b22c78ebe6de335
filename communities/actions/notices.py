"""Notifications of due work: at nine in the person's own morning, never twice, and removed once it is done."""

import datetime as dt
import smtplib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from communities.mail import send_digest_on_commit
from communities.models import (
    AnyDigestDay,
    AnyNotice,
    Community,
    DigestDay,
    Membership,
    Notice,
    NoticeSetting,
    Office,
    OfficeDigestDay,
    OfficeNotice,
    Role,
    StaffMembership,
    User,
)
from communities.notices import (
    DueNotice,
    NoticeKind,
    get_due_notices,
    get_notice_model,
    get_user_zone,
    is_morning,
    kinds,
)
from tfc.current_actor import Actor
from tfc.leases import send_task_message
from tfc.tenancy import community_scope, office_scope, set_actor

REMIND = "communities.tasks.remind_members"
# Resolved notifications are stored so that they are not sent again; after this time no key becomes due again.
REMEMBERED = dt.timedelta(days=400)


@dataclass(frozen=True)
class ReminderContext:
    """A place at one moment, its recipients and its notification model. ``zone`` is for people who set none."""

    place: Community | Office
    people: Mapping[User, Role]
    zone: ZoneInfo
    notices: type[AnyNotice]
    mornings: type[AnyDigestDay]
    wishes: Mapping[int, NoticeSetting]
    now: dt.datetime
    # Only this person's notifications, who is looking at the place now.
    only: User | None = None

    def get_local_day(self, user: User) -> dt.date:
        return self.now.astimezone(get_user_zone(user, self.zone)).date()

    @property
    def awake(self) -> list[User]:
        return [
            user for user in self.people if self.only or is_morning(self.now, get_user_zone(user, self.zone))
        ]


@transaction.atomic
def remind_community(*, community: Community, now: dt.datetime) -> int:
    """Update notifications in a coordinator's scope. Return how many are new; also 0 while another worker does it."""
    locked = Community.objects.select_for_update(no_key=True, skip_locked=True)
    if not locked.filter(pk=community.pk).exists():
        return 0
    members = Membership.objects.current().filter(community=community, user__is_active=True)
    people = {
        membership.user: Role(membership.role) for membership in members.select_related("user").order_by("id")
    }
    context = ReminderContext(community, people, community.zone, Notice, DigestDay, _wishes(people), now)
    return _remind(context)


def remind_soon(community_id: int, *, using: str = "default") -> None:
    """Once the transaction is committed, let a worker update the notifications of a community; without a broker, they
    wait for the next of its rounds.
    """
    transaction.on_commit(partial(send_task_message, REMIND, community_id), using=using)


@transaction.atomic
def remind_office(*, office: Office, now: dt.datetime) -> int:
    """Update notifications in the office's scope; see `remind_community`."""
    locked = Office.objects.select_for_update(no_key=True, skip_locked=True)
    if not locked.filter(pk=office.pk).exists():
        return 0
    staff = StaffMembership.objects.current().filter(office=office, user__is_active=True)
    people = {membership.user: Role.COORDINATOR for membership in staff.select_related("user").order_by("id")}
    context = ReminderContext(
        office, people, office.zone, OfficeNotice, OfficeDigestDay, _wishes(people), now
    )
    return _remind(context)


def update_notices(
    *, place: Community | Office, differing: Collection[NoticeKind], role: Role, by: User, now: dt.datetime
) -> None:
    """Bring a person's notifications up to date, in the scope of that person.

    For a page that shows other work than the bell; ``differing``: the kinds of that work.

    No email is sent: what is still unread in the morning is in the digest. A sample community has no notifications,
    and a person none of a group that is switched off.
    """
    wishes = _wishes([by])
    setting = wishes.get(by.pk) or NoticeSetting()
    is_sample = (place.office if isinstance(place, Community) else place).is_sample
    if is_sample or not any(setting.wants(kind.group) for kind in differing):
        return
    days = DigestDay if isinstance(place, Community) else OfficeDigestDay
    notices = get_notice_model(place)
    context = ReminderContext(place, {by: role}, place.zone, notices, days, wishes, now, only=by)
    _settle(context, get_due_notices(place, now))


@transaction.atomic
def mark_read(*, place: Community | Office, kind: str | None, by: User) -> int:
    """Mark this person's waiting notifications as read, all or those of one kind. Return how many were unread."""
    unread = get_notice_model(place)._default_manager.filter(user=by, read_at=None, resolved_at=None)
    return (unread.filter(kind=kind) if kind else unread).update(read_at=timezone.now())


def save_wishes(*, by: User, time_zone: str, **wishes: bool | int | Collection[str]) -> NoticeSetting:
    """Store a person's notification settings and time zone. ``wishes``: fields of NoticeSetting."""
    with set_actor(Actor(by.pk)):
        by.time_zone = time_zone
        by.save(update_fields=["time_zone"])
        return NoticeSetting.objects.update_or_create(user=by, defaults=wishes)[0]


def stop_digests(*, by: User) -> NoticeSetting:
    """End all email digests to a person; waiting notifications still show after signing in."""
    with set_actor(Actor(by.pk)):
        return NoticeSetting.objects.update_or_create(user=by, defaults={"emails_off": True})[0]


def _remind(context: ReminderContext) -> int:
    made = _settle(context, get_due_notices(context.place, context.now) if context.people else [])
    _write(context)
    _rows(context).filter(resolved_at__lt=context.now - REMEMBERED).delete()
    return made


@transaction.atomic
def _settle(context: ReminderContext, dues: Collection[DueNotice]) -> int:
    """Resolve what is no longer due, and create what is newly due for people whose day has begun."""
    wanted = {
        (user.pk, due.kind.code, due.key): due
        for user, role in context.people.items()
        for due in dues
        if due.concerns(user, role)
    }
    waiting = _rows(context).filter(resolved_at=None)
    there = {(notice.user_id, notice.kind, notice.key): notice.pk for notice in waiting}
    over = [pk for identity, pk in there.items() if identity not in wanted]
    if over:
        _rows(context).filter(pk__in=over).update(resolved_at=context.now)
    awake = {user.pk for user in context.awake}
    missing = {
        identity: due
        for identity, due in wanted.items()
        if identity not in there
        and identity[0] in awake
        and _wish(context, identity[0]).wants(due.kind.group)
    }
    return _make(context, missing) if missing else 0


def _make(context: ReminderContext, missing: Mapping[tuple[int, str, str], DueNotice]) -> int:
    """Create missing notifications; a resolved one that is due again under the same key is reopened without a second
    email.
    """
    earlier_notices = _rows(context).filter(
        user__in={identity[0] for identity in missing}, key__in={identity[2] for identity in missing}
    )
    ended = {
        (notice.user_id, notice.kind, notice.key): notice.pk
        for notice in earlier_notices.exclude(resolved_at=None)
    }
    again = [pk for identity, pk in ended.items() if identity in missing]
    if again:
        _rows(context).filter(pk__in=again).update(resolved_at=None)
    new = [
        context.notices(
            user_id=identity[0],
            kind=due.kind.code,
            group=due.kind.group,
            key=due.key,
            path=due.path,
            made_at=min(due.since or context.now, context.now),
        )
        for identity, due in missing.items()
        if identity not in ended
    ]
    # A page of that person may be making the same one.
    context.notices._default_manager.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _write(context: ReminderContext) -> None:
    """Send each person at most one email per morning, about what is new. Claimed here, sent after the commit."""
    done = dict(context.mornings._default_manager.values_list("user_id", "day"))
    due = [
        user for user in context.awake if user.pk not in done or done[user.pk] < context.get_local_day(user)
    ]
    if not due:
        return
    tenant = "community" if isinstance(context.place, Community) else "office"
    context.mornings._default_manager.bulk_create(
        [context.mornings(user=user, day=context.get_local_day(user)) for user in due],
        update_conflicts=True,
        unique_fields=[tenant, "user"],
        update_fields=["day"],
    )
    unmailed = _rows(context).filter(user__in=due, resolved_at=None, read_at=None, mailed_at=None)
    by_user: dict[int, list[AnyNotice]] = {}
    for notice in unmailed.order_by("pk"):
        by_user.setdefault(notice.user_id, []).append(notice)
    mailed_ids = [pk for user in due for pk in _write_to(context, user, by_user.get(user.pk, []))]
    if mailed_ids:
        _rows(context).filter(pk__in=mailed_ids).update(mailed_at=context.now)


def _write_to(context: ReminderContext, user: User, notices: Sequence[AnyNotice]) -> list[int]:
    """Send the email, if any notification belongs in it, and return the notifications that it contains."""
    wish, day = _wish(context, user.pk), context.get_local_day(user)
    mailed_notices = [
        notice for notice in notices if notice.kind in kinds() and wish.mails_on(notice.group, day)
    ]
    if mailed_notices:
        counts = Counter(notice.kind for notice in mailed_notices)
        send_digest_on_commit(
            user,
            context.place,
            [(kinds()[code].label, count) for code, count in counts.items()],
            partial(_try_again, context.place, user, [notice.pk for notice in mailed_notices], day),
        )
    return [notice.pk for notice in mailed_notices]


def _try_again(
    place: Community | Office, user: User, notice_ids: Sequence[int], day: dt.date, error: Exception
) -> None:
    """Reset that the digest was sent: the next round sends it, or the next morning if its address is rejected."""
    with _scope(place), transaction.atomic():
        get_notice_model(place)._default_manager.filter(pk__in=notice_ids).update(mailed_at=None)
        if not isinstance(error, smtplib.SMTPRecipientsRefused):
            mornings = DigestDay if isinstance(place, Community) else OfficeDigestDay
            mornings._default_manager.filter(user=user, day=day).update(day=day - dt.timedelta(days=1))


def _scope(place: Community | Office) -> AbstractContextManager[None]:
    if isinstance(place, Community):
        return community_scope(place.pk, place.office_id, coordinator=True)
    return office_scope(place.pk)


def _rows(context: ReminderContext) -> "QuerySet[AnyNotice]":
    notices = context.notices._default_manager.all()
    return notices.filter(user=context.only) if context.only else notices


def _wishes(people: Collection[User]) -> dict[int, NoticeSetting]:
    return {setting.user_id: setting for setting in NoticeSetting.objects.filter(user__in=people)}


def _wish(context: ReminderContext, user_id: int) -> NoticeSetting:
    return context.wishes.get(user_id) or NoticeSetting()

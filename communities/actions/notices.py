"""Telling people what waits: at nine in their own morning, never twice, and no more once it is done."""

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
    AnyMorning,
    AnyNotice,
    Community,
    Membership,
    Morning,
    Notice,
    NoticeSetting,
    Office,
    OfficeMorning,
    OfficeNotice,
    Role,
    StaffMembership,
    User,
)
from communities.notices import Due, due_in, is_morning, kinds, notices_of, zone_of
from tfc.current_actor import Actor
from tfc.tenancy import community_scope, office_scope, told_of_actor

# What is over is remembered, so that nobody hears of it again; after so long nothing comes back under its key.
REMEMBERED = dt.timedelta(days=400)


@dataclass(frozen=True)
class Desk:
    """A place at one moment: whom it may tell of what. ``zone`` is for those who set none of their own."""

    place: Community | Office
    people: Mapping[User, Role]
    zone: ZoneInfo
    notices: type[AnyNotice]
    mornings: type[AnyMorning]
    wishes: Mapping[int, NoticeSetting]
    now: dt.datetime

    def day_of(self, user: User) -> dt.date:
        return self.now.astimezone(zone_of(user, self.zone)).date()

    @property
    def awake(self) -> list[User]:
        return [one for one in self.people if is_morning(self.now, zone_of(one, self.zone))]


@transaction.atomic
def remind_community(*, community: Community, now: dt.datetime) -> int:
    """In a coordinator's scope. Returns how many notices are new; 0 as well while somebody else is at it."""
    locked = Community.objects.select_for_update(no_key=True, skip_locked=True)
    if not locked.filter(pk=community.pk).exists():
        return 0
    members = Membership.objects.current().filter(community=community, user__is_active=True)
    people = {one.user: Role(one.role) for one in members.select_related("user").order_by("id")}
    desk = Desk(community, people, community.zone, Notice, Morning, _wishes(people), now)
    return _remind(desk)


@transaction.atomic
def remind_office(*, office: Office, now: dt.datetime) -> int:
    """In the office's scope; as above."""
    locked = Office.objects.select_for_update(no_key=True, skip_locked=True)
    if not locked.filter(pk=office.pk).exists():
        return 0
    staff = StaffMembership.objects.current().filter(office=office, user__is_active=True)
    people = {one.user: Role.COORDINATOR for one in staff.select_related("user").order_by("id")}
    desk = Desk(office, people, office.zone, OfficeNotice, OfficeMorning, _wishes(people), now)
    return _remind(desk)


@transaction.atomic
def mark_read(*, place: Community | Office, kind: str | None, by: User) -> int:
    """What waits for this person here, all of it or that of one kind. Returns how many were not read before."""
    unread = notices_of(place)._default_manager.filter(user=by, read_at=None, resolved_at=None)
    return (unread.filter(kind=kind) if kind else unread).update(read_at=timezone.now())


def save_wishes(*, by: User, time_zone: str, **wishes: bool | int | Collection[str]) -> NoticeSetting:
    """What a person wants to hear of, and where it is morning for them. ``wishes``: fields of NoticeSetting."""
    with told_of_actor(Actor(by.pk)):
        by.time_zone = time_zone
        by.save(update_fields=["time_zone"])
        return NoticeSetting.objects.update_or_create(user=by, defaults=wishes)[0]


def stop_digests(*, by: User) -> NoticeSetting:
    """End all e-mail digests to a person; what waits still shows after signing in."""
    with told_of_actor(Actor(by.pk)):
        return NoticeSetting.objects.update_or_create(user=by, defaults={"no_mail": True})[0]


def _remind(desk: Desk) -> int:
    dues = due_in(desk.place, desk.now) if desk.people else []
    wanted = {
        (user.pk, due.kind.code, due.key): due
        for user, role in desk.people.items()
        for due in dues
        if due.concerns(user, role)
    }
    made = _settle(desk, wanted)
    _write(desk)
    _rows(desk).filter(resolved_at__lt=desk.now - REMEMBERED).delete()
    return made


def _settle(desk: Desk, wanted: Mapping[tuple[int, str, str], Due]) -> int:
    """End what is no longer due for somebody, and make what is newly due for those who are awake."""
    waiting = _rows(desk).filter(resolved_at=None)
    there = {(one.user_id, one.kind, one.key): one.pk for one in waiting}
    over = [pk for identity, pk in there.items() if identity not in wanted]
    if over:
        _rows(desk).filter(pk__in=over).update(resolved_at=desk.now)
    awake = {one.pk for one in desk.awake}
    missing = {
        identity: due
        for identity, due in wanted.items()
        if identity not in there and identity[0] in awake and _wish(desk, identity[0]).wants(due.kind.group)
    }
    return _make(desk, missing) if missing else 0


def _make(desk: Desk, missing: Mapping[tuple[int, str, str], Due]) -> int:
    """What was there, ended, and is due again under the same key waits again; nobody is told of it a second time."""
    told = _rows(desk).filter(user__in={one[0] for one in missing}, key__in={one[2] for one in missing})
    ended = {(one.user_id, one.kind, one.key): one.pk for one in told.exclude(resolved_at=None)}
    again = [pk for identity, pk in ended.items() if identity in missing]
    if again:
        _rows(desk).filter(pk__in=again).update(resolved_at=None)
    new = [
        desk.notices(
            user_id=identity[0],
            kind=due.kind.code,
            group=due.kind.group,
            key=due.key,
            path=due.path,
            made_at=min(due.since or desk.now, desk.now),
        )
        for identity, due in missing.items()
        if identity not in ended
    ]
    desk.notices._default_manager.bulk_create(new)
    return len(new)


def _write(desk: Desk) -> None:
    """Once a morning for each person: one e-mail for what is new, or none. Claimed here, sent after the commit."""
    done = dict(desk.mornings._default_manager.values_list("user_id", "day"))
    due = [one for one in desk.awake if one.pk not in done or done[one.pk] < desk.day_of(one)]
    if not due:
        return
    tenant = "community" if isinstance(desk.place, Community) else "office"
    desk.mornings._default_manager.bulk_create(
        [desk.mornings(user=one, day=desk.day_of(one)) for one in due],
        update_conflicts=True,
        unique_fields=[tenant, "user"],
        update_fields=["day"],
    )
    unmailed = _rows(desk).filter(user__in=due, resolved_at=None, read_at=None, mailed_at=None)
    by_user: dict[int, list[AnyNotice]] = {}
    for one in unmailed.order_by("pk"):
        by_user.setdefault(one.user_id, []).append(one)
    told = [pk for user in due for pk in _write_to(desk, user, by_user.get(user.pk, []))]
    if told:
        _rows(desk).filter(pk__in=told).update(mailed_at=desk.now)


def _write_to(desk: Desk, user: User, notices: Sequence[AnyNotice]) -> list[int]:
    """Of which notices the e-mail tells; without any there is none."""
    wish, day = _wish(desk, user.pk), desk.day_of(user)
    told = [one for one in notices if one.kind in kinds() and wish.mails_on(one.group, day)]
    if told:
        counts = Counter(one.kind for one in told)
        send_digest_on_commit(
            user,
            desk.place,
            [(kinds()[code].words, count) for code, count in counts.items()],
            partial(_try_again, desk.place, user, [one.pk for one in told], day),
        )
    return [one.pk for one in told]


def _try_again(
    place: Community | Office, user: User, told: Sequence[int], day: dt.date, error: Exception
) -> None:
    """Take back that the digest was sent: the next round sends it, or the next morning if its address is refused."""
    with _scope(place), transaction.atomic():
        notices_of(place)._default_manager.filter(pk__in=told).update(mailed_at=None)
        if not isinstance(error, smtplib.SMTPRecipientsRefused):
            mornings = Morning if isinstance(place, Community) else OfficeMorning
            mornings._default_manager.filter(user=user, day=day).update(day=day - dt.timedelta(days=1))


def _scope(place: Community | Office) -> AbstractContextManager[None]:
    if isinstance(place, Community):
        return community_scope(place.pk, place.office_id, coordinator=True)
    return office_scope(place.pk)


def _rows(desk: Desk) -> "QuerySet[AnyNotice]":
    return desk.notices._default_manager.all()


def _wishes(people: Collection[User]) -> dict[int, NoticeSetting]:
    return {one.user_id: one for one in NoticeSetting.objects.filter(user__in=people)}


def _wish(desk: Desk, user_id: int) -> NoticeSetting:
    return desk.wishes.get(user_id) or NoticeSetting()

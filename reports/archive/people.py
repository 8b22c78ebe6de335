"""Match people in an archive to accounts here; a restore gives nobody access and signs for nobody.

Current and former team members are matched to their accounts. Each other person gets an account without login under
the archived name, so that authors and attendees stay distinct people.
"""

import uuid
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community, Membership, RolePeriod, StaffMembership, User
from reports.archive.ids import IdMap
from reports.archive.reading import Archive, Line
from reports.archive.rows import parse_row, row_error


@dataclass
class People:
    """Maps archive ids to ids here."""

    users: dict[int, int] = field(default_factory=dict)
    memberships: dict[int, int] = field(default_factory=dict)
    # Names of accounts that were created because no account here matched.
    former: list[str] = field(default_factory=list)
    # (membership id here, role) pairs whose start date is in the archive.
    archived_roles: set[tuple[int, int]] = field(default_factory=set)


def restore_people(archive: Archive, community: Community, by: User, numbers: IdMap) -> People:
    """Match people, create accounts for those who are not here, and restore the team; memberships
    of others are ended.
    """
    people = People()
    here = _CurrentTeam(community, archive)
    with closing(archive.lines(User._meta.label_lower)) as lines:
        for line in lines:
            user = parse_row(User, line)
            user_id = here.match(user.pk, user.name, line.cells["email"])
            people.users[user.pk] = user_id if user_id is not None else _make_former(user.name)
            if user_id is None:
                people.former.append(user.name)
    with closing(archive.lines(Membership._meta.label_lower)) as lines:
        for line in lines:
            row = parse_row(Membership, line)
            there, role, goes_on = row.pk, row.role, row.ended_at is None
            people.memberships[there] = _membership(line, row, people, here, by, numbers)
            if goes_on:
                people.archived_roles.add((people.memberships[there], role))
    return people


class _CurrentTeam:
    def __init__(self, community: Community, archive: Archive) -> None:
        self.community = community
        self.of_here = archive.is_of_here
        rows = list(Membership.objects.filter(community=community).select_related("user"))
        self.memberships = {membership.pk: membership for membership in rows}
        self.current = {membership.user_id: membership for membership in rows if membership.ended_at is None}
        self.by_email = {
            membership.user.email.lower(): membership.user_id for membership in self.current.values()
        }
        staff = StaffMembership.objects.current().filter(office=community.office_id).select_related("user")
        users = [membership.user for membership in rows] + [
            staff_membership.user for staff_membership in staff
        ]
        self.by_id: Mapping[int, str] = {user.pk: user.name for user in users}

    def match(self, pk: int, name: str, email: str) -> int | None:
        if email and (user_id := self.by_email.get(email.lower())):
            return user_id
        return pk if self.of_here and self.by_id.get(pk) == name else None


def _make_former(name: str) -> int:
    user = User(name=name, email=f"{uuid.uuid4().hex}@restored.invalid", is_active=False)
    user.password = make_password(None)
    user.save()
    return user.pk


def _membership(line: Line, row: Any, people: People, here: _CurrentTeam, by: User, numbers: IdMap) -> int:
    """Return the id of the membership here that matches the archived one: the same row, the current one, or an ended
    one.
    """
    if row.user_id not in people.users:
        raise row_error(Membership, line, _("Its person is not in the archive."))
    user_id = people.users[row.user_id]
    same = here.memberships.get(row.pk) if here.of_here else None
    if same is not None and same.user_id == user_id:
        return same.pk
    if row.ended_at is None and user_id in here.current:
        return here.current[user_id].pk
    row.community_id, row.user_id = here.community.pk, user_id
    row.ended_at = row.ended_at or timezone.now()
    row.ended_by_id = people.users.get(row.ended_by_id or 0, by.pk)
    numbers.put(Membership, [(line, row)])
    return row.pk


def make_room_for_periods(people: People) -> None:
    """Delete the role periods whose start dates the archive will restore."""
    for membership_id, role in people.archived_roles:
        RolePeriod.objects.filter(membership=membership_id, role=role).delete()


def get_period_end(period: RolePeriod, memberships: Mapping[int, Membership], today: date) -> date | None:
    """Return the end date of an archived role period: unchanged if it ended or the role is still held, else today at
    the latest.
    """
    membership = memberships[period.membership_id]
    goes_on = membership.ended_at is None and membership.role == period.role
    if period.ended_on is not None or goes_on:
        return period.ended_on
    return min(today, timezone.localdate(membership.ended_at)) if membership.ended_at else today

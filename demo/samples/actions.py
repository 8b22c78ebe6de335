"""Making a sample town for one person, and taking all of it away. Outside of any scope: each step opens its own."""

import datetime as dt
import logging
import uuid
from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from communities.models import (
    Community,
    Membership,
    Office,
    Role,
    RolePeriod,
    Stage,
    StageChange,
    User,
)
from demo.samples import words
from demo.samples.records import fill
from demo.samples.rows import MADE_UP, delete_marks, delete_people, delete_place, delete_records
from evaluation.actions.figures import refresh_figures
from evaluation.actions.rounds import open_round
from evaluation.models import Round
from tfc.leases import ring
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope

logger = logging.getLogger(__name__)
CLEAR = "demo.tasks.clear_left_samples"
# Since when its people are in the team.
SINCE = dt.timedelta(days=300)


def sample_of(user: User) -> Community | None:
    """The person's own sample town, if there is one."""
    found = Membership.objects.current().filter(user=user, community__office__is_sample=True)
    one = found.select_related("community__office").first()
    return one.community if one else None


def make_sample(*, by: User, time_zone: str) -> Community:
    """The person's sample town, made now or found; what was stopped half-way is filled by the next call."""
    community = sample_of(by) or _place(by, time_zone)
    today = timezone.localdate(timezone=community.zone)
    with office_scope(community.office_id):
        if not Round.objects.exists():
            due = today + dt.timedelta(days=30)
            open_round(office=community.office, half_year=HalfYear.of(today), due_on=due, by=by)
    with community_scope(community.pk, community.office_id, coordinator=True):
        _fill(community, by, today)
    return community


@transaction.atomic
def _place(by: User, time_zone: str) -> Community:
    """Its office and itself, with the person and the made-up team. Pressed twice, the first one is found."""
    slug = f"sample-{by.pk}"
    try:
        with transaction.atomic():
            office = Office.objects.create(
                name=str(words.OFFICE),
                slug=slug,
                country="US",
                language=get_language() or "en",
                is_sample=True,
            )
    except IntegrityError:
        return _again(by, slug)
    community = Community.objects.create(
        office=office, name=str(words.TOWN), slug=slug, time_zone=time_zone, stage=Stage.DISCOVERING
    )
    began = timezone.now() - SINCE
    roles = (Role.COORDINATOR, Role.LEADER, Role.LEADER, Role.MEMBER)
    people = [(_made_up(name), role) for name, role in zip(words.PEOPLE, roles, strict=True)]
    Membership.objects.bulk_create(
        Membership(community=community, user=user, role=role, started_at=began)
        for user, role in [*people, (by, _role_of(by))]
    )
    return community


def _again(by: User, slug: str) -> Community:
    """The one that is there; also one that was left a moment ago and is not cleared away yet."""
    community = Community.objects.select_related("office").get(slug=slug, office__is_sample=True)
    if not Membership.objects.current().filter(community=community, user=by).exists():
        Membership.objects.filter(community=community).update(ended_at=None, ended_by=None)
    return community


def _role_of(user: User) -> Role:
    """To try things one must be able to record; a coordinator's pages open to whoever has them somewhere already."""
    roles = user.roles
    runs = any(one.role == Role.COORDINATOR for one in roles.memberships)
    return Role.COORDINATOR if runs or roles.works_in_an_office else Role.LEADER


def _made_up(name: str) -> User:
    """Nobody can sign in as one, and nothing is sent there."""
    user = User(
        name=name, email=f"{uuid.uuid4().hex}@{MADE_UP}", is_active=False, password=make_password(None)
    )
    user.save()
    return user


def _fill(community: Community, by: User, today: dt.date) -> None:
    """A town's records are one transaction, and its first stage stands among them."""
    Community.objects.select_for_update().get(pk=community.pk)
    if StageChange.objects.filter(community=community).exists():
        return
    members = Membership.objects.filter(community=community).select_related("user").order_by("pk")
    team = [one for one in members if one.user_id != by.pk]
    since = today - SINCE
    RolePeriod.objects.bulk_create(
        RolePeriod(membership=one, user=one.user, role=one.role, started_on=since) for one in members
    )
    StageChange.objects.create(
        community=community, office_id=community.office_id, stage=Stage.DISCOVERING, since=since,
        reason=str(words.TOWN), by=by,
    )  # fmt: skip
    fill(community, team, today)
    refresh_figures([community], HalfYear.of(today))


def leave_sample(*, by: User) -> bool:
    """The person sees nothing of it from now on, and what it recorded is gone; whether there was one.

    What only workers may delete they do right after (demo.tasks).
    """
    community = sample_of(by)
    if community is None:
        return False
    with transaction.atomic():
        Membership.objects.current().filter(community=community).update(ended_at=timezone.now(), ended_by=by)
        transaction.on_commit(partial(ring, CLEAR, community.pk))
    delete_records(community)
    return True


def clear_samples() -> int:
    """Whatever is left of those that were left, also with a closed account; returns how many are gone. Safe to run
    twice or late: what cannot go yet is tried again. For workers, since the figures' login alone takes its marks."""
    gone = 0
    for community in Community.objects.filter(office__is_sample=True).select_related("office").order_by("pk"):
        here = Membership.objects.current().filter(community=community)
        if here.exclude(user__email__endswith=f"@{MADE_UP}").exists():
            continue
        try:
            delete_records(community)
            delete_marks(community)
            delete_place(community)
            gone += 1
        except IntegrityError:
            logger.warning("sample town %s is counted at this moment, and goes later", community.pk)
    delete_people()
    return gone

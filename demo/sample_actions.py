"""Making a sample community for one person, and deleting all of it. Outside of any scope: each step opens its own."""

import datetime as dt
import logging
import uuid
from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from communities.actions import confirm_roster
from communities.hotlines import SUGGESTIONS
from communities.models import Community, Membership, Office, Role, Stage, User
from demo.records import is_stored, store_records
from demo.sample import OFFICE, PEOPLE, SINCE, TOWN, make_sample_plan
from demo.sample_deletion import FICTIONAL, delete_marks, delete_people, delete_place, delete_records
from evaluation.actions.figures import refresh_figures
from evaluation.actions.rounds import open_round
from evaluation.models import Round
from tfc.leases import send_task_message
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope

logger = logging.getLogger(__name__)
CLEAR = "demo.tasks.clear_left_samples"


def get_sample(user: User) -> Community | None:
    """The person's own sample town, if there is one."""
    memberships = Membership.objects.current().filter(user=user, community__office__is_sample=True)
    membership = memberships.select_related("community__office").first()
    return membership.community if membership else None


def make_sample(*, by: User, time_zone: str) -> Community:
    """The person's sample town, made now or found; what was stopped half-way is filled by the next call."""
    community = get_sample(by) or _create_sample(by, time_zone)
    today = timezone.localdate(timezone=community.zone)
    with office_scope(community.office_id):
        if not Round.objects.exists():
            due = today + dt.timedelta(days=30)
            open_round(office=community.office, half_year=HalfYear.from_day(today), due_on=due, by=by)
    with community_scope(community.pk, community.office_id, coordinator=True):
        _fill(community, by, today)
    return community


@transaction.atomic
def _create_sample(by: User, time_zone: str) -> Community:
    """Its office and itself, with the person and the made-up team. Pressed twice, the first one is found."""
    slug = f"sample-{by.pk}"
    try:
        with transaction.atomic():
            office = Office.objects.create(
                name=str(OFFICE),
                slug=slug,
                country="US",
                language=get_language() or "en",
                is_sample=True,
                hotlines=[SUGGESTIONS["US"]],
                hotlines_confirmed_on=timezone.now().date(),
            )
    except IntegrityError:
        return _reopen_sample(by, slug)
    community = Community.objects.create(
        office=office, name=str(TOWN), slug=slug, time_zone=time_zone, stage=Stage.DISCOVERING
    )
    began = timezone.now() - SINCE
    people = [(_create_fictional_user(name), role) for name, role in PEOPLE]
    Membership.objects.bulk_create(
        Membership(community=community, user=user, role=role, started_at=began)
        for user, role in [*people, (by, _get_role(by))]
    )
    return community


def _reopen_sample(by: User, slug: str) -> Community:
    """The one that is there; also one that was left a moment ago and is not cleared away yet."""
    community = Community.objects.select_related("office").get(slug=slug, office__is_sample=True)
    if not Membership.objects.current().filter(community=community, user=by).exists():
        Membership.objects.filter(community=community).update(ended_at=None, ended_by=None)
    return community


def _get_role(user: User) -> Role:
    """To try things a person must be able to record; only people who have a coordinator's pages elsewhere get them."""
    roles = user.roles
    runs = any(membership.role == Role.COORDINATOR for membership in roles.memberships)
    return Role.COORDINATOR if runs or roles.works_in_an_office else Role.LEADER


def _create_fictional_user(name: str) -> User:
    """Without a sign-in, and nothing is sent there."""
    email = f"{uuid.uuid4().hex}@{FICTIONAL}"
    return User.objects.create(name=name, email=email, is_active=False, password=make_password(None))


def _fill(community: Community, by: User, today: dt.date) -> None:
    """A community's records are one transaction, which stores its first stage too."""
    Community.objects.select_for_update().get(pk=community.pk)
    if is_stored(community):
        return
    stored = Membership.objects.filter(community=community).select_related("user").order_by("pk")
    memberships = sorted(stored, key=lambda membership: membership.user_id == by.pk)
    town = make_sample_plan(community, memberships, today)
    store_records(town, community, memberships, timezone.now(), staff=by)
    confirm_roster(half_year=HalfYear.from_day(today), by=memberships[0].user)
    refresh_figures([community], HalfYear.from_day(today))


def leave_sample(*, by: User) -> bool:
    """The person sees nothing of it from now on, and what it recorded is gone; whether there was a sample.

    What only workers may delete they do right after (demo.tasks).
    """
    community = get_sample(by)
    if community is None:
        return False
    with transaction.atomic():
        Membership.objects.current().filter(community=community).update(ended_at=timezone.now(), ended_by=by)
        transaction.on_commit(partial(send_task_message, CLEAR, community.pk))
    delete_records(community)
    return True


def clear_samples() -> int:
    """Whatever is left of those that were left, also with a closed account; returns how many are gone. Safe to run
    twice or late: what cannot go yet is tried again. For workers, since the figures' login alone takes its marks."""
    gone = 0
    for community in Community.objects.filter(office__is_sample=True).select_related("office").order_by("pk"):
        here = Membership.objects.current().filter(community=community)
        if here.exclude(user__email__endswith=f"@{FICTIONAL}").exists():
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

"""Joint events of several communities: one shares the event, and each other one answers for itself.

What is shared is a row of ``JointShare``; that it is one event is stored in ``joint_key``, which each sets on its own
event.
"""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Community, User
from events.actions.planning import plan_event
from events.actions.recording import log_meeting
from events.actions.saving import COPIED, Details, get_event_time, lock, record_change
from events.counts import Attendance
from events.joint import is_answered
from events.models import Event, EventAction, EventStatus, Hosting, JointShare


@transaction.atomic
def share_event(*, community: Community, event: Event, other: Community, by: User) -> JointShare:
    """Share ``event`` with another community of the office. Sharing it twice changes nothing."""
    _lock_community(community)
    stored = lock(event)
    if stored.status == EventStatus.CANCELLED:
        raise ValidationError(_("This event was canceled."))
    if other.office_id != community.office_id or other.pk == community.pk:
        raise ValidationError({"other": _("Choose another community of your office.")})
    if stored.joint_key is None:
        stored.joint_key = uuid4()
        stored.save()
    return _say(community, other, stored, stored.joint_key, by)


@transaction.atomic
def accept_share(
    *, community: Community, share: JointShare, event: Event | None, by: User, client_id: UUID | None = None
) -> Event:
    """Accept a share and link it to ``event``; with None, create a copy without attendance."""
    _lock_community(community)
    current_share = (
        JointShare.objects.said_to(community).filter(pk=share.pk).select_related("community").first()
    )
    if current_share is None:
        raise ValidationError(_("The other community withdrew its request."))
    if current_share.is_cancelled:
        raise ValidationError(_("The other community canceled its event."))
    there = Event.objects.not_deleted().filter(joint_key=current_share.joint_key).first()
    chosen = there or event or _copy(current_share, by, client_id)
    stored = lock(chosen)
    if stored.status == EventStatus.CANCELLED:
        raise ValidationError({"event": _("This event was canceled.")})
    if stored.joint_key != current_share.joint_key:
        _carry_over(community, stored, current_share)
        stored.joint_key = current_share.joint_key
        stored.save()
    _say(community, current_share.community, stored, current_share.joint_key, by)
    return stored


@transaction.atomic
def decline_share(*, community: Community, share: JointShare, by: User) -> None:
    """Answer that this community did not hold the event. No event of this community is shared by it; an existing
    answer stays.
    """
    _lock_community(community)
    JointShare.objects.get_or_create(
        other_id=share.community_id,
        joint_key=share.joint_key,
        community=community,
        defaults={"office_id": community.office_id, "holds": False, "declared_by": by},
    )


@transaction.atomic
def reconsider_share(*, community: Community, share: JointShare, by: User) -> None:
    """Withdraw a decline: the share waits for an answer again."""
    JointShare.objects.filter(
        community=community, other=share.community_id, joint_key=share.joint_key, holds=False
    ).delete()


@transaction.atomic
def withdraw_share(*, community: Community, share: JointShare, by: User) -> None:
    """Withdraw the share with one community; ValidationError once that community has accepted it."""
    _lock_community(community)
    current_share = JointShare.objects.filter(community=community, pk=share.pk, holds=True).first()
    if current_share is None or current_share.event is None:
        return
    if is_answered(current_share):
        raise ValidationError(_("Leave the joint event on the event's page."))
    event = lock(current_share.event)
    current_share.delete()
    if not JointShare.objects.filter(event=event).exists():
        _part(event, by)


@transaction.atomic
def leave_joint_event(*, community: Community, event: Event, by: User) -> Event:
    """Make the event count for itself again; communities that had accepted it see "no"."""
    _lock_community(community)
    stored = lock(event)
    if stored.joint_key is None:
        return stored
    for share in JointShare.objects.filter(event=stored):
        if is_answered(share):
            _say_no(share, by)
        else:
            share.delete()
    _part(stored, by)
    return stored


def _lock_community(community: Community) -> None:
    """Lock the community, so that of two people answering at once the second sees the answer of the first."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def _say(community: Community, other: Community, event: Event, key: UUID, by: User) -> JointShare:
    existing_share = JointShare.objects.filter(community=community, other=other, joint_key=key).first()
    if existing_share is not None and existing_share.event_id == event.pk:
        return existing_share
    share = existing_share or JointShare(office_id=community.office_id, other=other, joint_key=key)
    share.holds, share.event, share.in_trash, share.declared_by = True, event, False, by
    for name in COPIED:
        setattr(share, name, getattr(event, name))
    share.save()
    record_change([event], EventAction.CHANGED, by, fields={event.pk: {"joint": ["", other.name]}})
    return share


def _say_no(share: JointShare, by: User) -> None:
    share.holds, share.event, share.declared_by = False, None, by
    for name in COPIED:
        setattr(share, name, None if name in ("starts_at", "ends_at") else "")
    share.save()


def _part(event: Event, by: User) -> None:
    event.joint_key = None
    event.save()
    record_change([event], EventAction.CHANGED, by, fields={event.pk: {"joint": None}})


def _carry_over(community: Community, event: Event, other_share: JointShare) -> None:
    """Move this community's own unaccepted shares of ``event`` to the other community's key."""
    ours = list(JointShare.objects.filter(community=community, event=event))
    if any(is_answered(own_share) for own_share in ours):
        raise ValidationError({"event": _("This is already a joint event.")})
    for own_share in ours:
        if own_share.other_id == other_share.community_id:
            own_share.delete()
        else:
            own_share.joint_key = other_share.joint_key
            own_share.save()


def _copy(other_share: JointShare, by: User, client_id: UUID | None) -> Event:
    """Create an event at the same time without attendance; the sharing community cannot know who of this one was
    present.
    """
    details = Details(
        kind=other_share.kind,
        when=get_event_time(other_share),
        title=other_share.title,
        place=other_share.place,
        hosting=Hosting.CO_HOSTED,
    )
    if other_share.was_held:
        return log_meeting(details=details, attendance=Attendance(), by=by, client_id=client_id)
    return plan_event(details=details, by=by, client_id=client_id)

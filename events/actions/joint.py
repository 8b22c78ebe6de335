"""Events that several communities hold together: one says so, and each other one answers for itself.

What is shared is a row of ``JointShare``; that it is one event stands in ``joint_key``, which each sets on its own.
"""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Community, User
from events.actions.planning import plan_event
from events.actions.publishing import COPIED
from events.actions.recording import log_meeting
from events.actions.saving import Details, lock, note_deed, when_of
from events.counts import Attendance
from events.joint import is_answered
from events.models import Deed, Event, EventStatus, Hosting, JointShare


@transaction.atomic
def share_event(*, community: Community, event: Event, other: Community, by: User) -> JointShare:
    """Tell another community of the office that both hold ``event``. Telling it twice changes nothing."""
    _one_at_a_time(community)
    stored = lock(event)
    if stored.status == EventStatus.CANCELLED:
        raise ValidationError(_("This event was cancelled, so nobody held it."))
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
    """“Yes, and it is this event of ours”; None: it is not recorded yet, so a copy without anybody present is made."""
    _one_at_a_time(community)
    asked = JointShare.objects.said_to(community).filter(pk=share.pk).select_related("community").first()
    if asked is None:
        raise ValidationError(_("The other community took it back meanwhile."))
    if asked.is_cancelled:
        raise ValidationError(_("The other community cancelled it meanwhile."))
    there = Event.objects.kept().filter(joint_key=asked.joint_key).first()
    chosen = there or event or _copy(asked, by, client_id)
    stored = lock(chosen)
    if stored.status == EventStatus.CANCELLED:
        raise ValidationError({"event": _("This event was cancelled, so nobody held it.")})
    if stored.joint_key != asked.joint_key:
        _carry_over(community, stored, asked)
        stored.joint_key = asked.joint_key
        stored.save()
    _say(community, asked.community, stored, asked.joint_key, by)
    return stored


@transaction.atomic
def decline_share(*, community: Community, share: JointShare, by: User) -> None:
    """“We did not hold it”. Nothing of ours is shown with that; an answer that was given stays."""
    _one_at_a_time(community)
    JointShare.objects.get_or_create(
        other_id=share.community_id,
        joint_key=share.joint_key,
        community=community,
        defaults={"office_id": community.office_id, "holds": False, "said_by": by},
    )


@transaction.atomic
def reconsider_share(*, community: Community, share: JointShare, by: User) -> None:
    """Take a “no” back: what the other one said waits for an answer again."""
    JointShare.objects.filter(
        community=community, other=share.community_id, joint_key=share.joint_key, holds=False
    ).delete()


@transaction.atomic
def withdraw_share(*, community: Community, share: JointShare, by: User) -> None:
    """Take back what was said to one community; ValidationError once that one has accepted it."""
    _one_at_a_time(community)
    found = JointShare.objects.filter(community=community, pk=share.pk, holds=True).first()
    if found is None or found.event is None:
        return
    if is_answered(found):
        raise ValidationError(_("They accepted it meanwhile. Leave it on the event's page instead."))
    event = lock(found.event)
    found.delete()
    if not JointShare.objects.filter(event=event).exists():
        _part(event, by)


@transaction.atomic
def leave_joint_event(*, community: Community, event: Event, by: User) -> Event:
    """We did not hold it with others after all: it counts for itself again, and who had accepted it reads “no”."""
    _one_at_a_time(community)
    stored = lock(event)
    if stored.joint_key is None:
        return stored
    for one in JointShare.objects.filter(event=stored):
        if is_answered(one):
            _say_no(one, by)
        else:
            one.delete()
    _part(stored, by)
    return stored


def _one_at_a_time(community: Community) -> None:
    """Two who answer for one community at once: the second finds what the first said."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def _say(community: Community, other: Community, event: Event, key: UUID, by: User) -> JointShare:
    said = JointShare.objects.filter(community=community, other=other, joint_key=key).first()
    if said is not None and said.event_id == event.pk:
        return said
    share = said or JointShare(office_id=community.office_id, other=other, joint_key=key)
    share.holds, share.event, share.in_bin, share.said_by = True, event, False, by
    for name in COPIED:
        setattr(share, name, getattr(event, name))
    share.save()
    note_deed([event], Deed.CHANGED, by, fields={event.pk: {"joint": ["", other.name]}})
    return share


def _say_no(share: JointShare, by: User) -> None:
    share.holds, share.event, share.said_by = False, None, by
    for name in COPIED:
        setattr(share, name, None if name in ("starts_at", "ends_at") else "")
    share.save()


def _part(event: Event, by: User) -> None:
    event.joint_key = None
    event.save()
    note_deed([event], Deed.CHANGED, by, fields={event.pk: {"joint": None}})


def _carry_over(community: Community, event: Event, asked: JointShare) -> None:
    """What we said ourselves of ``event``, and nobody accepted yet, goes on under the other's key."""
    ours = list(JointShare.objects.filter(community=community, event=event))
    if any(is_answered(one) for one in ours):
        raise ValidationError({"event": _("You hold this event together with others already.")})
    for one in ours:
        if one.other_id == asked.community_id:
            one.delete()
        else:
            one.joint_key = asked.joint_key
            one.save()


def _copy(asked: JointShare, by: User, client_id: UUID | None) -> Event:
    """An event of our own at that time, with nobody present: who of ours came, only we know."""
    details = Details(
        kind=asked.kind,
        when=when_of(asked),
        title=asked.title,
        place=asked.place,
        hosting=Hosting.CO_HOSTED,
    )
    if asked.was_held:
        return log_meeting(details=details, attendance=Attendance(), by=by, client_id=client_id)
    return plan_event(details=details, by=by, client_id=client_id)

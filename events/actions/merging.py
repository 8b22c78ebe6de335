"""Merge two events that are the same."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import User
from events.actions import Attendance, Details, delete_event, hold_event, record_event, update_event
from events.actions.saving import check_revision, lock, record_change
from events.models import (
    ConstituencyPresence,
    Event,
    EventAction,
    EventChange,
    EventStatus,
    GuestTicket,
    Headcount,
    InvitedPresence,
    JointShare,
    MemberPresence,
    OrganizationPresence,
    Output,
    PublicEvent,
)
from stakeholders.actions.merge_references import Link, get_links_to

# Attendance is merged as numbers and names; the other tables follow their own event or are its history.
STAY = (
    OrganizationPresence, ConstituencyPresence, MemberPresence, InvitedPresence, Headcount, Output,
    PublicEvent, GuestTicket, JointShare, EventChange,
)  # fmt: skip


def moving() -> list[Link]:
    """Return the links of other records that move to the remaining event: researches, evidence, materials, stories."""
    return get_links_to(Event, but=STAY)


@transaction.atomic
def join_events(
    *, target: Event, gone: Event, details: Details, came: Attendance, revisions: tuple[int, int], by: User
) -> Event:
    """Store ``details`` and ``came`` on ``target``; move ``gone`` to the trash with everything recorded in it.

    ``revisions``: those of both as they were read. ConflictError if one was saved since; ValidationError if one was
    deleted or canceled, or if ``gone`` is shared with other communities.
    """
    stored = {event.pk: lock(event) for event in sorted((target, gone), key=lambda event: event.pk)}
    for event, revision in zip((target, gone), revisions, strict=True):
        check_revision(stored[event.pk], revision)
        if stored[event.pk].status == EventStatus.CANCELLED:
            raise ValidationError(_("This event was canceled."))
    if stored[gone.pk].joint_key is not None:
        raise ValidationError(
            _("Both are joint events. Leave the joint event on the page of one of them first.")
        )
    was_held = EventStatus.HELD in {event.status for event in stored.values()}
    joined = update_event(event=stored[target.pk], details=details, revision=None, by=by)
    if was_held:
        record = record_event if joined.status == EventStatus.HELD else hold_event
        joined = record(event=joined, attendance=came, revision=None, by=by)
    for link in moving():
        both_have = link.get_conflicting_rows(target_id=target.pk, source_id=gone.pk).values_list(
            "pk", flat=True
        )
        link.rows(gone.pk).exclude(pk__in=list(both_have)).update(**{link.field.attname: target.pk})
    delete_event(event=stored[gone.pk], into=joined, by=by)
    record_change([joined], EventAction.CHANGED, by, fields={joined.pk: {"joined": ["", str(gone)]}})
    return joined

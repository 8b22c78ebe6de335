"""Record what happened: log a meeting, hold a planned event, or correct one."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Invitation, Membership, User
from events.actions.saving import (
    ConflictError,
    Details,
    apply,
    create_once,
    has_details,
    is_stale,
    lock,
    record_change,
    refuse_unless_planned,
)
from events.counts import Attendance, NewOrganization, check_counts
from events.event_time import check_happened
from events.invited import NOT_INVITED, list_joined, list_waiting_invitations
from events.models import (
    Constituency,
    ConstituencyPresence,
    Dimension,
    Event,
    EventAction,
    EventStatus,
    Headcount,
    InvitedPresence,
    MemberPresence,
    OrganizationPresence,
    Output,
)
from events.output_units import is_unit
from stakeholders.actions.register import add_organization
from stakeholders.models import Organization
from tfc.batched_queries import evaluate_together
from tfc.tenancy import current_scope


@transaction.atomic
def log_meeting(
    *, details: Details, attendance: Attendance, by: User, client_id: UUID | None = None
) -> Event:
    """Create a held event with its attendance in one step. If a rule is broken, nothing is stored."""

    def create() -> Event:
        event = Event(client_id=client_id, created_by=by, status=EventStatus.HELD)
        event.people_present = attendance.people_present
        apply(event, details, held=True)
        event.save()
        store_attendance(event, attendance, by, before=Attendance())
        record_change([event], EventAction.LOGGED, by)
        return event

    def is_same(event: Event) -> bool:
        return has_details(event, details, held=True) and has_attendance(event, attendance, by)

    return create_once(client_id, create, is_same)


class _LookedError(Exception):
    """Rolls back what was written for a comparison."""


def has_attendance(event: Event, attendance: Attendance, by: User) -> bool:
    """Return whether storing the attendance would change nothing."""
    changed: dict[str, Any] = {}
    try:
        with transaction.atomic():
            changed = store_attendance(event, attendance, by)
            raise _LookedError
    except _LookedError:
        return not changed


@transaction.atomic
def hold_event(*, event: Event, attendance: Attendance, revision: int | None, by: User) -> Event:
    """Record that a planned event took place. ValidationError when it is in the future or was canceled."""
    return _record(event, attendance, revision, by, EventAction.HELD)


@transaction.atomic
def record_event(*, event: Event, attendance: Attendance, revision: int | None, by: User) -> Event:
    """Correct the attendance of a held event."""
    return _record(event, attendance, revision, by, EventAction.RECORDED)


def _record(
    event: Event, attendance: Attendance, revision: int | None, by: User, action: EventAction
) -> Event:
    stored = lock(event)
    stale = is_stale(stored, revision)
    if not stale and action == EventAction.HELD:
        refuse_unless_planned(stored)
    if not stale and action == EventAction.RECORDED and stored.status != EventStatus.HELD:
        raise ValidationError(_("First record that it was held."))
    check_happened(stored.starts_at, timezone.now())
    with transaction.atomic():
        changed = store_attendance(stored, attendance, by)
        if stored.status == EventStatus.HELD and not changed:
            return stored  # The same form was sent twice.
        if stale:
            # Raised inside the savepoint, so that the rows just written are rolled back.
            raise ConflictError(Event.objects.get(pk=stored.pk))
    stored.status = EventStatus.HELD
    stored.save()
    record_change([stored], action, by, fields={stored.pk: changed})
    return Event.objects.get(pk=stored.pk)


def store_attendance(
    event: Event, attendance: Attendance, by: User, *, before: Attendance | None = None
) -> dict[str, Any]:
    """Replace the recorded attendance of an event and return what changed, by field code. The caller saves the event.

    ``before``: the attendance recorded now, if the caller has it.
    """
    check_counts(attendance)
    _check_codes(attendance)
    organizations = _organizations(event, attendance, by)
    joined = list_joined(attendance.invited, event.community_id) if attendance.invited else {}
    memberships = _memberships({*attendance.memberships, *joined.values()})
    invited = _invited({*attendance.invited} - joined.keys())
    before = get_attendance(event) if before is None else before
    wanted = Attendance(
        organizations=tuple(organizations),
        constituencies=tuple(sorted(set(attendance.constituencies))),
        memberships=tuple(memberships),
        invited=tuple(invited),
        people_present=attendance.people_present,
        headcounts={name: dict(groups) for name, groups in attendance.headcounts.items() if groups},
        outputs=tuple(attendance.outputs),
    )
    changed = _list_changes(before, wanted)
    if "organizations" in changed:
        _replace(
            event,
            OrganizationPresence,
            [{"organization_id": organization_id} for organization_id in wanted.organizations],
        )
    if "constituencies" in changed:
        _replace(
            event,
            ConstituencyPresence,
            [{"constituency": constituency} for constituency in wanted.constituencies],
        )
    if "memberships" in changed:
        _replace(
            event, MemberPresence, [{"membership_id": membership_id} for membership_id in wanted.memberships]
        )
    if "invited" in changed:
        _replace(event, InvitedPresence, [{"invitation": invitation} for invitation in wanted.invited])
    if "headcounts" in changed:
        _replace(event, Headcount, list(_headcount_rows(wanted)))
    if "outputs" in changed:
        _replace(event, Output, [vars(line) for line in wanted.outputs])
    event.people_present = wanted.people_present
    return changed


def get_attendance(event: Event) -> Attendance:
    """Return the attendance recorded now; one query."""
    organizations = event.organizationpresences.values_list("organization_id", flat=True)
    constituencies = event.constituencypresences.values_list("constituency", flat=True)
    memberships = event.memberpresences.values_list("membership_id", flat=True)
    invited = list_waiting_invitations(event.pk)
    counted = event.headcounts.order_by("id").values_list("dimension", "group", "people")
    outputs = event.outputs.order_by("id").values_list("unit", "quantity", "at_least", "what")
    evaluate_together(organizations, constituencies, memberships, invited, counted, outputs)
    return Attendance.stored(
        event.people_present,
        organizations=organizations,
        constituencies=sorted(constituencies),
        memberships=memberships,
        invited=invited,
        counted=counted,
        outputs=outputs,
    )


def _ids(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(values)))


def _list_changes(before: Attendance, after: Attendance) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name in ("organizations", "constituencies", "memberships", "invited", "headcounts", "outputs"):
        if getattr(before, name) != getattr(after, name):
            changed[name] = None
    if before.people_present != after.people_present:
        changed["people_present"] = [
            "" if count is None else str(count) for count in (before.people_present, after.people_present)
        ]
    return changed


def _replace(event: Event, model: Any, rows: list[dict[str, Any]]) -> None:
    model.objects.filter(event=event).delete()
    model.objects.bulk_create(model(event=event, **row) for row in rows)


def _headcount_rows(attendance: Attendance) -> Iterable[dict[str, Any]]:
    for dimension, groups in attendance.headcounts.items():
        for group, people in groups.items():
            yield {"dimension": dimension, "group": group, "people": people}


def _check_codes(attendance: Attendance) -> None:
    """Check the codes that a form offers as choices, for callers without a form."""
    errors = {}
    if not set(attendance.constituencies) <= set(Constituency.values):
        errors["constituencies"] = _("Choose constituencies from the list.")
    if not set(attendance.headcounts) <= set(Dimension.values):
        errors["people_present"] = _("Choose another way of counting.")
    if any(not is_unit(line.unit) or len(line.what) > 160 for line in attendance.outputs):
        errors["outputs"] = _("Choose a unit, and use at most 160 characters.")
    if errors:
        raise ValidationError(errors)


def _organizations(event: Event, attendance: Attendance, by: User) -> tuple[int, ...]:
    """Return the ids of the chosen and the typed organizations. One in the trash stays if it was already present."""
    wanted = set(attendance.organizations)
    if wanted and _count_known(wanted, event) != len(wanted):
        raise ValidationError({"organizations": _("Choose organizations from your register.")})
    return _ids(
        [
            *wanted,
            *(_find_or_add(new_organization, by).pk for new_organization in attendance.new_organizations),
        ]
    )


def _count_known(wanted: Collection[int], event: Event) -> int:
    there = event.organizationpresences.values("organization")
    organizations = Organization.objects.not_deleted() | Organization.objects.filter(pk__in=there)
    return organizations.filter(pk__in=wanted).distinct().count()


def _find_or_add(new: NewOrganization, by: User) -> Organization:
    """Return the organization in the register with this name, whatever its case and sector, or add it."""
    name = " ".join(new.name.split())
    if existing := Organization.objects.not_deleted().filter(name__iexact=name).order_by("id").first():
        return existing
    organization = Organization(name=name, sector=new.sector)
    try:
        organization.clean_fields(exclude=["community", "created_by"])
    except ValidationError as error:
        raise ValidationError({"new_organizations": error.messages}) from error
    return add_organization(by=by, name=name, sector=new.sector)


def _memberships(ids: Iterable[int]) -> tuple[int, ...]:
    error = ValidationError({"memberships": _("Choose people who are in your team.")})
    return _check_ids(ids, Membership.objects.all(), error)


def _invited(ids: Collection[int]) -> tuple[int, ...]:
    if not ids:
        return ()
    return _check_ids(ids, Invitation.objects.waiting(), ValidationError({"invited": NOT_INVITED}))


def _check_ids(ids: Iterable[int], rows: "QuerySet[Any]", error: ValidationError) -> tuple[int, ...]:
    """Return the ids, sorted; ``error`` if one is not among the community's rows. The tables are global."""
    wanted = _ids(ids)
    ours = rows.filter(community_id=current_scope().community_id or 0, pk__in=wanted)
    if wanted and ours.count() != len(wanted):
        raise error
    return wanted

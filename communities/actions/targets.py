"""Set, change and close a target; the scope of its office or community is open.

No row is ever changed: each action adds a version, and the newest one counts.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from communities.models import Community, Direction, Measure, Office, Owner, Target, User
from communities.models.targets import OFFICE_MEASURES

# Everything may change except what is counted, and where.
CHANGEABLE = (
    "direction",
    "baseline_value",
    "baseline_on",
    "baseline_receipt",
    "goal_value",
    "due_on",
    "note",
)


class TargetChangedError(ValidationError):
    """Another person saved a version in the meantime."""


@transaction.atomic
def set_target(
    *,
    office: Office,
    owner: Owner,
    community: Community | None,
    measure: Measure,
    code: str,
    values: Mapping[str, Any],
    by: User,
    thread: UUID | None = None,
) -> Target:
    """Store a target. ``values``: those of CHANGEABLE. The same ``thread`` again, as after a double click, returns the
    existing one.
    """
    if office.is_sample:
        # Targets are never deleted individually, and a sample community is deleted as a whole.
        raise ValidationError(_("A sample town cannot have targets."))
    if owner == Owner.COMMUNITY and (community is None or measure in OFFICE_MEASURES):
        raise ValidationError(_("Only an office counts this."))
    if measure in OFFICE_MEASURES and community is not None:
        raise ValidationError({"community": _("Leave this empty: this is counted for the whole office.")})
    _check(measure, values)
    made, _is_new = Target.objects.get_or_create(
        office=office,
        owner=owner,
        community=community,
        thread=thread or uuid4(),
        version=1,
        defaults={"measure": measure, "code": code, "by": by, **values},
    )
    return made


@transaction.atomic
def change_target(*, target: Target, values: Mapping[str, Any], by: User) -> Target:
    """Add a changed version. TargetChangedError if ``target`` is no longer the newest one; to close it, use
    ``close_target``.
    """
    if not target.is_open:
        raise ValidationError(_("This target is closed."))
    _check(Measure(target.measure), values)
    if all(getattr(target, name) == value for name, value in values.items()):
        return target
    return _add_version(target, by, **values)


@transaction.atomic
def close_target(*, target: Target, reason: str, on: date, by: User) -> Target:
    """Close a target; it stays readable with its reason. Closing a closed one changes nothing."""
    if not target.is_open:
        return target
    return _add_version(target, by, closed_on=on, close_reason=reason)


def _add_version(target: Target, by: User, **changed: Any) -> Target:
    current_values = {
        field.attname: getattr(target, field.attname)
        for field in Target._meta.local_concrete_fields
        if field.name not in ("id", "at", "by", "version")
    }
    try:
        with transaction.atomic():
            return Target.objects.create(**(current_values | changed), version=target.version + 1, by=by)
    except IntegrityError as error:
        raise TargetChangedError(_("Another person changed this. Check it, then save again.")) from error


def _check(measure: Measure, values: Mapping[str, Any]) -> None:
    base, goal = Decimal(values["baseline_value"]), Decimal(values["goal_value"])
    if values["due_on"] <= values["baseline_on"]:
        raise ValidationError({"due_on": _("Enter an end after the start.")})
    if measure != Measure.PART and values["direction"] == Direction.DOWN:
        raise ValidationError({"direction": _("Choose “At least”: counts only grow.")})
    if values["direction"] == Direction.UP and goal <= base:
        raise ValidationError({"goal_value": _("Enter more than the value at the start.")})
    if values["direction"] == Direction.DOWN and goal >= base:
        raise ValidationError({"goal_value": _("Enter less than the value at the start.")})

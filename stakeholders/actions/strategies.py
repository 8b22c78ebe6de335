"""Every write of what organizations change; all run in the scope of their community."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row, mark_row
from stakeholders.actions.sharing import take_back
from stakeholders.horizon import horizon
from stakeholders.models import (
    Evidence,
    Organization,
    SharedEvidence,
    Strategy,
    StrategyAssessment,
    StrategyLevel,
    StrategyStep,
)
from stakeholders.strategy_status import get_newest_day
from tfc.dates import is_within_months


@transaction.atomic
def add_strategy(
    *,
    organization: Organization,
    rung: str,
    since: dt.date,
    by: User,
    client_id: UUID | None = None,
    **fields: Any,
) -> Strategy:
    """Add a strategy with its first level; sending the same ``client_id`` twice returns the existing one."""
    strategy = add_row(Strategy, by, client_id, fields | {"organization": organization})
    if not strategy.steps.exists():
        StrategyStep.objects.create(strategy=strategy, rung=rung, on=since, by=by)
    return strategy


@transaction.atomic
def edit_strategy(*, strategy: Strategy, by: User, revision: int, **fields: Any) -> None:
    """Change a strategy; SavedMeanwhileError for a stale ``revision``."""
    edit_row(strategy, revision, fields)


@transaction.atomic
def take_step(*, strategy: Strategy, rung: str, on: dt.date, by: User) -> None:
    """Set the level; the same level and day twice are stored once. ValidationError (``rung``) for verified without
    fresh evidence.
    """
    if rung == StrategyLevel.VERIFIED:
        days = Evidence.objects.not_deleted().filter(strategy=strategy).values_list("on", flat=True)
        if not is_within_months(get_newest_day(days, on), on, horizon(on).evidence_months):
            text = _("No evidence before that day is recent enough. Add evidence first.")
            raise ValidationError({"rung": text})
    newest = strategy.steps.order_by("-on", "-id").first()
    if newest is None or (newest.rung, newest.on) != (rung, on):
        StrategyStep.objects.create(strategy=strategy, rung=rung, on=on, by=by)


@transaction.atomic
def end_strategy(*, strategy: Strategy, ended_on: dt.date, end_reason: str, revision: int, by: User) -> None:
    """End a strategy, which stays recorded; SavedMeanwhileError as in ``edit_strategy``."""
    edit_row(strategy, revision, {"ended_on": ended_on, "end_reason": end_reason})


@transaction.atomic
def resume_strategy(*, strategy: Strategy, by: User) -> None:
    """Undo the end of a strategy."""
    ended = Strategy.objects.filter(pk=strategy.pk, ended_on__isnull=False)
    ended.update(ended_on=None, end_reason="", updated_at=timezone.now())


@transaction.atomic
def delete_strategy(*, strategy: Strategy, by: User) -> None:
    """Move a strategy to the trash. Its evidence is withdrawn from the office."""
    mark_row(strategy, deleted=True)
    take_back(SharedEvidence.objects.filter(evidence__strategy=strategy))


@transaction.atomic
def restore_strategy(*, strategy: Strategy, by: User) -> None:
    """Restore a strategy. Its evidence is not shared with the office again."""
    mark_row(strategy, deleted=False)


@transaction.atomic
def record_no_strategy(*, organization: Organization, on: dt.date, by: User) -> StrategyAssessment:
    """Record that the organization was asked and has no strategy; the same day twice is stored once."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    same = organization.assessments.filter(on=on).first()
    return same or StrategyAssessment.objects.create(organization=organization, on=on, by=by)


@transaction.atomic
def delete_no_strategy(*, assessment: StrategyAssessment, by: User) -> None:
    """Delete such a record, as if the organization had not been asked."""
    assessment.delete()

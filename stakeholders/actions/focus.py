"""Decisions of a community about its focus stakeholders; all run in its scope."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import User
from stakeholders.actions.saving import add_row, edit_row
from stakeholders.models import FocusDecision, FocusStakeholder, Verdict
from tfc.sent_before import SentBeforeError, check_same_content


@transaction.atomic
def accept_focus(
    *,
    by: User,
    client_id: UUID,
    decided_on: dt.date,
    reason: str,
    suggestion: Mapping[str, Any],
    chosen: Iterable[Mapping[str, Any]],
    ended: Sequence[FocusStakeholder] = (),
    end_reason: str = "",
) -> FocusDecision:
    """Store the decision with the suggestion at that time, and ``chosen`` (fields of FocusStakeholder).

    ``ended``: current ones that this decision replaces. Sent twice with the same ``client_id``, it is stored once.
    """
    decision, is_new = FocusDecision.objects.get_or_create(
        client_id=client_id,
        defaults={
            "verdict": Verdict.ACCEPTED,
            "decided_on": decided_on,
            "reason": reason,
            "suggestion": suggestion,
            "created_by": by,
        },
    )
    if not is_new:
        check_same_content(
            decision, {"verdict": Verdict.ACCEPTED, "decided_on": decided_on, "reason": reason}
        )
        check_same_focuses(decision, list(chosen))
        return decision
    FocusStakeholder.objects.bulk_create(
        FocusStakeholder(decision=decision, created_by=by, **fields) for fields in chosen
    )
    current = FocusStakeholder.objects.filter(pk__in=[focus.pk for focus in ended], ended_on=None)
    current.update(ended_on=decided_on, end_reason=end_reason, updated_at=timezone.now())
    return decision


def check_same_focuses(decision: FocusDecision, chosen: Sequence[Mapping[str, Any]]) -> None:
    """Raise SentBeforeError if other focus stakeholders were chosen with the decision."""
    stored = FocusStakeholder.objects.filter(decision=decision).order_by("pk")
    if len(stored) != len(chosen):
        raise SentBeforeError
    for focus, fields in zip(stored, chosen, strict=True):
        check_same_content(focus, fields)


@transaction.atomic
def reject_focus(
    *, by: User, client_id: UUID, decided_on: dt.date, reason: str, suggestion: Mapping[str, Any]
) -> FocusDecision:
    """Store that the community rejected the suggestion, and why."""
    fields = {"verdict": Verdict.REJECTED, "decided_on": decided_on, "reason": reason}
    return add_row(FocusDecision, by, client_id, fields | {"suggestion": suggestion})


@transaction.atomic
def edit_focus(*, focus: FocusStakeholder, by: User, revision: int, **fields: Any) -> None:
    """Change the plan or the finding; SavedMeanwhileError for a stale ``revision``."""
    edit_row(focus, revision, fields)


@transaction.atomic
def end_focus(
    *, focus: FocusStakeholder, by: User, revision: int, ended_on: dt.date, end_reason: str
) -> None:
    """End a focus: it stays in the history, but does not count from ``ended_on`` on. Errors as in ``edit_focus``."""
    edit_row(focus, revision, {"ended_on": ended_on, "end_reason": end_reason})

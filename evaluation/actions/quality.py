"""Answering a data quality flag, withdrawing the answer, and storing the counts for the office."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import Community, User
from evaluation.models import QualityAnswer, QualityCount
from evaluation.quality.check_runs import sum_flags
from evaluation.quality.checks import Flag


def answer_flag(*, flag: Flag, reason: str, by: User) -> bool:
    """Store the reason why a flagged record stays unchanged. Return False when the flag was already answered."""
    try:
        with transaction.atomic():
            QualityAnswer.objects.create(
                code=flag.check, key=flag.key, description=flag.description[:400], reason=reason, by=by
            )
    except IntegrityError:
        return False
    return True


def withdraw_answer(*, answer: QualityAnswer, by: User) -> bool:
    """Withdraw an answer; the flag is shown again if it still applies. Return False when it was already withdrawn."""
    standing = QualityAnswer.objects.standing().filter(pk=answer.pk)
    return bool(standing.update(withdrawn_at=timezone.now()))


def record_quality(
    *, community: Community, counts: Mapping[str, int], using: str = "default"
) -> QualityCount:
    """Store the current counts; called by a program with the figures' login."""
    now = timezone.now()
    defaults: dict[str, Any] = {
        "office_id": community.office_id, "counts": dict(counts), "total": sum_flags(counts), "counted_at": now,
    }  # fmt: skip
    before = QualityCount.objects.using(using).filter(community_id=community.pk).first()
    if defaults["total"] > (before.total if before else 0):
        defaults["risen_at"] = now
    stored, _is_new = QualityCount.objects.using(using).update_or_create(
        community_id=community.pk, defaults=defaults
    )
    return stored

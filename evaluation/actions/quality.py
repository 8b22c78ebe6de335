"""Answering what looked wrong, taking that back, and telling the office how much there is."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import Community, User
from evaluation.models import QualityAnswer, QualityCount
from evaluation.quality.checks import Flag
from evaluation.quality.looking import sum_flags


def answer_flag(*, flag: Flag, reason: str, by: User) -> bool:
    """It stays as it is. False when somebody said so before."""
    try:
        with transaction.atomic():
            QualityAnswer.objects.create(
                code=flag.check, key=flag.key, words=flag.description[:400], reason=reason, by=by
            )
    except IntegrityError:
        return False
    return True


def withdraw_answer(*, answer: QualityAnswer, by: User) -> bool:
    """The flag comes back, if it still is one. False when it was taken back before."""
    standing = QualityAnswer.objects.standing().filter(pk=answer.pk)
    return bool(standing.update(withdrawn_at=timezone.now()))


def record_quality(
    *, community: Community, counts: Mapping[str, int], using: str = "default"
) -> QualityCount:
    """What is found now; by a program, with the figures' login."""
    now = timezone.now()
    defaults: dict[str, Any] = {"office_id": community.office_id, "counts": dict(counts), "counted_at": now}
    before = QualityCount.objects.using(using).filter(community_id=community.pk).first()
    if sum_flags(counts) > (sum_flags(before.counts) if before else 0):
        defaults["risen_at"] = now
    stored, _is_new = QualityCount.objects.using(using).update_or_create(
        community_id=community.pk, defaults=defaults
    )
    return stored

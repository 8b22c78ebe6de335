"""Residents' open answers that a coordinator has to judge.

Results appear only after all are judged or 30 days have passed.
"""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from communities.models import User
from residents.actions.totals import store_results
from residents.answer import SubmittedAnswer
from residents.models import AwarenessAnswer, AwarenessWave, OwnWords
from residents.questionnaire import REFUSED, RIGHT, UNCLEAR, UNPROMPTED, WRONG

# Texts not judged by then are deleted, and their answers stay unclear.
JUDGED_WITHIN = dt.timedelta(days=30)


class OpenError(Exception):
    """The survey is open, so its texts cannot be judged."""


def store_own_words(wave: AwarenessWave, answer: SubmittedAnswer) -> None:
    """Store unclear texts; none of an answer that refuses one of the two questions, since it is not valid."""
    codes = answer.codes.route_unprompted, answer.codes.hotline_unprompted
    if REFUSED in codes:
        return
    rows = [
        OwnWords(wave=wave, client_id=answer.client_id, question=question.name, text=text)
        for question, text in zip(UNPROMPTED, answer.unclear_words, strict=True)
        if text
    ]
    OwnWords.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def judge_own_words(*, wave: AwarenessWave, judgments: Mapping[UUID, str], by: User) -> int:
    """Store the judgments and delete their texts; return how many are left. Without any, results appear.

    Raises OpenError if the survey was reopened: its texts wait until it is closed again.
    """
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if stored.closed_at is None:
        raise OpenError
    for code in (RIGHT, WRONG):
        keys = [key for key, judged in judgments.items() if judged == code]
        OwnWords.objects.to_judge(stored).filter(key__in=keys).update(judged=code, text="")
    left = OwnWords.objects.to_judge(stored).count()
    if not left:
        _apply_judgments(stored)
    return left


@transaction.atomic
def settle_own_words(*, now: dt.datetime) -> int:
    """Store the results of closed surveys without texts to judge, or closed 30 days ago; return how many.

    A leader who closes a survey cannot see if texts are left: only coordinators read them. Texts that nobody judged by
    their day are deleted, whether their survey is closed or open again. Safe to repeat.
    """
    settled = 0
    closed_at = AwarenessWave.objects.filter(pk=OuterRef("wave")).values("closed_at")
    undated = OwnWords.objects.filter(judge_by=None, wave__closed_at__isnull=False)
    undated.update(judge_by=Subquery(closed_at) + JUDGED_WITHIN)
    postponed = AwarenessWave.objects.with_postponed_results().values("pk")
    locked = AwarenessWave.objects.filter(pk__in=postponed).select_for_update(of=("self",)).order_by("pk")
    for wave in locked:
        is_due = wave.closed_at is not None and wave.closed_at < now - JUDGED_WITHIN
        if is_due or not OwnWords.objects.to_judge(wave).exists():
            _apply_judgments(wave)
            settled += 1
    OwnWords.objects.filter(judge_by__lt=now, judged="").delete()
    return settled


def _apply_judgments(wave: AwarenessWave) -> None:
    """Apply all judgments together.

    No results of these answers were shown before, so no change reveals who answered what.
    """
    texts = OwnWords.objects.of_counted(wave)
    for question in UNPROMPTED:
        for code in (RIGHT, WRONG):
            judged = texts.filter(question=question.name, judged=code).values("client_id")
            unclear = AwarenessAnswer.objects.filter(wave=wave, **{question.name: UNCLEAR})
            unclear.filter(client_id__in=judged).update(**{question.name: code})
    texts.delete()
    store_results(wave)

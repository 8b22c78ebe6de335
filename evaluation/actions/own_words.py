"""Own words of residents that a coordinator has to judge: stored, judged one by one, and counted together."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction

from communities.models import User
from evaluation.actions.awareness_totals import recount
from evaluation.awareness.given import Given
from evaluation.awareness.instrument import REFUSED, RIGHT, UNCLEAR, UNPROMPTED, WRONG
from evaluation.models import AwarenessAnswer, AwarenessWave, OwnWords
from evaluation.models.awareness import SMALLEST_CHANGE

# Words that nobody has judged by then are deleted, and their answers stay unclear.
JUDGED_WITHIN = dt.timedelta(days=30)


def keep_own_words(wave: AwarenessWave, given: Given) -> None:
    """Nothing is kept of an answer that refuses one of the two questions, since it is not valid."""
    codes = given.codes.route_unprompted, given.codes.hotline_unprompted
    if REFUSED in codes:
        return
    rows = [
        OwnWords(wave=wave, client_id=given.client_id, question=question.name, text=text)
        for question, text in zip(UNPROMPTED, given.unclear_words, strict=True)
        if text
    ]
    OwnWords.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def judge_own_words(*, wave: AwarenessWave, judgments: Mapping[UUID, str], by: User) -> bool:
    """Keep the judgments and delete their texts; return whether they took effect, which the last one brings about."""
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    shown = set(OwnWords.objects.to_judge(stored).values_list("key", flat=True))
    for code in (RIGHT, WRONG):
        keys = [key for key, judged in judgments.items() if judged == code]
        stored.own_words.filter(key__in=shown & set(keys)).update(judged=code, text="")
    if OwnWords.objects.to_judge(stored).exists():
        return False
    return _count_judgments(stored)


@transaction.atomic
def settle_own_words(*, now: dt.datetime) -> int:
    """Thirty days after a survey closed: count what was judged, delete the rest. Return how many surveys."""
    due = AwarenessWave.objects.filter(closed_at__lt=now - JUDGED_WITHIN, own_words__isnull=False).distinct()
    locked = AwarenessWave.objects.filter(pk__in=list(due.values_list("pk", flat=True)))
    number = 0
    for wave in locked.select_for_update(of=("self",)).order_by("pk"):
        _count_judgments(wave)
        wave.own_words.all().delete()
        number += 1
    return number


def _count_judgments(wave: AwarenessWave) -> bool:
    """All at once. Answers judged as right count only if they are several: one alone would move the figure by what the
    same person answered to the other question. Wrong ones move nothing but the bounds.
    """
    judged: defaultdict[UUID, set[str]] = defaultdict(set)
    words = OwnWords.objects.of_counted(wave)
    for client_id, code in words.values_list("client_id", "judged"):
        judged[client_id].add(code)
    wrong = [client_id for client_id, codes in judged.items() if WRONG in codes]
    right = [client_id for client_id, codes in judged.items() if codes == {RIGHT}]
    if len(right) < SMALLEST_CHANGE:
        right = []
    _store(wave, wrong, WRONG)
    _store(wave, right, RIGHT)
    words.delete()
    if wrong or right:
        recount(wave)
    return bool(wrong or right)


def _store(wave: AwarenessWave, client_ids: Collection[UUID], code: str) -> None:
    for question in UNPROMPTED:
        unclear = AwarenessAnswer.objects.filter(
            wave=wave, client_id__in=client_ids, **{question.name: UNCLEAR}
        )
        unclear.update(**{question.name: code})

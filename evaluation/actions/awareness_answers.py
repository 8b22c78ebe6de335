"""Answers come in: from phones, from paper, from files. None of it writes down who, from where, or when on the day."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import asdict
from enum import Enum, auto
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from communities.models import Community, User
from evaluation.awareness.bucket import take_token
from evaluation.awareness.given import Given, TurnedOnce
from evaluation.models import AnswerSource, AwarenessAnswer, AwarenessWave, Turned

# Two pages with six questions cannot be read and answered faster.
AT_LEAST = dt.timedelta(seconds=8)

_COUNT_UP = """
INSERT INTO evaluation_turnedaway (community_id, office_id, wave_id, day, why, number)
VALUES (%s, %s, %s, %s, %s, 1)
ON CONFLICT (community_id, wave_id, day, why) DO UPDATE SET number = evaluation_turnedaway.number + 1
"""


class Received(Enum):
    """What became of an answer. A program is thanked for what it left in the trap, and learns nothing.

    Whoever was HASTY or came in a RUSH may be a person, and can send the same again.
    """

    KEPT = auto()
    TRAPPED = auto()
    HASTY = auto()
    RUSHED = auto()
    FULL = auto()
    CLOSED = auto()


@transaction.atomic
def receive_answer(
    *,
    wave: AwarenessWave,
    community: Community,
    given: Given,
    opened_at: dt.datetime,
    trapped: bool,
    before: Iterable[TurnedOnce] = (),
) -> Received:
    """By anybody. The quota holds however many come at once, since the wave's row is locked meanwhile.

    ``before``: when the same answer was turned away. Once it is kept, it no longer counts as turned away; nothing that
    is stored had to know that they are the same. An answer is new once, so nobody takes back more than it added.
    """
    now = timezone.now()
    if trapped:
        _turn_away(wave, community, given.day, Turned.TRAP)
        return Received.TRAPPED
    if now - opened_at < AT_LEAST:
        _turn_away(wave, community, given.day, Turned.HASTE)
        return Received.HASTY
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if not is_open(stored, given.day):
        return Received.CLOSED
    if not take_token(wave.pk, now):
        _turn_away(wave, community, given.day, Turned.RUSH)
        return Received.RUSHED
    there = stored.answers.aggregate(phones=_FROM_PHONES, same=Count("pk", Q(client_id=given.client_id)))
    if not there["same"] and there["phones"] >= stored.quota:
        _turn_away(wave, community, given.day, Turned.QUOTA)
        return Received.FULL
    if _keep(wave, [given], AnswerSource.PHONE):
        _take_back(wave, before)
    return Received.KEPT


_FROM_PHONES = Count("pk", Q(source=AnswerSource.PHONE))


def is_open(wave: AwarenessWave, day: dt.date) -> bool:
    return wave.closed_at is None and wave.deleted_at is None and wave.starts_on <= day <= wave.ends_on


def is_full(wave: AwarenessWave) -> bool:
    """Whether phones have sent as many as the quota lets in. What the team types in itself does not count here."""
    return wave.answers.filter(source=AnswerSource.PHONE).count() >= wave.quota


def _turn_away(wave: AwarenessWave, community: Community, day: dt.date, why: Turned) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [community.pk, community.office_id, wave.pk, day, why.value])


def _take_back(wave: AwarenessWave, before: Iterable[TurnedOnce]) -> None:
    for one in before:
        counted = wave.turned_away.filter(day=one.day, why=one.why, number__gt=0)
        counted.update(number=F("number") - 1)


@transaction.atomic
def type_in_answer(*, wave: AwarenessWave, given: Given, by: User) -> bool:
    """One answer from paper; whether it was new."""
    return _keep(wave, [given], AnswerSource.PAPER) == 1


@transaction.atomic
def import_answers(*, wave: AwarenessWave, given: Iterable[Given], by: User) -> tuple[UUID, int]:
    """The answers of a file; those that are here already stay as they are.

    Gives the batch, by which they can be taken out again, and how many were new.
    """
    batch = uuid.uuid4()
    return batch, _keep(wave, given, AnswerSource.FILE, batch)


@transaction.atomic
def undo_import(*, wave: AwarenessWave, batch: UUID, by: User) -> int:
    """Take out the answers that came with this batch; how many they were."""
    return wave.answers.filter(batch=batch, source=AnswerSource.FILE).delete()[0]


def _keep(
    wave: AwarenessWave, given: Iterable[Given], source: AnswerSource, batch: UUID | None = None
) -> int:
    """How many of them were new. Others may come in meanwhile, so only these are counted."""
    rows = [
        AwarenessAnswer(
            wave=wave, client_id=one.client_id, day=one.day, language=one.language, source=source, batch=batch,
            **asdict(one.codes),
        )
        for one in given
    ]  # fmt: skip
    same = wave.answers.filter(client_id__in=[one.client_id for one in rows])
    before = same.count()
    AwarenessAnswer.objects.bulk_create(rows, ignore_conflicts=True)
    return same.count() - before

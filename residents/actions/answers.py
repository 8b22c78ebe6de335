"""Storing answers from phones, paper and files, without the person, the origin or the time of day."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import asdict
from enum import Enum, auto
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from communities.models import Community, User
from residents.actions.own_words import store_own_words
from residents.answer import Rejection, SubmittedAnswer
from residents.models import AnswerSource, AwarenessAnswer, AwarenessWave, RejectionReason, SetAsideAnswer
from tfc.rate_limit import Sender, is_suspicious
from tfc.sent_before import SentBeforeError, check_same_content

# Nobody can read and answer two pages with six questions faster.
AT_LEAST = dt.timedelta(seconds=8)

_COUNT_UP = """
INSERT INTO residents_turnedaway (community_id, office_id, wave_id, day, why, number)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (community_id, wave_id, day, why) DO UPDATE SET number = residents_turnedaway.number + EXCLUDED.number
"""


class AnswerOutcome(Enum):
    """What happened to an answer. A program that filled the trap field is thanked and learns nothing.

    A sender whose answer was SET_ASIDE is thanked as well. After HASTY or RUSHED, people can submit again. SENT_BEFORE
    does not say whether the answers are the same: who knows the form's id could find out what the person answered.
    """

    KEPT = auto()
    SET_ASIDE = auto()
    TRAPPED = auto()
    HASTY = auto()
    RUSHED = auto()
    FULL = auto()
    CLOSED = auto()
    SENT_BEFORE = auto()


@transaction.atomic
def receive_answer(
    *,
    wave: AwarenessWave,
    community: Community,
    answer: SubmittedAnswer,
    opened_at: dt.datetime,
    trapped: bool,
    sender: Sender,
    before: Iterable[Rejection] = (),
) -> AnswerOutcome:
    """Store an answer from a public form.

    The lock on the wave's row enforces the quota for simultaneous answers. ``before``: rejections of the same answer.
    When it is stored, they are subtracted from the rejection counts, without stored data that links them. An answer is
    new only one time, so no sender subtracts more than it added.
    """
    hasty = timezone.now() - opened_at < AT_LEAST
    if trapped or hasty:
        received = AnswerOutcome.TRAPPED if trapped else AnswerOutcome.HASTY
        count_turned_away(wave, community, answer.day, _REJECTION_REASONS[received])
        return received
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if _is_stored(stored, answer.client_id):
        return AnswerOutcome.SENT_BEFORE
    if not is_open(stored, answer.day):
        return AnswerOutcome.CLOSED
    received = _decide(stored, sender)
    if received in _REJECTION_REASONS:
        count_turned_away(wave, community, answer.day, _REJECTION_REASONS[received])
        return received
    if received == AnswerOutcome.SET_ASIDE:
        _set_aside(stored, answer)
    else:
        store_answers(wave, [answer], AnswerSource.PHONE)
    # Also for an answer that is set aside: if a coordinator includes it later, its words have to be judged.
    store_own_words(wave, answer)
    _withdraw_rejections(wave, before)
    return received


_REJECTION_REASONS = {
    AnswerOutcome.TRAPPED: RejectionReason.TRAP,
    AnswerOutcome.HASTY: RejectionReason.HASTE,
    AnswerOutcome.RUSHED: RejectionReason.RUSH,
    AnswerOutcome.FULL: RejectionReason.QUOTA,
}


def _is_stored(wave: AwarenessWave, client_id: UUID) -> bool:
    here = {"client_id": client_id}
    return wave.answers.filter(**here).exists() or wave.set_aside.filter(**here).exists()


def _decide(wave: AwarenessWave, sender: Sender) -> AnswerOutcome:
    """Return what happens to a new answer.

    At most the quota is set aside, so that no program fills the disk.
    """
    if is_full(wave):
        return AnswerOutcome.FULL
    if not is_suspicious(wave.quota, sender):
        return AnswerOutcome.KEPT
    return AnswerOutcome.RUSHED if wave.set_aside.count() >= wave.quota else AnswerOutcome.SET_ASIDE


def _set_aside(wave: AwarenessWave, answer: SubmittedAnswer) -> None:
    row = SetAsideAnswer(
        wave=wave,
        client_id=answer.client_id,
        day=answer.day,
        language=answer.language,
        **asdict(answer.codes),
    )
    SetAsideAnswer.objects.bulk_create([row])


def is_open(wave: AwarenessWave, day: dt.date) -> bool:
    return wave.closed_at is None and wave.deleted_at is None and wave.starts_on <= day <= wave.ends_on


def is_full(wave: AwarenessWave) -> bool:
    """Return True if phones have sent the quota. Answers that the team enters do not count here."""
    return wave.answers.filter(source=AnswerSource.PHONE).count() >= wave.quota


def count_turned_away(
    wave: AwarenessWave, community: Community, day: dt.date, why: RejectionReason, number: int = 1
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [community.pk, community.office_id, wave.pk, day, why.value, number])


def _withdraw_rejections(wave: AwarenessWave, before: Iterable[Rejection]) -> None:
    for rejection in before:
        counted = wave.turned_away.filter(day=rejection.day, why=rejection.why, number__gt=0)
        counted.update(number=F("number") - 1)


class ClosedError(Exception):
    """The survey is closed, so answers are neither added nor removed."""


@transaction.atomic
def type_in_answer(*, wave: AwarenessWave, answer: SubmittedAnswer, by: User) -> bool:
    """Store one answer from paper; return True if it was new.

    SentBeforeError if its form sent other content before, or if the id is that of an answer from a phone or a file:
    comparing them would reveal what a resident answered.
    """
    stored = _lock_open(wave)
    if store_answers(stored, [answer], AnswerSource.PAPER):
        return True
    fields = {"day": answer.day, "language": answer.language, **asdict(answer.codes)}
    typed = stored.answers.filter(client_id=answer.client_id, source=AnswerSource.PAPER).first()
    if typed is None:
        raise SentBeforeError
    check_same_content(typed, fields)
    return False


@transaction.atomic
def import_answers(*, wave: AwarenessWave, answers: Iterable[SubmittedAnswer], by: User) -> tuple[UUID, int]:
    """Store the answers of a file; those already stored stay unchanged.

    Returns the batch, for undo, and how many were new.
    """
    batch = uuid.uuid4()
    return batch, store_answers(_lock_open(wave), answers, AnswerSource.FILE, batch)


@transaction.atomic
def undo_import(*, wave: AwarenessWave, batch: UUID, by: User) -> int:
    """Delete the uncounted answers of this batch; return how many. Those in the results stay."""
    uncounted = _lock_open(wave).answers.filter(batch=batch, source=AnswerSource.FILE, counted=False)
    return uncounted.delete()[0]


def _lock_open(wave: AwarenessWave) -> AwarenessWave:
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if stored.deleted_at is not None or stored.is_over(timezone.localdate()):
        raise ClosedError
    return stored


def store_answers(
    wave: AwarenessWave, answers: Iterable[SubmittedAnswer], source: AnswerSource, batch: UUID | None = None
) -> int:
    """Store the answers and return how many were new.

    Others may be stored at the same time, so only these are counted.
    """
    rows = [
        AwarenessAnswer(
            wave=wave, client_id=answer.client_id, day=answer.day, language=answer.language, source=source, batch=batch,
            **asdict(answer.codes),
        )
        for answer in answers
    ]  # fmt: skip
    same = wave.answers.filter(client_id__in=[row.client_id for row in rows])
    before = same.count()
    AwarenessAnswer.objects.bulk_create(rows, ignore_conflicts=True)
    return same.count() - before

"""A wave of the awareness survey: announced, changed, closed and opened again, deleted and put back."""

import datetime as dt
import secrets
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import User
from residents.actions.totals import count_closed_wave
from residents.models import AwarenessWave
from residents.questionnaire import VERSION
from stakeholders.actions.saving import add_row, edit_row, mark_row

# Without vowels, no word comes out; without 0, 1 and l, nothing is misread from a poster.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 8


class AnsweredError(Exception):
    """An answer came in that whoever acts did not know of.

    How people are met decides with what a wave may be compared, so after the first answer it stays; and nobody deletes
    answers unseen.
    """


class HalfYearOverError(Exception):
    """The half-year of the survey is over, so it takes no more answers."""


class AnswersDeletedError(Exception):
    """Single answers were deleted, so that the same answer could be counted twice."""


# Settled once an answer is in: it would fall out of the survey, or be compared with others than it was given for.
SETTLED_BY_ANSWERS = ("sampling", "starts_on")
# Settled as long as the survey is closed: another last day would open it.
SETTLED_BY_CLOSING = (*SETTLED_BY_ANSWERS, "ends_on", "quota")
REOPENED_FOR = dt.timedelta(days=14)


@transaction.atomic
def add_wave(*, by: User, client_id: UUID | None = None, **fields: Any) -> AwarenessWave:
    """With a code for its address, and of the survey's version of today."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return add_row(AwarenessWave, by, client_id, fields, {"code": code, "version": VERSION})


@transaction.atomic
def edit_wave(*, wave: AwarenessWave, revision: int, by: User, **fields: Any) -> None:
    # Locked as an answer locks it: none comes in between.
    stored = _lock(wave)
    changed = {
        name
        for name in SETTLED_BY_CLOSING
        if fields.get(name, getattr(stored, name)) != getattr(stored, name)
    }
    if changed & set(get_settled_fields(stored, timezone.localdate())):
        raise AnsweredError
    edit_row(wave, revision, fields)


def get_settled_fields(wave: AwarenessWave, today: dt.date) -> tuple[str, ...]:
    """What nobody changes any more."""
    if wave.is_over(today):
        return SETTLED_BY_CLOSING
    return SETTLED_BY_ANSWERS if wave.count_responses() else ()


class UndecidedError(Exception):
    """Answers are set aside, and a coordinator has neither included them nor left them out."""


@transaction.atomic
def close_wave(*, wave: AwarenessWave, by: User) -> None:
    """Twice is the same as once. Its results are counted from then on. Raises UndecidedError."""
    # Locked as an answer locks it: none is set aside in between.
    stored = _lock(wave)
    if stored.set_aside.exists():
        raise UndecidedError
    if stored.closed_at is None:
        now = timezone.now()
        AwarenessWave.objects.filter(pk=wave.pk).update(closed_at=now, updated_at=now)
        count_closed_wave(stored, timezone.localdate())


@transaction.atomic
def open_wave(*, wave: AwarenessWave, by: User) -> None:
    """The way back from closing by mistake. The results stay as they are until it is closed again.

    One that ended by itself gets two more weeks, within its half-year.
    """
    stored, today = _lock(wave), timezone.localdate()
    if not stored.is_over(today):
        return
    if stored.last_day_of_half_year < today:
        raise HalfYearOverError
    if stored.has_lost_answers:
        raise AnswersDeletedError
    ends_on = stored.ends_on
    if ends_on < today:
        ends_on = min(today + REOPENED_FOR, stored.last_day_of_half_year)
    AwarenessWave.objects.filter(pk=wave.pk).update(
        closed_at=None, ends_on=ends_on, updated_at=timezone.now()
    )


def _lock(wave: AwarenessWave) -> AwarenessWave:
    return AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)


@transaction.atomic
def delete_wave(*, wave: AwarenessWave, answers: int, by: User) -> None:
    """Into the bin: nobody can answer it, and its answers count nowhere, neither in a figure nor in a comparison.

    AnsweredError where it holds not as many ``answers`` as were seen.
    """
    if _lock(wave).count_responses() != answers:
        raise AnsweredError
    mark_row(wave, deleted=True)


@transaction.atomic
def restore_wave(*, wave: AwarenessWave, by: User) -> None:
    mark_row(wave, deleted=False)

"""Waves of the awareness survey: create, edit, close, reopen, delete and restore."""

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

# No vowels, so that no words result; no 0, 1 or l, which are misread on posters.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 8


class AnsweredError(Exception):
    """An answer came in that the user had not seen.

    The sampling decides what a wave is compared with, so it is fixed after the first answer; and answers are not
    deleted unseen.
    """


class HalfYearOverError(Exception):
    """The half-year of the survey is over, so it accepts no more answers."""


class AnswersDeletedError(Exception):
    """Single answers were deleted, so the same answer could be counted twice."""


# Fixed after the first answer: a change could exclude the answer, or compare it with different ones.
SETTLED_BY_ANSWERS = ("sampling", "starts_on")
# Fixed while the survey is closed: another last day would reopen it.
SETTLED_BY_CLOSING = (*SETTLED_BY_ANSWERS, "ends_on", "quota")
REOPENED_FOR = dt.timedelta(days=14)


@transaction.atomic
def add_wave(*, by: User, client_id: UUID | None = None, **fields: Any) -> AwarenessWave:
    """Create a wave with a code for its URL and the current survey version."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return add_row(AwarenessWave, by, client_id, fields, {"code": code, "version": VERSION})


@transaction.atomic
def edit_wave(*, wave: AwarenessWave, revision: int, by: User, **fields: Any) -> None:
    # The same lock as for answers: none is stored meanwhile.
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
    """Return the fields that can no longer be changed."""
    if wave.is_over(today):
        return SETTLED_BY_CLOSING
    return SETTLED_BY_ANSWERS if wave.count_responses() else ()


class UndecidedError(Exception):
    """Answers are set aside that a coordinator has neither included nor left out."""


@transaction.atomic
def close_wave(*, wave: AwarenessWave, by: User) -> None:
    """Close the wave and store its results. Safe to repeat. Raises UndecidedError."""
    # The same lock as for answers: none is set aside meanwhile.
    stored = _lock(wave)
    if stored.set_aside.exists():
        raise UndecidedError
    if stored.closed_at is None:
        now = timezone.now()
        AwarenessWave.objects.filter(pk=wave.pk).update(closed_at=now, updated_at=now)
        count_closed_wave(stored, timezone.localdate())


@transaction.atomic
def open_wave(*, wave: AwarenessWave, by: User) -> None:
    """Reopen a wave that was closed by mistake. Its results stay until it is closed again.

    A wave that ended by its last day gets two more weeks, within its half-year. Raises HalfYearOverError,
    AnswersDeletedError.
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
    """Move the wave to the trash: it accepts no answers, and its answers count in no figure or comparison.

    Raises AnsweredError if it does not have the displayed number of ``answers``.
    """
    if _lock(wave).count_responses() != answers:
        raise AnsweredError
    mark_row(wave, deleted=True)


@transaction.atomic
def restore_wave(*, wave: AwarenessWave, by: User) -> None:
    mark_row(wave, deleted=False)

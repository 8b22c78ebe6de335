"""A wave of the awareness survey: announced, changed, closed and opened again, deleted and put back."""

import secrets
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import User
from evaluation.awareness.instrument import VERSION
from evaluation.models import AwarenessWave
from stakeholders.actions.saving import add_row, edit_row, mark_row

# Without vowels, no word comes out; without 0, 1 and l, nothing is misread from a poster.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 8


class AnsweredError(Exception):
    """An answer came in that whoever acts did not know of.

    How people are met decides with what a wave may be compared, so after the first answer it stays; and nobody deletes
    answers unseen.
    """


@transaction.atomic
def add_wave(*, by: User, client_id: UUID | None = None, **fields: Any) -> AwarenessWave:
    """With a code for its address, and of the survey's version of today."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return add_row(AwarenessWave, by, client_id, fields | {"code": code, "version": VERSION})


@transaction.atomic
def edit_wave(*, wave: AwarenessWave, revision: int, by: User, **fields: Any) -> None:
    # Locked as an answer locks it: none comes in between.
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if fields.get("sampling", stored.sampling) != stored.sampling and stored.how_many():
        raise AnsweredError
    edit_row(wave, revision, fields)


class UndecidedError(Exception):
    """Answers are set aside, and a coordinator has neither included them nor left them out."""


@transaction.atomic
def close_wave(*, wave: AwarenessWave, by: User) -> None:
    """Twice is the same as once. Raises UndecidedError."""
    # Locked as an answer locks it: none is set aside in between.
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if stored.set_aside.exists():
        raise UndecidedError
    still_open = AwarenessWave.objects.filter(pk=wave.pk, closed_at=None)
    still_open.update(closed_at=timezone.now(), updated_at=timezone.now())


@transaction.atomic
def open_wave(*, wave: AwarenessWave, by: User) -> None:
    """The way back for who closed it by mistake."""
    AwarenessWave.objects.filter(pk=wave.pk).update(closed_at=None, updated_at=timezone.now())


@transaction.atomic
def delete_wave(*, wave: AwarenessWave, answers: int, by: User) -> None:
    """Into the bin: nobody can answer it, and its answers count nowhere, neither in a figure nor in a comparison.

    AnsweredError where it holds not as many ``answers`` as were seen.
    """
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if stored.how_many() != answers:
        raise AnsweredError
    mark_row(wave, deleted=True)


@transaction.atomic
def restore_wave(*, wave: AwarenessWave, by: User) -> None:
    mark_row(wave, deleted=False)

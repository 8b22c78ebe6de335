"""Answers to the residents' survey that came in a burst: a coordinator includes all or leaves all out."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from communities.models import Community, User
from residents.actions.answers import count_turned_away, is_open, store_answers
from residents.actions.waves import close_wave
from residents.answer import Codes, SubmittedAnswer
from residents.models import AnswerSource, AwarenessWave, RejectionReason


class SetAsideMeanwhileError(Exception):
    """The number of answers set aside differs from the one the coordinator saw."""


class ClosedError(Exception):
    """The survey is closed and accepts no answers."""


@transaction.atomic
def include_set_aside(*, wave: AwarenessWave, displayed_count: int, day: dt.date, by: User) -> int:
    """Count the answers that were set aside, regardless of the quota; return how many.

    They are stored in random order, which hides when each came. ``displayed_count``: the number on the page; raises
    SetAsideMeanwhileError if it has changed, so that no unseen burst is included.
    """
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if not is_open(stored, day):
        raise ClosedError
    rows = list(stored.set_aside.all())
    if len(rows) != displayed_count:
        raise SetAsideMeanwhileError
    secrets.SystemRandom().shuffle(rows)
    names = Codes.__dataclass_fields__
    answers = [
        SubmittedAnswer(
            row.client_id, row.day, row.language, Codes(**{name: getattr(row, name) for name in names})
        )
        for row in rows
    ]
    store_answers(stored, answers, AnswerSource.PHONE)
    stored.set_aside.all().delete()
    stored.included_answers += displayed_count
    stored.updated_at = timezone.now()
    stored.save(update_fields=["included_answers", "updated_at"])
    return displayed_count


@transaction.atomic
def leave_out_set_aside(
    *, wave: AwarenessWave, community: Community, day: dt.date, then_close: bool = False, by: User
) -> int:
    """Delete the answers that were set aside and their texts; return their number.

    ``then_close``: close the survey as well.
    """
    stored = AwarenessWave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    stored.own_words.filter(client_id__in=stored.set_aside.values("client_id")).delete()
    number = stored.set_aside.all().delete()[0]
    if number:
        count_turned_away(stored, community, day, RejectionReason.BURST, number)
        stored.left_out_answers += number
        stored.updated_at = timezone.now()
        stored.save(update_fields=["left_out_answers", "updated_at"])
    if then_close:
        close_wave(wave=wave, by=by)
    return number

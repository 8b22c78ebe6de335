"""Answers to the residents' survey that came in a burst: a coordinator includes all of them, or leaves all out."""

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
    """Another number of answers is set aside than the coordinator saw."""


class ClosedError(Exception):
    """A survey that is closed takes no answers."""


@transaction.atomic
def include_set_aside(*, wave: AwarenessWave, displayed_count: int, day: dt.date, by: User) -> int:
    """Count the answers from now on, the quota notwithstanding. Return how many.

    They are stored in a random order, so that their order tells nothing of when each came. ``seen``: how many the page
    showed, since nobody should include a burst unseen.
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
    """Delete the answers with their own words, and close the survey if asked to; only their number stays. Return it."""
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

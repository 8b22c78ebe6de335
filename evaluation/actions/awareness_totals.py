"""Answers of residents are added up twelve months after their wave: what counts stays, and nobody's answers do."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from evaluation.awareness.tallies import CODES, Pool, Row, tally
from evaluation.awareness.totals import COUNTED, counts_of, hash_of
from evaluation.models import AnswerSource, AwarenessTotal, AwarenessWave, SetAsideAnswer
from tfc.periods import HalfYear

COLUMNS = {AnswerSource.PHONE: "phones", AnswerSource.PAPER: "papers", AnswerSource.FILE: "files"}


@transaction.atomic
def add_up_answers(*, today: dt.date) -> int:
    """In the scope of a community: returns how many answers were added up and deleted.

    The wave's own row stays as it is, so that receipts, which name its revision, say the same.
    """
    over = AwarenessWave.objects.filter(ends_on__lt=today, answers__isnull=False).order_by("pk").distinct()
    due = [one.pk for one in over if one.is_long_over]
    gone = 0
    for wave in AwarenessWave.objects.filter(pk__in=due).select_for_update(of=("self",)).order_by("pk"):
        by_half_year: dict[str, list[Any]] = defaultdict(list)
        for answer in wave.answers.order_by("pk"):
            by_half_year[str(HalfYear.of(answer.day))].append(answer)
        for half_year, answers in by_half_year.items():
            _add_up(wave, half_year, answers)
        gone += wave.answers.all().delete()[0]
    return gone + _delete_set_aside(today)


def _delete_set_aside(today: dt.date) -> int:
    """Answers that were set aside and never included, a year after their survey."""
    waves = AwarenessWave.objects.filter(ends_on__lt=today, set_aside__isnull=False).distinct()
    over = [wave.pk for wave in waves if wave.is_long_over]
    return SetAsideAnswer.objects.filter(wave__in=over).delete()[0]


def _add_up(wave: AwarenessWave, half_year: str, answers: Sequence[Any]) -> None:
    """With what was added up before, where answers came in after that."""
    rows = [Row(wave.version, wave.sampling, *(getattr(one, name) for name in CODES)) for one in answers]
    counts = Counter(counts_of(tally(Pool(wave.version, wave.sampling), rows)))
    counts.update(COLUMNS[AnswerSource(one.source)] for one in answers)
    days = [one.day for one in answers]
    before = wave.totals.filter(half_year=half_year).first()
    if before is not None:
        counts.update({name: getattr(before, name) for name in (*COUNTED, *COLUMNS.values())})
        days += [before.first_on, before.last_on]
    told = {name: counts[name] for name in (*COUNTED, *COLUMNS.values())}
    told |= {"first_on": min(days), "last_on": max(days)}
    sha256 = hash_of({**told, "wave": wave.pk, "half_year": half_year})
    AwarenessTotal.objects.update_or_create(
        wave=wave, half_year=half_year, defaults={**told, "sha256": sha256}
    )

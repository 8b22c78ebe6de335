"""Results of residents' surveys: stored when a survey is closed; after a year, only they remain."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from residents.models import (
    ANSWERS_KEPT_MONTHS,
    AwarenessAnswer,
    AwarenessTotal,
    AwarenessWave,
    SetAsideAnswer,
)
from residents.questionnaire import REFUSED, UNCLEAR
from residents.selection import SourcedRow, get_shown_breakdowns, select_countable
from residents.tallies import CODES, AnswerRow, Pool, tally
from residents.totals import compute_hash, get_counts, keep_breakdowns
from tfc.dates import add_months
from tfc.periods import HalfYear


@transaction.atomic
def close_ended_waves(*, today: dt.date) -> int:
    """Close a community's surveys after their last day; return how many got results."""
    waiting = AwarenessWave.objects.over(today).filter(answers__counted=False)
    ended = AwarenessWave.objects.filter(closed_at=None, ends_on__lt=today)
    due = {*waiting.values_list("pk", flat=True), *ended.values_list("pk", flat=True)}
    locked = AwarenessWave.objects.filter(pk__in=due).select_for_update(of=("self",)).order_by("pk")
    counted = 0
    for wave in locked:
        if wave.closed_at is None:
            now = timezone.now()
            AwarenessWave.objects.filter(pk=wave.pk).update(closed_at=now, updated_at=now)
        counted += count_closed_wave(wave, today)
    return counted


def count_closed_wave(wave: AwarenessWave, today: dt.date) -> bool:
    """Choose the answers that count and store the results; return True if there are new results.

    ``wave`` is locked and accepts no more answers. A survey whose single answers were deleted keeps its results. While
    answers are unclear, the results wait for a coordinator's judgments (residents.actions.own_words): results that
    change by a judgment would reveal what that person answered to the other question.
    """
    if wave.has_lost_answers:
        return False
    counted, waiting = read_answers(wave, counted=True), read_answers(wave, counted=False)
    chosen = [
        added
        for half_year, answers in waiting.items()
        if (added := select_countable(counted.get(half_year, []), answers))
    ]
    for added in chosen:
        wave.answers.filter(pk__in=[answer.pk for answer in added]).update(counted=True)
    if not chosen or has_unclear_answers(wave):
        return False
    store_results(wave, today)
    return True


def has_unclear_answers(wave: AwarenessWave) -> bool:
    """Return True if answers that count are unclear.

    An answer that refuses one of the two questions is not valid and not judged.
    """
    unclear, refused = (Q(route_unprompted=code) | Q(hotline_unprompted=code) for code in (UNCLEAR, REFUSED))
    return wave.answers.filter(unclear, counted=True).exclude(refused).exists()


def store_results(wave: AwarenessWave, today: dt.date | None = None) -> None:
    """Store the results of the counted answers. ``today``: the day of closing."""
    closing_day = today or timezone.localdate(wave.closed_at)
    for half_year, answers in read_answers(wave, counted=True).items():
        store_total(wave, half_year, answers, closing_day)


def read_answers(wave: AwarenessWave, *, counted: bool) -> Mapping[str, list[SourcedRow]]:
    """Return the answers by half-year: surveys of earlier versions of this program may span two."""
    answers_by_half_year: defaultdict[str, list[SourcedRow]] = defaultdict(list)
    for answer in wave.answers.filter(counted=counted).order_by("pk"):
        row = AnswerRow(wave.version, wave.sampling, *(getattr(answer, name) for name in CODES))
        answers_by_half_year[str(HalfYear.from_day(answer.day))].append(
            SourcedRow(answer.pk, row, answer.source)
        )
    return answers_by_half_year


def store_total(wave: AwarenessWave, half_year: str, answers: Sequence[SourcedRow], today: dt.date) -> None:
    """Store the total with the days of the survey.

    The days of its answers would reveal when single people answered.
    """
    period = HalfYear.parse(half_year)
    counts = get_counts(tally(Pool(wave.version, wave.sampling), [answer.row for answer in answers]))
    values = {
        **keep_breakdowns(counts, get_shown_breakdowns(answers)),
        "first_on": max(wave.starts_on, period.first_day),
        "last_on": min(wave.ends_on, period.last_day, today),
    }
    sha256 = compute_hash({**values, "wave": wave.pk, "half_year": half_year})
    AwarenessTotal.objects.update_or_create(
        wave=wave, half_year=half_year, defaults={**values, "sha256": sha256}
    )


@transaction.atomic
def delete_old_answers(*, today: dt.date) -> int:
    """Delete single answers of surveys that ended more than a year ago; return how many.

    The survey's row stays unchanged, so that receipts that name its revision stay valid.
    """
    close_ended_waves(today=today)
    ended = AwarenessWave.objects.filter(ends_on__lt=add_months(today, -ANSWERS_KEPT_MONTHS))
    set_aside = SetAsideAnswer.objects.filter(wave__in=ended).delete()[0]
    return AwarenessAnswer.objects.filter(wave__in=ended).delete()[0] + set_aside

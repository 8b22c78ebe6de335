"""Results of a wave as figures and sentences that claim no more than the sample allows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.thresholds import Thresholds, thresholds_for
from residents.counting import Change, Direction, SurveyTally, change_since
from residents.models import AwarenessTotal, AwarenessWave
from residents.tallies import AnswerRow, Pool, Tallies, tally
from residents.totals import rows_of_total
from tfc.intervals import wilson
from tfc.number_text import percent_text, range_text
from tfc.periods import HalfYear

GetTally = Callable[[Tallies], SurveyTally]

ACCESS_TITLE: str | Promise = gettext_lazy("Can name a way to help, and the hotline")
RISKS_TITLE: str | Promise = gettext_lazy("Know what trafficking is, and what makes it likely")


@dataclass(frozen=True)
class EarlierWaves:
    """Waves before one: the comparable ones with counts, the first one first; and the others."""

    comparable: Sequence[tuple[AwarenessWave, Tallies]] = ()
    others: Sequence[AwarenessWave] = ()


@dataclass(frozen=True)
class Result:
    """Result of one item of a wave, for the questionnaire's ``part``.

    ``percent`` and ``bounds`` are empty below ``enough`` valid answers. Of very few there is no result at all, and the
    tally has no valid answer.
    """

    part: str
    title: str | Promise
    tally: SurveyTally
    percent: str
    bounds: str
    refusals: str
    prompted: str
    change: str
    enough: int

    @property
    def most_who_know(self) -> int:
        """Return the number who know, plus all unclear answers."""
        return self.tally.knows + self.tally.unclear

    @property
    def missing(self) -> int:
        """Return how many more valid answers a percentage needs."""
        return max(self.enough - self.tally.valid, 0)


def get_thresholds(wave: AwarenessWave, office_id: int) -> Thresholds:
    """Return the office's thresholds in the half-year in which the wave begins, as its items use them.

    One query.
    """
    return thresholds_for(office_id, HalfYear.from_day(wave.starts_on))


def get_tallies(wave: AwarenessWave) -> Tallies:
    """Return the results of a survey; empty before it is closed. One query."""
    return tally(Pool(wave.version, wave.sampling), get_counted_rows([wave])[wave.pk])


def get_counted_rows(waves: Sequence[AwarenessWave]) -> Mapping[int, list[AnswerRow]]:
    """Return, by survey, rows that count the same as its results. One query."""
    rows: Mapping[int, list[AnswerRow]] = {wave.pk: [] for wave in waves}
    for total in AwarenessTotal.objects.filter(wave__in=rows).select_related("wave"):
        rows[total.wave_id].extend(rows_of_total(total))
    return rows


def get_earlier_waves(wave: AwarenessWave) -> EarlierWaves:
    """Return the waves before this one. Two queries."""
    waves = (
        AwarenessWave.objects.not_deleted().filter(starts_on__lte=wave.starts_on).order_by("starts_on", "id")
    )
    before = [
        earlier_wave
        for earlier_wave in waves
        if (earlier_wave.starts_on, earlier_wave.pk) < (wave.starts_on, wave.pk)
    ]
    same = [
        earlier_wave
        for earlier_wave in before
        if (earlier_wave.version, earlier_wave.sampling) == (wave.version, wave.sampling)
    ]
    rows = get_counted_rows(same)
    pool = Pool(wave.version, wave.sampling)
    others = [earlier_wave for earlier_wave in before if earlier_wave.pk not in rows]
    return EarlierWaves([(earlier_wave, tally(pool, rows[earlier_wave.pk])) for earlier_wave in same], others)


def get_results(
    counted: Tallies, earlier: EarlierWaves, thresholds: Thresholds | None = None
) -> list[Result]:
    held = thresholds or Thresholds()
    return [
        _result("access_known", ACCESS_TITLE, counted, earlier, lambda tallies: tallies.access, held),
        _result("risks_known", RISKS_TITLE, counted, earlier, lambda tallies: tallies.risks, held),
    ]


def _result(
    part: str,
    title: str | Promise,
    counted: Tallies,
    earlier: EarlierWaves,
    get_tally: GetTally,
    thresholds: Thresholds,
) -> Result:
    now, enough = get_tally(counted), thresholds.enough_answers
    percent, bounds = _share(now.knows, now.valid, enough, now.unclear)
    refusals = _refusals(now.refused) if now.valid else ""
    change = _change(counted, earlier, get_tally, thresholds)
    return Result(
        part, title, now, percent, bounds, refusals, _describe_prompted(now, enough), change, enough
    )


def _share(knows: int, valid: int, enough: int, unclear: int = 0) -> tuple[str, str]:
    """Return percentage and interval.

    Unclear answers count as no at the lower end and as yes at the upper one.
    """
    if valid < enough:
        return "", ""
    lower, upper = wilson(knows, valid)[0], wilson(knows + unclear, valid)[1]
    bounds = _("Margin of error: between %(lower)s and %(upper)s (95%% interval).") % {
        "lower": percent_text(100 * lower),
        "upper": percent_text(100 * upper),
    }
    percent = percent_text(100 * knows / valid)
    if unclear:
        percent = range_text(percent, percent_text(100 * (knows + unclear) / valid))
    return percent, bounds


def _refusals(refused: int) -> str:
    if not refused:
        return _("Nobody refused.")
    text = ngettext(
        "%(count)s person would rather not say.", "%(count)s people would rather not say.", refused
    )
    return text % {"count": refused}


def _describe_prompted(counted: SurveyTally, enough: int) -> str:
    """Return the prompted result as a sentence; shown next to the unprompted one, never rated."""
    if not counted.prompted_valid:
        return ""
    numbers: dict[str, Any] = {"knows": counted.prompted_knows, "valid": counted.prompted_valid}
    percent, _bounds = _share(counted.prompted_knows or 0, counted.prompted_valid, enough)
    if percent:
        numbers["percent"] = percent
        return _("When shown the answers: %(percent)s (%(knows)s of %(valid)s).") % numbers
    return _("When shown the answers: %(knows)s of %(valid)s.") % numbers


def _change(counted: Tallies, earlier: EarlierWaves, get_tally: GetTally, thresholds: Thresholds) -> str:
    """Describe the change since the first comparable wave with enough answers, or why there is none."""
    enough = thresholds.enough_answers
    first = next((pair for pair in earlier.comparable if get_tally(pair[1]).valid >= enough), None)
    if first is None:
        return _get_no_comparison_reason(counted.pool, earlier)
    since = date_format(first[0].starts_on, "YEAR_MONTH_FORMAT")
    change = change_since(get_tally(first[1]), get_tally(counted), thresholds)
    if change.interval is None:
        text = ngettext(
            "A comparison with %(since)s needs %(enough)s valid answer.",
            "A comparison with %(since)s needs %(enough)s valid answers.",
            enough,
        )
        return text % {"since": since, "enough": enough}
    return change_text(change, since, is_convenience=counted.pool.is_convenience)


def _get_no_comparison_reason(pool: Pool, earlier: EarlierWaves) -> str:
    if earlier.comparable:
        return _("No comparison: no earlier survey of this kind has enough valid answers.")
    if any(wave.sampling == pool.sampling for wave in earlier.others):
        return _("No comparison: the questions have changed since the earlier surveys.")
    if earlier.others:
        return _("No comparison: the earlier surveys met people in another way.")
    return ""


def change_text(change: Change, since: str, *, is_convenience: bool) -> str:
    """Describe the change and its baseline: the first survey of the same kind, not the previous one.

    Claims no increase or decrease while the interval includes zero. ``is_convenience``: not a sample of the community.
    Empty without a comparison.
    """
    if change.interval is None or change.difference is None:
        return ""
    numbers = {
        "since": since,
        "difference": points(change.difference),
        "lower": points(change.interval[0]),
        "upper": points(change.interval[1]),
    }
    if change.direction not in {Direction.INCREASE, Direction.DECREASE}:
        sentence = _(
            "No clear change since the first survey of this kind (%(since)s): "
            "%(difference)s points (%(lower)s to %(upper)s), which may be chance."
        )
    elif is_convenience:
        sentence = _(
            "Change among the people asked since the first survey of this kind (%(since)s): "
            "%(difference)s points (%(lower)s to %(upper)s)."
        )
    else:
        sentence = _(
            "Change among residents since the first survey of this kind (%(since)s): "
            "%(difference)s points (%(lower)s to %(upper)s)."
        )
    return sentence % numbers


def points(number: float) -> str:
    """Format percentage points with sign: "+4", "−3", "+0.3".

    Values near zero have a decimal, so that they are not shown as 0.
    """
    shown = round(number) if abs(number) >= 1 else round(number, 1)
    if not shown:
        return "0"
    sign = "+" if shown > 0 else "−"
    return sign + number_format(abs(shown), use_l10n=True)

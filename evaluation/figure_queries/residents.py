"""Items 6 and 7: residents' answers, in comparable pools, and the change since the first survey."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from evaluation import measures
from evaluation.figure_queries import receipts
from evaluation.figure_queries.base import Reading
from evaluation.figure_queries.receipts import PartComputation
from evaluation.figure_queries.research_rows import Entry
from evaluation.figure_queries.rows import CommunityRows
from evaluation.figure_queries.service_rows import WaveRow
from evaluation.instrument import Unit
from evaluation.measures.measured import unknown
from residents.counting import Direction, SurveyTally
from residents.models import AwarenessTotal, AwarenessWave
from residents.tallies import Pool, Tallies, tally_pools
from residents.totals import rows_of_total

TallyGetter = Callable[[Tallies], SurveyTally]


def read_residents(reading: Reading) -> None:
    """Read in two queries the surveys of the half-year and the results of closed ones, including earlier half-years,
    since the first is the baseline. Single answers are never read.
    """
    period = reading.half_year
    waves = reading.get_active_rows(AwarenessWave).filter(
        starts_on__lte=period.last_day, ends_on__gte=period.first_day
    )
    for wave in waves.only("community_id", "starts_on", "ends_on", "closed_at"):
        rows = reading.rows[wave.community_id]
        if wave.starts_on <= rows.as_of:
            is_over = wave.is_over(rows.as_of)
            rows.survey_reasons.append("survey_without_results" if is_over else "survey_open")
    _read_totals(reading)


def _read_totals(reading: Reading) -> None:
    totals = reading.get_rows(AwarenessTotal).filter(
        wave__deleted_at=None, last_on__lte=reading.half_year.last_day
    )
    for total in totals.select_related("wave"):
        rows, wave = reading.rows[total.community_id], total.wave
        if total.last_on <= rows.as_of:
            waves = rows.waves[total.half_year]
            wave_row = waves.setdefault(wave.pk, WaveRow((wave.pk, wave.revision)))
            wave_row.answers.extend(rows_of_total(total))


def access_known(rows: CommunityRows) -> PartComputation:
    """Compute 6, with the prompted counts in the details."""
    return _measure_known(rows, measures.access_known, lambda counted: counted.access)


def risks_known(rows: CommunityRows) -> PartComputation:
    """Compute 7."""
    return _measure_known(rows, measures.risks_known, lambda counted: counted.risks)


def _measure_known(
    rows: CommunityRows, measure: Callable[..., measures.Measurement], get_tally: TallyGetter
) -> PartComputation:
    now = rows.waves.get(str(rows.half_year), {})
    pools = _pools(rows, str(rows.half_year), get_tally)
    chosen = pools[0] if pools else None
    if chosen is None:
        return PartComputation(unknown(Unit.PERCENT, _get_reason(rows)))
    measured = measure(get_tally(chosen), thresholds=rows.thresholds)
    details = {
        **measured.details,
        "convenience": chosen.pool.is_convenience,
        "others": [
            _list_details(pool_tallies, get_tally)
            for pool_tallies in pools[1:]
            if get_tally(pool_tallies).valid
        ],
        "change": _change(rows, chosen, get_tally),
        "population": max((sum(groups.values()) for groups in rows.profile.values()), default=0),
    }
    counted = [wave for wave in now.values() if _get_pool(wave) == chosen.pool]
    others = [wave for wave in now.values() if _get_pool(wave) != chosen.pool]
    return PartComputation(
        replace(measured, details=details),
        filters={"version": chosen.pool.version, "method": str(chosen.pool.sampling)},
        records=_records(counted),
        considered=_records(others),
    )


def _get_reason(rows: CommunityRows) -> str:
    """Return why there is no result: an open survey takes precedence over a closed one."""
    return min(rows.survey_reasons, default="no_survey")


def _pools(rows: CommunityRows, half_year: str, get_tally: TallyGetter) -> list[Tallies]:
    """Return the pools, most valid answers first: the first counts, the others are listed. Both items use the same
    answers.
    """
    if half_year not in rows.tallied:
        waves: Iterable[WaveRow] = rows.waves.get(half_year, {}).values()
        rows.tallied[half_year] = tally_pools(row for wave in waves for row in wave.answers)
    return sorted(rows.tallied[half_year], key=lambda pool_tallies: -get_tally(pool_tallies).valid)


def _get_pool(wave: WaveRow) -> Pool:
    """Return the pool; all answers of one wave belong to the same one."""
    return Pool(wave.answers[0].version, wave.answers[0].sampling)


def _records(waves: Sequence[WaveRow]) -> dict[str, list[Entry]]:
    """Return the waves and the number of counted answers of each; never a single answer."""
    return {
        receipts.WAVES: [wave.entry for wave in waves],
        receipts.ANSWERS: [(wave.entry[0], len(wave.answers)) for wave in waves],
    }


def _list_details(counted: Tallies, get_tally: TallyGetter) -> dict[str, Any]:
    tally = get_tally(counted)
    unclear = {"unclear": tally.unclear} if tally.unclear else {}
    return {**_plain(tally), **unclear, "convenience": counted.pool.is_convenience}


def _plain(tally: SurveyTally) -> dict[str, Any]:
    names = ("version", "method", "knows", "valid", "refused")
    return {name: getattr(tally, name) for name in names}


def _change(rows: CommunityRows, chosen: Tallies, get_tally: TallyGetter) -> dict[str, Any]:
    """Return the change since the community's first survey of the same version and method with enough valid answers.

    ``first`` and ``half_year`` identify that survey; if there is none, ``why`` gives the reason.
    """
    earlier = [
        (half_year, pool_tallies)
        for half_year in sorted(rows.waves)
        if half_year < str(rows.half_year)
        for pool_tallies in _pools(rows, half_year, get_tally)
    ]
    enough = rows.thresholds.enough_answers
    first = next(
        (pair for pair in earlier if pair[1].pool == chosen.pool and get_tally(pair[1]).valid >= enough), None
    )
    if first is None or get_tally(chosen).valid < enough:
        return {
            "direction": Direction.UNKNOWN,
            "why": _explain_no_change(chosen, [pool_tallies for _half, pool_tallies in earlier]),
        }
    change = measures.change_since(get_tally(first[1]), get_tally(chosen), rows.thresholds)
    return {**asdict(change), "half_year": first[0], "first": _plain(get_tally(first[1]))}


def _explain_no_change(chosen: Tallies, earlier: Sequence[Tallies]) -> str:
    if not earlier:
        return "first_survey"
    if any(pool_tallies.pool == chosen.pool for pool_tallies in earlier):
        return "too_few_answers"
    if any(pool_tallies.pool.sampling == chosen.pool.sampling for pool_tallies in earlier):
        return "other_version"
    return "other_method"

"""Roll-ups over communities and countries: sums of counts, never averages of percentages."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import fsum

from evaluation.instrument import Part, Rule, Unit
from evaluation.measures.measured import Measurement, State, sure, unknown
from evaluation.measures.survey import show_known
from tfc.disclosure import Display, Reader
from tfc.intervals import wilson


@dataclass(frozen=True)
class PooledFigure:
    """One part over many communities: the summed figure, the number of communities it is known for, and all states.

    The figure covers only communities where more than a percentage is known. `overridden` of these are overrides.
    """

    measured: Measurement
    value_count: int
    applicable: int
    states: Mapping[State, int]
    overridden: int

    def with_not_computed(self, number: int) -> "PooledFigure":
        """Return the figure with this many more expected communities, for which it is unknown."""
        if not number:
            return self
        states = {**self.states, State.UNKNOWN: self.states[State.UNKNOWN] + number}
        return replace(self, applicable=self.applicable + number, states=states)


def pool(part: Part, measures: Sequence[Measurement]) -> PooledFigure:
    """Sum numerators, denominators and bounds of the known figures, in any order.

    What communities did together is counted once, by joint key. Surveys (items 6 and 7) are not summed, see
    `pool_surveys`.
    """
    summable = [measured for measured in measures if measured.enters_sums]
    states = Counter(measured.state for measured in measures)
    pooled, value_count = add_up(part, summable, count_again(summable))
    return PooledFigure(
        measured=pooled,
        value_count=value_count,
        applicable=len(measures) - states[State.NOT_APPLICABLE],
        states={state: states[state] for state in State if state != State.HIDDEN},
        overridden=sum(measured.overridden for measured in summable),
    )


def add_up(part: Part, summable: Sequence[Measurement], again: int) -> tuple[Measurement, int]:
    """Return the sum of known figures minus `again`, the amount that they count more than once, and their number."""
    if part.rule == Rule.INTERVAL:
        return pool_surveys(summable)
    return _add_counts(part, summable, again), len(summable)


def _add_counts(part: Part, summable: Sequence[Measurement], again: int) -> Measurement:
    if not summable:
        return unknown(part.unit, "none_known")
    lower = max(sum(sure(measured.lower) for measured in summable) - again, 0)
    numerator = max(sum(sure(measured.numerator) for measured in summable) - again, 0)
    upper = None
    if all(measured.upper is not None for measured in summable):
        upper = max(sum(sure(measured.upper) for measured in summable) - again, numerator)
    return Measurement(
        State.VALUE if any(measured.state == State.VALUE for measured in summable) else State.DECLARED_ZERO,
        part.unit,
        numerator,
        sum(sure(measured.denominator) for measured in summable) if part.unit == Unit.PERCENT else None,
        lower,
        upper,
        capped=any(measured.capped for measured in summable),
    )


def count_again(summable: Sequence[Measurement]) -> int:
    """Return the amount that joint events add more than once.

    Where communities recorded them differently, the largest record counts.
    """
    amounts: dict[str, list[int]] = defaultdict(list)
    for measured in summable:
        for key, amount in measured.joint.items():
            amounts[key].append(amount)
    return sum(sum(key_amounts) - max(key_amounts) for key_amounts in amounts.values())


def pool_surveys(measures: Iterable[Measurement]) -> tuple[Measurement, int]:
    """Pool residents' surveys of one version and one method, weighted by population. Return the figure, which is
    unknown if they can only be listed, and the number of surveys in it.

    Left out are small numbers of people, which the figure would reveal, and communities without a population profile.
    The interval is Wilson's with Kish's effective sample size, (Σw)² / Σ(w²/n): it is wider than that of one sample of
    all answers. The figure's details allow to pool it again, over offices.
    """
    surveys = [measured for measured in measures if measured.has_value and not measured.overridden]
    if not surveys:
        return unknown(Unit.PERCENT, "none_known"), 0
    usable = [
        measured for measured in surveys if measured.details.get("population") and not _is_small(measured)
    ]
    kinds = {(measured.details["version"], measured.details["method"]) for measured in usable}
    if len(kinds) != 1:
        return unknown(Unit.PERCENT, "listed_only"), len(surveys)
    people = sum(measured.details["population"] for measured in usable)
    pairs = [(Fraction(measured.details["population"], people), measured) for measured in usable]
    size = 1 / fsum(weight**2 / _get_sample_size(measured) for weight, measured in pairs)
    lower, share, upper = (_weigh(pairs, end) for end in ("lower", "numerator", "upper"))
    interval = wilson(float(lower) * size, size)[0], wilson(float(upper) * size, size)[1]
    [(version, method)] = kinds
    pooled = Measurement(
        State.VALUE,
        Unit.PERCENT,
        100 * share,
        100,
        100 * lower,
        100 * upper,
        (100 * interval[0], 100 * interval[1]),
        details={"version": version, "method": method, "population": people, "size": size},
        percent_only=True,
    )
    return pooled, len(usable)


def _weigh(pairs: Iterable[tuple[Fraction, Measurement]], end: str) -> Fraction:
    shares = (
        weight * sure(getattr(measured, end)) / sure(measured.denominator) for weight, measured in pairs
    )
    return sum(shares, Fraction(0))


def _get_sample_size(measured: Measurement) -> float:
    size: float = measured.details.get("size", measured.denominator)
    return size


def _is_small(measured: Measurement) -> bool:
    """Return True for a survey whose share an office may not read; never for one that is pooled already."""
    return "size" not in measured.details and show_known(measured, Reader.NETWORK).display is Display.HIDDEN

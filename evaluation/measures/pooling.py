"""Roll-ups over communities and countries: sums of counts, never averages of percentages."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from evaluation.instrument import Part, Rule, Unit
from evaluation.measures.measured import Measurement, State, sure, unknown
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

    What communities did together is counted once, by joint key. Surveys (items 6 and 7) are never summed: their pooled
    figure is unknown with the reason "listed_only"; see `pool_surveys`.
    """
    summable = [measured for measured in measures if measured.enters_sums]
    states = Counter(measured.state for measured in measures)
    return PooledFigure(
        measured=add_up(part, summable, count_again(summable)),
        value_count=len(summable),
        applicable=len(measures) - states[State.NOT_APPLICABLE],
        states={state: states[state] for state in State if state != State.HIDDEN},
        overridden=sum(measured.overridden for measured in summable),
    )


def add_up(part: Part, summable: Sequence[Measurement], again: int) -> Measurement:
    """Return the sum of known figures minus `again`, the amount that they count more than once."""
    if part.rule == Rule.INTERVAL:
        return unknown(part.unit, "listed_only")
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


@dataclass(frozen=True)
class SurveyInPlace:
    """A community's survey figure (item 6 or 7) and its population."""

    measured: Measurement
    population: int


@dataclass(frozen=True)
class PooledSurvey:
    """Surveys weighted by population, in percent with a 95 % interval.

    Both are None when the surveys can only be listed.
    """

    percent: float | None
    interval: tuple[float, float] | None
    value_count: int
    applicable: int


def pool_surveys(surveys: Sequence[SurveyInPlace]) -> PooledSurvey:
    """Pool surveys of one version and one method, weighted by population; others are only listed.

    The interval is Wilson's with Kish's effective sample size, (Σw)² / Σ(w²/n): it is wider than that of one sample of
    all answers. Overrides have no version or method, so they are left out.
    """
    applicable = sum(survey.measured.state != State.NOT_APPLICABLE for survey in surveys)
    usable_surveys = [
        survey
        for survey in surveys
        if survey.measured.has_value and not survey.measured.overridden and survey.population > 0
    ]
    kinds = {
        (survey.measured.details["version"], survey.measured.details["method"]) for survey in usable_surveys
    }
    if len(kinds) != 1:
        return PooledSurvey(None, None, len(usable_surveys), applicable)
    people = sum(survey.population for survey in usable_surveys)
    weights = [survey.population / people for survey in usable_surveys]
    pairs = list(zip(weights, (survey.measured for survey in usable_surveys), strict=True))
    share = min(
        fsum(
            weight * float(sure(measured.numerator)) / sure(measured.denominator)
            for weight, measured in pairs
        ),
        1.0,
    )
    effective_size = 1 / fsum(weight**2 / sure(measured.denominator) for weight, measured in pairs)
    lower, upper = wilson(share * effective_size, effective_size)
    return PooledSurvey(100 * share, (100 * lower, 100 * upper), len(usable_surveys), applicable)

"""Roll-ups over communities and countries: sums of counts, never averages of percentages."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from evaluation.instrument import Part, Rule, Unit
from evaluation.measures.measured import Measured, State, sure, unknown
from tfc.intervals import wilson


@dataclass(frozen=True)
class Pooled:
    """One part over many communities: the summed figure, "known for `known` of `applicable`", and all states.

    The figure covers only the communities where it is known by more than a bare percentage. `overridden` of these are
    coordinators' overrides.
    """

    measured: Measured
    known: int
    applicable: int
    states: Mapping[State, int]
    overridden: int

    def with_not_computed(self, number: int) -> "Pooled":
        """With so many further communities that are asked and have no figure yet: it is unknown there."""
        if not number:
            return self
        states = {**self.states, State.UNKNOWN: self.states[State.UNKNOWN] + number}
        return replace(self, applicable=self.applicable + number, states=states)


def pool(part: Part, measures: Sequence[Measured]) -> Pooled:
    """Sum numerators, denominators and bounds of the known figures, whatever their order.

    What communities did together is counted once, by joint key. Surveys (items 6 and 7) are never summed:
    their pooled figure is unknown with the reason "listed_only"; see `pool_surveys`.
    """
    known = [each for each in measures if each.enters_sums]
    states = Counter(each.state for each in measures)
    return Pooled(
        measured=add_up(part, known, counted_again(known)),
        known=len(known),
        applicable=len(measures) - states[State.NOT_APPLICABLE],
        states={state: states[state] for state in State if state != State.HIDDEN},
        overridden=sum(each.overridden for each in known),
    )


def add_up(part: Part, known: Sequence[Measured], again: int) -> Measured:
    """The sum of known figures without what they count `again`."""
    if part.rule == Rule.INTERVAL:
        return unknown(part.unit, "listed_only")
    if not known:
        return unknown(part.unit, "none_known")
    lower = max(sum(sure(each.lower) for each in known) - again, 0)
    numerator = max(sum(sure(each.numerator) for each in known) - again, 0)
    upper = None
    if all(each.upper is not None for each in known):
        upper = max(sum(sure(each.upper) for each in known) - again, numerator)
    return Measured(
        State.VALUE if any(each.state == State.VALUE for each in known) else State.DECLARED_ZERO,
        part.unit,
        numerator,
        sum(sure(each.denominator) for each in known) if part.unit == Unit.PERCENT else None,
        lower,
        upper,
        capped=any(each.capped for each in known),
    )


def counted_again(known: Sequence[Measured]) -> int:
    """What joint events add more than once.

    Where communities recorded them differently, the largest record stands.
    """
    amounts: dict[str, list[int]] = defaultdict(list)
    for measured in known:
        for key, amount in measured.joint.items():
            amounts[key].append(amount)
    return sum(sum(each) - max(each) for each in amounts.values())


@dataclass(frozen=True)
class SurveyInPlace:
    """A community's survey figure (item 6 or 7) and the people who live there."""

    measured: Measured
    population: int


@dataclass(frozen=True)
class PooledSurvey:
    """Surveys weighted by population, in percent with a 95 % interval.

    Both None when they can only be listed.
    """

    percent: float | None
    interval: tuple[float, float] | None
    known: int
    applicable: int


def pool_surveys(surveys: Sequence[SurveyInPlace]) -> PooledSurvey:
    """Pool surveys of one version and one method, weighted by population; others are only listed.

    The interval is Wilson's with Kish's effective sample size, (Σw)² / Σ(w²/n): it is wider than that of
    one sample of all answers. Overrides have no version or method, so they are left out.
    """
    applicable = sum(each.measured.state != State.NOT_APPLICABLE for each in surveys)
    known = [
        each
        for each in surveys
        if each.measured.known and not each.measured.overridden and each.population > 0
    ]
    kinds = {(each.measured.details["version"], each.measured.details["method"]) for each in known}
    if len(kinds) != 1:
        return PooledSurvey(None, None, len(known), applicable)
    people = sum(each.population for each in known)
    weights = [each.population / people for each in known]
    pairs = list(zip(weights, (each.measured for each in known), strict=True))
    share = min(
        fsum(weight * float(sure(each.numerator)) / sure(each.denominator) for weight, each in pairs), 1.0
    )
    effective_size = 1 / fsum(weight**2 / sure(each.denominator) for weight, each in pairs)
    lower, upper = wilson(share * effective_size, effective_size)
    return PooledSurvey(100 * share, (100 * lower, 100 * upper), len(known), applicable)

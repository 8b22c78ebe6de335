"""What every measure returns: a figure with its state, its bounds, and the reason if it is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self, TypeAlias, overload

from django.utils.translation import gettext_lazy as _

from evaluation.instrument import Text, Unit

Number: TypeAlias = int | Fraction


class State(StrEnum):
    """The state of a figure. Unknown is never zero: a zero is either measured (VALUE) or declared (DECLARED_ZERO).

    HIDDEN is never stored: evaluation.figure_visibility uses it in place of a figure about few people.
    """

    VALUE = "value"
    DECLARED_ZERO = "declared_zero"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"


# Why a figure is unknown or does not apply. Codes are stored with figures and never reused.
REASONS: Mapping[str, Text] = {
    "nothing_recorded": _("Nothing is recorded or declared."),
    "declaration_contradicted": _("Zero was declared, but there are records."),
    "before_leadership_team": _("The community does not take part in this half-year, so this is not asked."),
    "no_cadence_declared": _("No meeting rhythm is declared."),
    "no_window_ended": _("No meeting window has ended in this half-year yet."),
    "no_profile": _("There is no population profile."),
    "too_few_recorded": _("Too few attendances are recorded by group."),
    "too_much_unrecorded": _("Too many attendances are not recorded by group."),
    "no_research": _("Nothing is recorded or declared."),
    "research_unknown": _("Research is unknown, so the focus is too."),
    "presence_unrecorded": _("Meetings were held, but attendance is missing."),
    "no_survey": _("There was no residents' survey in this half-year."),
    "survey_open": _("The residents' survey is open. Its results count after it closes."),
    "survey_without_results": _(
        "The residents' survey has no results: too few people answered, or unclear answers are not judged "
        "yet."
    ),
    "too_few_answers": _("Too few residents answered."),
    "no_required_language": _("No language is required yet, by declaration or population profile."),
    "nothing_engaged": _(
        "No organization had a strategy in the last twelve months, or came back to an event."
    ),
    "none_assessed": _("Organizations are engaged, but no strategy was ever assessed."),
    "roster_unconfirmed": _("The list of leaders is not confirmed for this half-year."),
    "no_leader_in_role_long_enough": _("No leader has been in the role long enough."),
    "professions_unrecorded": _("People were trained, but professions are missing."),
    "listed_only": _("These surveys cannot be pooled, so they are listed by community."),
    "none_known": _("Unknown for all communities."),
    "not_computed": _("This figure has not been calculated yet."),
    "not_answered": _("No answer yet."),
    "said_unknown": _("The community does not know."),
    "said_not_applicable": _("This does not apply to the community."),
    "few_people": _("Hidden (small number). The community sees it."),
}


@dataclass(frozen=True)
class Measurement:
    """One part measured for one community and half-year, before any masking of small counts.

    `numerator` and `denominator` are exact counts (a Fraction only for item 3's half); `denominator` is None unless
    the unit is percent. `lower` and `upper` bound the *numerator*, given what is unresolved in the records: lower ≤
    numerator ≤ upper; `upper` None with a known figure means that no upper bound is known. `interval` is something
    else: the 95 % sampling interval of a survey's percentage, in percent. Unknown and not applicable figures have None
    in all of these, and a `reason` from REASONS. `details` is JSON-able and explains the figure; those of 1b contain
    headcounts that need the disclosure guard. `capped`: rated "partly" at most. `overridden`: the figure is the
    coordinator's, not computed; `reviewed`: the office decided that it counts. `percent_only`: an override of which
    only the percentage is known, or pooled surveys: numerator and denominator are a percentage and 100 and enter no
    sum. `joint`: what each event shared with other communities adds to the numerator, by joint key, for `pool`.
    """

    state: State
    unit: Unit
    numerator: Number | None = None
    denominator: int | None = None
    lower: Number | None = None
    upper: Number | None = None
    interval: tuple[float, float] | None = None
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    capped: bool = False
    overridden: bool = False
    reviewed: bool = False
    percent_only: bool = False
    joint: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.has_value:
            if self.reason not in REASONS:
                raise ValueError(f"An unknown figure needs a reason; “{self.reason}” is none.")
            if any(
                number is not None for number in (self.numerator, self.denominator, self.lower, self.upper)
            ):
                raise ValueError("A figure that is not known has no numbers.")
            return
        if self.numerator is None or self.lower is None or not 0 <= self.lower <= self.numerator:
            raise ValueError(f"The lower bound {self.lower} does not fit the value {self.numerator}.")
        if self.upper is not None and self.upper < self.numerator:
            raise ValueError(f"The upper bound {self.upper} is below the value {self.numerator}.")
        if (self.denominator is None) != (self.unit != Unit.PERCENT):
            raise ValueError("A percentage needs a denominator, and a count has none.")
        if self.denominator is not None and not (self.upper or 0) <= self.denominator > 0:
            raise ValueError(f"The upper bound {self.upper} does not fit into {self.denominator}.")

    @property
    def has_value(self) -> bool:
        return self.state in (State.VALUE, State.DECLARED_ZERO)

    @property
    def enters_sums(self) -> bool:
        return self.has_value and not self.percent_only

    @property
    def value(self) -> Number | None:
        """Return the exact value: 0 to 100 for a percentage, else the count; None when not known."""
        return self._scaled(self.numerator)

    @property
    def lower_value(self) -> Number | None:
        """Return the lower bound in the unit of `value`."""
        return self._scaled(self.lower)

    @property
    def upper_value(self) -> Number | None:
        """Return the upper bound in the unit of `value`."""
        return self._scaled(self.upper)

    @property
    def may_lose_cap(self) -> bool:
        """Return True if everything missing for a better rating of item 12 is in the directory and only lacks a
        confirmation.
        """
        missing = self.details.get("missing", ())
        return bool(missing) and all(row["unconfirmed"] for row in missing)

    @property
    def reason_text(self) -> Text:
        """Return why it is not known, as a translated sentence; empty when it is known."""
        return REASONS[self.reason] if self.reason else ""

    def _scaled(self, number: Number | None) -> Number | None:
        if number is None or self.denominator is None:
            return number
        return Fraction(100 * number) / self.denominator

    def as_json(self) -> dict[str, Any]:
        """Return plain data for a stored figure, a snapshot or a file. Halves and percentages become floats."""
        numbers = ("numerator", "denominator", "lower", "upper", "value")
        return {
            "state": self.state.value,
            "unit": self.unit.value,
            **{name: to_json_number(getattr(self, name)) for name in numbers},
            "interval": None if self.interval is None else list(self.interval),
            "reason": self.reason,
            "capped": self.capped,
            "overridden": self.overridden,
            **({"reviewed": self.reviewed} if self.overridden else {}),
            **({"percent_only": self.percent_only} if self.overridden or self.percent_only else {}),
            "joint": dict(self.joint),
            "details": dict(self.details),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read a figure written by `as_json`; numbers may have become floats or Decimals in between."""
        numbers: dict[str, Any] = {
            name: exact(data[name]) for name in ("numerator", "denominator", "lower", "upper")
        }
        flags = ("capped", "overridden", "reviewed", "percent_only")
        as_they_are = ("reason", "details", "joint", *flags)
        return cls(
            state=State(data["state"]),
            unit=Unit(data["unit"]),
            interval=tuple(data["interval"]) if data.get("interval") else None,
            **numbers,
            **{name: data[name] for name in as_they_are if name in data},
        )


def exact(number: int | float | Decimal | str | None) -> Number | None:
    """Return a stored number as measures use it: whole numbers as int, halves as Fraction."""
    if number is None or type(number) is int:
        return number
    if isinstance(number, Decimal):
        top, bottom = number.as_integer_ratio()
        return top if bottom == 1 else Fraction(top, bottom)
    fraction = Fraction(number)
    return fraction.numerator if fraction.denominator == 1 else fraction


@overload
def sure(number: int | None) -> int: ...
@overload
def sure(number: Number | None) -> Number: ...
def sure(number: Number | None) -> Number:
    """Return the number of a known figure; ValueError when it is not known."""
    if number is None:
        raise ValueError("This figure is not known.")
    return number


def to_json_number(number: Number | None) -> int | float | None:
    """Return a number for JSON: whole numbers as int, others as float."""
    if number is None or isinstance(number, int):
        return number
    return number.numerator if number.denominator == 1 else float(number)


def share(
    numerator: Number,
    denominator: int,
    *,
    lower: Number | None = None,
    upper: Number | None = None,
    **more: Any,
) -> Measurement:
    """Return a known percentage; the bounds default to the numerator."""
    return Measurement(
        State.VALUE,
        Unit.PERCENT,
        numerator,
        denominator,
        numerator if lower is None else lower,
        numerator if upper is None else upper,
        **more,
    )


def count(numerator: int, *, upper: int | None, unit: Unit = Unit.COUNT, **more: Any) -> Measurement:
    """Return a known count of which at least `numerator` is certain; `upper` None means no upper bound."""
    return Measurement(State.VALUE, unit, numerator, None, numerator, upper, **more)


def build_declared_zero(
    unit: Unit, denominator: int | None = None, *, upper: int | None = 0, **more: Any
) -> Measurement:
    """Return a declared zero. Unresolved records still widen the upper bound."""
    return Measurement(State.DECLARED_ZERO, unit, 0, denominator, 0, upper, **more)


def unknown(unit: Unit, reason: str, details: Mapping[str, Any] | None = None) -> Measurement:
    """Return an unknown figure with the code of the reason."""
    return Measurement(State.UNKNOWN, unit, reason=reason, details=details or {})


def build_not_applicable(unit: Unit, reason: str = "before_leadership_team") -> Measurement:
    """Return a figure that is not applicable, by default because the community does not take part."""
    return Measurement(State.NOT_APPLICABLE, unit, reason=reason)


@dataclass(frozen=True)
class Override:
    """A coordinator's value of a part, next to the computed one.

    A share has a numerator and a denominator, or is only a percentage (``percent_only``, denominator 100); counts have
    no denominator. ``counts``: it counts instead of the computed figure; ``reviewed``: the office decided which one
    does.
    """

    numerator: Number
    denominator: int | None
    reason: str
    evidence: str = ""
    percent_only: bool = False
    counts: bool = True
    reviewed: bool = False


def effective(measured: Measurement, override: Override | None) -> Measurement:
    """Return the figure that counts in ratings and sums: the computed one or the override, marked as such."""
    if override is None or not override.counts or measured.state == State.NOT_APPLICABLE:
        return measured
    return replace_by(measured, override)


def replace_by(measured: Measurement, override: Override) -> Measurement:
    """Return the override as a figure. Its bounds equal its value, and the computed figure's details are dropped."""
    return replace(
        measured,
        state=State.VALUE,
        numerator=override.numerator,
        denominator=override.denominator,
        lower=override.numerator,
        upper=override.numerator,
        interval=None,
        reason="",
        details={},
        capped=False,
        joint={},
        overridden=True,
        reviewed=override.reviewed,
        percent_only=override.percent_only,
    )

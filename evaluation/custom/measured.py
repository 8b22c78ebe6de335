"""From an answer to a figure with its state, and from the figures of communities to their sum. Pure functions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from evaluation.instrument import Unit
from evaluation.measures import Measurement, State, build_not_applicable, unknown
from evaluation.measures.measured import build_declared_zero, exact, share, sure
from evaluation.models import CustomAnswer, CustomItemVersion, CustomKind, CustomState
from tfc.disclosure import Display, Reader, show_share

UNITS = {CustomKind.NUMBER: Unit.COUNT, CustomKind.PERCENTAGE: Unit.PERCENT}


def get_shown_answer(
    kind: str, version: CustomItemVersion, answer: CustomAnswer | None, reader: Reader
) -> Measurement | None:
    """Return the answer as a figure that ``reader`` may see; None for a kind without a number."""
    unit = UNITS.get(CustomKind(kind))
    if unit is None:
        return None
    if answer is None:
        return unknown(unit, "not_answered")
    if answer.state == CustomState.UNKNOWN:
        return unknown(unit, "said_unknown")
    if answer.state == CustomState.NOT_APPLICABLE:
        return build_not_applicable(unit, "said_not_applicable")
    measured = _number(answer.number) if unit == Unit.COUNT else _percentage(answer.number, answer.whole)
    return _mask(measured, reader) if version.counts_people else measured


def _number(number: Decimal | None) -> Measurement:
    value = sure(exact(number))
    if value == 0:
        return build_declared_zero(Unit.COUNT)
    return Measurement(State.VALUE, Unit.COUNT, value, None, value, value)


def _percentage(part: Decimal | None, whole: Decimal | None) -> Measurement:
    return share(sure(exact(part)), int(sure(exact(whole))))


def _mask(measured: Measurement, reader: Reader) -> Measurement:
    """Hide a count of people that is small, or a share that reveals one, from readers outside the community."""
    number = int(sure(measured.numerator))
    if measured.unit == Unit.COUNT:
        hides = reader.hides(number)
        return (
            Measurement(State.HIDDEN, Unit.COUNT, reason="few_people", details={"whole": None})
            if hides
            else measured
        )
    visible_share = show_share(number, measured.denominator, reader)
    if visible_share.display is Display.EXACT:
        return measured
    possible = (
        {"first": visible_share.possible.start, "last": visible_share.possible.stop - 1}
        if visible_share.whole
        else {}
    )
    details = {"whole": visible_share.whole, **possible}
    return Measurement(State.HIDDEN, Unit.PERCENT, reason="few_people", details=details)


def get_choice_text(version: CustomItemVersion, answer: CustomAnswer | None) -> str:
    """Return the text of the chosen option, or of the answer's state."""
    if answer is None or answer.state != CustomState.ANSWERED or answer.option is None:
        return _state_words(answer)
    options = version.options
    return (
        options[answer.option] if answer.option < len(options) else _("An answer that is no longer offered")
    )


def get_answer_text(answer: CustomAnswer | None) -> str:
    return answer.text if answer and answer.state == CustomState.ANSWERED else _state_words(answer)


def _state_words(answer: CustomAnswer | None) -> str:
    if answer is None:
        return _("Unanswered")
    return _("Unknown") if answer.state == CustomState.UNKNOWN else _("Does not apply")


@dataclass(frozen=True)
class AnswerSum:
    """The sum over communities: numerators and denominators are added; never an average of percentages.

    It covers ``value_count`` of ``applicable`` communities. Hidden figures are left out, so that they cannot be
    derived by subtraction.
    """

    measured: Measurement
    value_count: int
    applicable: int


def sum_answers(counted: Iterable[tuple[Measurement, int]], unit: Unit) -> AnswerSum:
    """Add up figures, each given with the number of communities that have it."""
    applying = [(figure, times) for figure, times in counted if figure.state != State.NOT_APPLICABLE]
    valued_figures = [(figure, times) for figure, times in applying if figure.has_value]
    applicable = sum(times for _figure, times in applying)
    if not valued_figures:
        return AnswerSum(unknown(unit, "none_known"), 0, applicable)
    total = sum((Fraction(sure(figure.numerator)) * times for figure, times in valued_figures), Fraction())
    number = total.numerator if total.denominator == 1 else total
    if unit == Unit.PERCENT:
        measured = share(number, sum(sure(figure.denominator) * times for figure, times in valued_figures))
    elif number == 0:
        measured = build_declared_zero(unit)
    else:
        measured = Measurement(State.VALUE, unit, number, None, number, number)
    return AnswerSum(measured, sum(times for _figure, times in valued_figures), applicable)


def options_chosen(counted: Iterable[tuple[CustomAnswer, int]]) -> Counter[int]:
    """Count how many communities chose each option, by its position."""
    chosen = Counter[int]()
    for answer, times in counted:
        if answer.state == CustomState.ANSWERED and answer.option is not None:
            chosen[answer.option] += times
    return chosen

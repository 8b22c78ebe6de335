"""What an office's targets and its page of professionals say of all its communities over several half-years.

A few communities are added up as the page is asked for. Of many (rollups/stages.py) that takes each of their figures:
a worker keeps it beside the office's totals, by the same functions, and pages read one row (docs/adr/0024).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from communities.models import Target
from communities.models.targets import TargetQuerySet
from evaluation.measures.measured import Number
from evaluation.measures.plans import Total
from evaluation.models import FigureTotal
from evaluation.rollups.stages import OF_NO_HALF_YEAR, STAGES
from tfc.periods import HalfYear

PROFESSIONALS, TARGET = "professionals", "target:"


def get_sum_code(target: Target) -> str:
    """Of one version: what it counts may have begun on another day before."""
    return f"{TARGET}{target.pk}"


def with_kept(targets: TargetQuerySet) -> TargetQuerySet:
    """Each with ``is_many``, whether its office has many communities, and what is ``kept`` of it, or None."""
    rows = FigureTotal.objects.filter(office=OuterRef("office"), half_year=OF_NO_HALF_YEAR)
    code = Concat(Value(TARGET), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return targets.annotate(
        is_many=Exists(rows.filter(code=STAGES)), kept=Subquery(rows.filter(code=code).values("measured"))
    )


def is_kept(target: Target) -> bool:
    """Of one that was read by `with_kept`; any other one is added up."""
    return target.community_id is None and getattr(target, "is_many", False)


def kept_rows(office_id: int) -> dict[str, Mapping[str, Any]] | None:
    """By code; None of an office with few communities. In one query."""
    rows = FigureTotal.objects.for_office(office_id).filter(half_year=OF_NO_HALF_YEAR)
    sums_by_code = dict(rows.filter(code__in=(STAGES, PROFESSIONALS)).values_list("code", "measured"))
    return sums_by_code if STAGES in sums_by_code else None


def added_up_at(stored_sum: Mapping[str, Any] | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(stored_sum["at"]) if stored_sum else None


def number_to_json(number: Number | None) -> str | None:
    """Exact, as JSON has no fractions."""
    return None if number is None else str(number)


def read_exact_number(text: str | None) -> Number | None:
    if text is None:
        return None
    number = Fraction(text)
    return number.numerator if number.denominator == 1 else number


def total_to_json(total: Total) -> list[int | None]:
    return [total.lower, total.upper, total.value_count, total.expected_count]


def totals_to_json(totals: Mapping[str, Sequence[Total]]) -> dict[str, list[list[int | None]]]:
    return {group: [total_to_json(total) for total in row] for group, row in totals.items()}


def read_totals(stored_totals: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, list[Total]]:
    return {group: [Total(*values) for values in row] for group, row in stored_totals.items()}


def half_year_to_json(half_year: HalfYear | None) -> str:
    return "" if half_year is None else str(half_year)

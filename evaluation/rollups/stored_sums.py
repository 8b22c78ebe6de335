"""Sums over all communities and several half-years, for an office's targets and its page of professionals.

With few communities they are added up on request. With many (rollups/stages.py) that would read every figure: a worker
stores them with the office's totals, using the same functions, and pages read one row (docs/adr/0024).
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
    """Return the code for one version of a target, since another version may have another start date."""
    return f"{TARGET}{target.pk}"


def with_stored_sums(targets: TargetQuerySet) -> TargetQuerySet:
    """Annotate each target with ``is_many``, whether its office has many communities, and the stored sum as ``kept``,
    or None.
    """
    rows = FigureTotal.objects.filter(office=OuterRef("office"), half_year=OF_NO_HALF_YEAR)
    code = Concat(Value(TARGET), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return targets.annotate(
        is_many=Exists(rows.filter(code=STAGES)), kept=Subquery(rows.filter(code=code).values("measured"))
    )


def has_stored_sum(target: Target) -> bool:
    """Return True if the sum of a target read by `with_kept` is stored; others are added up."""
    return target.community_id is None and getattr(target, "is_many", False)


def get_stored_rows(office_id: int) -> dict[str, Mapping[str, Any]] | None:
    """Return the stored rows by code; None for an office with few communities. In one query."""
    rows = FigureTotal.objects.for_office(office_id).filter(half_year=OF_NO_HALF_YEAR)
    sums_by_code = dict(rows.filter(code__in=(STAGES, PROFESSIONALS)).values_list("code", "measured"))
    return sums_by_code if STAGES in sums_by_code else None


def added_up_at(stored_sum: Mapping[str, Any] | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(stored_sum["at"]) if stored_sum else None


def number_to_json(number: Number | None) -> str | None:
    """Return the exact number as text, as JSON has no fractions."""
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

"""The stored content of a computed figure, and comparing it with what is already stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from communities.models import Community
from evaluation.figure_queries.receipts import canonical
from evaluation.figures import Computed
from evaluation.instrument import part as part_of
from evaluation.measures.measured import Number
from evaluation.models import Figure
from tfc.periods import HalfYear

# The fields by which figures are compared; the office and the time of computation are not compared.
CONTENT = (
    "state",
    "unit",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "interval",
    "capped",
    "joint",
    "rating",
    "reason",
    "details",
    "definition_version",
    # The hash, instead of the long receipt.
    "receipt_hash",
    "as_of",
)
# Computed values of these differ in type from those read from the database.
AS_JSON = frozenset({"interval", "joint", "details"})

# The fields on which sums and ratings over many communities depend.
COUNTED = (
    "state",
    "numerator",
    "denominator",
    "lower",
    "upper",
    "capped",
    "joint",
    "rating",
    "definition_version",
)

# What is stored of a dimension of 1b. From its similarity to the town a number of one group follows.
STORED_OF_DIMENSION = (
    "dimension", "counted", "reason", "recorded", "unrecorded", "groups_asked", "groups_represented",
)  # fmt: skip

DIGITS = Decimal("0.0001")

# Columns of a stored figure, without its receipt.
StoredContent = Mapping[str, Any]


@dataclass(frozen=True)
class ComputedFigure:
    """A part computed for a community; ``content`` holds the fields that are compared and stored."""

    community: Community
    part: str
    computed: Computed
    content: Mapping[str, Any]


def get_figure_content(code: str, computed: Computed) -> dict[str, Any]:
    measured = computed.measured
    return {
        "state": measured.state.value,
        "unit": measured.unit.value,
        "numerator": _decimal(measured.numerator),
        "denominator": _decimal(measured.denominator),
        "value": _decimal(measured.value),
        "lower": _decimal(measured.lower),
        "upper": _decimal(measured.upper),
        "interval": measured.interval,
        "capped": measured.capped,
        "joint": measured.joint,
        "rating": computed.rating.value,
        "reason": measured.reason,
        "details": _for_the_office(measured.details),
        "definition_version": part_of(code).version,
        "receipt_hash": computed.receipt_hash,
        "as_of": date.fromisoformat(computed.receipt["as_of"]),
    }


def build_figure(fresh: ComputedFigure, half_year: HalfYear, now: datetime) -> Figure:
    return Figure(
        community_id=fresh.community.pk,
        office_id=fresh.community.office_id,
        half_year=str(half_year),
        part=fresh.part,
        **{name: _plain(value) if name in AS_JSON else value for name, value in fresh.content.items()},
        receipt=_plain(fresh.computed.receipt),
        computed_at=now,
    )


def _decimal(number: Number | None) -> Decimal | None:
    if number is None:
        return None
    if isinstance(number, int):
        return Decimal(number).quantize(DIGITS)
    return (Decimal(number.numerator) / number.denominator).quantize(DIGITS)


def _plain(data: Any) -> Any:
    """Return the data as read from the database: lists for tuples, plain dicts for counters."""
    return None if data is None else json.loads(canonical(dict(data) if hasattr(data, "items") else data))


def _for_the_office(details: Mapping[str, Any]) -> Mapping[str, Any]:
    """Remove headcounts by group, and numbers that such a count follows from: the office's login reads stored figures,
    and small counts of people stay in the community.
    """
    if "dimensions" not in details:
        return details
    dimensions = [{name: row[name] for name in STORED_OF_DIMENSION} for row in details["dimensions"]]
    return {**details, "dimensions": dimensions}


def differs(fresh: ComputedFigure, stored: StoredContent | None, names: Sequence[str] = CONTENT) -> bool:
    if stored is None:
        return True
    return not stored["frozen"] and any(
        fresh.content[name] != stored[name]
        and not (name in AS_JSON and _plain(fresh.content[name]) == stored[name])
        for name in names
    )

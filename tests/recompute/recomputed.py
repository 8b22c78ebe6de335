"""All figures of all communities and half-years, computed a second time: by SQL on the raw tables.

The SQL (sql/) was written from docs/measures.md and the design of the instrument, and not from the code that computes
figures: whoever changes a rule changes it in the words, in the measure and there.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from evaluation.instrument import PARTS

# Answers of residents: their small numbers are guarded, and towns' samples are never added up.
SAMPLES = ("access_known", "risks_known")
KNOWN = ("value", "declared_zero")
FEW = 5
SQL = Path(__file__).parent / "sql"


# What is rated by the office's target.
COUNTS = ("stakeholder_meetings", "engagement_events", "professionals_trained")


@dataclass(frozen=True)
class Again:
    """One figure; numbers only where it is known. ``upper`` None of a known one: no most."""

    state: str
    rating: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    interval: tuple[float, float] | None = None
    capped: bool = False
    own: bool = False
    # A percentage of which nobody knows the parts.
    bare: Decimal | None = None

    @property
    def known(self) -> bool:
        return self.state in KNOWN

    @property
    def value(self) -> Fraction | None:
        """In percent where there is a denominator; None where it is not known."""
        if self.bare is not None:
            return Fraction(self.bare)
        if self.numerator is None:
            return None
        number = Fraction(self.numerator)
        return number if self.denominator is None else 100 * number / Fraction(self.denominator)

    @property
    def tells_of_few(self) -> bool:
        """Of a share of people: one to four said it, or one to four did not."""
        if self.numerator is None or self.denominator is None or self.own:
            return False
        return 0 < self.numerator < FEW or 0 < self.denominator - self.numerator < FEW


Key = tuple[int, str, str]


def figures_of(cursor: Any) -> dict[Key, Again]:
    """By community, half-year and part."""
    cursor.execute(_sql("common"))
    asked = {(row["community_id"], row["half_year"]): row for row in _rows(cursor, "SELECT * FROM asked")}
    found = {}
    for part in (one.code for one in PARTS):
        for row in _rows(cursor, _sql(part)):
            key = (row["community_id"], row["half_year"])
            takes_part = asked[key]["takes_part"]
            found[*key, part] = (
                _again(row, part, asked[key]) if takes_part else Again("not_applicable", "not_applicable")
            )
    return found


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()


def _rows(cursor: Any, sql: str) -> Iterator[dict[str, Any]]:
    cursor.execute(sql)
    names = [one[0] for one in cursor.description]
    for row in cursor.fetchall():
        yield dict(zip(names, row, strict=True))


def _again(row: Mapping[str, Any], part: str, asked: Mapping[str, Any]) -> Again:
    if row["state"] not in KNOWN:
        without_target = part in COUNTS and not json.loads(asked["given"]).get(f"target:{part}")
        return Again(row["state"], "not_rated" if without_target else row["state"])
    numbers: dict[str, Any] = {
        name: None if row[name] is None else Decimal(row[name])
        for name in ("numerator", "denominator", "lower", "upper")
    }
    interval = (row["interval_lower"], row["interval_upper"]) if "interval_lower" in row else None
    capped = bool(row.get("capped"))
    cap = {"capped": capped, "may_lift": bool(row.get("may_lift"))}
    return Again(
        row["state"],
        _rating({**numbers, **cap, "interval": interval}, part, asked),
        **numbers,
        interval=interval,
        capped=capped,
    )


def _rating(figure: Mapping[str, Any], part: str, asked: Mapping[str, Any]) -> str:
    met, partly = asked["met"], asked["partly"]
    if figure["interval"]:
        low, high = figure["interval"]
    else:
        whole = json.loads(asked["given"]).get(f"target:{part}") if part in COUNTS else figure["denominator"]
        if not whole:
            return "not_rated"
        low = 100 * figure["lower"] / whole
        high = Decimal("inf") if figure["upper"] is None else 100 * figure["upper"] / whole
    ends = ["met" if share >= met else "partly" if share >= partly else "not_met" for share in (low, high)]
    lower, upper = ends
    if figure["capped"]:
        lower = "partly" if lower == "met" else lower
        upper = "partly" if upper == "met" and not figure["may_lift"] else upper
    return RANGES.get((lower, upper), "inconclusive")


RANGES = {
    ("met", "met"): "met",
    ("partly", "met"): "partly_or_met",
    ("partly", "partly"): "partly",
    ("not_met", "partly"): "not_met_or_partly",
    ("not_met", "not_met"): "not_met",
}


# By the lower end of a rating.
LOWER_ENDS = {
    "not_met": 0, "not_met_or_partly": 0, "inconclusive": 0, "partly": 1, "partly_or_met": 1, "met": 2,
}  # fmt: skip


def with_own_values(cursor: Any, found: Mapping[Key, Again]) -> dict[Key, Again]:
    """Each figure as it counts: the office's choice, and until then the lower rating of the two."""
    own = dict(found)
    asked = {(row["community_id"], row["half_year"]): row for row in _rows(cursor, "SELECT * FROM asked")}
    for row in _rows(cursor, _sql("own_values")):
        key = (row["community_id"], row["half_year"], row["part"])
        override = _override(row, asked[key[:2]])
        if found[key].state != "not_applicable" and _counts(row["chosen"], found[key], override):
            own[key] = override
    return own


def _counts(chosen: str | None, computed: Again, override: Again) -> bool:
    if chosen is not None:
        return chosen == "override"
    if computed.state == "unknown":
        return True
    low, lowest = LOWER_ENDS.get(override.rating), LOWER_ENDS.get(computed.rating)
    return low is not None and lowest is not None and low < lowest


def _override(row: Mapping[str, Any], asked: Mapping[str, Any]) -> Again:
    """A count, a share by its parts, or a bare percentage, which has none and enters no sum."""
    value, is_count = Decimal(row["override_value"]), row["part"] in COUNTS
    is_bare = not is_count and row["override_numerator"] is None
    top = value if is_count or is_bare else Decimal(row["override_numerator"])
    bottom = None if is_count else Decimal(100 if is_bare else row["override_denominator"])
    figure: dict[str, Any] = {"numerator": top, "denominator": bottom, "lower": top, "upper": top}
    rating = _rating({**figure, "interval": None, "capped": False}, row["part"], asked)
    if is_bare:
        return Again("value", rating, own=True, bare=value)
    return Again("value", rating, **figure, own=True)


@dataclass(frozen=True)
class Recomputed:
    """``figures`` from the records alone, ``counting`` with own values, ``places`` as (office, community) by id.

    ``breakdowns``, by the community's code, half-year and part: events by kind, meetings by the sectors that sat there.
    """

    figures: Mapping[Key, Again]
    counting: Mapping[Key, Again]
    joint: list[dict[str, Any]]
    places: Mapping[int, tuple[str, str]]
    breakdowns: Mapping[tuple[str, str, str], Mapping[str, int]]

    @cached_property
    def _by_office(self) -> dict[tuple[str, str, str], dict[str, Again]]:
        found: dict[tuple[str, str, str], dict[str, Again]] = defaultdict(dict)
        for (place, half_year, part), figure in self.counting.items():
            office, slug = self.places[place]
            found[office, half_year, part][slug] = figure
        return found

    def of_office(self, office: str, half_year: str, part: str) -> dict[str, Again]:
        """By the community's code."""
        return self._by_office.get((office, half_year, part), {})

    def number_of(self, slug: str) -> int:
        return next(number for number, (_office, code) in self.places.items() if code == slug)

    def half_years(self, *offices: str) -> list[str]:
        return sorted({when for where, when, _part in self._by_office if where in offices})

    def together(self, offices: Sequence[str], half_year: str, part: str) -> tuple[Fraction | None, int, int]:
        """The sum in the unit of the part, for how many it is known, and of how many. Joint events count once."""
        figures = {
            slug: one for office in offices for slug, one in self.of_office(office, half_year, part).items()
        }
        known = {slug: one for slug, one in figures.items() if one.known and one.bare is None}
        asked = sum(one.state != "not_applicable" for one in figures.values())
        if part in SAMPLES or not known:
            return None, len(known), asked
        if part not in COUNTS:
            whole = _added(one.denominator for one in known.values())
            return 100 * _added(one.numerator for one in known.values()) / whole, len(known), asked
        computed = {slug for slug, one in known.items() if not one.own}
        twice = sum(
            max(len(computed & {self.places[place][1] for place in event["communities"]}) - 1, 0)
            for event in self.joint
            if (event["half_year"], event["part"]) == (half_year, part)
        )
        return _added(one.numerator for one in known.values()) - twice, len(known), asked


def _added(numbers: Iterable[Decimal | None]) -> Fraction:
    return sum((Fraction(one or 0) for one in numbers), Fraction(0))


def recompute(cursor: Any) -> Recomputed:
    """Everything again; the cursor must be of a login that sees every community, and keeps its temporary tables."""
    figures = figures_of(cursor)
    places = """
        SELECT c.id, o.slug AS office, c.slug
        FROM communities_community c JOIN communities_office o ON o.id = c.office_id
    """
    found = {row["id"]: (row["office"], row["slug"]) for row in _rows(cursor, places)}
    breakdowns: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for row in _rows(cursor, _sql("breakdowns")):
        breakdowns[found[row["community_id"]][1], row["half_year"], row["part"]][row["code"]] = row["number"]
    joint = list(_rows(cursor, _sql("joint_events")))
    return Recomputed(figures, with_own_values(cursor, figures), joint, found, breakdowns)

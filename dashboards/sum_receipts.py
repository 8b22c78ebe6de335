"""The receipt of a sum: which communities' figures were added, as their network may see them, and which were not.

    {"definition": {"code", "instrument"}, "half_year": "2026-H1", "of": "usa", "filters": {…},
     "communities": [{"office", "community", "version", "receipt", "state", "own", "n", "d", "lower", "upper"}, …],
     "together_once": [["dale", "hill"], …], "counted_again": "4",
     "sum": {"state", "n", "d", "lower", "upper"}, "known_count": 2, "applicable": 3, "states": {…}}

`receipt` is the hash of the community's own receipt, so the sum's hash changes with any record behind it. Numbers are
strings, because JSON libraries write 0.5 in different ways. Joint events count once: each list names the communities
that counted one event, and `count_again` is what was subtracted for all of them. The receipt contains no key of an
event, no record id, and nothing that is hidden because of small counts.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from communities.models import Office
from evaluation.figure_queries.receipts import hash_receipt
from evaluation.figure_queries.round_membership import list_not_computed
from evaluation.figure_visibility import GUARDED, mask_figure, network_fingerprint
from evaluation.figures import get_overrides
from evaluation.instrument import INSTRUMENT_VERSION, PARTS, Part
from evaluation.measures import Measurement, Override, PooledFigure, State, effective, pool, unknown
from evaluation.measures.measured import Number
from evaluation.measures.pooling import count_again
from evaluation.models import Figure
from tfc.csv_text import number_cell
from tfc.disclosure import Reader
from tfc.periods import HalfYear

BY_CODE = {part.code: part for part in PARTS}
# Communities named on the page; the file has all.
ON_THE_PAGE = 50
# Read without objects, because there may be thousands; "survey" is that of `for_pooling`.
COLUMNS = (
    "community_id", "community__slug", "community__name", "state", "unit", "numerator", "denominator", "lower", "upper",
    "interval", "reason", "capped", "joint", "survey", "definition_version", "receipt_hash", "computed_at",
)  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One community's figure, exact and as its network may see it (``visible``). ``fingerprint`` is empty if it would
    allow guessing hidden values.
    """

    office: str
    community_id: int
    slug: str
    name: str
    exact: Measurement
    visible: Measurement
    version: int
    fingerprint: str
    # None for a community in the round without a figure.
    computed_at: datetime | None


@dataclass(frozen=True)
class SumReceipt:
    part: Part
    half_year: str
    office_slug: str
    terms: Sequence[Term]
    pooled: PooledFigure
    filters: Mapping[str, str]

    @cached_property
    def data(self) -> dict[str, Any]:
        """Return the receipt as plain data, in an order that depends only on the figures."""
        return {
            "definition": {"code": self.part.code, "instrument": INSTRUMENT_VERSION},
            "half_year": self.half_year,
            "of": self.office_slug,
            "filters": dict(self.filters),
            "communities": [_line(term) for term in self.terms],
            "together_once": self.together_once,
            "counted_again": number_cell(self.counted_again),
            "sum": _numbers(self.pooled.measured)
            | ({"percent": number_cell(self.pooled.measured.value)} if self.is_weighted else {}),
            "known_count": self.pooled.value_count,
            "applicable": self.pooled.applicable,
            "overrides": self.pooled.overridden,
            "states": {state.value: self.states[state] for state in State},
        }

    @property
    def is_weighted(self) -> bool:
        """Return whether these are surveys of residents, pooled by population."""
        return self.pooled.measured.percent_only

    @property
    def name(self) -> str:
        """Return the name of its file."""
        return f"{self.office_slug}-{self.half_year}-{self.part.code}"

    @cached_property
    def fingerprint(self) -> str:
        return hash_receipt(self.data)

    @cached_property
    def states(self) -> Counter[State]:
        return Counter(term.visible.state for term in self.terms)

    @property
    def together_once(self) -> list[list[str]]:
        """Return for each joint event the communities that counted it, if more than one."""
        who: dict[str, list[str]] = defaultdict(list)
        for term in self._added_terms:
            for key in term.exact.joint:
                who[key].append(term.slug)
        return sorted(towns for towns in who.values() if len(towns) > 1)

    @property
    def counted_again(self) -> Number:
        return count_again([term.exact for term in self._added_terms])

    @property
    def computed_at(self) -> datetime | None:
        return max(filter(None, (term.computed_at for term in self.terms)), default=None)

    @property
    def visible_values(self) -> dict[int, float | None]:
        """Return the value of each community, by its id; None if it is hidden or not known."""
        values = {term.community_id: term.visible.value for term in self.terms}
        return {town: None if value is None else float(value) for town, value in values.items()}

    @property
    def shown(self) -> Sequence[Term]:
        return self.terms[:ON_THE_PAGE]

    @property
    def has_more(self) -> bool:
        return len(self.terms) > ON_THE_PAGE

    @property
    def unknown(self) -> int:
        return self.states[State.UNKNOWN]

    @property
    def hidden(self) -> int:
        return self.states[State.HIDDEN]

    @property
    def _added_terms(self) -> list[Term]:
        """Return the terms that are in the sum; surveys of residents are only listed."""
        return [term for term in self.terms if term.exact.has_value and self.part.code not in GUARDED]


def get_terms(
    office: Office,
    half_year: HalfYear,
    part: Part,
    community_ids: Collection[int] | None = None,
    *,
    all_computed: bool = False,
) -> list[Term]:
    """Return the figures of an office, of all communities in the round or of these. Three queries, in its scope.

    ``all_computed``: every community in the round has figures, so that none without is looked for.
    """
    figures = Figure.objects.for_office(office.pk).for_half_year(half_year).of_part(part.code).for_pooling()
    if community_ids is not None:
        figures = figures.for_communities(community_ids)
    overrides = get_overrides([half_year], office_id=office.pk, part=part.code)
    own = {key[0]: override for key, override in overrides.items()}
    terms = [
        build_term(part, office.slug, row, own.get(row["community_id"])) for row in figures.values(*COLUMNS)
    ]
    missing = [] if all_computed else list_not_computed(office.pk, half_year, community_ids)
    measured = unknown(part.unit, "not_computed")
    return terms + [
        Term(office.slug, town.pk, town.slug, town.name, measured, measured, part.version, "", None)
        for town in missing
    ]


def build_receipt(
    part: Part,
    half_year: str,
    office_slug: str,
    terms: Iterable[Term],
    filters: Mapping[str, str] | None = None,
) -> SumReceipt:
    ordered = sorted(terms, key=lambda term: (term.office, term.slug))
    return SumReceipt(
        part, half_year, office_slug, ordered, pool(part, [term.exact for term in ordered]), filters or {}
    )


def build_term(part: Part, office: str, row: Mapping[str, Any], override: Override | None) -> Term:
    """Return one figure, of which ``row`` has the `COLUMNS`, as it counts and as it may be seen."""
    exact = effective(Measurement.from_json({**row, "details": row["survey"] or {}}), override)
    return Term(
        office,
        row["community_id"],
        row["community__slug"],
        row["community__name"],
        exact,
        mask_figure(exact, part, Reader.NETWORK),
        row["definition_version"],
        network_fingerprint(part.code, row["receipt_hash"]),
        row["computed_at"],
    )


def _line(term: Term) -> dict[str, Any]:
    return {
        "office": term.office,
        "community": term.slug,
        "version": term.version,
        "receipt": term.fingerprint or None,
        "own": term.visible.overridden,
        **{name: term.visible.details[name] for name in ("population",) if name in term.visible.details},
        **_numbers(term.visible),
    }


def _numbers(measured: Measurement) -> dict[str, str | None]:
    names = {"n": "numerator", "d": "denominator", "lower": "lower", "upper": "upper"}
    return {
        "state": measured.state.value,
        # A bare percentage is in no sum.
        **{
            key: None if measured.percent_only else number_cell(getattr(measured, name)) or None
            for key, name in names.items()
        },
    }

"""The figures of a report's snapshot: parts, items, indicators, table rows and receipts (see schema)."""

from collections.abc import Iterable
from typing import TypeAlias, TypedDict

Number: TypeAlias = int | float | None


class Note(TypedDict):
    title: str
    text: str


def make_notes(notes: Iterable[tuple[str, str]]) -> list[Note]:
    return [{"title": title, "text": text} for title, text in notes]


class Share(TypedDict):
    """The number of items with one rating or state: one segment of a strip."""

    code: str
    text: str
    count: int


class FigureValue(TypedDict):
    """A figure in the part's unit. ``value_text``: in words; ``number_text``: in digits, "" if it is not known."""

    state: str
    state_text: str
    value: Number
    value_text: str
    number_text: str


class CountedFigure(FigureValue):
    """A figure with its counts. ``bounds_text``: what is uncertain about it."""

    numerator: Number
    denominator: Number
    bounds_text: str


class SummedFigure(CountedFigure):
    """A figure of several communities. ``lower`` and ``upper`` are counts. It is known for ``known_count`` of
    ``applicable`` communities, and ``overridden`` of these have an override.
    """

    lower: Number
    upper: Number
    known_count: int
    applicable: int
    known_text: str
    overridden: int


class HistoryPoint(FigureValue):
    """A part or indicator in one half-year. ``low`` and ``high`` are its bounds in its unit. ``coverage``: for how many
    communities a sum is known ("18/19"). A chart's line breaks where ``version`` or ``method`` change.
    """

    half_year: str
    rating: str
    rating_text: str
    known_text: str
    coverage: str
    low: Number
    high: Number
    open_above: bool
    version: str
    method: str


class OverrideFigure(TypedDict):
    """The coordinator's override, next to the computed figure. ``used``: it replaces the figure, which is unknown.

    ``value`` is None next to a hidden figure, because it would reveal it.
    """

    value: Number
    value_text: str
    reason: str
    evidence: str
    used: bool


class RecordCount(TypedDict):
    kind: str
    text: str
    count: int


class Receipt(TypedDict):
    """The receipt of a figure in counts. ``hash`` is the SHA-256 of the full receipt, which stays with the figure.

    ``considered`` counts records that were examined and not counted. Ids and revisions stay in the community. A sum
    has the filters and thresholds that all its figures share.
    """

    hash: str
    records: list[RecordCount]
    considered: list[RecordCount]
    filters: list[Note]
    thresholds: list[Note]
    period_text: str
    as_of_text: str
    computed_text: str
    frozen: bool
    total: int
    url: str


class Kind(TypedDict):
    """``count``: the least number; None where none is recorded and there may have been some."""

    text: str
    count: int | None
    count_text: str


class Kinds(TypedDict):
    """The breakdown of a count; ``not_counted`` is listed but not included. ``note``: why the rows may not sum to the
    count.
    """

    title: str
    rows: list[Kind]
    not_counted: list[Kind]
    note: str


class PartDefinition(TypedDict):
    code: str
    label: str
    title: str
    question: str
    definition: str
    how_counted: str
    source: str
    version: int
    unit: str
    unit_text: str


class PartFigure(PartDefinition, SummedFigure):
    """A part of the instrument.

    For an office: sums over the communities where it is known, with their ratings as ``spread`` and no rating of its
    own. ``why_text``: the thresholds of its rating, only for a community's own part.
    """

    fraction_text: str
    reason_text: str
    rating: str
    rating_text: str
    why_text: str
    override: OverrideFigure | None
    spread: list[Share]
    history: list[HistoryPoint]
    receipt: Receipt
    kinds: Kinds | None


class ItemFigures(TypedDict):
    number: int
    title: str
    parts: list[PartFigure]


class IndicatorResult(TypedDict):
    """An indicator. For an office it has no rating of its own, but the communities' ratings as ``spread``.

    ``supplements`` are shown with it and never rated.
    """

    code: str
    title: str
    rating: str
    rating_text: str
    why_text: str
    score: Number
    score_text: str
    known_count: int
    applicable: int
    known_text: str
    labels: list[str]
    spread: list[Share]
    history: list[HistoryPoint]
    supplements: list[Note]


class Cell(CountedFigure):
    """One part of one community in the office's table."""

    part: str
    label: str
    rating: str
    rating_text: str
    overridden: bool
    receipt_hash: str
    receipt_url: str
    records: int


class OfficeCell(SummedFigure):
    """One part summed over an office's communities, with its receipt."""

    part: str
    label: str
    receipt_hash: str
    receipt_url: str
    records: int


class CommunityRow(TypedDict):
    slug: str
    name: str
    region: str
    stage_text: str
    submission_text: str
    cells: list[Cell]


class OfficeRow(TypedDict):
    """One office in the table of offices. Without a round in the half-year it has no cells."""

    slug: str
    name: str
    communities: int
    asked_text: str
    cells: list[OfficeCell]

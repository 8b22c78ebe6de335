"""The figures of a report's snapshot: parts, items, indicators and their receipts (see schema)."""

from dataclasses import dataclass

from reports.text_schema import Kinds

Number = int | float | None


@dataclass(frozen=True)
class Share:
    """The number of items with one rating or state: one segment of a strip."""

    code: str
    text: str
    count: int


@dataclass(frozen=True)
class Note:
    title: str
    text: str


@dataclass(frozen=True)
class Point:
    """A part in one half-year, for charts and the sheet of half-years. ``value``, ``low`` and ``high`` are in the
    part's unit.

    ``value_text`` is the value in words ("None, declared"), ``number_text`` in digits ("0"; "" if not known). For an
    office, ``coverage`` says for how many communities it is known: "18/19". ``low`` and ``high`` are its bounds;
    ``version`` and ``method`` say how it was counted, "" if they differ or are not known: a chart's line breaks where
    they change. Older snapshots have none of these.
    """

    half_year: str
    state: str
    state_text: str
    value: Number
    value_text: str
    number_text: str
    rating: str
    rating_text: str
    known_text: str = ""
    coverage: str = ""
    low: Number = None
    high: Number = None
    open_above: bool = False
    version: str = ""
    method: str = ""


@dataclass(frozen=True)
class OverrideFigure:
    """The coordinator's override, next to the computed figure. ``used``: it replaces the figure, which is unknown.

    ``value`` is None next to a hidden figure, because it would reveal it.
    """

    value: Number
    value_text: str
    reason: str
    evidence: str
    used: bool


@dataclass(frozen=True)
class RecordCount:
    kind: str
    text: str
    count: int


@dataclass(frozen=True)
class Receipt:
    """The receipt of a figure in counts. ``hash`` is the SHA-256 of the full receipt, which stays with the figure.

    ``considered`` counts records that were examined and not counted. Ids and revisions stay in the community. A sum
    has the filters and thresholds that all its figures share.
    """

    hash: str
    records: list[RecordCount]
    total: int
    computed_at: str
    as_of: str
    frozen: bool
    considered: list[RecordCount]
    period_text: str
    as_of_text: str
    computed_text: str
    filters: list[Note]
    thresholds: list[Note]
    url: str


@dataclass(frozen=True)
class PartFigure:
    """A part of the instrument. Numerator, denominator, lower and upper are counts; value is in the unit.

    For an office: sums over the communities where it is known, with their ratings as ``spread`` and no rating of its
    own.
    """

    code: str
    label: str
    title: str
    question: str
    definition: str
    how_counted: str
    source: str
    version: int
    indicator: str
    unit: str
    unit_text: str
    state: str
    state_text: str
    numerator: Number
    denominator: Number
    lower: Number
    upper: Number
    value: Number
    value_text: str
    number_text: str
    fraction_text: str
    bounds_text: str
    reason_text: str
    rating: str
    rating_text: str
    override: OverrideFigure | None
    known: int
    applicable: int
    known_text: str
    spread: list[Share]
    history: list[Point]
    receipt: Receipt
    # None in snapshots of version 4.
    kinds: Kinds | None
    # The thresholds of its rating, only for a community's own part. Empty in older snapshots.
    why_text: str = ""
    # How many parts of the sum are overrides. Missing in older snapshots.
    overridden: int = 0


@dataclass(frozen=True)
class ItemFigures:
    number: int
    title: str
    parts: list[PartFigure]


@dataclass(frozen=True)
class IndicatorResult:
    """An indicator. For an office it has no rating of its own, but the communities' ratings as ``spread``.

    ``beside`` is shown with it and never rated.
    """

    code: str
    title: str
    rating: str
    rating_text: str
    score: Number
    score_text: str
    known: int
    applicable: int
    known_text: str
    labels: list[str]
    spread: list[Share]
    history: list[Point]
    beside: list[Note]
    why_text: str = ""

"""The figures of a report's snapshot: parts, items, indicators and what they rest on (see schema)."""

from dataclasses import dataclass

from reports.text_schema import Kinds

Number = int | float | None


@dataclass(frozen=True)
class Share:
    """How many of something have one rating or state: one step of a strip."""

    code: str
    text: str
    count: int


@dataclass(frozen=True)
class Note:
    title: str
    text: str


@dataclass(frozen=True)
class Point:
    """A part in one half-year, for charts and the sheet of rounds. ``value`` is in the part's unit.

    ``value_text`` says it in words ("None, declared"), ``number_text`` in figures ("0"; "" when not known).
    Of an office ``coverage`` says for how many of its communities it is known: "18/19". ``low`` and ``high`` are what
    it could be, in the unit; ``version`` and ``method`` say how it was counted, "" where they differ or nobody knows:
    a chart's line breaks where they change. Snapshots of before have none of these.
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
    """The coordinator's own figure, beside the computed one. ``used``: it stands in, since that one is unknown.

    ``value`` is None beside a hidden figure, since it would tell it.
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
    """What a figure rests on. ``hash`` is the SHA-256 of the full receipt, which stays with the figure.

    ``considered`` were looked at and did not count. Counts alone: ids and revisions stay in the community. Of a sum
    the filters and thresholds are those that all its figures share.
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

    Of an office: the sums over the communities where it is known; the ratings of these as ``spread``, none of its own.
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
    # A part of a snapshot of version 4 has none.
    kinds: Kinds | None
    # Where the lines of its rating are: of a community's own part. Snapshots of before do not say it.
    why_text: str = ""
    # How many parts of the sum are overrides. Snapshots of before do not say it.
    overridden: int = 0


@dataclass(frozen=True)
class ItemFigures:
    number: int
    title: str
    parts: list[PartFigure]


@dataclass(frozen=True)
class IndicatorResult:
    """An indicator; of an office without a rating of its own, but with those of its communities as ``spread``.

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

"""What a report's snapshot holds. Page, PDF and spreadsheet are drawn from it and from nothing else.

Each figure stands here twice: as numbers, and as the words that are shown, formatted once in the report's language.
A number that is not known or not shown is None and its words say so; it is never 0. ``VERSION`` rises with every change
that an older reader would not understand.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from evaluation.reports.linked import Link
from evaluation.reports.told import Changes, Compared, Edition, Kinds, PictureShown, Section, StoryTold

# 2: indicators have what is shown beside them. A snapshot of version 1 has no ``beside``.
# 3: figures of few people are in the state "hidden", without numbers, and so are ratings that would tell them.
# 4: editions, narrative texts and what changed since the version before; offices beside each other; stories and
#    pictures; receipts in words with the address of the receipt's page.
# 5: the summary leads to what it rests on; half-years beside each other; parts by kind.
VERSION = 5

Number = int | float | None


@dataclass(frozen=True)
class Share:
    """How many of something have one rating or state: one step of a strip."""

    code: str
    text: str
    count: int


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
class Overridden:
    """The coordinator's own value, beside the computed one. ``used``: it stands in, since that one is unknown.

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
    filters: list["Note"]
    thresholds: list["Note"]
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
    override: Overridden | None
    known: int
    applicable: int
    known_text: str
    spread: list[Share]
    history: list[Point]
    receipt: Receipt
    # A part of a snapshot of version 4 has none.
    kinds: Kinds | None


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
    beside: list["Note"]


@dataclass(frozen=True)
class Cell:
    """One part of one community in the office's table."""

    part: str
    label: str
    state: str
    state_text: str
    numerator: Number
    denominator: Number
    value: Number
    value_text: str
    number_text: str
    rating: str
    rating_text: str
    overridden: bool
    receipt_hash: str
    records: int
    bounds_text: str
    receipt_url: str


@dataclass(frozen=True)
class OfficeCell:
    """One part summed over the communities of one office, for how many of them it is known, and its receipt."""

    part: str
    label: str
    state: str
    state_text: str
    numerator: Number
    denominator: Number
    lower: Number
    upper: Number
    value: Number
    value_text: str
    number_text: str
    bounds_text: str
    known: int
    applicable: int
    known_text: str
    receipt_hash: str
    records: int
    receipt_url: str


@dataclass(frozen=True)
class OfficeRow:
    """One office beside the others. Without a round of the half-year it asked nothing, and has no cells."""

    slug: str
    name: str
    country: str
    communities: int
    asked_text: str
    cells: list[OfficeCell]


@dataclass(frozen=True)
class CommunityRow:
    slug: str
    name: str
    region: str
    stage_text: str
    submission: str
    submission_text: str
    cells: list[Cell]
    indicators: list[Share]  # the code and words of each indicator's rating; count is its known parts


@dataclass(frozen=True)
class Activity:
    """An earlier result from before these records: shown as it was reported, never summed."""

    place: str
    region: str
    period_text: str
    activity: str
    kind_text: str
    sectors_text: str
    unit_text: str
    quantity: int
    at_least: bool
    quantity_text: str


@dataclass(frozen=True)
class TargetResult:
    """What somebody wants by when, and where that stood at the end of the half-year; rated by nothing."""

    title: str
    about: str
    reached_text: str
    standing: str
    standing_text: str
    sentence: str


@dataclass(frozen=True)
class OwnQuestion:
    """What an office asked beside the items: an answer, or of an office a sum. In words alone it has no ``unit``."""

    label: str
    title: str
    version: int
    state: str
    state_text: str
    value: Number
    numerator: Number
    denominator: Number
    unit: str
    value_text: str
    detail_text: str


@dataclass(frozen=True)
class SubmissionStatus:
    state: str
    text: str
    sentence: str


@dataclass(frozen=True)
class Note:
    title: str
    text: str


@dataclass(frozen=True)
class Snapshot:
    """Dates and times are ISO 8601; ``words`` are the headings of page, PDF and spreadsheet in the same language.

    ``narrative`` and ``changes`` are put in by those who write the report, once its figures stand.
    """

    scope: Literal["community", "office", "international", "custom"]
    title: str
    edition: Edition
    narrative: list[Section]
    changes: Changes | None
    name: str
    slug: str
    place: str
    office: str
    half_year: str
    period_text: str
    language: str
    made_at: str
    made_text: str
    as_of: str
    as_of_text: str
    round_open: bool
    submission: SubmissionStatus | None
    submissions: list[Share]
    summary: list[str]
    # For each of its sentences, the words that lead to an anchor in the report. A snapshot of version 4 has none.
    summary_links: list[list[Link]]
    known: int
    applicable: int
    ratings: list[Share]
    indicators: list[IndicatorResult]
    items: list[ItemFigures]
    rounds: list[str]
    # Of a report of an office's own choosing with two half-years or more.
    compared: Compared | None
    communities: list[CommunityRow]
    offices: list[OfficeRow]
    stories: list[StoryTold]
    pictures: list[PictureShown]
    historical: list[Activity]
    # A snapshot made before there were targets has none.
    targets: list[TargetResult]
    # A snapshot made before offices asked anything of their own has none.
    own_questions: list[OwnQuestion]
    thresholds: list[Note]
    method: list[Note]
    states: list[Note]
    rating_names: dict[str, str]
    words: dict[str, str]
    instrument_version: int
    version: int = field(default=VERSION)

    def as_json(self) -> dict[str, Any]:
        """Plain data, as the report row and the PDF's template take it."""
        return asdict(self)

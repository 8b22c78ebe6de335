"""What a report's snapshot holds. Page, PDF and spreadsheet are drawn from it and from nothing else.

Each figure stands here twice: as numbers, and as the words that are shown, formatted once in the report's language.
A number that is not known or not shown is None and its words say so; it is never 0. ``VERSION`` rises with every change
that an older reader would not understand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reports.figure_schema import IndicatorResult, ItemFigures, Note, Number, Share
from reports.linked_text import Link
from reports.text_schema import Changes, ComparisonTable, Edition, ReportPicture, ReportStory, Section

# 2: indicators have what is shown beside them. A snapshot of version 1 has no ``beside``.
# 3: figures of few people are in the state "hidden", without numbers, and so are ratings that would tell them.
# 4: editions, narrative texts and what changed since the version before; offices beside each other; stories and
#    pictures; receipts in words with the address of the receipt's page.
# 5: the summary leads to what it rests on; half-years beside each other; parts by kind.
VERSION = 6


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
    # How many parts of the sum are overrides. Snapshots of before do not say it.
    overridden: int = 0


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
    # Of the office, as two letters. A snapshot made before it was asked has none.
    country: str
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
    compared: ComparisonTable | None
    communities: list[CommunityRow]
    offices: list[OfficeRow]
    stories: list[ReportStory]
    pictures: list[ReportPicture]
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
        data: dict[str, Any] = _plain(self)
        return data


def _plain(data: Any) -> Any:
    """As ``dataclasses.asdict``, which copies each letter and number by itself: a report has four thousand."""
    if isinstance(data, str | int | float | None):
        return data
    if isinstance(data, list | tuple):
        return type(data)(_plain(item) for item in data)
    if isinstance(data, Mapping):
        return {name: _plain(value) for name, value in data.items()}
    return {name: _plain(getattr(data, name)) for name in data.__dataclass_fields__}

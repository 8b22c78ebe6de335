"""The structure of a report's snapshot, the only source of page, PDF and spreadsheet.

Each figure is stored as numbers and as the words shown, formatted once in the report's language. A number that is not
known or not shown is None, never 0, and its words say so. ``VERSION`` increases with every change that an older reader
would not understand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reports.figure_schema import IndicatorResult, ItemFigures, Note, Number, Share
from reports.linked_text import Link
from reports.text_schema import Changes, ComparisonTable, Edition, ReportPicture, ReportStory, Section

# 2: indicators have ``beside``, missing in version 1. 3: figures of few people are in the state "hidden", without
# numbers, and so are ratings that would reveal them. 4: editions, narrative texts and changes since the previous
# version; a table of offices; stories and pictures; receipts in words with the URL of the receipt's page. 5: links in
# the summary; comparison of half-years; parts by kind.
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
    """One part summed over an office's communities, for how many it is known, and its receipt."""

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
    # How many parts of the sum are overrides. Missing in older snapshots.
    overridden: int = 0


@dataclass(frozen=True)
class OfficeRow:
    """One office in the table of offices. Without a round in the half-year it has no cells."""

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
    indicators: list[Share]  # code and words of each indicator's rating; count is its known parts


@dataclass(frozen=True)
class Activity:
    """A historical result from before these records: shown as reported, never summed."""

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
    """A target and its status at the end of the half-year; not rated."""

    title: str
    about: str
    reached_text: str
    standing: str
    standing_text: str
    sentence: str


@dataclass(frozen=True)
class OwnQuestion:
    """An office's custom question: an answer, or a sum of an office. Choices and texts have no ``unit``."""

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
    """Dates and times are ISO 8601; ``words`` are the headings of page, PDF and spreadsheet in the report's language.

    ``narrative`` and ``changes`` are written by people after the figures are computed.
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
    # The office's two-letter country code. Missing in older snapshots.
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
    # Linked words of each summary sentence, with their anchors in the report. Missing in snapshots of version 4.
    summary_links: list[list[Link]]
    known: int
    applicable: int
    ratings: list[Share]
    indicators: list[IndicatorResult]
    items: list[ItemFigures]
    rounds: list[str]
    # Only for custom reports with two half-years or more.
    compared: ComparisonTable | None
    communities: list[CommunityRow]
    offices: list[OfficeRow]
    stories: list[ReportStory]
    pictures: list[ReportPicture]
    historical: list[Activity]
    # Missing in older snapshots.
    targets: list[TargetResult]
    # Missing in older snapshots.
    own_questions: list[OwnQuestion]
    thresholds: list[Note]
    method: list[Note]
    states: list[Note]
    rating_names: dict[str, str]
    words: dict[str, str]
    instrument_version: int
    version: int = field(default=VERSION)

    def as_json(self) -> dict[str, Any]:
        """Return plain data for the report row and the PDF template."""
        data: dict[str, Any] = _plain(self)
        return data


def _plain(data: Any) -> Any:
    """Like ``dataclasses.asdict``, but without copying strings and numbers: a report has four thousand values."""
    if isinstance(data, str | int | float | None):
        return data
    if isinstance(data, list | tuple):
        return type(data)(_plain(item) for item in data)
    if isinstance(data, Mapping):
        return {name: _plain(value) for name, value in data.items()}
    return {name: _plain(getattr(data, name)) for name in data.__dataclass_fields__}

"""The structure of a report's snapshot: what is stored with the report, and what page, PDF and spreadsheet read.

A snapshot is plain JSON. Each figure is stored as numbers and as the words shown, formatted once in the report's
language. A number that is not known or not shown is None, never 0, and its words say so.
"""

from collections.abc import Iterator
from typing import Any, Literal, TypeAlias, TypedDict

from reports.figure_schema import (
    CommunityRow,
    IndicatorResult,
    ItemFigures,
    Note,
    Number,
    OfficeRow,
    PartFigure,
    Share,
)

# Increases with every change that a reader of older snapshots must know of. Versions 1 to 6 were made before the first
# installation, and nothing reads them (docs/adr/0046-report-snapshots.md). 7: every key is always there; the sentences
# of the summary are stored in runs, and the half-years also in words. 9: ``interim`` and ``unknown_parts``.
# 10: ``achievements``. 11: ``work_done``.
VERSION = 11

Scope: TypeAlias = Literal["community", "office", "international", "custom"]


class Run(TypedDict):
    """A piece of a sentence. ``to``: the anchor in the report to which it is linked, or ""."""

    text: str
    to: str


class Edition(TypedDict):
    """The version of a report: a draft, or published and immutable."""

    number: int
    state: Literal["draft", "published"]
    text: str


class Paragraph(TypedDict):
    """A paragraph, or a list item; consecutive items are one list."""

    kind: Literal["text", "item"]
    text: str


class Section(TypedDict):
    """A narrative section of the report with its figures filled in. ``code``: "opening", an indicator's, …"""

    code: str
    title: str
    paragraphs: list[Paragraph]


class Change(TypedDict):
    title: str
    before: str
    after: str


class Changes(TypedDict):
    """Changes of a later version: the author's sentence, and each changed figure. ``since``: the previous version's
    number.
    """

    since: int
    title: str
    sentence: str
    rows: list[Change]


class Comparison(TypedDict):
    part: str
    change_text: str


class ComparisonTable(TypedDict):
    """The columns are the report's half-years; the change is from the half-year before to the report's own."""

    change: str
    rows: list[Comparison]


class ReportStory(TypedDict):
    """A library story as readers in the network see it, without small counts of people."""

    kind_text: str
    title: str
    source: str
    language: str
    context: str
    action: str
    result: str
    measure_text: str
    figure_text: str
    change: str


class ReportPicture(TypedDict):
    """A re-encoded picture in base64; ``alt`` is its text alternative."""

    title: str
    alt: str
    credit: str
    media_type: str
    width: int
    height: int
    data: str


class Activity(TypedDict):
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


class Achievement(TypedDict):
    """A number of the achievements; ``value`` is None if unknown or not shown. ``people_low`` and ``people_high``:
    bounds of different people. ``records``: from how many, None if the reader cannot know. ``note``: for people reached
    the bounds, for a win its evidence, for an output what it was.
    """

    kind: str
    kind_text: str
    unit: str
    title: str
    value: Number
    currency: str
    at_least: bool
    people_low: int | None
    people_high: int | None
    records: int | None
    value_text: str
    note: str


class TargetResult(TypedDict):
    """A target and its status at the end of the half-year; not rated."""

    title: str
    about: str
    reached_text: str
    standing: str
    standing_text: str
    sentence: str


class OwnQuestion(TypedDict):
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


class SubmissionStatus(TypedDict):
    text: str
    sentence: str


class Snapshot(TypedDict):
    """Dates and times are ISO 8601; ``headings`` are those of page, PDF and spreadsheet in the report's language.

    ``narrative`` and ``changes`` are written by people after the figures are computed. ``country``: the office's
    two-letter code. ``interim``: why the figures are not final, else "". ``unknown_parts``: codes of the parts that
    are known in none of the half-years. ``work_done``: a community's events and organizations in a sentence.
    ``compared``: only for custom reports with two half-years or more. ``rounds`` are the codes of the half-years,
    ``round_texts`` the same in words.
    """

    version: int
    instrument_version: int
    scope: Scope
    title: str
    edition: Edition
    interim: str
    narrative: list[Section]
    changes: Changes | None
    name: str
    slug: str
    place: str
    office: str
    country: str
    half_year: str
    period_text: str
    language: str
    made_at: str
    made_text: str
    as_of: str
    as_of_text: str
    submission: SubmissionStatus | None
    submissions: list[Share]
    work_done: str
    summary: list[list[Run]]
    known_count: int
    applicable: int
    ratings: list[Share]
    indicators: list[IndicatorResult]
    items: list[ItemFigures]
    unknown_parts: list[str]
    rounds: list[str]
    round_texts: list[str]
    compared: ComparisonTable | None
    communities: list[CommunityRow]
    offices: list[OfficeRow]
    stories: list[ReportStory]
    pictures: list[ReportPicture]
    achievements: list[Achievement]
    historical: list[Activity]
    targets: list[TargetResult]
    own_questions: list[OwnQuestion]
    thresholds: list[Note]
    method: list[Note]
    states: list[Note]
    rating_names: dict[str, str]
    headings: dict[str, str]


def read_snapshot(stored: Any) -> Snapshot:
    """Return the snapshot that is stored with a built report. Raises ValueError for another version than this one."""
    if stored["version"] != VERSION:
        raise ValueError(f"a snapshot of version {stored['version']} is not read")
    snapshot: Snapshot = stored
    return snapshot


def get_rows(snapshot: Snapshot) -> list[OfficeRow | CommunityRow]:
    """Return the rows of the report's table: offices in an international report, else communities."""
    return [*snapshot["offices"], *snapshot["communities"]]


def get_parts(snapshot: Snapshot) -> Iterator[PartFigure]:
    """Yield the parts of all items, in order."""
    for item in snapshot["items"]:
        yield from item["parts"]

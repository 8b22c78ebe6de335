"""The texts of a report: narrative, stories, pictures, and changes between versions or half-years."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ReportStory:
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


@dataclass(frozen=True)
class ReportPicture:
    """A re-encoded picture in base64; ``alt`` is its text alternative."""

    title: str
    alt: str
    credit: str
    media_type: str
    width: int
    height: int
    data: str


@dataclass(frozen=True)
class Edition:
    """The version of a report: a draft, or published and immutable."""

    number: int
    state: Literal["draft", "published"]
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a list item; consecutive items are one list."""

    kind: Literal["text", "item"]
    text: str


@dataclass(frozen=True)
class Section:
    """A narrative section of the report with its figures filled in. ``code``: "opening", an indicator's, …"""

    code: str
    title: str
    paragraphs: list[Paragraph]


@dataclass(frozen=True)
class Change:
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """Changes of a later version: the author's sentence, and each changed figure. ``since``: the previous version's
    number.
    """

    since: int
    title: str
    sentence: str
    rows: list[Change]


@dataclass(frozen=True)
class Comparison:
    part: str
    change_text: str


@dataclass(frozen=True)
class ComparisonTable:
    """The columns are the report's half-years; the change is from ``since`` to the report's own."""

    change: str
    since: str
    rows: list[Comparison]


@dataclass(frozen=True)
class Kind:
    text: str
    count: int
    count_text: str


@dataclass(frozen=True)
class Kinds:
    """The breakdown of a count; ``beside`` is listed but not included. ``note``: why the rows may not sum to the
    count.
    """

    title: str
    rows: list[Kind]
    beside: list[Kind]
    note: str

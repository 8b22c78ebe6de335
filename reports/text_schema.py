"""What a report tells beside its figures: texts, stories, pictures, what changed between versions or half-years."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ReportStory:
    """A story of the library as its readers in the network see it: a small count of people is not in its figure."""

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
    """A picture drawn anew, in base64; ``alt`` says it to those who do not see it."""

    title: str
    alt: str
    credit: str
    media_type: str
    width: int
    height: int
    data: str


@dataclass(frozen=True)
class Edition:
    """Which version of a report this is: a draft, or published and unchangeable."""

    number: int
    state: Literal["draft", "published"]
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or an item of a list: those that follow each other are one list."""

    kind: Literal["text", "item"]
    text: str


@dataclass(frozen=True)
class Section:
    """What somebody wrote for the report, its figures already in words. ``code``: "opening", an indicator's, …"""

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
    """What a later version says anew: in whose words, and figure by figure. ``since``: the number of the one before."""

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
    """The half-years of the columns are the report's; the change is the one from ``since`` to the report's own."""

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
    """What a count is made of; ``beside`` is told with it and not added. ``note``: why they may not add up to it."""

    title: str
    rows: list[Kind]
    beside: list[Kind]
    note: str

"""What is kept of one resident. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True)
class Codes:
    """The answers of one resident, as they are stored."""

    route_unprompted: str
    hotline_unprompted: str
    route_prompted: str
    hotline_prompted: str
    definition: str
    risks: list[str]


class Rejection(NamedTuple):
    """That an answer was turned away on a day, and why. It travels in the resident's form alone."""

    day: dt.date
    why: str


@dataclass(frozen=True)
class SubmittedAnswer:
    """One answer to keep. ``client_id`` says which it is, so that it counts once, and is of nobody."""

    client_id: UUID
    day: dt.date
    language: str
    codes: Codes
    # What was written to the two open questions, route and hotline, where a person has to read it; else empty.
    unclear_words: tuple[str, str] = ("", "")

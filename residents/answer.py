"""What is stored of one resident's answer. Pure functions."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True)
class Codes:
    """One resident's answers as stored."""

    route_unprompted: str
    hotline_unprompted: str
    route_prompted: str
    hotline_prompted: str
    definition: str
    risks: list[str]


class Rejection(NamedTuple):
    """The day and reason of a rejected answer. Carried only in the resident's form."""

    day: dt.date
    why: str


@dataclass(frozen=True)
class SubmittedAnswer:
    """One answer to store.

    ``client_id`` identifies the answer, so that it counts one time, and not the person.
    """

    client_id: UUID
    day: dt.date
    language: str
    codes: Codes
    # Texts of the two open questions, route and hotline, that a person has to judge; otherwise empty.
    unclear_words: tuple[str, str] = ("", "")

"""For how many months findings and evidence count: as the office set it, or else as the items count by themselves.

The settings live in evaluation, to the right of this app; it says here how they are read when the program starts
(``evaluation.apps``). They are read inside a scope, which opens those of one office alone.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from stakeholders.standing import EVIDENCE_MONTHS
from stakeholders.steps import FINDING_MONTHS
from tfc.tenancy import known_in_scope


@dataclass(frozen=True)
class Horizon:
    finding_months: int = FINDING_MONTHS
    evidence_months: int = EVIDENCE_MONTHS


Read = Callable[[dt.date], Horizon]
_readers: list[Read] = []


def read_with(read: Read) -> None:
    """``read``: what holds on a day, in one query."""
    _readers[:] = [read]


def horizon(day: dt.date) -> Horizon:
    """An office sets it in a scope of its own: in one scope it is read once a day."""
    if not _readers:
        return Horizon()
    return known_in_scope(("horizon", day), lambda: _readers[0](day))

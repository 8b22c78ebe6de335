"""Rows of the directory and of the residents' survey: days, codes and ids, and never free text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evaluation.figure_queries.research_rows import Entry
from residents.tallies import AnswerRow
from support.coverage import Offer


@dataclass(frozen=True)
class ServiceRow:
    """A service as of the day, with the records behind it. ``confirmation`` is None where only the service has a date.

    ``call``: the latest up to the day; ``pathway`` may lack the steps or the trained contact. ``doubt``: the latest
    reply that something changed or ended and that was not settled by the day. ``earlier_calls``: other calls of the
    half-year.
    """

    entry: Entry
    offer: Offer
    confirmation: Entry | None = None
    pathway: Entry | None = None
    call: Entry | None = None
    doubt: Entry | None = None
    earlier_calls: tuple[Entry, ...] = ()


@dataclass
class WaveRow:
    """The results of one survey within one half-year, as rows that count equally."""

    entry: Entry
    answers: list[AnswerRow] = field(default_factory=list)


def latest_by(days: Mapping[Entry, date], day: date) -> Entry | None:
    """Return the latest record up to a day; of two on one day the one entered later."""
    past_days = {entry: on for entry, on in days.items() if on <= day}
    return max(past_days, key=lambda entry: (past_days[entry], entry), default=None)

"""Local services by need and required language: coverage, readiness to refer, and the next step for each gap.

Pure functions.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from support.models import Need, ServiceKind
from support.needs import INDISPENSABLE, get_filled_needs, get_needs
from tfc.dates import is_within_days

Cell = tuple[str, str]  # need, language


class Coverage(models.TextChoices):
    """Coverage of a cell, for item 12."""

    COVERED = "covered", _("Covered")
    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    GAP = "gap", _("Gap")


class Readiness(models.TextChoices):
    """Readiness to refer, for item 8.

    A failed call is worse than none: item 8 no longer counts the referral as possible.
    """

    WORKS = "works", _("Last call: accepts referrals")
    UNTESTED = "untested", _("Pathway ready, call due")
    FAILED = "failed", _("Last call: no answer or not accepting")
    NOT_PREPARED = "not_prepared", _("Pathway not ready")


class NextStep(models.TextChoices):
    NOTHING = "nothing", ""
    ASK_AGAIN = "ask_again", _("Ask again")
    ASK_INTERPRETER = "ask_interpreter", _("Ask for an interpreter")
    LOOK = "look", _("Begin to look")


@dataclass(frozen=True)
class Call:
    """A call to a provider: if it was answered, and for which needs and languages they accept people."""

    on: dt.date
    answered: bool
    accepts: frozenset[Cell] = frozenset()

    def accepts_cell(self, cell: Cell) -> bool:
        return self.answered and cell in self.accepts


@dataclass(frozen=True)
class Offer:
    """A service as of a day. ``begun``: at least a part of its pathway is written.

    ``contact_trained``: trained, and still in the team. ``call``: the latest up to that day. ``doubted``: its provider
    reported a change or an end that the team has not settled, so no earlier confirmation counts.
    """

    id: int
    name: str
    kinds: frozenset[str]
    languages: frozenset[str]
    confirmed_on: dt.date | None = None
    begun: bool = False
    written: bool = False
    contact_trained: bool = False
    call: Call | None = None
    doubted: bool = False

    @cached_property
    def needs(self) -> frozenset[str]:
        return frozenset(need.value for need in get_filled_needs(self.kinds))

    @cached_property
    def cells(self) -> frozenset[Cell]:
        """Return the needs and languages that the directory lists for it."""
        return frozenset((need, language) for need in self.needs for language in self.languages)

    @cached_property
    def referral_cells(self) -> frozenset[Cell]:
        """Return the cells to which a pathway may lead.

        They include languages that the provider would accept in the latest call.
        """
        taken = self.call.accepts if self.call else frozenset()
        return self.cells | {cell for cell in taken if cell[0] in self.needs}

    def is_confirmed(self, day: dt.date, days: int) -> bool:
        return not self.doubted and is_within_days(self.confirmed_on, day, days)

    def readiness(self, cell: Cell, day: dt.date, days: int) -> Readiness:
        if cell not in self.referral_cells or not (self.written and self.contact_trained):
            return Readiness.NOT_PREPARED
        if self.call is None or not is_within_days(self.call.on, day, days):
            return Readiness.UNTESTED
        if not self.call.accepts_cell(cell):
            return Readiness.FAILED
        return Readiness.UNTESTED if self.doubted else Readiness.WORKS


@dataclass(frozen=True)
class CoverageResult:
    """Coverage of a need, or of a kind of service, in one language. ``others``: services to ask next."""

    subject: Need | ServiceKind
    language: str
    coverage: Coverage
    offers: tuple[Offer, ...] = ()
    next_step: NextStep = NextStep.NOTHING
    others: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class GridCell:
    result: CoverageResult
    readiness: Readiness


@dataclass(frozen=True)
class LanguageRow:
    """A language in the grid.

    ``speakers``: from the community's profile, or None if unknown. ``indispensable``: housing and counseling.
    """

    language: str
    speakers: int | None
    cells: tuple[GridCell, ...]
    indispensable: tuple[CoverageResult, ...]

    def steps(self) -> Iterator[CoverageResult]:
        """Yield uncovered results, indispensable kinds first; the needs of these are not repeated."""
        listed_needs: set[Need] = set()
        for result in self.indispensable:
            if result.coverage != Coverage.COVERED:
                listed_needs |= get_needs([result.subject])
                yield result
        for cell in self.cells:
            if cell.result.coverage != Coverage.COVERED and cell.result.subject not in listed_needs:
                yield cell.result


@dataclass(frozen=True)
class Grid:
    rows: tuple[LanguageRow, ...] = ()

    @property
    def total(self) -> int:
        return sum(len(row.cells) for row in self.rows)

    @property
    def covered(self) -> int:
        return self._count_cells(Coverage.COVERED)

    @property
    def unconfirmed(self) -> int:
        return self._count_cells(Coverage.UNCONFIRMED)

    @property
    def working(self) -> int:
        return sum(cell.readiness == Readiness.WORKS for cell in self._cells())

    @property
    def untested(self) -> int:
        return sum(cell.readiness == Readiness.UNTESTED for cell in self._cells())

    @property
    def lacks_indispensable(self) -> bool:
        return any(result.coverage != Coverage.COVERED for row in self.rows for result in row.indispensable)

    @property
    def speaker_weighted_percent(self) -> int | None:
        """Return the percentage of needs covered, weighted by speakers and rounded down."""
        rows_with_speakers = [row for row in self.rows if row.speakers]
        everybody = sum((row.speakers or 0) * len(row.cells) for row in rows_with_speakers)
        reached = sum(
            (row.speakers or 0) * sum(cell.result.coverage == Coverage.COVERED for cell in row.cells)
            for row in rows_with_speakers
        )
        return reached * 100 // everybody if everybody else None

    def _cells(self) -> Iterator[GridCell]:
        return (cell for row in self.rows for cell in row.cells)

    def _count_cells(self, coverage: Coverage) -> int:
        return sum(cell.result.coverage == coverage for cell in self._cells())


def latest_call(calls: Iterable[Call], day: dt.date) -> Call | None:
    """Return the latest call up to a day; of two on one day, the later in the sequence."""
    latest = None
    for call in calls:
        if call.on <= day and (latest is None or call.on >= latest.on):
            latest = call
    return latest


def build_grid(
    languages: Sequence[str], offers: Sequence[Offer], speakers: Mapping[str, int], day: dt.date, days: int
) -> Grid:
    """Build the grid as of a day, languages with the most speakers first.

    ``days``: validity of confirmations and calls.
    """
    order = sorted(dict.fromkeys(languages), key=lambda language: (-speakers.get(language, 0), language))
    return Grid(tuple(_build_row(language, offers, speakers.get(language), day, days) for language in order))


def _build_row(
    language: str, offers: Sequence[Offer], speakers: int | None, day: dt.date, days: int
) -> LanguageRow:
    cells = []
    for need in Need:
        result = _assess_coverage(
            need, language, [offer for offer in offers if need in offer.needs], day, days
        )
        states = {offer.readiness((need.value, language), day, days) for offer in offers}
        best = next((state for state in Readiness if state in states), Readiness.NOT_PREPARED)
        cells.append(GridCell(result, best))
    indispensable = tuple(
        _assess_coverage(kind, language, [offer for offer in offers if kind in offer.kinds], day, days)
        for kind in INDISPENSABLE
    )
    return LanguageRow(language, speakers, tuple(cells), indispensable)


def _assess_coverage(
    what: Need | ServiceKind, language: str, offers: Sequence[Offer], day: dt.date, days: int
) -> CoverageResult:
    """Assess one cell. ``offers``: those that meet the need or are of the kind, in any language."""
    # Confirmed services first; the sort keeps the order of the rest.
    offers = sorted(offers, key=lambda offer: not offer.is_confirmed(day, days))
    here = tuple(offer for offer in offers if language in offer.languages)
    if here and here[0].is_confirmed(day, days):
        return CoverageResult(what, language, Coverage.COVERED, here)
    if here:
        return CoverageResult(what, language, Coverage.UNCONFIRMED, here, NextStep.ASK_AGAIN, here)
    others = tuple(offer for offer in offers if offer.languages)
    step = NextStep.ASK_INTERPRETER if others else NextStep.LOOK
    return CoverageResult(what, language, Coverage.GAP, (), step, others)

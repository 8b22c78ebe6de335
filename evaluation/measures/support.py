"""Items 8, ready to refer, and 12, resources identified: cells of need × required language.

Never about a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evaluation.instrument import Thresholds, Unit
from evaluation.measures.measured import Measured, declared_zero, share, unknown
from tfc.dates import within_days

NEEDS = ("physical", "psychological", "spiritual", "social")
# Housing is the physical need, counselling the psychological one: without them "partly" is the best rating.
INDISPENSABLE_NEEDS = ("physical", "psychological")

Cell = tuple[str, str]  # need, language


@dataclass(frozen=True)
class Pathway:
    """A way to one provider for one need and language as of the as-of date, with the latest call to it."""

    need: str
    language: str
    written: bool
    contact_trained: bool
    latest_call_on: date | None = None
    latest_call_succeeded: bool = False

    def works(self, as_of: date, days: int) -> bool:
        return self._prepared and self._called(as_of, days) and self.latest_call_succeeded

    def untested(self, as_of: date, days: int) -> bool:
        return self._prepared and not self._called(as_of, days)

    @property
    def _prepared(self) -> bool:
        return self.written and self.contact_trained

    def _called(self, as_of: date, days: int) -> bool:
        return within_days(self.latest_call_on, as_of, days)


def ready_to_refer(
    required_languages: Sequence[str],
    pathways: Sequence[Pathway],
    as_of: date,
    *,
    declared_none: bool = False,
    thresholds: Thresholds | None = None,
) -> Measured:
    """8: working cells / (4 needs × required languages), in percent.

    A cell works when one of its pathways is written, has a trained contact and was called with success
    within 184 days. A prepared pathway without such a call is untested: its cell counts as not working and
    widens the bounds.
    """
    days = (thresholds or Thresholds()).confirmed_days
    gap = _gap(required_languages, pathways, declared_none)
    if gap:
        return unknown(Unit.PERCENT, gap)
    cells = _cells(required_languages)
    if not pathways:
        return declared_zero(Unit.PERCENT, len(cells))
    working = {(each.need, each.language) for each in pathways if each.works(as_of, days)}
    untested = {(each.need, each.language) for each in pathways if each.untested(as_of, days)}
    return _share_of_cells(cells, working, untested, "working", "untested")


@dataclass(frozen=True)
class Service:
    """A service of the directory: what it offers, in which languages, when its provider last confirmed it."""

    needs: frozenset[str]
    languages: frozenset[str]
    confirmed_on: date | None = None

    @property
    def cells(self) -> set[Cell]:
        return {(need, language) for need in self.needs for language in self.languages}


def resources_identified(
    required_languages: Sequence[str],
    services: Sequence[Service],
    as_of: date,
    *,
    declared_none: bool = False,
    thresholds: Thresholds | None = None,
) -> Measured:
    """12: covered cells / (4 needs × required languages), in percent.

    Covered: a service confirmed within 184 days offers the need in the language. A service without a fresh
    confirmation widens the upper bound. Capped at "partly" when a required language lacks housing or
    counselling.
    """
    days = (thresholds or Thresholds()).confirmed_days
    gap = _gap(required_languages, services, declared_none)
    if gap:
        return unknown(Unit.PERCENT, gap)
    cells = _cells(required_languages)
    if not services:
        return declared_zero(Unit.PERCENT, len(cells), capped=True)
    covered: set[Cell] = set()
    unconfirmed: set[Cell] = set()
    for service in services:
        (covered if within_days(service.confirmed_on, as_of, days) else unconfirmed).update(service.cells)
    capped = any((need, language) not in covered for need, language in cells if need in INDISPENSABLE_NEEDS)
    return _share_of_cells(cells, covered, unconfirmed, "covered", "unconfirmed", capped=capped)


def _gap(languages: Sequence[str], records: Sequence[Any], declared_none: bool) -> str:
    if not languages:
        return "no_required_language"
    if declared_none:
        return "declaration_contradicted" if records else ""
    return "" if records else "nothing_recorded"


def _cells(languages: Iterable[str]) -> list[Cell]:
    return [(need, language) for language in dict.fromkeys(languages) for need in NEEDS]


def _share_of_cells(
    cells: list[Cell],
    sure: set[Cell],
    maybe: set[Cell],
    sure_name: str,
    maybe_name: str,
    *,
    capped: bool = False,
) -> Measured:
    rows: list[dict[str, Any]] = [
        {"need": cell[0], "language": cell[1], sure_name: cell in sure, maybe_name: cell in maybe - sure}
        for cell in cells
    ]
    counted = sum(row[sure_name] for row in rows)
    upper = counted + sum(row[maybe_name] for row in rows)
    return share(counted, len(cells), upper=upper, capped=capped, details={"cells": rows})

"""Items 8, ready to refer, and 12, resources identified: cells of need × required language.

Never about a person.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from communities.thresholds import Thresholds
from evaluation.instrument import Unit
from evaluation.measures.measured import Measurement, build_declared_zero, share, unknown
from tfc.dates import is_within_days

NEEDS = ("physical", "psychological", "spiritual", "social")
# Kinds of service without which, in every required language, "partly" is the best rating.
INDISPENSABLE_KINDS = ("housing", "counseling")

Cell = tuple[str, str]  # need, language


@dataclass(frozen=True)
class Pathway:
    """A pathway to one provider for one need and language on the as-of date, with the latest call.

    ``doubted``: the provider says that something changed or ended, and the team has not settled it.
    """

    need: str
    language: str
    written: bool
    contact_trained: bool
    latest_call_on: date | None = None
    latest_call_succeeded: bool = False
    doubted: bool = False

    def state(self, as_of: date, days: int) -> str:
        """Return one of STATES. A successful call to a provider in doubt counts as untested."""
        if not (self.written and self.contact_trained):
            return "begun"
        if not is_within_days(self.latest_call_on, as_of, days):
            return "untested"
        if not self.latest_call_succeeded:
            return "failed"
        return "untested" if self.doubted else "working"


# The states of a pathway, best first: a cell has the state of its best pathway. "Begun" lacks the written steps or the
# trained contact.
STATES = ("working", "untested", "failed", "begun")


def ready_to_refer(
    required_languages: Sequence[str],
    pathways: Sequence[Pathway],
    as_of: date,
    *,
    declared_none: bool = False,
    thresholds: Thresholds | None = None,
) -> Measurement:
    """Measure 8: working cells / (4 needs × required languages), in percent.

    A cell works when one of its pathways is written, has a trained contact and was called with success within 184
    days. A prepared pathway without such a call, or whose provider is in doubt since, is untested: its cell counts as
    not working and widens the bounds.
    """
    days = (thresholds or Thresholds()).confirmed_days
    gap = _gap(required_languages, pathways, declared_none)
    if gap:
        return unknown(Unit.PERCENT, gap)
    cells = _cells(required_languages)
    if not pathways:
        return build_declared_zero(Unit.PERCENT, len(cells))
    cells_by_state: dict[str, set[Cell]] = {state: set() for state in STATES}
    doubted: set[Cell] = set()
    for pathway in pathways:
        state, cell = pathway.state(as_of, days), (pathway.need, pathway.language)
        cells_by_state[state].add(cell)
        if state == "untested" and pathway.doubted:
            doubted.add(cell)
    return _share_of_cells(cells, cells_by_state, {"days": days}, doubted)


@dataclass(frozen=True)
class Service:
    """A service of the directory: needs, languages, and when its provider last confirmed it.

    ``kinds`` give more detail on how it meets the needs and may include INDISPENSABLE_KINDS. ``doubted``: as for a
    Pathway; earlier confirmations then do not count.
    """

    needs: frozenset[str]
    languages: frozenset[str]
    confirmed_on: date | None = None
    kinds: frozenset[str] = frozenset()
    doubted: bool = False

    def is_confirmed(self, as_of: date, days: int) -> bool:
        return not self.doubted and is_within_days(self.confirmed_on, as_of, days)

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
) -> Measurement:
    """Measure 12: covered cells / (4 needs × required languages), in percent.

    Covered: a service confirmed within 184 days offers the need in the language. A service without a fresh
    confirmation, or in doubt since, widens the upper bound. Capped at "partly" when a required language lacks a
    confirmed service of the kind housing or of the kind counseling.
    """
    days = (thresholds or Thresholds()).confirmed_days
    gap = _gap(required_languages, services, declared_none)
    if gap:
        return unknown(Unit.PERCENT, gap)
    cells = _cells(required_languages)
    if not services:
        return build_declared_zero(Unit.PERCENT, len(cells), capped=True)
    cells_by_state: dict[str, set[Cell]] = {"covered": set(), "unconfirmed": set()}
    kinds: dict[str, set[Cell]] = {"covered": set(), "unconfirmed": set()}
    for service in services:
        state = "covered" if service.is_confirmed(as_of, days) else "unconfirmed"
        cells_by_state[state] |= service.cells
        kinds[state] |= {(kind, language) for kind in service.kinds for language in service.languages}
    missing = _missing(required_languages, kinds)
    doubted = {cell for service in services if service.doubted for cell in service.cells}
    return _share_of_cells(
        cells, cells_by_state, {"days": days, "missing": missing}, doubted, capped=bool(missing)
    )


def _missing(languages: Sequence[str], kinds: Mapping[str, set[Cell]]) -> list[dict[str, Any]]:
    """Return the indispensable kinds without a confirmed service, by language."""
    wanted = [(kind, language) for language in dict.fromkeys(languages) for kind in INDISPENSABLE_KINDS]
    return [
        {"kind": kind, "language": language, "unconfirmed": (kind, language) in kinds["unconfirmed"]}
        for kind, language in wanted
        if (kind, language) not in kinds["covered"]
    ]


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
    cells_by_state: Mapping[str, set[Cell]],
    details: Mapping[str, Any],
    doubted: Collection[Cell],
    *,
    capped: bool = False,
) -> Measurement:
    """Return the share. ``cells_by_state``: cells by state, best first; the first state counts, the second may still
    count.

    ``doubted``: cells that may be in the second state only because a provider's doubt is not settled.
    """
    rows: list[dict[str, Any]] = []
    sure, maybe = list(cells_by_state)[:2]
    for cell in cells:
        state = next((name for name in cells_by_state if cell in cells_by_state[name]), None)
        states = {name: name == state for name in cells_by_state}
        waits = states[maybe] and cell in doubted
        rows.append({"need": cell[0], "language": cell[1], **states, "doubted": waits})
    counted = sum(row[sure] for row in rows)
    upper = counted + sum(row[maybe] for row in rows)
    return share(counted, len(cells), upper=upper, capped=capped, details={**details, "cells": rows})

"""Connections: sums over plain rows of held events, without a database.

A meeting is a held event with two or more organizations or constituencies present. It counts once in the totals and
once in each pair that met at it; events with the same joint key are one meeting.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations_with_replacement, product

from events.models import Constituency, EventKind
from stakeholders.models import Sector

# Prefix of a constituency's code; a sector has none. Needed because consumers are both.
GROUP = "group-"
SECTORS: tuple[str, ...] = tuple(Sector.values)
GROUPS: tuple[str, ...] = tuple(GROUP + code for code in Constituency.values)

Pair = tuple[str, str]
# A pair is in the fixed order of sectors; a sector comes before a constituency.
SECTOR_PAIRS: tuple[Pair, ...] = tuple(combinations_with_replacement(SECTORS, 2))
GROUP_PAIRS: tuple[Pair, ...] = tuple(product(SECTORS, GROUPS))
PLACES = {side: place for place, side in enumerate(SECTORS + GROUPS)}

# Kinds without expected external participants, so that an empty attendance is no gap.
INWARD = (EventKind.TEAM_MEETING, EventKind.LEADERSHIP_TRAINING)

MOST_PROPOSALS = 5
# Limits how many of the five proposals have the same sector or the same constituency.
MOST_ALIKE = 2


@dataclass(frozen=True)
class HeldEvent:
    """A held event: ``organizations`` present by id with the codes of their sectors, codes of constituencies."""

    id: int
    day: dt.date
    organizations: Mapping[int, str] = field(default_factory=dict)
    constituencies: frozenset[str] = frozenset()
    joint_key: str | None = None
    kind: str = ""


@dataclass(frozen=True)
class Meeting:
    """A meeting, recorded as one event or as several with one joint key; ``day`` is the last one."""

    event_ids: tuple[int, ...]
    day: dt.date
    organizations: Mapping[int, str]
    constituencies: frozenset[str]

    @cached_property
    def by_sector(self) -> dict[str, set[int]]:
        ids_by_sector: dict[str, set[int]] = {}
        for organization_id, sector in self.organizations.items():
            ids_by_sector.setdefault(sector, set()).add(organization_id)
        return ids_by_sector

    def present(self, side: str) -> set[int]:
        """Return the organizations of a sector that were present; for a constituency none."""
        return self.by_sector.get(side, set())

    def pairs(self) -> Iterator[Pair]:
        """Yield each pair that met here, once. Two organizations of one sector are a pair of that
        sector with itself.
        """
        here = [sector for sector in SECTORS if sector in self.by_sector]
        for first, second in combinations_with_replacement(here, 2):
            if first != second or len(self.by_sector[first]) > 1:
                yield first, second
        yield from product(
            here, [group for group in GROUPS if group.removeprefix(GROUP) in self.constituencies]
        )


@dataclass(frozen=True)
class Cell:
    """The counts of a pair: distinct meetings, distinct organizations of its two sides at them, and the last day."""

    meetings: int = 0
    organizations: int = 0
    last: dt.date | None = None


@dataclass(frozen=True)
class Matrix:
    """Every pair has a cell. ``total`` counts each meeting once; ``came`` counts the events of each constituency."""

    total: int
    organizations: int
    cells: Mapping[Pair, Cell]
    came: Mapping[str, int]

    def cell(self, side: str, other: str) -> Cell:
        return self.cells[order_pair(side, other)]

    def met(self, pairs: Iterable[Pair]) -> list[Pair]:
        return [pair for pair in pairs if self.cells[pair].meetings]

    def never(self, pairs: Iterable[Pair]) -> list[Pair]:
        return [pair for pair in pairs if not self.cells[pair].meetings]


def order_pair(side: str, other: str) -> Pair:
    """Return the pair in the order of the matrix; KeyError for an unknown side."""
    return (side, other) if PLACES[side] <= PLACES[other] else (other, side)


def get_meetings(rows: Iterable[HeldEvent]) -> list[Meeting]:
    """Return the meetings among held events, newest first."""
    meetings = [
        meeting
        for meeting in _gatherings(rows)
        if len(meeting.organizations) + len(meeting.constituencies) >= 2
    ]
    return sorted(meetings, key=lambda meeting: (meeting.day, meeting.event_ids), reverse=True)


def _gatherings(rows: Iterable[HeldEvent]) -> list[Meeting]:
    """Merge events with one joint key; the attendance is that of all of them."""
    together: dict[str, list[HeldEvent]] = {}
    for row in rows:
        together.setdefault(row.joint_key or f"event {row.id}", []).append(row)
    return [
        Meeting(
            event_ids=tuple(sorted({row.id for row in same})),
            day=max(row.day for row in same),
            organizations={
                organization_id: sector
                for row in same
                for organization_id, sector in row.organizations.items()
            },
            constituencies=frozenset[str]().union(*(row.constituencies for row in same)),
        )
        for same in together.values()
    ]


def meetings_of_pair(rows: Iterable[HeldEvent], side: str, other: str) -> list[Meeting]:
    """Return the meetings of a cell, newest first."""
    pair = order_pair(side, other)
    return [meeting for meeting in get_meetings(rows) if pair in set(meeting.pairs())]


def organizations_of_pair(meetings: Iterable[Meeting], side: str, other: str) -> set[int]:
    """Return the organizations of the two sides that were at the meetings; a constituency has none."""
    return {
        organization_id
        for meeting in meetings
        for organization_id in meeting.present(side) | meeting.present(other)
    }


def count_unrecorded(rows: Iterable[HeldEvent]) -> int:
    """Return how many events have no recorded attendance although external participants are expected."""
    return sum(
        1 for row in rows if not row.organizations and not row.constituencies and row.kind not in INWARD
    )


def build_matrix(rows: Iterable[HeldEvent]) -> Matrix:
    held = list(rows)
    meetings = get_meetings(held)
    behind: dict[Pair, list[Meeting]] = {pair: [] for pair in SECTOR_PAIRS + GROUP_PAIRS}
    for meeting in meetings:
        for pair in meeting.pairs():
            behind[pair].append(meeting)
    cells = {
        pair: Cell(len(those), len(organizations_of_pair(those, *pair)), those[0].day) if those else Cell()
        for pair, those in behind.items()
    }
    came = Counter(code for meeting in _gatherings(held) for code in meeting.constituencies)
    return Matrix(
        total=len(meetings),
        organizations=len(
            {organization_id for meeting in meetings for organization_id in meeting.organizations}
        ),
        cells=cells,
        came={code: came[code] for code in Constituency.values},
    )


@dataclass(frozen=True)
class Proposal:
    """A listening group of a sector and a constituency that never met: whether the sector is a focus, how many of its
    organizations are in the register, and how many events the constituency came to.
    """

    sector: str
    constituency: str
    is_focus: bool
    organization_count: int
    came: int


def proposals(
    matrix: Matrix, organizations_by_sector: Mapping[str, int], focus: Iterable[str] = ()
) -> list[Proposal]:
    """Return at most five proposals. A sector without organizations in ``organizations_by_sector`` is left out.

    Focus sectors come first, then constituencies that came to events, then sectors with more organizations.
    """
    chosen = set(focus)
    candidates = [
        Proposal(sector, group.removeprefix(GROUP), sector in chosen, organizations_by_sector[sector], came)
        for sector, group in matrix.never(GROUP_PAIRS)
        if organizations_by_sector.get(sector)
        for came in [matrix.came[group.removeprefix(GROUP)]]
    ]
    candidates.sort(
        key=lambda proposal: (
            not proposal.is_focus,
            not proposal.came,
            -proposal.organization_count,
            -proposal.came,
        )
    )
    selected: list[Proposal] = []
    for candidate in candidates:
        alike_sectors = sum(other.sector == candidate.sector for other in selected)
        alike_people = sum(other.constituency == candidate.constituency for other in selected)
        if max(alike_sectors, alike_people) < MOST_ALIKE and len(selected) < MOST_PROPOSALS:
            selected.append(candidate)
    return selected

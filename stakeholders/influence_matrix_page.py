"""The matrix of weights as an office sees it: what ships, what it set itself, and who changed what when."""

from collections.abc import Sequence
from dataclasses import dataclass

from stakeholders.influence import SHIPPED_WEIGHTS, Influence, own_weights
from stakeholders.models import InfluenceWeight, Sector, VulnerabilityGroup
from stakeholders.vulnerabilities import Text, Vulnerability, by_group, catalogue


@dataclass(frozen=True)
class Cell:
    """``shipped``: None for a vulnerability that the office added. ``own``: None where it follows what ships."""

    sector: str
    label: Text
    shipped: int | None
    own: int | None

    @property
    def weight(self) -> int | None:
        """What counts; None where nobody has said anything yet."""
        return self.shipped if self.own is None else self.own

    @property
    def word(self) -> Text:
        return "" if self.weight is None else Influence(self.weight).label


@dataclass(frozen=True)
class Line:
    vulnerability: Vulnerability
    cells: tuple[Cell, ...]

    @property
    def is_weighed(self) -> bool:
        return any(cell.weight is not None for cell in self.cells)


@dataclass(frozen=True)
class Change:
    """``before`` and ``after``: what counted; None where nothing was set."""

    row: InfluenceWeight
    title: Text
    sector: Text
    before: int | None
    after: int | None

    @property
    def is_taken_back(self) -> bool:
        return self.row.weight is None


@dataclass(frozen=True)
class Matrix:
    lines: dict[str, Line]
    changes: tuple[Change, ...]

    @property
    def groups(self) -> list[tuple[VulnerabilityGroup, list[Line]]]:
        """Those that may be chosen today, under their headings."""
        current = [line.vulnerability for line in self.lines.values() if not line.vulnerability.retired]
        return [(group, [self.lines[one.code] for one in found]) for group, found in by_group(current)]

    def changes_of(self, vulnerability: str) -> list[Change]:
        return [change for change in self.changes if change.row.vulnerability == vulnerability]


def matrix() -> Matrix:
    """What holds in the open office scope; ``changes`` with the newest first. Two queries."""
    rows = list(InfluenceWeight.objects.select_related("set_by").order_by("id"))
    own, known = own_weights(rows), catalogue()
    lines = {code: _line(one, own.get(code, {})) for code, one in known.items()}
    return Matrix(lines, tuple(reversed(_changes(rows, known))))


def _line(vulnerability: Vulnerability, own: dict[str, int]) -> Line:
    shipped = SHIPPED_WEIGHTS.get(vulnerability.code, {})
    cells = (
        Cell(sector, Sector(sector).label, shipped.get(sector), own.get(sector)) for sector in Sector.values
    )
    return Line(vulnerability, tuple(cells))


def _changes(rows: Sequence[InfluenceWeight], known: dict[str, Vulnerability]) -> list[Change]:
    """Each row with what counted before it; rows come with the oldest first."""
    counted: dict[tuple[str, str], int | None] = {}
    found = []
    for row in rows:
        pair = (row.vulnerability, row.sector)
        shipped = SHIPPED_WEIGHTS.get(row.vulnerability, {}).get(row.sector)
        after = shipped if row.weight is None else row.weight
        title = known[row.vulnerability].title if row.vulnerability in known else row.vulnerability
        found.append(Change(row, title, Sector(row.sector).label, counted.get(pair, shipped), after))
        counted[pair] = after
    return found

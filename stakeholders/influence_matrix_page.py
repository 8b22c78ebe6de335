"""The matrix of weights for an office: shipped numbers, its own, and the history of changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from stakeholders.influence import SHIPPED_WEIGHTS, Influence, get_own_weights
from stakeholders.models import InfluenceWeight, Sector, VulnerabilityGroup
from stakeholders.vulnerabilities import Text, Vulnerability, catalogue, group_vulnerabilities


@dataclass(frozen=True)
class Cell:
    """``shipped``: None for a vulnerability added by the office. ``own``: None if the shipped number is used."""

    sector: str
    label: Text
    shipped: int | None
    own: int | None

    @property
    def weight(self) -> int | None:
        """Return the weight in force; None if neither is set."""
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
    """``before`` and ``after``: the weights in force; None if nothing was set."""

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
        """Return the vulnerabilities that are not retired, under their headings."""
        current = [line.vulnerability for line in self.lines.values() if not line.vulnerability.retired]
        return [
            (group, [self.lines[vulnerability.code] for vulnerability in vulnerabilities])
            for group, vulnerabilities in group_vulnerabilities(current)
        ]

    def get_changes(self, vulnerability: str) -> list[Change]:
        return [change for change in self.changes if change.row.vulnerability == vulnerability]


def get_matrix() -> Matrix:
    """Return the matrix of the current office scope; ``changes`` has the newest first. Two queries."""
    rows = list(InfluenceWeight.objects.select_related("set_by").order_by("id"))
    own, vulnerabilities = get_own_weights(rows), catalogue()
    lines = {code: _line(vulnerability, own.get(code, {})) for code, vulnerability in vulnerabilities.items()}
    return Matrix(lines, tuple(reversed(_changes(rows, vulnerabilities))))


def _line(vulnerability: Vulnerability, own: dict[str, int]) -> Line:
    shipped = SHIPPED_WEIGHTS.get(vulnerability.code, {})
    cells = (
        Cell(sector, Sector(sector).label, shipped.get(sector), own.get(sector)) for sector in Sector.values
    )
    return Line(vulnerability, tuple(cells))


def _changes(rows: Sequence[InfluenceWeight], vulnerabilities: dict[str, Vulnerability]) -> list[Change]:
    """Return each row with the weight in force before it; rows are oldest first."""
    counted: dict[tuple[str, str], int | None] = {}
    changes = []
    for row in rows:
        pair = (row.vulnerability, row.sector)
        shipped = SHIPPED_WEIGHTS.get(row.vulnerability, {}).get(row.sector)
        after = shipped if row.weight is None else row.weight
        title = (
            vulnerabilities[row.vulnerability].title
            if row.vulnerability in vulnerabilities
            else row.vulnerability
        )
        changes.append(Change(row, title, Sector(row.sector).label, counted.get(pair, shipped), after))
        counted[pair] = after
    return changes

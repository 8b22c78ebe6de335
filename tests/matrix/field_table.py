"""Who may see which column in which format: reads and writes tests/matrix/fields.txt."""

from collections.abc import Iterable, Mapping
from pathlib import Path

PLACE = Path(__file__).with_name("fields.txt")
HOME = {"hill": "usa", "dale": "usa", "moor": "uk", "usa": "usa", "uk": "uk", "oasis": "oasis"}
# (column, reader, format).
Cell = tuple[str, str, str]


def get_column(owner: str, column: str) -> str:
    """Return ``contact-name`` for a community, ``office material-title`` for an office."""
    return column if owner in ("hill", "dale", "moor") else f"office {column}"


def get_standing(person: str, owner: str) -> str:
    """Return the relationship of ``person`` to the row's owner: its "coordinator", its "office", …"""
    place, _, role = person.partition("-")
    if person in ("anybody", "stranger"):
        return person
    if person == "oasis-staff":
        return "staff" if owner == "oasis" else "international"
    if owner in ("usa", "uk", "oasis"):
        if place == owner:
            return "staff"
        return "foreign" if HOME[place] != owner else role
    if place == owner:
        return role
    if role == "staff":
        return "office" if place == HOME[owner] else "foreign"
    return "neighbor" if HOME[place] == HOME[owner] else "foreign"


def read() -> set[Cell]:
    """Lines starting with # are comments. Format: column: who html csv; who html"""
    cells: set[Cell] = set()
    for line in PLACE.read_text().splitlines():
        if line and not line.startswith("#"):
            column, _, rest = line.partition(":")
            for entry in filter(None, map(str.split, rest.split(";"))):
                cells |= {(column, entry[0], ending) for ending in entry[1:]}
    return cells


def columns() -> set[str]:
    lines = PLACE.read_text().splitlines()
    return {line.partition(":")[0] for line in lines if line and not line.startswith("#")}


def write(column_names: Iterable[str], cells: Iterable[Cell]) -> None:
    """Replace the content below the leading comments."""
    head = [line for line in PLACE.read_text().splitlines() if line.startswith("#")] if PLACE.exists() else []
    visited: dict[str, dict[str, set[str]]] = {column: {} for column in column_names}
    for column, who, ending in cells:
        visited.setdefault(column, {}).setdefault(who, set()).add(ending)
    PLACE.write_text("\n".join([*head, *(_line(column, visited[column]) for column in sorted(visited)), ""]))


def _line(column: str, by: Mapping[str, set[str]]) -> str:
    parts = [" ".join([who, *sorted(by[who])]) for who in sorted(by)]
    return f"{column}: {'; '.join(parts)}".rstrip()

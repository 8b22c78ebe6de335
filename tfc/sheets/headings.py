"""Which column is which field: by names in three languages. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tfc.sheets.plain import normalized


@dataclass(frozen=True)
class HeadingField:
    """A field and every name that people give it, in every language."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class HeadingMatch:
    """Columns count from 0, as a row's cells."""

    taken: Mapping[int, str] = field(default_factory=dict)
    """Column → field, by a name that is the field's and no other's."""
    suggested: Mapping[int, str] = field(default_factory=dict)
    """Column → field that it may be: to be confirmed, never taken."""
    asked: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Field → several columns that have its name: somebody must say which."""
    unknown: tuple[int, ...] = ()
    """Columns that are like no field."""


def match_headings(header: Sequence[str], fields: Iterable[HeadingField]) -> HeadingMatch:
    by_name = {normalized(name): one.code for one in fields for name in one.names}
    taken = {
        column: by_name[normalized(text)] for column, text in enumerate(header) if normalized(text) in by_name
    }
    return HeadingMatch(taken, unknown=tuple(column for column in range(len(header)) if column not in taken))

"""Where what was put back is not what was taken away. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tfc.backup.catalogue import Catalogue

# Reading its own words PostgreSQL writes casts of a list and their brackets elsewhere, and means the same.
REWRITTEN = frozenset({"constraints", "indexes", "policies"})
CASTS = re.compile(r"::(character varying|[a-z]+)(\(\d+\))?(\[\])?|[()]")


def differences(wanted: Catalogue, actual: Catalogue) -> Iterator[str]:
    """A sentence for each table, rule and sequence."""
    yield from _tables(wanted.tables, actual.tables)
    for kind in sorted(wanted.rules.keys() | actual.rules.keys()):
        then, now = (_settled(kind, catalogue.rules.get(kind, {})) for catalogue in (wanted, actual))
        yield from _named(kind, then, now)
    for name, last in wanted.sequences.items():
        if actual.sequences.get(name, -1) < last:
            yield f"Sequence {name}: {actual.sequences.get(name, 'none')} is behind {last}."


def _settled(kind: str, rules: Mapping[str, str]) -> Mapping[str, str]:
    return {name: CASTS.sub("", text) for name, text in rules.items()} if kind in REWRITTEN else rules


def file_differences(wanted: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[str]:
    """The same for files: {path: [size, hash]}."""
    yield from _named("files", wanted, actual)


def _tables(wanted: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(wanted.keys() | actual.keys()):
        if name not in actual or name not in wanted:
            yield from _named(
                "tables", {n: "" for n in wanted if n == name}, {n: "" for n in actual if n == name}
            )
        elif wanted[name][0] != actual[name][0]:
            yield f"Table {name}: {wanted[name][0]} rows were taken, {actual[name][0]} are here."
        elif wanted[name][1] != actual[name][1]:
            yield f"Table {name}: {wanted[name][0]} rows, and not the same ones."


def _named(kind: str, wanted: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(wanted.keys() | actual.keys()):
        if name not in actual:
            yield f"{kind.capitalize()}: {name} is missing."
        elif name not in wanted:
            yield f"{kind.capitalize()}: {name} was not there."
        elif list(wanted[name]) != list(actual[name]):
            yield f"{kind.capitalize()}: {name} is another one."

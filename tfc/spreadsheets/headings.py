"""Matches columns to fields by names in three languages. Pure; a merely similar name is a suggestion."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from tfc.spreadsheets.header_detection import JOINED
from tfc.spreadsheets.normalize import normalize_text

# Minimum similarity of a heading and a name for a suggestion, of 100.
ALIKE = 82
# "Date (dd/mm/yyyy)", "Name *": explanations are not part of the name.
ASIDE = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
SHORTEST = 4


@dataclass(frozen=True)
class HeadingMatch:
    """The columns of the fields, counted from 0 like a row's cells."""

    taken: Mapping[int, str] = field(default_factory=dict)
    """Column → field, by a name that is the field's and no other's."""
    suggested: Mapping[int, str] = field(default_factory=dict)
    """Column → field that it may be: to be confirmed, never taken."""
    ambiguous: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Field → several columns that have its name: somebody must say which."""
    unknown: tuple[int, ...] = ()
    """Columns that are like no field."""


def match_headings(header: Sequence[str], fields: Mapping[str, Iterable[str]]) -> HeadingMatch:
    """Match the columns with fields. ``fields``: each code with the field's names in every language."""
    names: dict[str, set[str]] = defaultdict(set)
    for code, field_names in fields.items():
        for name in (code, *field_names):
            names[normalize_text(name)].add(code)
    names.pop("", None)
    columns: dict[str, list[int]] = defaultdict(list)
    for column, heading in enumerate(header):
        if code := _find_field(heading, names):
            columns[code].append(column)
    taken = {positions[0]: code for code, positions in columns.items() if len(positions) == 1}
    ambiguous = {code: tuple(positions) for code, positions in columns.items() if len(positions) > 1}
    settled = {column for positions in columns.values() for column in positions}
    suggested = _suggest_fields(header, names, settled, set(columns))
    unknown = tuple(
        column for column in range(len(header)) if column not in settled and column not in suggested
    )
    return HeadingMatch(taken, suggested, ambiguous, unknown)


def _find_field(heading: str, names: Mapping[str, set[str]]) -> str:
    """Return the only field with this name."""
    for text in (heading, ASIDE.sub(" ", heading)):
        codes = names.get(normalize_text(text), set())
        if len(codes) == 1:
            return next(iter(codes))
    return ""


def _suggest_fields(
    header: Sequence[str], names: Mapping[str, set[str]], settled: set[int], matched_codes: set[str]
) -> dict[int, str]:
    """Return, for each remaining column, the most similar field; each field once."""
    likely = sorted(
        (
            (-score, column, code)
            for column, heading in enumerate(header)
            if column not in settled
            for code, score in _alike(heading, names).items()
            if code not in matched_codes
        )
    )
    suggestions: dict[int, str] = {}
    for _score, column, code in likely:
        if column not in suggestions and code not in suggestions.values():
            suggestions[column] = code
    return suggestions


def _alike(heading: str, names: Mapping[str, set[str]]) -> dict[str, float]:
    """Return the fields by similarity to a heading: in spelling, or as a part of it."""
    plain = ASIDE.sub(" ", heading)
    texts = [key for text in {plain, plain.rpartition(JOINED)[2]} if (key := normalize_text(text))]
    scores: dict[str, float] = {}
    for name, codes in names.items():
        score = max((_likeness(text, name) for text in texts), default=0)
        if score >= ALIKE:
            scores.update({code: max(score, scores.get(code, 0)) for code in codes})
    return scores


def _likeness(text: str, name: str) -> float:
    if text == name:
        return 100
    tokens, wanted = set(text.split()), set(name.split())
    if wanted < tokens and len(name) >= SHORTEST:
        return 90 - len(tokens - wanted)
    return fuzz.ratio(text, name) if min(len(text), len(name)) >= SHORTEST else 0

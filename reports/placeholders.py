"""Figures in the texts of a report, written as [[5]] or, for the number alone, [[5:short]], and their current text.
Pure functions of a snapshot.

A snapshot contains only what its readers may see, so a text reveals no more than its report. Placeholders get the
figure of the publication date, in the report's language.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from evaluation.instrument import INDICATORS, PARTS
from reports.figure_schema import PartFigure
from reports.schema import Snapshot, get_parts, get_rows
from tfc.number_text import number_text
from tfc.periods import half_year_text
from tfc.text.punctuation import clauses, join_bracketed

# Double brackets, also as typed with a Chinese keyboard.
PLACEHOLDER_PATTERN = re.compile(r"(?:\[\[|［［|【【)([^\[\]［］【】\n]{0,80})(?:\]\]|］］|】】)")
# Unpaired brackets that remain of a broken placeholder.
BROKEN = re.compile(r"\[\[|\]\]|［［|］］|【【|】】")
SHORT = ":short"

TITLES = {element.code: element.title for element in (*PARTS, *INDICATORS)}


@dataclass(frozen=True)
class Placeholder:
    """``code`` is the text between the brackets, ``says`` the current replacement, ``about`` what it counts.

    ``short``: the number alone; "" if it is not a figure.
    """

    code: str
    says: str
    about: str
    short: str = ""

    @property
    def written(self) -> str:
        return f"[[{self.code}]]"

    @property
    def written_short(self) -> str:
        return f"[[{self.code}{SHORT}]]" if self.short else ""


@dataclass(frozen=True)
class Group:
    """Placeholders under one heading; those of the whole report come first, without a title."""

    title: str
    placeholders: list[Placeholder]


def get_placeholder_groups(snapshot: Snapshot) -> list[Group]:
    """Return all placeholders of the report: its own figures, then those of each community or office, then earlier
    half-years.
    """
    parts = list(get_parts(snapshot))
    about = {part["label"]: f"{part['label']} {_title(part)}" for part in parts}
    own = [_figure(part["label"], part, about[part["label"]]) for part in parts]
    groups = [
        Group("", [*own, *_list_report_placeholders(snapshot), *_list_indicator_placeholders(snapshot)])
    ]
    for row in get_rows(snapshot):
        cells = [cell for cell in row["cells"] if cell["label"] in about]
        named = [_figure(f"{cell['label']}:{row['slug']}", cell, about[cell["label"]]) for cell in cells]
        groups += [Group(row["name"], named)] if named else []
    for half_year in reversed(snapshot["rounds"]):
        earlier = list(_earlier(parts, half_year)) if half_year != snapshot["half_year"] else []
        groups += [Group(half_year_text(half_year), earlier)] if earlier else []
    return groups


def get_explained_groups(snapshot: Snapshot, language: str) -> list[Group]:
    """Return the same groups with replacements in the report's ``language`` and explanations in the
    active language.
    """
    with translation.override(language):
        quoted = {
            placeholder.code: placeholder
            for group in get_placeholder_groups(snapshot)
            for placeholder in group.placeholders
        }
    return [
        Group(
            group.title,
            [
                replace(quoted[placeholder.code], about=placeholder.about)
                for placeholder in group.placeholders
            ],
        )
        for group in get_placeholder_groups(snapshot)
    ]


def get_placeholders(snapshot: Snapshot) -> dict[str, Placeholder]:
    """Return placeholders by lower-case code. A place named "short" takes precedence over the short form."""
    placeholders = [
        placeholder for group in get_placeholder_groups(snapshot) for placeholder in group.placeholders
    ]
    short = {
        f"{placeholder.code}{SHORT}".lower(): replace(placeholder, says=placeholder.short)
        for placeholder in placeholders
        if placeholder.short
    }
    return short | {placeholder.code.lower(): placeholder for placeholder in placeholders}


def find_unknown_placeholders(text: str, placeholders: Mapping[str, Placeholder]) -> list[str]:
    """Return the unknown or broken placeholders of a text, as typed, without duplicates."""
    unknown_placeholders = [
        match[0] for match in PLACEHOLDER_PATTERN.finditer(text) if _code(match) not in placeholders
    ]
    unknown_placeholders += [match[0] for match in BROKEN.finditer(PLACEHOLDER_PATTERN.sub("", text))]
    return list(dict.fromkeys(unknown_placeholders))


def suggest_placeholder(written: str, placeholders: Mapping[str, Placeholder]) -> str:
    """Return the most similar known placeholder; "" if none is similar."""
    matches = difflib.get_close_matches(written.strip("[]［］【】 ").lower(), placeholders, n=1)
    return f"[[{matches[0]}]]" if matches else ""


def fill_placeholders(text: str, placeholders: Mapping[str, Placeholder]) -> str:
    """Replace the placeholders in a text; unknown ones stay as typed."""

    def replace_match(match: re.Match[str]) -> str:
        placeholder = placeholders.get(_code(match))
        return placeholder.says if placeholder else match[0]

    return PLACEHOLDER_PATTERN.sub(replace_match, text)


def figure_words(figure: Mapping[str, Any]) -> str:
    """Return a part or cell in words for use in a sentence: "83% (5 of 6)", "4 (at most 5)", "not known"."""
    if figure["state"] == "not_applicable":
        return _("not asked")
    if figure["state"] == "unknown":
        # "Not known" or "Listed by community", as in the report.
        return figure["value_text"][:1].lower() + figure["value_text"][1:]
    value = _("0 (reported as zero)") if figure["state"] == "declared_zero" else figure["value_text"]
    return _with(value, [figure.get(name, "") for name in ("fraction_text", "bounds_text", "known_text")])


def short_words(figure: Mapping[str, Any]) -> str:
    """Return the number alone: "83%", "4", "0"; if there is none, the state in words."""
    return figure.get("number_text") or figure_words(figure)


def _figure(code: str, figure: Mapping[str, Any], about: str) -> Placeholder:
    return Placeholder(code, figure_words(figure), about, short_words(figure))


def _code(match: re.Match[str]) -> str:
    return match[1].strip().lower()


def _with(value: str, more: Sequence[str]) -> str:
    added = clauses(more)
    return join_bracketed(value, added)


def _list_report_placeholders(snapshot: Snapshot) -> Iterator[Placeholder]:
    share = {"part": number_text(snapshot["known_count"]), "whole": number_text(snapshot["applicable"])}
    yield Placeholder("known", _("%(part)s of %(whole)s") % share, _("parts known of those that apply"))
    if towns := len(snapshot["communities"]):
        yield Placeholder("communities", number_text(towns), _("communities in the report"))
    if offices := len(snapshot["offices"]):
        yield Placeholder("offices", number_text(offices), _("offices in the report"))
    yield Placeholder("period", snapshot["period_text"], _("the half-year"))
    yield Placeholder("name", snapshot["name"], _("name of the report's owner"))


def _list_indicator_placeholders(snapshot: Snapshot) -> Iterator[Placeholder]:
    """Yield each indicator's rating; for several communities, how many are rated."""
    for indicator in snapshot["indicators"]:
        says = (
            _with(indicator["rating_text"], [indicator["known_text"]])
            if indicator["rating_text"]
            else indicator["known_text"]
        )
        yield Placeholder(indicator["code"], says, _title(indicator))


def _earlier(parts: Sequence[PartFigure], half_year: str) -> Iterator[Placeholder]:
    for part in parts:
        for point in part["history"]:
            if point["half_year"] == half_year:
                code = f"{part['label']}@{half_year}"
                yield _figure(code, point, f"{part['label']} {_title(part)}")


def _title(part: Mapping[str, Any]) -> str:
    """Return the title of a part or indicator in the active language; the snapshot's title if the instrument no longer
    has it.
    """
    return str(TITLES.get(part.get("code", ""), part["title"]))

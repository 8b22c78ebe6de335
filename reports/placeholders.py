"""Figures in the texts of a report, written as [[5]] or, for the number alone, [[5:short]], and what each of them says
today. Pure, over a snapshot.

A snapshot holds only what its readers may know, so a text can tell no more than its report does. What is written once
says the figure of the day on which the report is published, in the report's language.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from evaluation.instrument import INDICATORS, PARTS
from tfc.half_years import half_year_text
from tfc.number_text import number_text
from tfc.text.punctuation import clauses

# Two brackets each, also as they are typed with a Chinese keyboard.
PLACEHOLDER_PATTERN = re.compile(r"(?:\[\[|［［|【【)([^\[\]［］【】\n]{0,80})(?:\]\]|］］|】】)")
# What is left of a placeholder that was opened or closed alone.
BROKEN = re.compile(r"\[\[|\]\]|［［|］］|【【|】】")
SHORT = ":short"

TITLES = {element.code: element.title for element in (*PARTS, *INDICATORS)}

Snapshot = Mapping[str, Any]


@dataclass(frozen=True)
class Placeholder:
    """``code`` is what stands between the brackets, ``says`` its words today, ``about`` what it counts.

    ``short``: its number alone; "" of what is no figure.
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
    """Placeholders under one heading: those of the report as a whole come first, and without a title."""

    title: str
    placeholders: list[Placeholder]


def get_placeholder_groups(snapshot: Snapshot) -> list[Group]:
    """Every placeholder of the report: its own figures, then those of each community or office, then earlier ones."""
    parts = [part for item in snapshot["items"] for part in item["parts"]]
    about = {part["label"]: f"{part['label']} {_title(part)}" for part in parts}
    own = [_figure(part["label"], part, about[part["label"]]) for part in parts]
    groups = [Group("", [*own, *_of_whole(snapshot), *_of_indicators(snapshot)])]
    for row in (*snapshot["communities"], *snapshot.get("offices", ())):
        cells = [cell for cell in row["cells"] if cell["label"] in about]
        named = [_figure(f"{cell['label']}:{row['slug']}", cell, about[cell["label"]]) for cell in cells]
        groups += [Group(row["name"], named)] if named else []
    for half_year in reversed(snapshot["rounds"]):
        earlier = list(_earlier(parts, half_year)) if half_year != snapshot["half_year"] else []
        groups += [Group(half_year_text(half_year), earlier)] if earlier else []
    return groups


def get_explained_groups(snapshot: Snapshot, language: str) -> list[Group]:
    """The same with what each says in the ``language`` of the report, and what it is in that of who writes it."""
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
    """By their codes in lower case. Where a place is called "short" its own codes stand."""
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
    """What is written as a placeholder and stands for nothing, as it is written, each once."""
    unknown_placeholders = [
        match[0] for match in PLACEHOLDER_PATTERN.finditer(text) if _code(match) not in placeholders
    ]
    unknown_placeholders += [match[0] for match in BROKEN.finditer(PLACEHOLDER_PATTERN.sub("", text))]
    return list(dict.fromkeys(unknown_placeholders))


def suggest_placeholder(written: str, placeholders: Mapping[str, Placeholder]) -> str:
    """The placeholder that somebody may have meant, as it is written; "" where none comes near."""
    matches = difflib.get_close_matches(written.strip("[]［］【】 ").lower(), placeholders, n=1)
    return f"[[{matches[0]}]]" if matches else ""


def fill_placeholders(text: str, placeholders: Mapping[str, Placeholder]) -> str:
    """The text with each placeholder's words in its place; one that stands for nothing stays as it was typed."""

    def replace_match(match: re.Match[str]) -> str:
        placeholder = placeholders.get(_code(match))
        return placeholder.says if placeholder else match[0]

    return PLACEHOLDER_PATTERN.sub(replace_match, text)


def figure_words(figure: Mapping[str, Any]) -> str:
    """A part or a cell in words that stand in a sentence: "83% (5 of 6)", "4 (at most 5)", "not known"."""
    if figure["state"] == "not_applicable":
        return _("not asked")
    if figure["state"] == "unknown":
        # "Not known" or "Not added up", as the report says it.
        return figure["value_text"][:1].lower() + figure["value_text"][1:]
    value = _("none, as declared") if figure["state"] == "declared_zero" else figure["value_text"]
    return _with(value, [figure.get(name, "") for name in ("fraction_text", "bounds_text", "known_text")])


def short_words(figure: Mapping[str, Any]) -> str:
    """The number alone: "83%", "4", "0"; where there is none, the word for its state."""
    return figure.get("number_text") or figure_words(figure)


def _figure(code: str, figure: Mapping[str, Any], about: str) -> Placeholder:
    return Placeholder(code, figure_words(figure), about, short_words(figure))


def _code(match: re.Match[str]) -> str:
    return match[1].strip().lower()


def _with(value: str, more: Sequence[str]) -> str:
    added = clauses(more)
    return _("%(figure)s (%(more)s)") % {"figure": value, "more": added} if added else value


def _of_whole(snapshot: Snapshot) -> Iterator[Placeholder]:
    share = {"known": number_text(snapshot["known"]), "all": number_text(snapshot["applicable"])}
    yield Placeholder("known", _("%(known)s of %(all)s") % share, _("parts known of those that apply"))
    if towns := len(snapshot["communities"]):
        yield Placeholder("communities", number_text(towns), _("communities in the report"))
    if offices := len(snapshot.get("offices", ())):
        yield Placeholder("offices", number_text(offices), _("offices in the report"))
    yield Placeholder("period", snapshot["period_text"], _("the half-year"))
    yield Placeholder("name", snapshot["name"], _("whose report it is"))


def _of_indicators(snapshot: Snapshot) -> Iterator[Placeholder]:
    """Its rating; of several communities for how many there is one."""
    for indicator in snapshot["indicators"]:
        says = (
            _with(indicator["rating_text"], [indicator["known_text"]])
            if indicator["rating_text"]
            else indicator["known_text"]
        )
        yield Placeholder(indicator["code"], says, _title(indicator))


def _earlier(parts: Sequence[Mapping[str, Any]], half_year: str) -> Iterator[Placeholder]:
    for part in parts:
        for point in part["history"]:
            if point["half_year"] == half_year:
                code = f"{part['label']}@{half_year}"
                yield _figure(code, point, f"{part['label']} {_title(part)}")


def _title(part: Mapping[str, Any]) -> str:
    """Of a part or an indicator, in the active language; of one that is asked no more, as the report has it."""
    return str(TITLES.get(part.get("code", ""), part["title"]))

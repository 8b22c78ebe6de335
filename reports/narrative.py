"""The narrative of a report: sections, their paragraphs and lists, and the figures in them. Pure functions."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from evaluation.instrument import INDICATORS
from reports.differences import differences, text_change
from reports.placeholders import fill_placeholders, find_unknown_placeholders, get_placeholders
from reports.text_schema import Change, Changes, Paragraph, Section

BEGINS_ITEM = ("- ", "– ", "• ", "* ")
MOST_LETTERS = 6000
SECTIONS = ("opening", *(indicator.code for indicator in INDICATORS), "learned", "closing")
ABOUT_INDICATORS = frozenset(indicator.code for indicator in INDICATORS)


class UnknownFigureError(ValueError):
    """Raised when a text names a figure that the report does not have, so that it cannot be published."""


@dataclass(frozen=True)
class NarrativeTexts:
    """The texts of a report by section, as typed; for a later version also what changed, and the previous snapshot
    with its texts.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    what_changed: str = ""
    before: Mapping[str, Any] | None = None
    texts_before: Mapping[str, str] = field(default_factory=dict)
    since: int = 0


def get_sections(snapshot: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
    """Return the report's sections; those about an indicator only if the report has it or the section has a text."""
    shown = {indicator["code"] for indicator in snapshot["indicators"]}
    return [
        code
        for code in SECTIONS
        if code not in ABOUT_INDICATORS or code in shown or texts.get(code, "").strip()
    ]


def get_section_title(section: str) -> str:
    """Return the title in the active language. Raises KeyError for an unknown section."""
    indicators = {indicator.code: str(indicator.title) for indicator in INDICATORS}
    return {
        "opening": _("To begin with"),
        **indicators,
        "learned": _("What we learned"),
        "closing": _("Thanks, and what comes next"),
    }[section]


def build_sections(texts: Mapping[str, str], snapshot: Mapping[str, Any]) -> list[Section]:
    """Return the sections that have a text, in order, with the figures of ``snapshot`` filled in."""
    placeholders = get_placeholders(snapshot)
    return [
        Section(code, get_section_title(code), split_paragraphs(fill_placeholders(texts[code], placeholders)))
        for code in SECTIONS
        if texts.get(code, "").strip()
    ]


def unknown_figures(texts: Mapping[str, str], snapshot: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the placeholders without a figure by section, only for sections that have some."""
    placeholders = get_placeholders(snapshot)
    unknown_codes = {code: find_unknown_placeholders(texts.get(code, ""), placeholders) for code in SECTIONS}
    return {code: codes for code, codes in unknown_codes.items() if codes}


def add_texts(snapshot: dict[str, Any], written: NarrativeTexts, *, published: bool) -> dict[str, Any]:
    """Return the snapshot with its texts, in the active language.

    Raises UnknownFigureError if it is to be ``published`` and a text names a figure that the report does not have.
    """
    if published and (unknown_codes := unknown_figures(written.texts, snapshot)):
        raise UnknownFigureError(f"placeholders without a figure: {unknown_codes}")
    return snapshot | {
        "narrative": [asdict(section) for section in build_sections(written.texts, snapshot)],
        "changes": asdict(_changes(snapshot, written)) if written.since else None,
    }


def split_paragraphs(text: str) -> list[Paragraph]:
    """Split a text: an empty line ends a paragraph; a line that begins with "- " is a list item."""
    paragraphs: list[Paragraph] = []
    is_open = False
    for line in (raw_line.strip() for raw_line in text.splitlines()):
        if not line:
            is_open = False
        elif line.startswith(BEGINS_ITEM):
            paragraphs.append(Paragraph("item", line[2:].strip()))
            is_open = True
        elif is_open:
            last = paragraphs.pop()
            paragraphs.append(Paragraph(last.kind, f"{last.text} {line}"))
        else:
            paragraphs.append(Paragraph("text", line))
            is_open = True
    return paragraphs


def _changes(snapshot: Mapping[str, Any], written: NarrativeTexts) -> Changes:
    title = _("What changed since version %(number)s") % {"number": written.since}
    before = written.before
    rows = [*_texts(before, snapshot, written), *differences(before, snapshot)] if before else []
    return Changes(written.since, title, written.what_changed, rows)


def _texts(before: Mapping[str, Any], after: Mapping[str, Any], written: NarrativeTexts) -> Iterator[Change]:
    """Yield the edited texts; if only a figure in a text differs, the change is listed with the figures."""
    known_before, known_after = get_placeholders(before), get_placeholders(after)
    for code in SECTIONS:
        old, new = (texts.get(code, "") for texts in (written.texts_before, written.texts))
        if old.split() != new.split():
            yield text_change(
                get_section_title(code),
                fill_placeholders(old, known_before),
                fill_placeholders(new, known_after),
            )

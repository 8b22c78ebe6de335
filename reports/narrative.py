"""The narrative of a report: sections, their paragraphs and lists, and the figures in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from evaluation.instrument import INDICATORS
from reports.differences import differences, text_change
from reports.models import Report
from reports.placeholders import fill_placeholders, find_unknown_placeholders, get_placeholders
from reports.schema import Change, Changes, Paragraph, Section, Snapshot, read_snapshot

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
    before: Snapshot | None = None
    texts_before: Mapping[str, str] = field(default_factory=dict)
    since: int = 0


def load_narrative_texts(report: Report) -> NarrativeTexts:
    """Return the texts of a report version and of the previous one. Call inside the report's scope.

    Texts cannot change while a report is being published, so these are the ones that its authors saw.
    """
    earlier = Report.objects.all_versions(report).filter(version=report.version - 1)
    before = earlier.first() if report.version > 1 else None
    return NarrativeTexts(
        texts=get_texts(report),
        what_changed=report.what_changed,
        before=read_snapshot(before.snapshot) if before else None,
        texts_before=get_texts(before) if before else {},
        since=before.version if before else 0,
    )


def get_texts(report: Report) -> dict[str, str]:
    return dict(report.texts.values_list("section", "body"))


def get_sections(snapshot: Snapshot, texts: Mapping[str, str]) -> list[str]:
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
        "opening": _("Introduction"),
        **indicators,
        "learned": _("What we learned"),
        "closing": _("Thanks and next steps"),
    }[section]


def build_sections(texts: Mapping[str, str], snapshot: Snapshot) -> list[Section]:
    """Return the sections that have a text, in order, with the figures of ``snapshot`` filled in."""
    written = {code: texts[code] for code in SECTIONS if texts.get(code, "").strip()}
    placeholders = get_placeholders(snapshot) if written else {}
    return [
        {
            "code": code,
            "title": get_section_title(code),
            "paragraphs": split_paragraphs(fill_placeholders(text, placeholders)),
        }
        for code, text in written.items()
    ]


def unknown_figures(texts: Mapping[str, str], snapshot: Snapshot) -> dict[str, list[str]]:
    """Return the placeholders without a figure by section, only for sections that have some."""
    placeholders = get_placeholders(snapshot)
    unknown_codes = {code: find_unknown_placeholders(texts.get(code, ""), placeholders) for code in SECTIONS}
    return {code: codes for code, codes in unknown_codes.items() if codes}


def add_texts(snapshot: Snapshot, written: NarrativeTexts, *, published: bool) -> Snapshot:
    """Return the snapshot with its texts, in the active language.

    Raises UnknownFigureError if it is to be ``published`` and a text names a figure that the report does not have.
    """
    if published and (unknown_codes := unknown_figures(written.texts, snapshot)):
        raise UnknownFigureError(f"placeholders without a figure: {unknown_codes}")
    return {
        **snapshot,
        "narrative": build_sections(written.texts, snapshot),
        "changes": _changes(snapshot, written) if written.since else None,
    }


def split_paragraphs(text: str) -> list[Paragraph]:
    """Split a text: an empty line ends a paragraph; a line that begins with "- " is a list item."""
    paragraphs: list[Paragraph] = []
    is_open = False
    for line in (raw_line.strip() for raw_line in text.splitlines()):
        if not line:
            is_open = False
        elif line.startswith(BEGINS_ITEM):
            paragraphs.append({"kind": "item", "text": line[2:].strip()})
            is_open = True
        elif is_open:
            paragraphs[-1]["text"] += f" {line}"
        else:
            paragraphs.append({"kind": "text", "text": line})
            is_open = True
    return paragraphs


def _changes(snapshot: Snapshot, written: NarrativeTexts) -> Changes:
    title = _("What changed since version %(number)s") % {"number": written.since}
    before = written.before
    rows = [*_texts(before, snapshot, written), *differences(before, snapshot)] if before else []
    return {"since": written.since, "title": title, "sentence": written.what_changed, "rows": rows}


def _texts(before: Snapshot, after: Snapshot, written: NarrativeTexts) -> Iterator[Change]:
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

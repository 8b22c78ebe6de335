"""The guides, the glossary and what is new as Markdown, for docs/: the same words, in English."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.formats import date_format

from help.catalogue import GUIDES
from help.content import Guide
from help.glossary import shown
from help.pictures import picture_of
from help.releases import RELEASES, Release

NOTE = "<!-- Written from help/ by: make guides -->"


def documents() -> dict[str, str]:
    """By path below docs/."""
    with translation.override("en"):
        made = {f"guides/{one.code}.md": _text(_of_guide(one)) for one in GUIDES}
        made["guides/README.md"] = _text(_contents())
        made["guides/glossary.md"] = _text(_glossary())
        return made | {f"releases/{one.version}.md": _text(_of_release(one)) for one in RELEASES}


def _text(lines: Iterator[str]) -> str:
    return "\n".join([NOTE, "", *lines]).rstrip() + "\n"


def _contents() -> Iterator[str]:
    yield from (
        "# Guides",
        "",
        "A short guide for each role. In the application they stand under *Guide*.",
        "",
    )
    for one in GUIDES:
        yield f"- [{one.title}]({one.code}.md): {one.lead}"
    yield from ("- [Glossary](glossary.md)", "")


def _of_guide(guide: Guide) -> Iterator[str]:
    yield from (f"# {guide.title}", "", str(guide.lead), "")
    for chapter in guide.chapters:
        yield from (f"## {chapter.title}", "", str(chapter.lead), "")
        for number, step in enumerate(chapter.steps, start=1):
            yield from (f"{number}. **{step.title}.** {step.text}", "")
            if step.label:
                yield from (f"   Where: *{step.label}*", "")
            if picture := picture_of(step.picture):
                yield from (f"   ![{picture.alt}](../../static/{picture.file})", "")


def _glossary() -> Iterator[str]:
    yield from ("# Glossary", "")
    for _code, title, terms in shown():
        yield from (f"## {title}", "")
        for term in terms:
            see = "; see " + ", ".join(f"*{word}*" for _other, word in term.see) if term.see else ""
            yield f"- **{term.word}**: {term.meaning}{see}"
        yield ""


def _of_release(release: Release) -> Iterator[str]:
    yield from (f"# {release.title}", "", date_format(release.day, "DATE_FORMAT"), "")
    for one in release.news:
        yield f"- {one.text}"

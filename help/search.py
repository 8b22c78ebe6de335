"""The reader's own guide and the glossary, as they are found by their words (tfc/search)."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Role
from help.catalogue import explained, of_role
from help.content import Chapter, Guide
from help.glossary import shown
from help.office import INTERNATIONAL, STAFF
from tfc.search import Fixed, Hit, Seeker


def _guides(seeker: Seeker) -> Sequence[Hit]:
    guide = _guide_of(seeker)
    steps = [hit for chapter in guide.chapters for hit in _of_chapter(guide, chapter)]
    return [*steps, *_words()]


def _guide_of(seeker: Seeker) -> Guide:
    if isinstance(seeker.place, Community):
        return of_role(Role(seeker.role))
    return INTERNATIONAL if seeker.place.is_international else STAFF


def _of_chapter(guide: Guide, chapter: Chapter) -> Iterator[Hit]:
    url = reverse("help:guide-detail", args=[guide.code])
    for step in chapter.steps:
        anchor = explained().get((guide.code, step.page), "") or chapter.code
        yield Hit(
            title=str(step.title), url=f"{url}#{anchor}", meta=str(chapter.title), texts=[str(step.text)]
        )


def _words() -> Iterator[Hit]:
    url = reverse("help:glossary")
    for _code, title, terms in shown():
        for term in terms:
            yield Hit(title=term.word, url=f"{url}#{term.code}", meta=title, texts=[term.meaning])


KINDS = (Fixed(code="guides", title=_("Guide and glossary"), icon="book", hits=_guides),)
COMMUNITY_KINDS = OFFICE_KINDS = KINDS

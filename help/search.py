"""The reader's guide and the glossary in the application's search (communities/site_search.py)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Role
from help.guides import Guide, get_office_guide, get_role_guide
from tfc.help_pages import Topic, get_page
from tfc.search import Hit, Seeker, StaticSource

# In the order of the results.
POSITION = 10


def _get_hits(seeker: Seeker) -> list[Hit]:
    guide = _get_guide(seeker)
    guide_url, glossary_url = reverse("help:guide-detail", args=[guide.code]), reverse("help:glossary")
    return [*_list_topics(guide.page, guide_url), *_list_topics(get_page("glossary"), glossary_url)]


def _get_guide(seeker: Seeker) -> Guide:
    if isinstance(seeker.place, Community):
        return get_role_guide(Role(seeker.role))
    return get_office_guide(is_international=seeker.place.is_international)


def _list_topics(page: Topic, url: str) -> Iterator[Hit]:
    for chapter in page.topics:
        for topic in chapter.topics:
            yield Hit(title=topic.title, url=f"{url}#{topic.anchor}", meta=chapter.title, texts=[topic.lead])


KINDS = (StaticSource(code="guides", title=_("Guide and glossary"), icon="book", hits=_get_hits),)
COMMUNITY_KINDS = OFFICE_KINDS = KINDS

"""The pages of a place in the search (tfc/search)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from activity.page_index import get_pages
from communities.models import Community, Role
from tfc.search import Hit, Seeker, StaticSource

# In the order of the results.
POSITION = 1


def _pages(seeker: Seeker) -> Sequence[Hit]:
    role = Role(seeker.role) if isinstance(seeker.place, Community) else None
    return [
        Hit(title=page.label, url=page.url, icon=page.icon, meta=page.within, keywords=page.keywords)
        for page in get_pages(seeker.place, role)
    ]


COMMUNITY_KINDS = OFFICE_KINDS = (StaticSource(code="pages", title=_("Pages"), icon="file", hits=_pages),)

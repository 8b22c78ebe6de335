"""The community that an address names, for pages that anybody may open."""

from communities.models import Community
from tfc.prepared import Prepared, given

_named = Prepared(lambda: Community.objects.select_related("office").filter(slug=given(0)))


def town_named(slug: str) -> Community | None:
    """With its office; outside of every scope."""
    return next(iter(_named(slug)), None)

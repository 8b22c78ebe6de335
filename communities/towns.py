"""The community that an address names, for pages that anybody may open."""

from communities.models import Community
from tfc.compiled_queries import CompiledQuery, parameter

_named = CompiledQuery(lambda: Community.objects.select_related("office").filter(slug=parameter(0)))


def town_named(slug: str) -> Community | None:
    """With its office; outside of every scope."""
    return next(iter(_named(slug)), None)

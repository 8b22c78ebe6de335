"""The community that an address names, for public pages."""

from communities.models import Community
from tfc.compiled_queries import CompiledQuery, parameter

_named = CompiledQuery(lambda: Community.objects.select_related("office").filter(slug=parameter(0)))


def town_named(slug: str) -> Community | None:
    """Return it with its office; outside any scope."""
    return next(iter(_named(slug)), None)

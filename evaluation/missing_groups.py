"""Which groups of a community are not represented at its team meetings (1b), shown to the community only.

The office reads stored figures, so these do not contain the groups; they are read from the records each time.
"""

from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.figure_queries.gather import gather_participation
from evaluation.figure_queries.parts import diverse_participation
from evaluation.measures import Measurement
from events.counts import group_label
from tfc.periods import HalfYear
from tfc.text.punctuation import listed

PART = "diverse_participation"


def missing_groups(community: Community, half_year: HalfYear, stored: Measurement) -> str:
    """Return one sentence, in the community's scope; empty if no group is missing or the figure is unknown."""
    if stored.numerator is None or stored.numerator == stored.denominator:
        return ""
    rows = gather_participation(community, half_year)
    if not rows.takes_part:
        return ""
    dimensions = diverse_participation(rows).measured.details.get("dimensions", [])
    groups = [
        group_label(row["dimension"], group["group"])
        for row in dimensions
        if row["counted"]
        for group in row["groups"]
        if group["asked"] and not group["represented"]
    ]
    if not groups:
        return ""
    return _("Not represented at your team meetings yet: %(groups)s.") % {"groups": listed(groups)}

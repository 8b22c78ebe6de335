"""The targets of a report: as they stood at the end of its half-year, and without what its readers may not know."""

import datetime as dt

from django.db.models import Q

from communities.models import Community, Office, Owner, Target
from evaluation.target_words import about_text, reached_text, sentence_of, standing_text, title_of
from evaluation.targets import Followed, follow, standing_of, visible
from reports.schema import TargetResult
from tfc.disclosure import Reader
from tfc.periods import HalfYear

# Reports leave the community.
READER = Reader.NETWORK
MOST = 30


def gather_targets(
    office: Office, community: Community | None, half_year: HalfYear, as_of: dt.date
) -> list[Followed]:
    """Those that ran in the half-year: of a community its own and what its office set for it, of an office its own."""
    running = Target.objects.filter(
        Q(closed_on=None) | Q(closed_on__gte=half_year.first_day),
        office=office,
        baseline_on__lte=as_of,
        due_on__gte=half_year.first_day,
    )
    asked = running.filter(community=community) if community else running.filter(owner=Owner.OFFICE)
    found = asked.latest_versions().soonest_first().select_related("community")
    return follow(list(visible(found, READER)[:MOST]), reader=READER, as_of=as_of)


def target_results(targets: list[Followed]) -> list[TargetResult]:
    return [
        TargetResult(
            title=title_of(one.target),
            about=about_text(one.target),
            reached_text=reached_text(one),
            standing=standing_of(one),
            standing_text=standing_text(one.verdict) if one.verdict else "",
            sentence=sentence_of(one),
        )
        for one in targets
    ]

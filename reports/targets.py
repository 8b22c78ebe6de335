"""The targets of a report at the end of its half-year, masked for its readers."""

import datetime as dt

from django.db.models import Q

from communities.models import Community, Office, Owner, Target
from evaluation.targets import TargetProgress, follow_targets, get_status, visible
from reports.schema import TargetResult
from reports.target_texts import (
    about_text,
    get_status_sentence,
    get_target_title,
    reached_text,
    standing_text,
)
from tfc.disclosure import Reader
from tfc.periods import HalfYear

# Reports leave the community.
READER = Reader.NETWORK
MOST = 30


def gather_targets(
    office: Office, community: Community | None, half_year: HalfYear, as_of: dt.date
) -> list[TargetProgress]:
    """Return targets active in the half-year: for a community its own and those its office set for it, for an office
    its own.
    """
    running = Target.objects.filter(
        Q(closed_on=None) | Q(closed_on__gte=half_year.first_day),
        office=office,
        baseline_on__lte=as_of,
        due_on__gte=half_year.first_day,
    )
    targets = running.filter(community=community) if community else running.filter(owner=Owner.OFFICE)
    latest_targets = targets.latest_versions().soonest_first().select_related("community")
    return follow_targets(list(visible(latest_targets, READER)[:MOST]), reader=READER, as_of=as_of)


def target_results(targets: list[TargetProgress]) -> list[TargetResult]:
    return [
        {
            "title": get_target_title(followed_target.target),
            "about": about_text(followed_target.target),
            "reached_text": reached_text(followed_target),
            "standing": get_status(followed_target),
            "standing_text": standing_text(followed_target.verdict) if followed_target.verdict else "",
            "sentence": get_status_sentence(followed_target),
        }
        for followed_target in targets
    ]

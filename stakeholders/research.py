"""What of a research is done, and which research counts. Pure, but for what it is given."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Max, Q

from stakeholders.models import Finding, FindingStatus, Research, Step
from tfc.dates import within_months

# For how long a finding tells how the town is; item 2 and the focus ask the same.
FINDING_MONTHS = 24
METHODS_NEEDED = 2


def finished(research: Research, *, fresh_finding: bool) -> list[Step]:
    """The steps that are done, in their order. ``research`` comes from ``with_progress``.

    Methods are done from two different ones on; the ranking counts only with a finding that is still fresh.
    """
    done = set(research.steps_done)
    if len(research.methods_begun) >= METHODS_NEEDED:
        done.add(Step.METHODS)
    if not fresh_finding:
        done.discard(Step.RANKED_FINDINGS)
    return [step for step in Step if step in done]


def is_done(research: Research, *, fresh_finding: bool) -> bool:
    return len(finished(research, fresh_finding=fresh_finding)) == len(Step)


def under_way(researches: Sequence[Research]) -> Research | None:
    """The one that the team works at: of ``newest_first`` the first that nobody closed."""
    return next((one for one in researches if one.closed_on is None), None)


def newest_days(day: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The newest day of any finding that was not withdrawn, and of one that still holds; one query."""
    known = Finding.objects.kept().filter(observed_on__lte=day).exclude(status=FindingStatus.WITHDRAWN)
    found = known.aggregate(
        any=Max("observed_on"), open=Max("observed_on", filter=Q(status=FindingStatus.OPEN))
    )
    return found["any"], found["open"]


def is_fresh(day: dt.date | None, today: dt.date) -> bool:
    return within_months(day, today, FINDING_MONTHS)

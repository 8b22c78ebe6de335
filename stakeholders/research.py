"""How far the researches of a community are, and which of them is under way."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Max, Q, QuerySet

from stakeholders.models import Finding, FindingStatus, Research, Step
from stakeholders.steps import steps_done


def finished(research: Research, *, fresh_finding: bool) -> list[Step]:
    """The steps that are done, in their order. ``research`` comes from ``with_progress``."""
    methods = len(research.methods_begun)
    return steps_done(research.steps_done, methods=methods, fresh_finding=fresh_finding)


def under_way(researches: Sequence[Research]) -> Research | None:
    """The one that the team works at: of ``newest_first`` the first that nobody closed."""
    return next((one for one in researches if one.closed_on is None), None)


Days = tuple[dt.date | None, dt.date | None]


def newest_days(day: dt.date) -> Days:
    """The newest day of any finding that was not withdrawn, and of one that still holds; one query."""
    return newest_in(newest_rows(day))


def newest_rows(day: dt.date) -> "QuerySet[Finding, Days]":
    """One row of both, or none where nothing is known."""
    known = Finding.objects.kept().filter(observed_on__lte=day).exclude(status=FindingStatus.WITHDRAWN)
    of_town = known.order_by().values("community")
    newest = of_town.annotate(
        any=Max("observed_on"), open=Max("observed_on", filter=Q(status=FindingStatus.OPEN))
    )
    return newest.values_list("any", "open")


def newest_in(rows: Iterable[Days]) -> Days:
    return next(iter(rows), (None, None))

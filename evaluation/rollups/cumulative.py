"""Sums over several half-years of offices with many communities, which pages only read (`stored_sums.py`).

Added up in each office's own scope, one sum per transaction, and again when figures or stages changed since, or on
another day. An interrupted sum is redone in the next run.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Max
from django.utils import timezone

from communities.models import Membership, Office, StageChange, Target
from evaluation.models import FigureTotal
from evaluation.models.rollups import FigureTotalQuerySet
from evaluation.professionals import add_up_professionals
from evaluation.rollups.round_membership import ASKED
from evaluation.rollups.stages import OF_NO_HALF_YEAR, STAGES
from evaluation.rollups.stored_sums import PROFESSIONALS, added_up_at, get_sum_code
from evaluation.targets import follow_targets
from tfc.disclosure import Reader
from tfc.tenancy import office_scope

logger = logging.getLogger(__name__)
# The function that computes each sum, by its code.
Sums = dict[str, Callable[[], Mapping[str, Any]]]


def add_up_offices() -> int:
    """Add up the sums of all offices; return how many were recomputed."""
    return sum(_add_up(office) for office in Office.objects.of_countries())


def _add_up(office: Office) -> int:
    with office_scope(office.pk):
        waiting = _waiting(office)
    for code, make in waiting.items():
        try:
            with office_scope(office.pk):
                _keep(office, code, make)
        except Exception:
            logger.exception("sum %s of office %s could not be made", code, office.pk)
    return len(waiting)


def _waiting(office: Office) -> Sums:
    """Return the sums that are missing or outdated, and delete those no longer needed."""
    stored = _stored(office)
    stored_sums = dict(stored.values_list("code", "measured"))
    wanted: Sums = {}
    if STAGES in stored_sums:
        wanted = {PROFESSIONALS: lambda: add_up_professionals(office).as_json()}
        targets = Target.objects.filter(office=office, community=None).latest_versions()
        wanted |= {get_sum_code(target): _follows(target) for target in targets}
    stored.exclude(code__in=[STAGES, *wanted]).delete()
    newest = _changed_at(office)
    return {code: make for code, make in wanted.items() if _is_old(stored_sums.get(code), newest)}


def _stored(office: Office) -> FigureTotalQuerySet:
    return FigureTotal.objects.for_office(office.pk).filter(half_year=OF_NO_HALF_YEAR)


def _follows(target: Target) -> Callable[[], Mapping[str, Any]]:
    def points() -> Mapping[str, Any]:
        [followed] = follow_targets([target], reader=Reader.NETWORK)
        return {"points": [point.as_json() for point in followed.points]}

    return points


def _changed_at(office: Office) -> dt.datetime:
    """Return when figures of any half-year were last added up, a community changed its stage, or its team changed."""
    membership_totals = (
        FigureTotal.objects.for_office(office.pk).filter(code=ASKED).values_list("measured", flat=True)
    )
    days = [dt.datetime.fromisoformat(measured["at"]) for measured in membership_totals]
    stages = StageChange.objects.filter(office=office).aggregate(newest=Max("created_at"))["newest"]
    team = Membership.objects.filter(community__office=office).aggregate(
        started=Max("started_at"), ended=Max("ended_at")
    )
    changes = [moment for moment in (stages, team["started"], team["ended"]) if moment]
    return max([*days, *changes], default=timezone.now())


def _is_old(stored_sum: Mapping[str, Any] | None, newest: dt.datetime) -> bool:
    at = added_up_at(stored_sum)
    return at is None or at <= newest or timezone.localdate(at) < timezone.localdate()


def _keep(office: Office, code: str, make: Callable[[], Mapping[str, Any]]) -> None:
    # Taken before computing, so that changes made meanwhile are newer.
    at = timezone.now().isoformat()
    FigureTotal.objects.bulk_create(
        [FigureTotal(office=office, half_year=OF_NO_HALF_YEAR, code=code, measured={**make(), "at": at})],
        update_conflicts=True,
        unique_fields=["office", "half_year", "code"],
        update_fields=["measured"],
    )

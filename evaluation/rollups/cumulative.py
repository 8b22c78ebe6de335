"""Sums over several half-years of offices with many communities, which pages only read (`stored_sums.py`).

Added up in each office's own scope, one sum a transaction, and again where figures or stages changed since, or on
another day. A sum that is broken off is done the next time.
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
from evaluation.professionals import added_up
from evaluation.rollups.round_membership import ASKED
from evaluation.rollups.stages import OF_NO_HALF_YEAR, STAGES
from evaluation.rollups.stored_sums import PROFESSIONALS, added_up_at, code_of
from evaluation.targets import follow
from tfc.disclosure import Reader
from tfc.tenancy import office_scope

logger = logging.getLogger(__name__)
# What a sum is made of, by its code.
Sums = dict[str, Callable[[], Mapping[str, Any]]]


def add_up_offices() -> int:
    """Returns how many sums were made anew."""
    return sum(_add_up(one) for one in Office.objects.of_countries())


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
    """Those that are not kept, or changed since; what nobody asks for any more goes."""
    stored = _stored(office)
    known = dict(stored.values_list("code", "measured"))
    wanted: Sums = {}
    if STAGES in known:
        wanted = {PROFESSIONALS: lambda: added_up(office).as_json()}
        targets = Target.objects.filter(office=office, community=None).latest_versions()
        wanted |= {code_of(one): _follows(one) for one in targets}
    stored.exclude(code__in=[STAGES, *wanted]).delete()
    newest = _changed_at(office)
    return {code: make for code, make in wanted.items() if _is_old(known.get(code), newest)}


def _stored(office: Office) -> FigureTotalQuerySet:
    return FigureTotal.objects.for_office(office.pk).filter(half_year=OF_NO_HALF_YEAR)


def _follows(target: Target) -> Callable[[], Mapping[str, Any]]:
    def points() -> Mapping[str, Any]:
        [found] = follow([target], reader=Reader.NETWORK)
        return {"points": [one.as_json() for one in found.points]}

    return points


def _changed_at(office: Office) -> dt.datetime:
    """When figures of any half-year were last added up, a community came to another stage, or its team changed."""
    asked = FigureTotal.objects.for_office(office.pk).filter(code=ASKED).values_list("measured", flat=True)
    days = [dt.datetime.fromisoformat(one["at"]) for one in asked]
    stages = StageChange.objects.filter(office=office).aggregate(newest=Max("created_at"))["newest"]
    team = Membership.objects.filter(community__office=office).aggregate(
        started=Max("started_at"), ended=Max("ended_at")
    )
    changes = [one for one in (stages, team["started"], team["ended"]) if one]
    return max([*days, *changes], default=timezone.now())


def _is_old(kept: Mapping[str, Any] | None, newest: dt.datetime) -> bool:
    at = added_up_at(kept)
    return at is None or at <= newest or timezone.localdate(at) < timezone.localdate()


def _keep(office: Office, code: str, make: Callable[[], Mapping[str, Any]]) -> None:
    # What changes while it is made is newer than this.
    at = timezone.now().isoformat()
    FigureTotal.objects.bulk_create(
        [FigureTotal(office=office, half_year=OF_NO_HALF_YEAR, code=code, measured={**make(), "at": at})],
        update_conflicts=True,
        unique_fields=["office", "half_year", "code"],
        update_fields=["measured"],
    )

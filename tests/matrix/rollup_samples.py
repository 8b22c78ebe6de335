"""Samples of stale marks, roll-ups and totals. Triggers have created marks already."""

from datetime import UTC, datetime
from uuid import UUID

from communities.models import Community
from evaluation.instrument import INDICATORS, PARTS
from evaluation.measures.achievements import Amount, Reach, Results
from evaluation.models import EventRollup, FigureTotal, Refresh, StaleMark, StandingRollup

NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)
HELD = {"held": 1, "hosted": 1, "facilitated": 0, "co_hosted": 0, "attended": 0, "sponsored": 0}
RESULTS = Results(Reach(40, 40, events=1), {"items": Amount(60, at_least=True, records=1)}).as_json()


def of_office(half_year: str) -> None:
    FigureTotal.objects.create(half_year=half_year, code="stakeholder_meetings", ratings={"met": 1})


def of_community(community: Community, half_year: str) -> None:
    office = community.office_id
    Refresh.objects.create(refreshed_at=NOON)
    StaleMark.objects.create(community=community, marked_at=NOON)
    key = UUID(int=7)
    EventRollup.objects.create(
        office_id=office, half_year=half_year, kind="awareness", joint_keys=[key], results=RESULTS, **HELD
    )
    StandingRollup.objects.create(
        office_id=office, half_year=half_year, ratings={item.code: "met" for item in (*PARTS, *INDICATORS)}
    )

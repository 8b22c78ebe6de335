"""Which communities a half-year asks."""

from typing import Any

from django.db import connections
from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import IsNull

from communities.models import TAKES_PART, Community
from communities.models.communities import CommunityQuerySet
from evaluation.measures import State
from evaluation.models import Figure, Submission
from tfc.periods import HalfYear

# As `asked_by`, for all of an office: each figure is read once, where a page of fifty looks each community up.
BY_NAME = """
    SELECT town.id FROM communities_community town LEFT JOIN (
        SELECT community_id, bool_or(state <> %(away)s) AS applies FROM evaluation_figure
        WHERE office_id = %(office)s AND half_year = %(half_year)s GROUP BY community_id
    ) figure ON figure.community_id = town.id
    WHERE town.office_id = %(office)s AND (
        figure.applies OR (figure.applies IS NULL AND town.stage = ANY (%(takes_part)s)) OR town.id IN (
            SELECT survey.community_id FROM evaluation_submission survey
            JOIN evaluation_round round ON round.id = survey.round_id
            WHERE survey.office_id = %(office)s AND round.half_year = %(half_year)s
        )
    )
    ORDER BY town.name, town.id
"""


def ids_asked_in(office_id: int, half_year: HalfYear) -> list[int]:
    """Of all communities of `communities_asked_in`, by name: in the office's scope, one query."""
    told: dict[str, Any] = {
        "office": office_id,
        "half_year": str(half_year),
        "away": State.NOT_APPLICABLE,
        "takes_part": list(TAKES_PART),
    }
    with connections[Figure.objects.all().db].cursor() as cursor:
        cursor.execute(BY_NAME, told)
        return [town for (town,) in cursor.fetchall()]


def communities_asked_in(office_id: int, half_year: HalfYear, *, using: str = "default") -> CommunityQuerySet:
    """Those with a survey, or with a figure that applies, as of that half-year.

    The present stage decides only where nothing is computed yet: who joined later was not asked then, and who rests
    today was. Each is looked up by itself: a page of fifty costs fifty look-ups and not a pass over all figures.
    """
    return asked_by(office_id, str(half_year), using=using)


def asked_by(office_id: Any, half_year: Any, *, using: str = "default") -> CommunityQuerySet:
    """As `communities_asked_in`, for a prepared question as well (`tfc.prepared.given`)."""
    figures = Figure.objects.using(using).filter(half_year=half_year, community=OuterRef("pk"))
    applying = figures.exclude(state=State.NOT_APPLICABLE)
    surveys = Submission.objects.using(using).filter(
        community=OuterRef("pk"), round__office=office_id, round__half_year=half_year
    )
    return Community.objects.using(using).filter(
        Q(_any(applying)) | Q(_any(surveys)) | (Q(stage__in=TAKES_PART) & Q(IsNull(_any(figures), True))),
        office=office_id,
    )


def _any(rows: QuerySet[Any]) -> Subquery:
    """True or NULL. As EXISTS does it, PostgreSQL would first gather all figures of the office to look them up in."""
    return Subquery(
        rows.order_by().annotate(there=Value(True)).values("there")[:1], output_field=BooleanField()
    )

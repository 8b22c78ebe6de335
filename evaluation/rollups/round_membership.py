"""How many communities a half-year expects: stored with the totals of its figures, since counting reads every
community.
"""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from evaluation.figure_queries.round_membership import get_expected_communities
from evaluation.models import Figure, FigureTotal, Round, Submission
from tfc.periods import HalfYear

# A code next to those of parts and indicators. ``applicable`` communities are expected, and ``known`` of these have
# any stored figure; ``states`` counts surveys by state, and ``measured`` holds the time of counting.
ASKED = "asked"


def count_expected(office_id: int, half_year: HalfYear, *, using: str = "default") -> FigureTotal:
    """Count the expected communities, in the office's scope or with the figures' login."""
    stored = Figure.objects.using(using).for_half_year(half_year).filter(community=OuterRef("pk"))
    towns = get_expected_communities(office_id, half_year, using=using).annotate(has_figures=Exists(stored))
    counted = towns.aggregate(asked=Count("pk"), computed=Count("pk", filter=Q(has_figures=True)))
    surveys = Submission.objects.using(using).filter(office=office_id, round__half_year=str(half_year))
    states = surveys.order_by().values_list("state").annotate(number=Count("pk"))
    return FigureTotal(
        office_id=office_id,
        half_year=str(half_year),
        code=ASKED,
        states=dict(states),
        applicable=counted["asked"],
        known=counted["computed"],
        measured={"at": timezone.now().isoformat()},
    )


def refresh_expected(office_id: int, half_year: HalfYear, *, using: str) -> None:
    """Store the count, in the transaction that changed figures or surveys."""
    FigureTotal.objects.using(using).bulk_create(
        [count_expected(office_id, half_year, using=using)],
        update_conflicts=True,
        unique_fields=["office", "half_year", "code"],
        update_fields=["applicable", "known", "states", "measured"],
    )


def with_membership(rounds: "QuerySet[Round]") -> "QuerySet[Round, Round]":
    """Annotate each round with its number of expected communities as ``asked``, as of the last change; None if not
    stored.
    """
    totals = FigureTotal.objects.filter(
        office=OuterRef("office"), half_year=OuterRef("half_year"), code=ASKED
    )
    return rounds.annotate(asked=Subquery(totals.values("applicable")))

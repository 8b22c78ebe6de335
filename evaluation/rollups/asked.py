"""How many communities a half-year asks: kept beside the totals of its figures, since counting looks at each."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from evaluation.figure_queries.asked import communities_asked_in
from evaluation.models import Figure, FigureTotal
from tfc.periods import HalfYear

# Beside the codes of parts and indicators. ``applicable`` are asked, and of ``known`` of these any figure is stored;
# ``measured`` says when that was counted.
ASKED = "asked"


def count_asked(office_id: int, half_year: HalfYear, *, using: str = "default") -> FigureTotal:
    """In the office's scope, or with the figures' login."""
    stored = Figure.objects.using(using).for_half_year(half_year).filter(community=OuterRef("pk"))
    towns = communities_asked_in(office_id, half_year, using=using).annotate(has_figures=Exists(stored))
    counted = towns.aggregate(asked=Count("pk"), computed=Count("pk", filter=Q(has_figures=True)))
    return FigureTotal(
        office_id=office_id,
        half_year=str(half_year),
        code=ASKED,
        applicable=counted["asked"],
        known=counted["computed"],
        measured={"at": timezone.now().isoformat()},
    )


def refresh_asked(office_id: int, half_year: HalfYear, *, using: str) -> None:
    """In the transaction that changed figures or surveys."""
    FigureTotal.objects.using(using).bulk_create(
        [count_asked(office_id, half_year, using=using)],
        update_conflicts=True,
        unique_fields=["office", "half_year", "code"],
        update_fields=["applicable", "known", "measured"],
    )

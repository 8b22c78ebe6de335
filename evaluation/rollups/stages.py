"""How many communities an office has in each stage: kept where there are so many that counting them shows on a page."""

from collections.abc import Collection

from communities.models import Community
from evaluation.models import FigureTotal

# Up to so many are counted quicker than a row is read.
COUNTED = 500
# Beside the totals of half-years, and of none of them; ``states`` says how many are in which.
STAGES, OF_NO_HALF_YEAR = "stages", ""


def count_stages(office_ids: Collection[int], *, using: str = "default") -> dict[int, dict[str, int]]:
    """Of each of these with more than are counted on the page."""
    towns = Community.objects.using(using).filter(office__in=office_ids)
    stages_by_office: dict[int, dict[str, int]] = {office: {} for office in office_ids}
    for office, stage, number in towns.in_stages().values_list("office", "stage", "number"):
        stages_by_office[office][stage] = number
    return {office: stages for office, stages in stages_by_office.items() if sum(stages.values()) > COUNTED}


def refresh_stages(office_ids: Collection[int], *, using: str) -> None:
    """In the transaction that takes the marks away, with the figures' login."""
    counted = count_stages(office_ids, using=using)
    stored = FigureTotal.objects.using(using).filter(half_year=OF_NO_HALF_YEAR, code=STAGES)
    stored_stages = dict(stored.filter(office__in=office_ids).values_list("office", "states"))
    stored.filter(office__in=stored_stages.keys() - counted.keys()).delete()
    FigureTotal.objects.using(using).bulk_create(
        [
            FigureTotal(office_id=office, half_year=OF_NO_HALF_YEAR, code=STAGES, states=stages)
            for office, stages in counted.items()
            if stored_stages.get(office) != stages
        ],
        update_conflicts=True,
        unique_fields=["office", "half_year", "code"],
        update_fields=["states"],
    )

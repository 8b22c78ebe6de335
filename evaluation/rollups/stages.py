"""How many communities an office has in each stage: stored for offices so large that counting slows down a page."""

from collections.abc import Collection

from communities.models import Community
from evaluation.models import FigureTotal

# Up to this number, counting is faster than reading a stored row.
COUNTED = 500
# Stored among the totals without a half-year; ``states`` holds the number of communities by stage.
STAGES, OF_NO_HALF_YEAR = "stages", ""


def count_stages(office_ids: Collection[int], *, using: str = "default") -> dict[int, dict[str, int]]:
    """Count the stages of each of these offices with more than COUNTED communities."""
    towns = Community.objects.using(using).filter(office__in=office_ids)
    stages_by_office: dict[int, dict[str, int]] = {office: {} for office in office_ids}
    for office, stage, number in towns.in_stages().values_list("office", "stage", "number"):
        stages_by_office[office][stage] = number
    return {office: stages for office, stages in stages_by_office.items() if sum(stages.values()) > COUNTED}


def refresh_stages(office_ids: Collection[int], *, using: str) -> None:
    """Store the counts, in the transaction that deletes the dirty flags, with the figures' login."""
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

"""`python -m tests.bench.compute_rollups`: compute the scale set's past roll-ups and its totals."""

import django

django.setup()

from django.db import transaction  # noqa: E402  # they need the settings

from communities.models import Community, Office  # noqa: E402
from evaluation.models import Round  # noqa: E402
from evaluation.rollups.events import get_event_half_years, refresh_events  # noqa: E402
from evaluation.rollups.recompute import FIGURES, group_by_half_year  # noqa: E402
from evaluation.rollups.totals import refresh_totals  # noqa: E402
from tests.bench.scale import OFFICE  # noqa: E402

CHUNK = 500


def main() -> None:
    office = Office.objects.using(FIGURES).get(slug=OFFICE)
    towns = list(Community.objects.using(FIGURES).filter(office=office).order_by("pk"))
    for first in range(0, len(towns), CHUNK):
        chunk = towns[first : first + CHUNK]
        with transaction.atomic(using=FIGURES):
            half_years = get_event_half_years([community.pk for community in chunk], using=FIGURES)
            for half_year, communities in group_by_half_year(chunk, half_years):
                refresh_events(communities, half_year, using=FIGURES)
    for round_ in Round.objects.using(FIGURES).filter(office=office):
        with transaction.atomic(using=FIGURES):
            refresh_totals(office.pk, round_.period, using=FIGURES)
    print(f"Roll-ups of {len(towns):,} communities and their totals", flush=True)


if __name__ == "__main__":
    main()

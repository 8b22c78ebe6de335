"""`python -m tests.bench.settle`: roll-ups and totals of what the set was grown with, which nothing has told of it."""

import django

django.setup()

from django.db import transaction  # noqa: E402  # they need the settings

from communities.models import Community, Office  # noqa: E402
from evaluation.models import Round  # noqa: E402
from evaluation.rollups.drain import FIGURES  # noqa: E402
from evaluation.rollups.events import half_years_of, refresh_event_totals, refresh_events  # noqa: E402
from evaluation.rollups.standings import refresh_standings  # noqa: E402
from evaluation.rollups.totals import refresh_totals  # noqa: E402
from tests.bench.scale import OFFICE  # noqa: E402

CHUNK = 500


def main() -> None:
    office = Office.objects.using(FIGURES).get(slug=OFFICE)
    towns = list(Community.objects.using(FIGURES).filter(office=office).order_by("pk"))
    chunks = [towns[first : first + CHUNK] for first in range(0, len(towns), CHUNK)]
    for chunk in chunks:
        with transaction.atomic(using=FIGURES):
            held = half_years_of([one.pk for one in chunk], using=FIGURES)
            refresh_event_totals(refresh_events(sorted(held), using=FIGURES), using=FIGURES)
    for each in Round.objects.using(FIGURES).filter(office=office):
        with transaction.atomic(using=FIGURES):
            for chunk in chunks:
                refresh_standings(chunk, each.period, using=FIGURES)
            refresh_totals(office.pk, each.period, using=FIGURES)
    print(f"Roll-ups of {len(towns):,} communities and their totals", flush=True)


if __name__ == "__main__":
    main()

"""`python -m tests.bench.settle`: roll-ups of the past that the set was given, and the totals; no trigger told them."""

import django

django.setup()

from django.db import transaction  # noqa: E402  # they need the settings

from communities.models import Community, Office  # noqa: E402
from evaluation.models import EventRollup, Round  # noqa: E402
from evaluation.rollups.events import get_event_half_years, refresh_event_totals, refresh_events  # noqa: E402
from evaluation.rollups.recompute import FIGURES  # noqa: E402
from evaluation.rollups.stages import refresh_stages  # noqa: E402
from evaluation.rollups.totals import refresh_totals  # noqa: E402
from tests.bench.scale import OFFICE  # noqa: E402

CHUNK = 500


def main() -> None:
    office = Office.objects.using(FIGURES).get(slug=OFFICE)
    towns = list(Community.objects.using(FIGURES).filter(office=office).order_by("pk"))
    for first in range(0, len(towns), CHUNK):
        with transaction.atomic(using=FIGURES):
            held = get_event_half_years([one.pk for one in towns[first : first + CHUNK]], using=FIGURES)
            refresh_events(sorted(held), using=FIGURES)
    # Of all, whatever the roll-ups were before: those that were copied with their events are right already.
    rollups = EventRollup.objects.using(FIGURES).filter(office=office)
    with transaction.atomic(using=FIGURES):
        refresh_event_totals(set(rollups.values_list("office_id", "half_year", "kind")), using=FIGURES)
    with transaction.atomic(using=FIGURES):
        refresh_stages([office.pk], using=FIGURES)
    for each in Round.objects.using(FIGURES).filter(office=office):
        with transaction.atomic(using=FIGURES):
            refresh_totals(office.pk, each.period, using=FIGURES)
    print(f"Roll-ups of {len(towns):,} communities and their totals", flush=True)


if __name__ == "__main__":
    main()

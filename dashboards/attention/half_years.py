"""What an office's communities did by half-year, counted by a worker with the figures' login."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Sum

from communities.models import Office
from evaluation.figure_queries.round_membership import get_expected_communities
from evaluation.measures.achievements import INWARD, Results
from evaluation.models import EventRollup, FigureTotal, Round, Submission, SubmissionState
from evaluation.rollups.totals import ASKED, PART_CODES

# Half-years compared on an office's home page.
COMPARED = 4
HANDED_IN = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)


def count_half_years(office: Office, *, using: str) -> dict[str, dict[str, Any]]:
    """Return the counts of `dashboards.models.OfficeSummary` for the newest opened half-years."""
    rounds = list(Round.objects.using(using).opened().filter(office=office).newest_first()[:COMPARED])
    half_years = [round_.half_year for round_ in rounds]
    rollups = EventRollup.objects.using(using).filter(office=office, half_year__in=half_years)
    met = {round_.half_year: _count_met(rollups, round_, using) for round_ in rounds}
    visits = _add_up_visits(rollups)
    submitted = dict(
        Submission.objects.using(using).filter(office=office, round__in=rounds, state__in=HANDED_IN)
        .order_by().values("round__half_year").annotate(number=Count("pk")).values_list("round__half_year", "number")
    )  # fmt: skip
    with_value = _count_known(
        FigureTotal.objects.using(using).for_office(office.pk).filter(half_year__in=half_years)
    )
    return {
        half_year: {
            "met": met[half_year],
            "visits": visits[half_year].together.reach.attendances,
            "at_least": _is_lower_bound(visits[half_year]),
            "submitted": submitted.get(half_year, 0),
            "known": with_value.get(half_year, (0, 0))[0],
            "applicable": with_value.get(half_year, (0, 0))[1],
        }
        for half_year in half_years
    }


def _count_met(rollups: Any, round_: Round, using: str) -> int:
    """Return how many of the communities that take part held a team meeting."""
    expected = get_expected_communities(round_.office_id, round_.period, using=using)
    meetings = rollups.filter(half_year=round_.half_year).team_meetings()
    return meetings.filter(community__in=expected).order_by().values("community").distinct().count()


def _add_up_visits(rollups: Any) -> dict[str, Results]:
    """Return the results of events for others than the team, by half-year; a joint event counts once."""
    results: dict[str, list[Results]] = defaultdict(list)
    rows = rollups.exclude(kind__in=INWARD).values_list("half_year", "results")
    for half_year, stored in rows.iterator(chunk_size=2_000):
        results[half_year].append(Results.from_json(stored))
    return defaultdict(
        Results, {half_year: Results.add_up(several) for half_year, several in results.items()}
    )


def _is_lower_bound(results: Results) -> bool:
    reach = results.together.reach
    return reach.at_least or bool(reach.unrecorded)


def _count_known(totals: Any) -> dict[str, tuple[int, int]]:
    """Return the known and the applicable figures of all parts, by half-year; what is not computed is not known."""
    counted = totals.filter(code__in=PART_CODES).order_by().values("half_year")
    sums: Sequence[tuple[str, int, int]] = counted.annotate(
        with_value=Sum("value_count"), all=Sum("applicable")
    ).values_list("half_year", "with_value", "all")
    rows = totals.filter(code=ASKED).values_list("half_year", F("applicable") - F("value_count"))
    not_computed = dict(rows)
    return {
        half_year: (with_value, applicable + len(PART_CODES) * not_computed.get(half_year, 0))
        for half_year, with_value, applicable in sums
    }

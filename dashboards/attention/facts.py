"""Reading the facts for many communities at once, with the figures' login."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from communities.models import TAKES_PART, Community, Role, RolePeriod, StageChange
from dashboards.attention.reasons import Facts, SurveyFacts
from evaluation.figure_queries.round_membership import get_expected_communities
from evaluation.models import QualityCount, Round, StandingRollup, Submission, SubmissionState
from evaluation.review import NOT_STARTED
from events.models import Event, EventKind
from support.confirming import CONFIRMED_DAYS, get_confirmed_cutoff
from support.models import Service

# Checks of data quality (evaluation.quality.checks) that say that a local service may have lapsed.
LAPSED = ("service_unconfirmed", "pathway_uncalled")


def get_attention_facts(
    communities: Sequence[Community], now: dt.datetime, *, using: str
) -> dict[int, Facts]:
    """Return the facts of communities of any offices, however many: nine queries, and one for each half-year
    that is open or was closed last.
    """
    ids = [community.pk for community in communities]
    today = {community.pk: timezone.localdate(now, timezone=community.zone) for community in communities}
    rounds = _get_rounds({community.office_id for community in communities}, using)
    began = _get_days(StageChange.objects.using(using).filter(stage__in=TAKES_PART), Min("since"), ids)
    meetings = Event.objects.using(using).held().filter(kind=EventKind.TEAM_MEETING)
    last_meetings = _get_days(meetings, Max("local_day"), ids)
    teams = _get_teams(ids, using)
    ratings = _get_ratings(ids, rounds, using)
    surveys = _get_surveys(ids, rounds, using)
    expected = _get_expected(ids, rounds, using)
    unconfirmed = _count_unconfirmed(ids, using)
    confirmed = _get_days(
        _list_lapsed(min(today.values(), default=now.date()), using), Min("confirmed_on"), ids
    )
    facts = {}
    for community in communities:
        pk, office_rounds = community.pk, rounds.get(community.office_id, [])
        newest, before = ([round_.half_year for round_ in office_rounds[:2]] + ["", ""])[:2]
        started = began.get(pk, today[pk])
        facts[pk] = Facts(
            today=today[pk],
            began=started,
            last_meeting=last_meetings.get(pk),
            **teams.get(pk, {}),
            surveys=[
                _describe_survey(community, round_, surveys.get((pk, round_.pk)))
                for round_ in list_due_rounds(office_rounds)
                if (pk, round_.pk) in expected
            ],
            ratings=ratings[pk].get(newest, {}),
            earlier=ratings[pk].get(before, {}),
            unconfirmed=unconfirmed.get(pk, 0),
            unconfirmed_since=_get_lapse(confirmed.get(pk)),
            is_running=any(today[pk] <= round_.period.last_day for round_ in office_rounds[:1]),
            rated_since=_get_end(office_rounds[:1], today[pk]),
        )
    return facts


def _get_rounds(office_ids: Iterable[int], using: str) -> dict[int, list[Round]]:
    """Return the opened rounds of each office, newest first."""
    rounds: dict[int, list[Round]] = defaultdict(list)
    for round_ in Round.objects.using(using).opened().filter(office__in=office_ids).newest_first():
        rounds[round_.office_id].append(round_)
    return rounds


def _get_days(rows: Any, day: Any, ids: Sequence[int]) -> dict[int, dt.date]:
    grouped = rows.filter(community__in=ids).order_by().values("community_id").annotate(day=day)
    return dict(grouped.values_list("community_id", "day"))


def _get_teams(ids: Sequence[int], using: str) -> dict[int, dict[str, Any]]:
    """Return of each community how many coordinators, and how many leaders with them, it has, and since when."""
    periods = RolePeriod.objects.using(using).filter(community__in=ids).order_by().values("community_id")
    is_current, is_coordinator, leads = Q(ended_on=None), Q(role=Role.COORDINATOR), Q(role__gte=Role.LEADER)
    counted = periods.annotate(
        coordinators=Count("pk", filter=is_current & is_coordinator),
        leaders=Count("pk", filter=is_current & leads),
        coordinator_left=Max("ended_on", filter=is_coordinator),
        last_left=Max("ended_on", filter=leads),
        coordinates_since=Min("started_on", filter=is_current & is_coordinator),
    )
    return {row["community_id"]: _describe_team(row) for row in counted}


def _describe_team(row: Mapping[str, Any]) -> dict[str, Any]:
    alone_since = (row["last_left"], row["coordinates_since"])
    return {
        **{name: row[name] for name in ("coordinators", "leaders", "coordinator_left")},
        "alone_since": max((day for day in alone_since if day), default=None),
    }


def _get_end(newest: Sequence[Round], today: dt.date) -> dt.date | None:
    """Return the first day after the half-year; None while it runs."""
    last_day = next((round_.period.last_day for round_ in newest), today)
    return last_day + dt.timedelta(days=1) if last_day < today else None


def _get_ratings(
    ids: Sequence[int], rounds: Mapping[int, Sequence[Round]], using: str
) -> dict[int, dict[str, dict[str, str]]]:
    """Return the ratings of the two newest half-years, as the office may see them."""
    half_years = {round_.half_year for office_rounds in rounds.values() for round_ in office_rounds[:2]}
    standings = StandingRollup.objects.using(using).filter(community__in=ids, half_year__in=half_years)
    ratings: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    for community_id, half_year, codes in standings.values_list("community_id", "half_year", "ratings"):
        ratings[community_id][half_year] = codes
    return ratings


def list_due_rounds(office_rounds: Sequence[Round]) -> list[Round]:
    """Return the open half-years, and the newest closed one: a survey that it lacks is still missing."""
    closed = next((round_ for round_ in office_rounds if not round_.is_open), None)
    return [round_ for round_ in office_rounds if round_.is_open or round_ is closed]


def _get_surveys(
    ids: Sequence[int], rounds: Mapping[int, Sequence[Round]], using: str
) -> dict[tuple[int, int], Submission]:
    round_ids = [round_.pk for office_rounds in rounds.values() for round_ in list_due_rounds(office_rounds)]
    submissions = Submission.objects.using(using).filter(community__in=ids, round__in=round_ids)
    return {(submission.community_id, submission.round_id): submission for submission in submissions}


def _get_expected(
    ids: Sequence[int], rounds: Mapping[int, Sequence[Round]], using: str
) -> set[tuple[int, int]]:
    """Return which communities each half-year asks, as the office's list of surveys does."""
    return {
        (pk, round_.pk)
        for office_rounds in rounds.values()
        for round_ in list_due_rounds(office_rounds)
        for pk in get_expected_communities(round_.office_id, round_.period, using=using)
        .filter(pk__in=ids)
        .values_list("pk", flat=True)
    }


def _describe_survey(community: Community, round_: Round, submission: Submission | None) -> SurveyFacts:
    def get_day(moment: dt.datetime | None) -> dt.date | None:
        return timezone.localdate(moment, timezone=community.zone) if moment else None

    state = submission.state if submission else NOT_STARTED
    is_returned = submission and state == SubmissionState.RETURNED
    return SurveyFacts(
        round_.half_year,
        state,
        round_.due_on,
        returned_on=get_day(submission.decided_at) if submission and is_returned else None,
        opened_on=get_day(round_.opened_at) or round_.period.first_day,
        closed_on=get_day(round_.closed_at),
    )


def _list_lapsed(today: dt.date, using: str) -> Any:
    lapsed = Service.objects.using(using).filter(deleted_at=None)
    return lapsed.filter(confirmed_on__lt=get_confirmed_cutoff(today))


def _get_lapse(confirmed_on: dt.date | None) -> dt.date | None:
    """Return the first day on which a confirmation no longer counts."""
    return confirmed_on + dt.timedelta(days=CONFIRMED_DAYS + 1) if confirmed_on else None


def _count_unconfirmed(ids: Sequence[int], using: str) -> dict[int, int]:
    counts = QualityCount.objects.using(using).filter(community__in=ids).values_list("community_id", "counts")
    return {community_id: sum(numbers.get(code, 0) for code in LAPSED) for community_id, numbers in counts}

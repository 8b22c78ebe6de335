"""Reading the facts of many communities at once: one query per kind of record, so the number of
queries is constant.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from communities.models import (
    TAKES_PART,
    Cadence,
    Community,
    PopulationProfile,
    RequiredLanguage,
    RosterConfirmation,
    StageChange,
)
from communities.thresholds import thresholds_by_office
from evaluation import measures
from evaluation.figure_queries.overrides import HANDED_IN
from evaluation.models import Figure, Round, Submission
from evaluation.quality.facts import DatedFact, EventFact, Facts, ServiceFact, SurveyFact
from events.models import Event, EventKind, EventStatus, Headcount, MemberPresence
from residents.models import AwarenessWave
from stakeholders.models import Contribution, Evidence
from support.models import Pathway, PathwayCheck, Service, ServiceConfirmation
from tfc.batched_queries import evaluate_together
from tfc.periods import HalfYear


@dataclass(frozen=True)
class _Reading:
    communities: dict[int, Community]
    facts: dict[int, Facts]
    using: str

    def get_rows(self, model: Any) -> QuerySet[Any]:
        return model.objects.using(self.using).filter(community_id__in=list(self.facts)).order_by("pk")

    def get_active_rows(self, model: Any) -> QuerySet[Any]:
        return self.get_rows(model).filter(deleted_at=None)

    @property
    def since(self) -> dt.date:
        return min(facts.since for facts in self.facts.values())

    @property
    def offices(self) -> set[int]:
        return {town.office_id for town in self.communities.values()}

    @cached_property
    def small(self) -> "_Small":
        """Read the small tables in one query."""
        tomorrow = min(facts.today for facts in self.facts.values()) + dt.timedelta(days=1)
        rounds = Round.objects.using(self.using).open().filter(office_id__in=self.offices)
        handed_in = self.get_rows(Submission).filter(state__in=HANDED_IN)
        figures = self.get_rows(Figure).filter(reason="declaration_contradicted", frozen=False)
        gifts = self.get_active_rows(Contribution).filter(received_on__gte=tomorrow)
        evidence = self.get_active_rows(Evidence).filter(on__gte=tomorrow, strategy__deleted_at=None)
        profiles = self.get_rows(PopulationProfile).order_by()
        took_part = self.get_rows(StageChange).filter(stage__in=TAKES_PART).order_by()
        calls = self.get_active_rows(PathwayCheck).order_by().values_list("service_id")
        waves = self.get_active_rows(AwarenessWave).order_by()
        small_tables = _Small(
            rounds=rounds.order_by("half_year"),
            handed_in=handed_in.values_list("community_id", "round_id"),
            took_part=took_part.values_list("community_id").annotate(since=Min("since")),
            contradicted=figures.values_list("community_id", "half_year", "part"),
            gifts=gifts.values_list("community_id", "pk", "what", "received_on"),
            evidence=evidence.values_list("community_id", "pk", "strategy_id", "what", "on"),
            profiles=profiles.values_list("community_id", "dimension").distinct(),
            languages=self.get_rows(RequiredLanguage).values_list("community_id", flat=True),
            confirmed=self.get_rows(RosterConfirmation).values_list("community_id", "half_year"),
            cadences=self.get_rows(Cadence).order_by("declared_on", "pk"),
            called=calls.annotate(last=Max("on")),
            waves=waves.values_list("community_id").annotate(last=Max("starts_on")),
        )
        evaluate_together(*small_tables)
        return small_tables


class _Small(NamedTuple):
    """Tables with few rows per community. Contributions and evidence only with future dates, which must be errors."""

    rounds: QuerySet[Any, Any]
    handed_in: QuerySet[Any, Any]
    took_part: QuerySet[Any, Any]
    contradicted: QuerySet[Any, Any]
    gifts: QuerySet[Any, Any]
    evidence: QuerySet[Any, Any]
    profiles: QuerySet[Any, Any]
    languages: QuerySet[Any, Any]
    confirmed: QuerySet[Any, Any]
    cadences: QuerySet[Any, Any]
    called: QuerySet[Any, Any]
    waves: QuerySet[Any, Any]


def read_facts(communities: Iterable[Community], *, using: str = "default") -> dict[int, Facts]:
    """Return the facts by community; "default" reads the one whose scope is open, "figures" all."""
    towns = {community.pk: community for community in communities}
    if not towns:
        return {}
    now = timezone.now()
    reading = _Reading(towns, {pk: _begun(town, now) for pk, town in towns.items()}, using)
    _read_events(reading)
    _read_services(reading)
    _read_surveys(reading)
    _read_dated(reading)
    _read_settings(reading)
    _read_rhythm(reading)
    return reading.facts


def _begun(town: Community, now: dt.datetime) -> Facts:
    """Return empty facts starting with the previous half-year; older surveys were submitted long ago."""
    today = now.astimezone(town.zone).date()
    return Facts(now, today, HalfYear.from_day(today).previous().first_day, town.stage in TAKES_PART)


def _read_events(reading: _Reading) -> None:
    # Planned events of any age need an outcome, as on the home page.
    events = reading.get_active_rows(Event).exclude(status=EventStatus.CANCELLED)
    events = events.filter(Q(local_day__gte=reading.since) | Q(status=EventStatus.PLANNED))
    of_these = {"event__local_day__gte": reading.since, "event__deleted_at": None}
    groups: dict[int, dict[str, int]] = defaultdict(dict)
    counted = reading.get_rows(Headcount).filter(**of_these).order_by().values_list("event_id", "dimension")
    summed = counted.annotate(sum=Sum("people"))
    came = reading.get_rows(MemberPresence).filter(**of_these).order_by().values_list("event_id")
    present = came.annotate(members=Count("pk"))
    evaluate_together(summed, present)
    for event_id, dimension, people in summed:
        groups[event_id][dimension] = people
    members = defaultdict(int, present)
    for event in events.defer("note", "place", "cancel_reason"):
        facts = reading.facts[event.community_id]
        if event.local_day >= facts.since or event.status == EventStatus.PLANNED:
            facts.events.append(
                EventFact(
                    id=event.pk,
                    kind=event.kind,
                    title=event.title,
                    status=event.status,
                    day=event.local_day,
                    starts_at=event.starts_at,
                    ends_at=event.ends_at,
                    entered_at=event.created_at.astimezone(event.zone),
                    people_present=event.people_present,
                    members=members[event.pk],
                    groups=groups[event.pk],
                )
            )


def _read_services(reading: _Reading) -> None:
    doubts = ServiceConfirmation.objects.using(reading.using).unsettled().filter(service=OuterRef("pk"))
    pathways = reading.get_active_rows(Pathway).filter(service=OuterRef("pk"))
    called = dict(reading.small.called)
    services = reading.get_active_rows(Service).annotate(
        is_doubted=Exists(doubts), has_pathway=Exists(pathways)
    )
    fields = ("community_id", "pk", "name", "confirmed_on", "is_doubted", "has_pathway")
    for community_id, pk, name, confirmed_on, is_doubted, has_pathway in services.values_list(*fields):
        service_fact = ServiceFact(pk, name, confirmed_on, is_doubted, has_pathway, called.get(pk))
        reading.facts[community_id].services.append(service_fact)


def _read_surveys(reading: _Reading) -> None:
    """Read the open rounds since a community first took part, and contradicted figures that are not frozen."""
    handed_in, took_part = set(reading.small.handed_in), dict(reading.small.took_part)
    for pk, town in reading.communities.items():
        reading.facts[pk].surveys += [
            SurveyFact(round_.half_year, round_.due_on, (pk, round_.pk) in handed_in)
            for round_ in reading.small.rounds
            if round_.office_id == town.office_id and round_.period.last_day >= took_part.get(pk, dt.date.min)
        ]
    for community_id, half_year, part in reading.small.contradicted:
        reading.facts[community_id].contradicted.append((half_year, part))


def _read_dated(reading: _Reading) -> None:
    for community_id, pk, what, on in reading.small.gifts:
        reading.facts[community_id].contributions.append(DatedFact(pk, pk, what, on))
    for community_id, pk, strategy_id, what, on in reading.small.evidence:
        reading.facts[community_id].evidence.append(DatedFact(pk, strategy_id, what, on))


def _read_settings(reading: _Reading) -> None:
    for community_id, dimension in reading.small.profiles:
        reading.facts[community_id].dimensions.add(dimension)
    for facts in reading.facts.values():
        facts.has_languages = "language" in facts.dimensions
    for community_id in reading.small.languages:
        reading.facts[community_id].has_languages = True
    for community_id, half_year in reading.small.confirmed:
        facts = reading.facts[community_id]
        facts.roster_is_confirmed |= half_year == str(HalfYear.from_day(facts.today))
    for community_id, last in reading.small.waves:
        facts = reading.facts[community_id]
        facts.has_residents_survey = last >= HalfYear.from_day(facts.today).first_day


def _read_rhythm(reading: _Reading) -> None:
    """Read the newest declaration in effect, and the meetings since."""
    declared: dict[int, Cadence] = {}
    for cadence in reading.small.cadences:
        if cadence.declared_on <= reading.facts[cadence.community_id].today:
            declared[cadence.community_id] = cadence
    today = max(facts.today for facts in reading.facts.values())
    thresholds = thresholds_by_office(reading.offices, HalfYear.from_day(today), using=reading.using)
    for pk, facts in reading.facts.items():
        meetings = [event for event in facts.events if event.kind == EventKind.TEAM_MEETING]
        facts.meeting_is_planned = any(event.starts_at > facts.now for event in meetings)
        held = [event.day for event in meetings if event.is_held and event.day <= facts.today]
        facts.last_meeting = max(held, default=None)
        facts.has_cadence = pk in declared
        if facts.has_cadence:
            since = max(declared[pk].declared_on, facts.since)
            regularity = measures.regularity(
                measures.Cadence(declared[pk].kind), held, since, facts.today,
                thresholds[reading.communities[pk].office_id],
            )  # fmt: skip
            facts.gap_is_long_on = regularity.warns_on

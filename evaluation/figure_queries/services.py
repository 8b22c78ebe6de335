"""The directory of services with confirmations, pathways and calls, for items 8 and 12."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from evaluation.figure_queries.base import Reading
from evaluation.figure_queries.research_rows import Entry
from evaluation.figure_queries.rows import CommunityRows
from evaluation.figure_queries.service_rows import ServiceRow, latest_by
from support.confirming import ProviderDoubt
from support.coverage import Call, Offer
from support.models import DOUBTS, Pathway, PathwayCheck, Reply, Service, ServiceConfirmation

WRITTEN = ExpressionWrapper(~Q(steps="") & ~Q(who_calls=""), BooleanField())


@dataclass(frozen=True)
class _PathwayFacts:
    entry: Entry
    written: bool
    contact: int | None  # membership id
    trained_on: date | None


@dataclass
class _Facts:
    """Everything recorded about one service, for any day."""

    entry: Entry
    kinds: frozenset[str]
    languages: frozenset[str]
    confirmed_on: date | None
    created_at: datetime
    confirmations: dict[Entry, date] = field(default_factory=dict)
    doubts: dict[Entry, ProviderDoubt] = field(default_factory=dict)
    pathway: _PathwayFacts | None = None
    calls: dict[Entry, Call] = field(default_factory=dict)


def read_help(reading: Reading) -> None:
    """Read services in four queries. A service exists from the day it was entered, or from its
    earliest recorded day.
    """
    facts_by_community = _read_services(reading)
    _read_confirmations(reading, facts_by_community)
    _read_pathways(reading, facts_by_community)
    _read_calls(reading, facts_by_community)
    for community, services in facts_by_community.items():
        rows = reading.rows[community]
        members = _members(rows)
        rows.services.extend(
            _row(facts, members, rows) for facts in services.values() if _is_there(facts, rows)
        )


def _read_services(reading: Reading) -> dict[int, dict[int, _Facts]]:
    facts_by_community: dict[int, dict[int, _Facts]] = defaultdict(dict)
    fields = ("community_id", "id", "revision", "kinds", "languages", "confirmed_on", "created_at")
    for community, identity, revision, kinds, languages, *days in reading.get_active_rows(
        Service
    ).values_list(*fields):
        facts = _Facts((identity, revision), frozenset(kinds), frozenset(languages), *days)
        facts_by_community[community][identity] = facts
    return facts_by_community


def _read_confirmations(reading: Reading, facts_by_community: dict[int, dict[int, _Facts]]) -> None:
    """Read confirmations. They have no revision: a provider's reply never changes, and a doubt is settled once."""
    confirmations = reading.get_rows(ServiceConfirmation).filter(replied_on__lte=reading.half_year.last_day)
    fields = ("community_id", "service_id", "id", "reply", "replied_on", "settled_at")
    for community, service, identity, reply, on, settled_at in confirmations.values_list(*fields):
        facts = facts_by_community[community].get(service)
        if facts and reply == Reply.RIGHT:
            facts.confirmations[identity, 1] = on
        elif facts and reply in DOUBTS:
            zone = reading.rows[community].community.zone
            facts.doubts[identity, 1] = ProviderDoubt(
                on, settled_at.astimezone(zone).date() if settled_at else None
            )


def _read_pathways(reading: Reading, facts_by_community: dict[int, dict[int, _Facts]]) -> None:
    fields = (
        "community_id",
        "service_id",
        "id",
        "revision",
        "is_complete",
        "contact_id",
        "contact_trained_on",
    )
    pathways = reading.get_active_rows(Pathway).annotate(is_complete=WRITTEN).values_list(*fields)
    for community, service, identity, revision, *rest in pathways:
        if service in facts_by_community[community]:
            facts_by_community[community][service].pathway = _PathwayFacts((identity, revision), *rest)


def _read_calls(reading: Reading, facts_by_community: dict[int, dict[int, _Facts]]) -> None:
    fields = ("community_id", "service_id", "id", "revision", "on", "answered", "accepts")
    calls = reading.get_active_rows(PathwayCheck).filter(on__lte=reading.half_year.last_day)
    for community, service, identity, revision, on, answered, accepts in calls.values_list(*fields):
        if service in facts_by_community[community]:
            taken = frozenset((need, language) for need, language in accepts)
            facts_by_community[community][service].calls[identity, revision] = Call(on, answered, taken)


def _members(rows: CommunityRows) -> set[int]:
    """Return the memberships that ran on the as-of date, in any role."""
    return {
        role.membership_id
        for role in rows.roles
        if role.started_on <= rows.as_of and (role.ended_on is None or role.ended_on > rows.as_of)
    }


def _is_there(facts: _Facts, rows: CommunityRows) -> bool:
    entered = facts.created_at.astimezone(rows.community.zone).date()
    return min([entered, *_iterate_recorded_days(facts)]) <= rows.as_of


def _iterate_recorded_days(facts: _Facts) -> Iterator[date]:
    if facts.confirmed_on:
        yield facts.confirmed_on
    if facts.pathway and facts.pathway.trained_on:
        yield facts.pathway.trained_on
    yield from facts.confirmations.values()
    yield from (call.on for call in facts.calls.values())


def _row(facts: _Facts, members: set[int], rows: CommunityRows) -> ServiceRow:
    first, day = rows.half_year.first_day, rows.as_of
    latest = latest_by({entry: call.on for entry, call in facts.calls.items()}, day)
    confirmation = latest_by(facts.confirmations, day)
    confirmed_days = [facts.confirmations[confirmation]] if confirmation else []
    if facts.confirmed_on and facts.confirmed_on <= day:
        confirmed_days.append(facts.confirmed_on)
    doubt = latest_by(
        {entry: doubt.since for entry, doubt in facts.doubts.items() if doubt.holds_on(day)}, day
    )
    pathway = facts.pathway
    offer = Offer(
        id=facts.entry[0],
        name="",
        kinds=facts.kinds,
        languages=facts.languages,
        confirmed_on=max(confirmed_days, default=None),
        written=pathway is not None and pathway.written,
        contact_trained=pathway is not None and _is_trained(pathway, members, day),
        call=facts.calls[latest] if latest else None,
        doubted=doubt is not None,
    )
    return ServiceRow(
        facts.entry,
        offer,
        confirmation=confirmation,
        pathway=pathway.entry if pathway else None,
        call=latest,
        doubt=doubt,
        earlier_calls=tuple(
            entry for entry, call in facts.calls.items() if first <= call.on <= day and entry != latest
        ),
    )


def _is_trained(pathway: _PathwayFacts, members: set[int], day: date) -> bool:
    """Return True if the contact was trained by the day and is still in the team."""
    trained = pathway.trained_on
    return trained is not None and trained <= day and pathway.contact in members

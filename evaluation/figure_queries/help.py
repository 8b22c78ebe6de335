"""The directory of services with their confirmations, pathways and calls, for items 8 and 12."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from evaluation.figure_queries.help_rows import ServiceRow, latest_by
from evaluation.figure_queries.path_rows import Entry
from evaluation.figure_queries.reading import Reading
from evaluation.figure_queries.rows import CommunityRows
from support.confirming import Doubt
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
    """What is known of one service, of whatever day."""

    entry: Entry
    kinds: frozenset[str]
    languages: frozenset[str]
    confirmed_on: date | None
    created_at: datetime
    confirmations: dict[Entry, date] = field(default_factory=dict)
    doubts: dict[Entry, Doubt] = field(default_factory=dict)
    pathway: _PathwayFacts | None = None
    calls: dict[Entry, Call] = field(default_factory=dict)


def read_help(reading: Reading) -> None:
    """Four queries. A service is there from the day on which it was entered, or from the first that it tells of."""
    found = _read_services(reading)
    _read_confirmations(reading, found)
    _read_pathways(reading, found)
    _read_calls(reading, found)
    for community, services in found.items():
        rows = reading.rows[community]
        members = _members(rows)
        rows.services.extend(_row(each, members, rows) for each in services.values() if _is_there(each, rows))


def _read_services(reading: Reading) -> dict[int, dict[int, _Facts]]:
    found: dict[int, dict[int, _Facts]] = defaultdict(dict)
    fields = ("community_id", "id", "revision", "kinds", "languages", "confirmed_on", "created_at")
    for community, identity, revision, kinds, languages, *days in reading.kept(Service).values_list(*fields):
        facts = _Facts((identity, revision), frozenset(kinds), frozenset(languages), *days)
        found[community][identity] = facts
    return found


def _read_confirmations(reading: Reading, found: dict[int, dict[int, _Facts]]) -> None:
    """A confirmation has no revision: what a provider said is never changed, and a doubt is settled once."""
    said = reading.of(ServiceConfirmation).filter(replied_on__lte=reading.half_year.last_day)
    fields = ("community_id", "service_id", "id", "reply", "replied_on", "settled_at")
    for community, service, identity, reply, on, settled_at in said.values_list(*fields):
        facts = found[community].get(service)
        if facts and reply == Reply.RIGHT:
            facts.confirmations[identity, 1] = on
        elif facts and reply in DOUBTS:
            zone = reading.rows[community].community.zone
            facts.doubts[identity, 1] = Doubt(on, settled_at.astimezone(zone).date() if settled_at else None)


def _read_pathways(reading: Reading, found: dict[int, dict[int, _Facts]]) -> None:
    fields = (
        "community_id",
        "service_id",
        "id",
        "revision",
        "is_complete",
        "contact_id",
        "contact_trained_on",
    )
    pathways = reading.kept(Pathway).annotate(is_complete=WRITTEN).values_list(*fields)
    for community, service, identity, revision, *rest in pathways:
        if service in found[community]:
            found[community][service].pathway = _PathwayFacts((identity, revision), *rest)


def _read_calls(reading: Reading, found: dict[int, dict[int, _Facts]]) -> None:
    fields = ("community_id", "service_id", "id", "revision", "on", "answered", "accepts")
    calls = reading.kept(PathwayCheck).filter(on__lte=reading.half_year.last_day)
    for community, service, identity, revision, on, answered, accepts in calls.values_list(*fields):
        if service in found[community]:
            taken = frozenset((need, language) for need, language in accepts)
            found[community][service].calls[identity, revision] = Call(on, answered, taken)


def _members(rows: CommunityRows) -> set[int]:
    """Whose memberships ran on the day, in whatever role."""
    return {
        each.membership_id
        for each in rows.roles
        if each.started_on <= rows.as_of and (each.ended_on is None or each.ended_on > rows.as_of)
    }


def _is_there(facts: _Facts, rows: CommunityRows) -> bool:
    entered = facts.created_at.astimezone(rows.community.zone).date()
    return min([entered, *_days_told(facts)]) <= rows.as_of


def _days_told(facts: _Facts) -> Iterator[date]:
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
    words = [facts.confirmations[confirmation]] if confirmation else []
    if facts.confirmed_on and facts.confirmed_on <= day:
        words.append(facts.confirmed_on)
    doubt = latest_by({entry: one.since for entry, one in facts.doubts.items() if one.holds_on(day)}, day)
    pathway = facts.pathway
    offer = Offer(
        id=facts.entry[0],
        name="",
        kinds=facts.kinds,
        languages=facts.languages,
        confirmed_on=max(words, default=None),
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
    """By the day, and still in the team."""
    trained = pathway.trained_on
    return trained is not None and trained <= day and pathway.contact in members

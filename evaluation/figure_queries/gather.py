"""The queries: each reads one kind of row for all communities, so their number does not grow with the communities."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from communities.models import (
    Cadence,
    Community,
    PopulationProfile,
    RequiredLanguage,
    RolePeriod,
    RosterConfirmation,
    Stage,
    StageChange,
)
from evaluation import measures
from evaluation.figure_queries.rows import CommunityRows, EventRow, RoleRow
from evaluation.figure_queries.thresholds import thresholds_by_office
from evaluation.models import Declaration
from events.models import (
    ConstituencyPresence,
    Event,
    EventKind,
    EventStatus,
    Headcount,
    MemberPresence,
    OrganizationPresence,
)
from tfc.dates import add_months
from tfc.periods import HalfYear


@dataclass(frozen=True)
class Reading:
    """Whose rows are read, of which half-year, through which login.

    Up to the half-year's last day: what lies after a community's own as-of date is left out when it is read.
    """

    rows: dict[int, CommunityRows]
    half_year: HalfYear
    using: str

    def of(self, model: Any) -> QuerySet[Any]:
        """The rows of a tenant table of these communities and no other, in a fixed order."""
        return model.objects.using(self.using).filter(community_id__in=list(self.rows)).order_by("id")

    def of_events(self, model: Any, kinds: Sequence[str], since: date) -> QuerySet[Any]:
        """What was recorded with held events of these kinds since a day."""
        return self.of(model).filter(
            event__kind__in=kinds,
            event__status=EventStatus.HELD,
            event__deleted_at=None,
            event__local_day__range=(since, self.half_year.last_day),
        )


def gather(
    communities: Sequence[Community], half_year: HalfYear, as_of: date | None, using: str
) -> list[CommunityRows]:
    """The rows of each community, read through the login `using`, as of a day (default: see `compute`)."""
    if not communities:
        return []
    thresholds = thresholds_by_office({each.office_id for each in communities}, half_year, using=using)
    rows = {
        each.pk: CommunityRows(
            each, half_year, _as_of(each, half_year, as_of), thresholds[each.office_id], each.stage
        )
        for each in communities
    }
    reading = Reading(rows, half_year, using)
    _read_stages(reading)
    _read_declarations(reading)
    _read_cadences(reading)
    _read_profiles(reading)
    _read_roles(reading)
    _read_events(reading)
    return list(rows.values())


def _as_of(community: Community, half_year: HalfYear, as_of: date | None) -> date:
    return half_year.as_of(as_of or timezone.now().astimezone(community.zone).date())


def _read_stages(reading: Reading) -> None:
    """The stage at the as-of date. The first row tells since when a community is more than a candidate."""
    for each in reading.of(StageChange).order_by("since", "id"):
        rows = reading.rows[each.community_id]
        if rows.stage_change is None:
            rows.stage, rows.stage_change = Stage.CANDIDATE, each.pk
        if each.since <= rows.as_of:
            rows.stage, rows.stage_change = each.stage, each.pk


def _read_declarations(reading: Reading) -> None:
    for each in reading.of(Declaration).filter(half_year=str(reading.half_year)):
        reading.rows[each.community_id].declarations[each.part] = each.pk


def _read_cadences(reading: Reading) -> None:
    for each in reading.of(Cadence):
        rows = reading.rows[each.community_id]
        declaration = measures.CadenceDeclaration(measures.Cadence(each.kind), each.declared_on)
        if each.declared_on <= rows.as_of:
            rows.cadences.append((each.pk, declaration))


def _read_profiles(reading: Reading) -> None:
    for each in reading.of(PopulationProfile):
        rows = reading.rows[each.community_id]
        rows.profile[each.dimension][each.group] += each.people
        # A profile row has no revision: the number that it holds tells whether it was corrected.
        rows.profile_rows.append((each.pk, each.people))
    for language in reading.of(RequiredLanguage):
        reading.rows[language.community_id].required_languages[language.pk] = language.language


def _read_roles(reading: Reading) -> None:
    for each in reading.of(RolePeriod):
        period = RoleRow(each.pk, each.user_id, each.membership_id, each.role, each.started_on, each.ended_on)
        reading.rows[each.community_id].roles.append(period)
    for confirmation in reading.of(RosterConfirmation).filter(half_year=str(reading.half_year)):
        rows = reading.rows[confirmation.community_id]
        rows.roster = confirmation.pk, confirmation.at.astimezone(rows.community.zone).date()


def _read_events(reading: Reading) -> None:
    first_day = reading.half_year.first_day
    since = min([first_day, *_first_days_of_windows(reading)])
    events = {}
    for each in _events(reading, since):
        rows = reading.rows[each.community_id]
        if each.local_day <= rows.as_of:
            events[each.pk] = _event_row(each)
            rows.events.append(events[each.pk])
    _read_members(reading, events, since)
    _read_organizations(reading, events)
    _read_constituencies(reading, events)
    _read_headcounts(reading, events)


def _first_days_of_windows(reading: Reading) -> Iterator[date]:
    for rows in reading.rows.values():
        first = measures.first_day_needed(rows.cadence_declarations, reading.half_year, rows.as_of)
        if first is not None:
            yield first


def _events(reading: Reading, since: date) -> QuerySet[Event]:
    """Those that were held, and those that are over without an outcome; neither cancelled nor deleted ones."""
    events = Event.objects.using(reading.using).filter(
        community_id__in=list(reading.rows), local_day__range=(since, reading.half_year.last_day)
    )
    return (
        (events.held() | events.unresolved()).order_by("id").defer("note", "title", "place", "cancel_reason")
    )


def _event_row(event: Event) -> EventRow:
    return EventRow(
        id=event.pk,
        revision=event.revision,
        kind=event.kind,
        hosting=event.hosting,
        sponsored_by_oasis=event.sponsored_by_oasis,
        day=event.local_day,
        held=event.status == EventStatus.HELD,
        joint_key=str(event.joint_key) if event.joint_key else None,
        people_present=event.people_present,
    )


def _read_members(reading: Reading, events: dict[int, EventRow], since: date) -> None:
    kinds = (EventKind.TEAM_MEETING, EventKind.LEADERSHIP_TRAINING)
    present = reading.of_events(MemberPresence, kinds, since)
    for event_id, membership_id in present.values_list("event_id", "membership_id"):
        if event_id in events:
            events[event_id].members.add(membership_id)


def _read_organizations(reading: Reading, events: dict[int, EventRow]) -> None:
    """Who was present: at which meeting of the half-year, and at which event last, back to the longest look-back."""
    months = max(rows.thresholds.evidence_months for rows in reading.rows.values())
    first_as_of = min(rows.as_of for rows in reading.rows.values())
    since = min(reading.half_year.first_day, add_months(first_as_of, -months))
    fields = ("community_id", "event_id", "event__local_day", "organization_id")
    present = reading.of_events(OrganizationPresence, EventKind.values, since).values_list(
        *fields, "organization__sector", "organization__revision"
    )
    for community_id, event_id, day, organization_id, sector, revision in present:
        if event_id in events:
            events[event_id].sectors.add(sector)
            events[event_id].organizations[organization_id] = revision
        rows = reading.rows[community_id]
        if day <= rows.as_of:
            _revision, last = rows.organizations.get(organization_id, (revision, day))
            rows.organizations[organization_id] = revision, max(last, day)


def _read_constituencies(reading: Reading, events: dict[int, EventRow]) -> None:
    present = reading.of_events(ConstituencyPresence, EventKind.values, reading.half_year.first_day)
    for event_id, constituency in present.values_list("event_id", "constituency"):
        if event_id in events:
            events[event_id].constituencies.add(constituency)


def _read_headcounts(reading: Reading, events: dict[int, EventRow]) -> None:
    kinds = (EventKind.TEAM_MEETING, EventKind.STAKEHOLDER_TRAINING)
    counted = reading.of_events(Headcount, kinds, reading.half_year.first_day)
    for event_id, dimension, group, people in counted.values_list("event_id", "dimension", "group", "people"):
        if event_id in events:
            events[event_id].people[dimension][group] += people

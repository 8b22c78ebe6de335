"""Storing one community's records in its own scope by the serving login, as its members would: a town of the demo or a
sample."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from communities.census import SOURCE, YEAR
from communities.models import (
    Cadence,
    Community,
    Membership,
    PopulationProfile,
    RequiredLanguage,
    RolePeriod,
    StageChange,
    User,
)
from demo.calendar import PLANNED_UNTIL, TALK, WEEKS, WORKSHOP
from demo.campaigns import store_campaigns
from demo.discovery_records import store_discovery
from demo.events import EventPlan
from demo.help import store_help, store_support
from demo.partnerships import store_briefings, store_contributions, store_partner_survey, store_partnerships
from demo.people import Person
from demo.places import SHOWCASE
from demo.plan import Town
from demo.register import OrganizationPlan
from demo.residents import store_waves
from demo.sources import make_random
from events.actions.saving import show_public
from events.models import (
    ConstituencyPresence,
    Event,
    EventChange,
    EventSeries,
    EventStatus,
    GuestCount,
    Headcount,
    MemberPresence,
    Occasion,
    OrganizationPresence,
    Output,
)
from events.models.changes import EventAction
from stakeholders.models import Contact, Finding, Organization

ACTIONS_BY_STATUS = {
    EventStatus.HELD: EventAction.LOGGED,
    EventStatus.PLANNED: EventAction.PLANNED,
    EventStatus.CANCELLED: EventAction.CANCELLED,
}
# What a plan and its event have under the same name.
EVENT_FIELDS = (
    "kind", "title", "status", "hosting", "starts_at", "ends_at", "place", "note", "cancel_reason", "joint_key",
)  # fmt: skip
# What a town shows on its public page.
PUBLIC_KINDS = (TALK, WORKSHOP)
SOON = timedelta(days=45)


def is_stored(community: Community) -> bool:
    """A community's records are one transaction, which stores its first stage too."""
    return StageChange.objects.filter(community=community).exists()


def store_town(town: Town, community: Community, staff: User, now: datetime) -> None:
    """What a town of the demo has beyond a sample; all but its surveys. In the community's scope."""
    stored = Membership.objects.filter(community=community).select_related("user")
    by_email = {membership.user.email: membership for membership in stored}
    memberships = [by_email[person.email] for person in town.people if person.email in by_email]
    by, today = memberships[0].user, now.astimezone(community.zone).date()
    organizations, findings = store_records(town, community, memberships, now, staff=staff)
    store_contributions(town.place, town.organizations, organizations, community, by, today)
    if town.place.activity_level == SHOWCASE and town.discovery.decided_on:
        store_briefings(community, findings, town.discovery.decided_on, by, today)
        store_partner_survey(town.place, town.organizations, organizations, by, today)
    store_partnerships(town.place, community, by)
    store_campaigns(town.place, by, today)
    store_support(town.place, by)
    store_waves(town.waves, community, by, today)


def store_records(
    town: Town, community: Community, memberships: list[Membership], now: datetime, *, staff: User
) -> tuple[list[Organization], list[Finding]]:
    """Settings, register, events, research and help. ``memberships``: in the order of the plan's people."""
    coordinator = memberships[0].user
    _store_settings(town, community, staff, coordinator, now)
    _store_roles(town.people, memberships, now)
    organizations = _store_register(town.organizations, coordinator, now)
    _store_events(town, memberships, organizations, now)
    today = now.astimezone(community.zone).date()
    findings = store_discovery(town.discovery, community, memberships, organizations, today)
    store_help(town.help, memberships, today)
    return organizations, findings


def _store_settings(town: Town, community: Community, staff: User, coordinator: User, now: datetime) -> None:
    place, today = town.place, now.date()
    StageChange.objects.bulk_create(
        StageChange(
            office_id=community.office_id, stage=stage, since=since, by=staff,
            reason=place.name if town.is_sample else "Agreed with the office.",
        )
        for number, (stage, since) in enumerate(place.stages)
        if since <= today or number == 0
    )  # fmt: skip
    Cadence.objects.bulk_create(
        Cadence(kind=kind, declared_on=since, by=coordinator)
        for kind, since in place.cadences
        if since <= today
    )
    RequiredLanguage.objects.bulk_create(RequiredLanguage(language=code) for code in place.languages)
    PopulationProfile.objects.bulk_create(
        PopulationProfile(**group._asdict(), source=SOURCE, year=YEAR) for group in place.profile
    )


def _store_roles(people: list[Person], memberships: list[Membership], now: datetime) -> None:
    today = now.date()
    RolePeriod.objects.bulk_create(
        RolePeriod(
            membership=membership,
            user=membership.user,
            role=role,
            started_on=since,
            ended_on=until if until and until <= today else None,
        )
        # People who have not joined yet have no membership.
        for person, membership in zip(people, memberships, strict=False)
        for role, since, until in person.roles
        if since <= today
    )


def _store_register(plans: list[OrganizationPlan], by: User, now: datetime) -> list[Organization]:
    organizations = Organization.objects.bulk_create(
        Organization(
            name=plan.name, sector=plan.sector, tie=plan.tie, languages=list(plan.languages), phone=plan.phone,
            website=plan.website, note=plan.note, created_by=by,
            met_on=plan.met_on if plan.met_on and plan.met_on <= now.date() else None,
            deleted_at=now - timedelta(days=4) if plan.deleted else None,
        )
        for plan in plans
    )  # fmt: skip
    Contact.objects.bulk_create(
        Contact(organization=organization, created_by=by, **vars(contact))
        for organization, plan in zip(organizations, plans, strict=True)
        for contact in plan.contacts
    )
    return organizations


def _store_events(
    town: Town, memberships: list[Membership], organizations: list[Organization], now: datetime
) -> None:
    series = _store_series(town, memberships[0].user, now)
    stored = Event.objects.bulk_create(
        _make_event(town, plan, memberships, series, now) for plan in town.events
    )
    show_public(stored)
    _store_guests(stored, now)
    pairs = list(zip(stored, town.events, strict=True))
    MemberPresence.objects.bulk_create(
        MemberPresence(event=event, membership=memberships[number])
        for event, plan in pairs
        for number in plan.turnout.members
    )
    OrganizationPresence.objects.bulk_create(
        OrganizationPresence(event=event, organization=organizations[number])
        for event, plan in pairs
        for number in plan.turnout.organizations
    )
    ConstituencyPresence.objects.bulk_create(
        ConstituencyPresence(event=event, constituency=code)
        for event, plan in pairs
        for code in plan.turnout.constituencies
    )
    Headcount.objects.bulk_create(_make_headcounts(pairs))
    Output.objects.bulk_create(
        Output(event=event, **vars(output)) for event, plan in pairs for output in plan.turnout.outputs
    )
    EventChange.objects.bulk_create(_make_changes(pairs, now))


def _store_guests(events: Iterable[Event], now: datetime) -> None:
    """Numbers of people who will come to the public events of the next weeks."""
    soon = [
        event
        for event in events
        if event.is_public and event.status == EventStatus.PLANNED and now <= event.starts_at <= now + SOON
    ]
    chance = make_random("guests", *(event.title for event in soon))
    GuestCount.objects.bulk_create(
        GuestCount(event=event, occasion=Occasion.COMING, people=chance.randint(4, 28)) for event in soon
    )


def _in_series(plan: EventPlan, now: datetime) -> bool:
    return plan.series_day is not None and plan.status == EventStatus.PLANNED and plan.starts_at > now


def _store_series(town: Town, by: User, now: datetime) -> EventSeries | None:
    """The meetings to come of a team that meets by the week were planned as one series."""
    if not any(_in_series(plan, now) for plan in town.events):
        return None
    weeks = WEEKS[town.place.cadences[-1][0]]
    return EventSeries.objects.create(
        rule=f"FREQ=WEEKLY;INTERVAL={weeks};UNTIL={PLANNED_UNTIL:%Y%m%d}", until=PLANNED_UNTIL, created_by=by
    )


def _make_event(
    town: Town, plan: EventPlan, memberships: list[Membership], series: EventSeries | None, now: datetime
) -> Event:
    in_series = _in_series(plan, now)
    return Event(
        **{name: getattr(plan, name) for name in EVENT_FIELDS},
        sponsored_by_oasis=plan.sponsored,
        time_zone=town.place.time_zone,
        people_present=plan.turnout.people_present,
        is_public=plan.kind in PUBLIC_KINDS and not town.is_sample,
        series=series if in_series else None,
        series_day=plan.series_day if in_series else None,
        moved=in_series and plan.starts_at.date() != plan.series_day,
        created_by=memberships[plan.recorded_by].user,
        deleted_at=min(plan.ends_at + timedelta(days=3), now) if plan.deleted else None,
    )


def _make_headcounts(pairs: list[tuple[Event, EventPlan]]) -> Iterable[Headcount]:
    for event, plan in pairs:
        for dimension, groups in plan.turnout.headcounts.items():
            for group, people in groups.items():
                yield Headcount(event=event, dimension=dimension, group=group, people=people)


def _make_changes(pairs: list[tuple[Event, EventPlan]], now: datetime) -> Iterable[EventChange]:
    """Recorded in the evening of the event, or planned some weeks ahead."""
    for event, plan in pairs:
        days = {EventStatus.PLANNED: -21, EventStatus.CANCELLED: -2, EventStatus.HELD: 0}[plan.status]
        at = datetime.combine(plan.ends_at.date(), time(23, 30), UTC) + timedelta(days=days)
        at = max(at, plan.ends_at) if not days else at
        action = ACTIONS_BY_STATUS[plan.status]
        yield EventChange(event=event, action=action, by=event.created_by, at=min(at, now))

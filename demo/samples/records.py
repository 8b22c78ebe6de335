"""What a sample town recorded, by the same actions as its people would; in the scope of its coordinator."""

import datetime as dt
from collections.abc import Sequence
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from communities.actions import confirm_roster, declare_cadence, set_required_languages
from communities.models import CadenceKind, Community, Membership, User
from demo.samples import words
from events.actions import log_meeting, plan_event
from events.actions.saving import Details
from events.counts import Attendance, OutputLine
from events.event_time import When
from events.models import Constituency, Event, EventKind, OutputUnit
from stakeholders.actions.findings import add_finding
from stakeholders.actions.focus import accept_focus
from stakeholders.actions.register import add_organizations
from stakeholders.actions.research import add_method, add_step, begin_research
from stakeholders.actions.strategies import add_strategy
from stakeholders.catalogue import CATALOGUE, offered
from stakeholders.focus import fact
from stakeholders.models import Finding, Method, Organization, Rung, Sector, Step
from stakeholders.scores import current_weights, frozen, rank
from support.actions.confirming import confirm_service
from support.actions.readiness import add_check, write_pathway
from support.actions.services import add_service
from support.models import ConfirmationWay, Service
from tfc.periods import HalfYear

MONTHS = 6


def fill(community: Community, team: Sequence[Membership], today: dt.date) -> None:
    """``team``: the made-up people, the coordinator first."""
    by = team[0].user
    declare_cadence(
        community=community, kind=CadenceKind.MONTH, declared_on=today - dt.timedelta(days=30 * MONTHS), by=by
    )
    set_required_languages(languages=["en", "es"], by=by)
    rows = [{"name": str(name), "sector": sector} for sector, name in words.ORGANIZATIONS]
    organizations = add_organizations(by=by, rows=rows)
    _Events(community.zone, team, organizations, today).record()
    findings = _research(by, today)
    _focus(findings, by, today)
    _strategy(organizations, findings, by, today)
    _services(team, by, today)
    confirm_roster(half_year=HalfYear.of(today), by=by)


class _Events:
    """Five meetings of the team, three events with others, one that waits for its outcome, and three to come."""

    def __init__(
        self,
        zone: ZoneInfo,
        team: Sequence[Membership],
        organizations: Sequence[Organization],
        today: dt.date,
    ) -> None:
        self.zone, self.team, self.today = zone, team, today
        self.by = team[0].user
        self.of = {one.sector: one.pk for one in organizations}

    def record(self) -> None:
        for number in range(5):
            self._held(EventKind.TEAM_MEETING, 20 + 30 * number, words.PLACE, people=4 - number % 2)
        table = (Sector.SCHOOLS, Sector.LAW_ENFORCEMENT, Sector.FAITH_NGOS)
        self._held(
            EventKind.STAKEHOLDER_MEETING,
            50,
            words.HALL,
            _("One table for schools and police"),
            table,
            people=11,
        )
        self._held(
            EventKind.AWARENESS, 34, words.HALL, _("Evening for parents"), (Sector.SCHOOLS,), people=38, flyers=120,
            who=(Constituency.PARENTS,),
        )  # fmt: skip
        hotel = (Sector.LOCAL_BUSINESS, Sector.FIRST_RESPONDERS)
        self._held(
            EventKind.STAKEHOLDER_TRAINING, 75, words.HALL, _("What hotel staff can see"), hotel, people=16
        )
        self._planned(EventKind.LISTENING_GROUP, -6, _("Listening at the laundry"))
        self._planned(EventKind.TEAM_MEETING, 8, "")
        self._planned(EventKind.TEAM_MEETING, 38, "")
        self._planned(EventKind.AWARENESS, 21, _("Table at the market"))

    def _details(self, kind: EventKind, day: dt.date, place: object, title: str) -> Details:
        hours = When(day=day, starts=dt.time(18, 30), zone=self.zone, ends=dt.time(20))
        return Details(kind=kind, when=hours, title=title, place=str(place))

    def _held(
        self,
        kind: EventKind,
        days_ago: int,
        place: object,
        title: str = "",
        sectors: Sequence[Sector] = (),
        *,
        people: int,
        flyers: int = 0,
        who: Sequence[Constituency] = (),
    ) -> None:
        day = self.today - dt.timedelta(days=days_ago)
        there = self.team[: min(people, len(self.team))]
        attendance = Attendance(
            organizations=tuple(self.of[sector] for sector in sectors),
            constituencies=tuple(who),
            memberships=tuple(one.pk for one in there),
            people_present=people,
            outputs=(OutputLine(OutputUnit.ITEMS, flyers, at_least=True),) if flyers else (),
        )
        log_meeting(details=self._details(kind, day, place, title), attendance=attendance, by=self.by)

    def _planned(self, kind: EventKind, days_ahead: int, title: str) -> Event:
        day = self.today + dt.timedelta(days=days_ahead)
        return plan_event(details=self._details(kind, day, words.PLACE, title), by=self.by)


def _research(by: User, today: dt.date) -> list[Finding]:
    begun = today - dt.timedelta(days=140)
    research = begin_research(by=by, question=str(words.QUESTION), begun_on=begun)
    for number, step in enumerate((Step.DESIGN, Step.METHODS, Step.FIELDWORK)):
        add_step(
            research=research,
            by=by,
            step=step,
            begun_on=begun,
            done_on=begun + dt.timedelta(days=20 * (number + 1)),
        )
    for method in (Method.INTERVIEW, Method.LISTENING_GROUP):
        add_method(research=research, by=by, method=method, begun_on=begun)
    return [
        add_finding(
            by=by,
            research=research,
            vulnerability=one.vulnerability,
            severity=one.severity,
            confidence=one.confidence,
            affected_groups=list(one.groups),
            method=one.method,
            people_heard=one.people_heard,
            observed_on=today - dt.timedelta(days=70),
            summary=str(one.summary),
        )
        for one in words.FINDINGS
    ]


def _focus(findings: Sequence[Finding], by: User, today: dt.date) -> None:
    """What the findings suggest first, accepted."""
    decided = today - dt.timedelta(days=40)
    ranking = rank([fact(one) for one in findings], current_weights(), decided)
    first = next(one for one in ranking.scores if one.terms)
    chosen = {
        "sector": first.sector,
        "finding_id": first.terms[0].finding,
        "plan": _("Visit three of them, and leave the notice with the hotline."),
        "plan_who": _("Two of us"),
        "plan_due": today + dt.timedelta(days=45),
    }
    accept_focus(
        by=by, client_id=uuid4(), decided_on=decided, reason="", suggestion=frozen(ranking), chosen=[chosen]
    )


def _strategy(
    organizations: Sequence[Organization], findings: Sequence[Finding], by: User, today: dt.date
) -> None:
    hotel = next(one for one in organizations if one.sector == Sector.LOCAL_BUSINESS)
    code = offered(hotel.sector)[0][1][0].code
    add_strategy(
        organization=hotel, rung=Rung.PLANNED, since=today - dt.timedelta(days=25), by=by,
        code=code, purpose=CATALOGUE[code].purpose, finding=findings[0],
    )  # fmt: skip


def _services(team: Sequence[Membership], by: User, today: dt.date) -> None:
    services = [_service(one, by, today) for one in words.SERVICES]
    write_pathway(service=services[0], by=by, steps=str(words.PATHWAY), who_calls=team[0].user.name)
    add_check(
        service=services[0],
        by=by,
        on=today - dt.timedelta(days=15),
        called_by=team[0],
        answered=True,
        accepts=[["physical", "en"]],
    )


def _service(one: words.ServiceWords, by: User, today: dt.date) -> Service:
    service = add_service(
        by=by,
        name=str(one.name),
        provider=str(one.provider),
        kinds=list(one.kinds),
        languages=list(one.languages),
    )
    if one.confirmed is not None:
        day = today - dt.timedelta(days=one.confirmed)
        confirm_service(service=service, way=ConfirmationWay.CALL, on=day, by=by)
    return service

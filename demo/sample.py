"""The sample community as a plan like that of a town of the demo, in the language of the person who asks for it.

Its office has no other community and no staff, so that row-level security keeps it out of every figure, report and list
of the real ones. See docs/adr/0031-sample-town.md.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from communities.census import read_census_profile
from communities.models import CadenceKind, Community, Membership, Role, Stage
from demo.events import EventPlan
from demo.findings import Discovery, FindingPlan, FindingText, ResearchPlan, StrategyPlan
from demo.help import HelpPlan, ServicePlan
from demo.people import Person
from demo.places import NEW, Place
from demo.plan import Town
from demo.register import OrganizationPlan
from demo.sources import read_json
from demo.turnout import OutputPlan, Turnout
from evaluation.instrument import Text
from events.models import Constituency, EventKind, EventStatus, OutputUnit
from stakeholders.models import AffectedGroup, Method, Sector, Step, StrategyLevel, TieKind
from support.models import ServiceKind

# Made-up texts in Spanish and Chinese, by their English.
TEXTS = read_json("sample.json")


def _translate(text: str) -> str:
    return str(TEXTS[text].get(get_language(), text))


TOWN: Text = lazy(_translate, str)("Sample town")
OFFICE: Text = lazy(_translate, str)("Sample office")
PEOPLE = (
    ("Alma Abara", Role.COORDINATOR),
    ("Joon Castellanos", Role.LEADER),
    ("Rosa Lindqvist", Role.LEADER),
    ("Tariq Moreno", Role.MEMBER),
)
# How long its people have been in the team.
SINCE = timedelta(days=300)


def make_sample_plan(community: Community, memberships: Sequence[Membership], today: date) -> Town:
    """``memberships``: of the made-up people as above, and of the person who asked last."""
    since = today - SINCE
    organizations = _build_organizations()
    return Town(
        place=Place(
            slug=community.slug,
            name=community.name,
            office=community.office.slug,
            time_zone=community.time_zone,
            activity_level=NEW,
            team_since=since,
            stages=((Stage.DISCOVERING, since),),
            cadences=((CadenceKind.MONTH, today - timedelta(days=180)),),
            languages=("en", "es"),
            profile=read_census_profile("91101"),
        ),
        people=[
            Person(entry.user.name, entry.user.email, ((Role(entry.role), since, None),))
            for entry in memberships
        ],
        organizations=organizations,
        events=list(_build_events(community, organizations, today)),
        discovery=_build_discovery(organizations, today),
        help=_build_help(today),
        is_sample=True,
    )


def _build_organizations() -> list[OrganizationPlan]:
    names = (
        (Sector.SCHOOLS, _translate("Hill High School")),
        (Sector.SCHOOLS, _translate("Riverside Middle School")),
        (Sector.LOCAL_BUSINESS, _translate("Harbor Hotel")),
        (Sector.LOCAL_BUSINESS, _translate("Corner Laundry")),
        (Sector.MEDIA, _translate("Town Radio")),
        (Sector.FAITH_NGOS, _translate("St. Anne's Parish")),
        (Sector.FAITH_NGOS, _translate("Neighbors' House")),
        (Sector.FIRST_RESPONDERS, _translate("Fire Station 2")),
        (Sector.LAW_ENFORCEMENT, _translate("Police, west precinct")),
        (Sector.LOCAL_LEGISLATURES, _translate("Town council")),
    )
    return [OrganizationPlan(name, sector, TieKind.EXISTING) for sector, name in names]


def _build_events(
    community: Community, organizations: Sequence[OrganizationPlan], today: date
) -> Iterator[EventPlan]:
    """Five team meetings, three events with others, an event without an outcome, and three to come."""
    room, hall = _translate("Library, small room"), _translate("Community center, hall")
    numbers = {plan.sector: number for number, plan in enumerate(organizations)}
    table = (Sector.SCHOOLS, Sector.LAW_ENFORCEMENT, Sector.FAITH_NGOS)
    hotel = (Sector.LOCAL_BUSINESS, Sector.FIRST_RESPONDERS)
    # Days from today, the people who came and the sectors; without people it is planned.
    rows: list[tuple[EventKind, int, str, int | None, tuple[Sector, ...]]] = [
        *((EventKind.TEAM_MEETING, -20 - 30 * number, "", 4 - number % 2, ()) for number in range(5)),
        (EventKind.STAKEHOLDER_MEETING, -50, _translate("One table for schools and police"), 11, table),
        (EventKind.AWARENESS, -34, _translate("Evening for parents"), 38, (Sector.SCHOOLS,)),
        (EventKind.STAKEHOLDER_TRAINING, -75, _translate("What hotel staff can see"), 16, hotel),
        (EventKind.LISTENING_GROUP, -6, _translate("Listening at the laundry"), None, ()),
        (EventKind.TEAM_MEETING, 8, "", None, ()),
        (EventKind.TEAM_MEETING, 38, "", None, ()),
        (EventKind.AWARENESS, 21, _translate("Table at the market"), None, ()),
    ]
    flyers = (OutputPlan(OutputUnit.ITEMS, 120, at_least=True, what=""),)
    for kind, days, title, people, sectors in rows:
        start = datetime.combine(today + timedelta(days=days), time(18, 30), community.zone)
        for_parents = kind == EventKind.AWARENESS and people is not None
        yield EventPlan(
            kind=kind,
            title=title,
            status=EventStatus.PLANNED if people is None else EventStatus.HELD,
            starts_at=start,
            ends_at=start + timedelta(minutes=90),
            place=room if people is None or kind == EventKind.TEAM_MEETING else hall,
            turnout=Turnout(
                people_present=people,
                members=tuple(range(min(people or 0, len(PEOPLE)))),
                organizations=tuple(numbers[sector] for sector in sectors),
                constituencies=(Constituency.PARENTS,) if for_parents else (),
                outputs=flyers if for_parents else (),
            ),
        )


def _build_findings(today: date) -> tuple[FindingPlan, ...]:
    youth, women, migrants = AffectedGroup.YOUTH, AffectedGroup.WOMEN, AffectedGroup.MIGRANTS
    hotels = _translate(
        "Of six hotels that we visited, one had a notice for its staff, and none had trained the night shift."
    )
    schools = _translate("Nobody calls at home before the tenth missed day, say counselors of both schools.")
    languages = _translate("Spanish speakers said they would not call a line that answers only in English.")
    # With confidence, and how many people were heard.
    findings = (
        (FindingText("untrained_hotels", 4, (women, migrants), Method.OBSERVATION, hotels), 3, None),
        (FindingText("missing_from_school", 4, (youth,), Method.INTERVIEW, schools), 4, 5),
        (FindingText("no_interpreters", 3, (migrants,), Method.LISTENING_GROUP, languages), 3, 14),
    )
    observed_on = today - timedelta(days=70)
    return tuple(
        FindingPlan(text, text.severity, confidence, people_heard, observed_on, None)
        for text, confidence, people_heard in findings
    )


def _build_discovery(organizations: Sequence[OrganizationPlan], today: date) -> Discovery:
    """Three steps of a research, the focus that its findings suggest, and a first strategy with a hotel."""
    begun = today - timedelta(days=140)
    heard_from = begun + timedelta(days=30)
    research = ResearchPlan(
        question=_translate("Who in our town is vulnerable, and who notices?"),
        begun_on=begun,
        closed_on=None,
        steps={
            step: begun + timedelta(days=20 * number)
            for number, step in enumerate((Step.DESIGN, Step.METHODS, Step.FIELDWORK), start=1)
        },
        methods=((Method.INTERVIEW, heard_from, 5), (Method.LISTENING_GROUP, heard_from, 14)),
        findings=_build_findings(today),
        places=_translate("Hotels on the main road, and two schools"),
        people_to_hear=_translate("Night clerks, counselors and Spanish speakers"),
    )
    hotel = next(number for number, plan in enumerate(organizations) if plan.sector == Sector.LOCAL_BUSINESS)
    return Discovery(
        researches=(research,),
        focuses=1,
        decided_on=today - timedelta(days=40),
        strategies=(StrategyPlan(hotel, 0, ((StrategyLevel.PLANNED, today - timedelta(days=25)),)),),
        focus_plan=_translate("Visit three of them, and leave the notice with the hotline."),
        focus_who=_translate("Two of us"),
        focus_days=85,
    )


def _build_help(today: date) -> HelpPlan:
    """Four services; the provider of the last one was not asked yet, and the first one was called."""
    kinds = ServiceKind
    room = {
        "name": _translate("A room for some nights"),
        "provider": _translate("Neighbors' House"),
        "kinds": [kinds.HOUSING],
    }
    talk = {
        "name": _translate("A person to talk to"),
        "provider": _translate("County Counseling"),
        "kinds": [kinds.COUNSELING],
    }
    meal = {"name": _translate("English and a meal"), "provider": _translate("St. Anne's Parish")}
    advice = {
        "name": _translate("Legal advice on Tuesdays"),
        "provider": _translate("Town Law Clinic"),
        "kinds": [kinds.LEGAL],
    }
    rows: tuple[tuple[dict[str, Any], tuple[str, ...], int | None], ...] = (
        (talk, ("en",), 60),
        (meal | {"kinds": [kinds.LANGUAGE, kinds.FOOD]}, ("en", "es"), 170),
        (advice, ("en",), None),
    )
    called = ServicePlan(
        room,
        ("en", "es"),
        confirmed=(today - timedelta(days=30),),
        has_pathway=True,
        checks=((today - timedelta(days=15), True),),
        is_public=False,
        steps=_translate("Ask whether the person is safe. Call in private. Stay until staff arrive."),
    )
    others = (
        ServicePlan(
            fields, languages, confirmed=(today - timedelta(days=days),) if days else (), is_public=False
        )
        for fields, languages, days in rows
    )
    return HelpPlan((called, *others))

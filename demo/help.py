"""Local services of a town, whether it called them, whom it supported, and its public page; all made up."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from communities.models import Membership, User
from demo.places import NEW, PATCHY, SHOWCASE, STEADY, Place, make_fictional_phone
from demo.sources import make_random, read_json
from support.models import (
    ConfirmationWay,
    Interest,
    OpeningHours,
    Pathway,
    PathwayCheck,
    PublicProfile,
    Reply,
    Service,
    ServiceConfirmation,
    SupportOffered,
    SupportTally,
    SupportTotal,
)
from support.needs import get_needs
from support.tallies import compute_network_total, get_totals_date
from tfc.periods import HalfYear

# Most days, and the day on which people come who work on the others.
DAY, LATE = ((time(9), time(17)),), ((time(9), time(12)), (time(14), time(20)))
# Of the showcase, whose directory is complete enough for other programs.
POSTAL_CODE = "CA 91101"
RECENT = (HalfYear(2025, 2), HalfYear(2026, 1))
# Sessions and places offered by the showcase in each half-year, by kind of support.
OFFERED = {1: (18, 6), 2: (40, 15), 3: (8, 12)}
STEPS = "Ask whether the person is safe now.\nCall from a room where nobody listens.\nStay until help comes."


@dataclass(frozen=True)
class ServicePlan:
    """``fields``: of the service itself. ``confirmed``: the days on which the provider said that all is right.

    ``checks``: calls, the first one first, and whether they were answered.
    """

    fields: Mapping[str, Any]
    languages: tuple[str, ...]
    phone: str = ""
    confirmed: tuple[date, ...] = ()
    has_pathway: bool = False
    trained: bool = False
    checks: tuple[tuple[date, bool], ...] = ()
    is_public: bool = True
    steps: str = STEPS


@dataclass(frozen=True)
class HelpPlan:
    services: tuple[ServicePlan, ...] = ()
    about: Mapping[str, str] | None = None
    interested: Sequence[Sequence[Any]] = ()


DATA: dict[str, Any] = read_json("services.json")
SERVICES: list[dict[str, Any]] = DATA["services"]


def build_help(place: Place, today: date) -> HelpPlan:
    """Much in the showcase, some in steady towns, old news in patchy ones and hardly anything in new ones."""
    if not place.cadences or place.dormant_since:
        return HelpPlan()
    chance = make_random("help", place.slug)
    chosen = enumerate(SERVICES[: _count_services(place, chance)])
    services = tuple(_draw_service(place, fields, number, chance, today) for number, fields in chosen)
    about = {language: text.format(place=place.name) for language, text in DATA["about"].items()}
    return HelpPlan(
        services=services,
        about=about if place.activity_level not in (NEW, PATCHY) else None,
        interested=DATA["interested"] if place.activity_level == SHOWCASE else (),
    )


def _count_services(place: Place, chance: Random) -> int:
    if place.activity_level == SHOWCASE:
        return len(SERVICES)
    if place.activity_level == NEW:
        return chance.randint(0, 1)
    return chance.randint(1, 3) if place.activity_level == PATCHY else chance.randint(4, 6)


def _draw_service(
    place: Place, fields: Mapping[str, Any], number: int, chance: Random, today: date
) -> ServicePlan:
    is_late = place.activity_level == PATCHY or number == 6
    if place.activity_level == SHOWCASE and fields.get("address_is_public"):
        fields = {**fields, "address": f"{fields['address']}, {POSTAL_CODE}"}
    last = today - timedelta(days=chance.randint(190, 260) if is_late else chance.randint(10, 160))
    if place.activity_level == SHOWCASE and number == 4:
        last = today - timedelta(days=165)  # lapses within thirty days
    prepared = place.activity_level == SHOWCASE or (place.activity_level != PATCHY and number < 2)
    checks: tuple[tuple[date, bool], ...] = ()
    if prepared and number not in (5, 7):
        latest = today - timedelta(days=chance.randint(15, 150))
        # One call each half-year; a provider that does not answer now did so then.
        checks = ((latest - timedelta(days=182), True), (latest, number != 3))
    return ServicePlan(
        fields=fields,
        languages=tuple(code for code in place.languages if code == "en" or chance.random() < 0.55),
        phone=make_fictional_phone(place, chance),
        confirmed=(last - timedelta(days=170), last),
        has_pathway=prepared,
        trained=prepared and number != 2,
        checks=checks,
    )


def _draw_tallies(place: Place) -> Iterator[tuple[HalfYear, int, int]]:
    """People supported by half-year and need. Most teams do not know how many had spiritual support, so its sum stays
    hidden."""
    if not place.cadences or place.dormant_since:
        return
    for half_year in RECENT:
        people_by_need: dict[int, int] = {}
        if place.activity_level == SHOWCASE:
            people_by_need = {1: 7, 2: 8, 4: 12} if half_year.half == 1 else {1: 4, 2: 7, 4: 12}
        elif place.activity_level == STEADY:
            chance = make_random("tallies", place.slug, half_year)
            people_by_need = {1: chance.randint(0, 6), 2: chance.randint(0, 5), 4: chance.randint(2, 9)}
            people_by_need |= {3: chance.randint(1, 3)} if chance.random() < 0.3 else {}
        for need, people in people_by_need.items():
            yield half_year, need, people


def store_help(plan: HelpPlan, memberships: Sequence[Membership], today: date) -> None:
    """In a coordinator's scope."""
    by, second = memberships[0].user, memberships[min(1, len(memberships) - 1)]
    for number, service_plan in enumerate(plan.services):
        service = _store_service(service_plan, number, by, second.user)
        _store_readiness(service_plan, service, second, by)
    if plan.about:
        PublicProfile.objects.create(
            about_en=plan.about["en"], about_es=plan.about["es"], about_zh=plan.about["zh"],
            show_achievements=True, is_published=True, updated_by=by,
        )  # fmt: skip
    Interest.objects.bulk_create(
        Interest(
            name=name, reach=reach, message=message, on=today - timedelta(days=days), client_id=uuid.uuid4()
        )
        for name, reach, message, days in plan.interested
    )


def store_support(place: Place, by: User) -> None:
    """In a coordinator's scope."""
    SupportTally.objects.bulk_create(
        SupportTally(year=half_year.year, half=half_year.half, need=need, people=people, updated_by=by)
        for half_year, need, people in _draw_tallies(place)
    )
    if place.activity_level == SHOWCASE:
        SupportOffered.objects.bulk_create(
            SupportOffered(
                year=half_year.year, half=half_year.half, kind=kind, sessions=sessions, places=places, updated_by=by
            )
            for half_year in RECENT
            for kind, (sessions, places) in OFFERED.items()
        )  # fmt: skip


def _store_service(plan: ServicePlan, number: int, by: User, second: User) -> Service:
    fields = plan.fields
    published = {
        "is_public": True,
        "published_by": by,
        "approved_at": timezone.now(),
        "approved_by": second,
        "approved_phone": plan.phone,
        "approved_address": fields["address"] if fields.get("address_is_public") else "",
        "email": f"office@{slugify(fields['provider'])}.example",
    }
    service = Service.objects.create(
        **fields,
        languages=list(plan.languages),
        phone=plan.phone,
        confirmed_on=plan.confirmed[-1] if plan.confirmed else None,
        created_by=by,
        **(published if plan.is_public else {}),
    )
    if plan.is_public and not service.always_open:
        OpeningHours.objects.bulk_create(
            OpeningHours(service=service, weekday=weekday, opens=opens, closes=closes)
            for weekday in range(5)
            for opens, closes in (LATE if weekday == 1 and number % 2 else DAY)
        )
    ServiceConfirmation.objects.bulk_create(
        ServiceConfirmation(
            service=service, way=ConfirmationWay.CALL, reply=Reply.RIGHT, replied_on=day, requested_by=by
        )
        for day in plan.confirmed
    )
    return service


def _store_readiness(plan: ServicePlan, service: Service, contact: Membership, by: User) -> None:
    if plan.has_pathway:
        Pathway.objects.create(
            service=service,
            steps=plan.steps,
            who_calls=f"The contact of the evening calls {service.provider}." if plan.is_public else by.name,
            contact=contact if plan.trained else None,
            contact_trained_on=plan.checks[0][0] if plan.trained and plan.checks else plan.confirmed[0],
            created_by=by,
        )
    needs = sorted(get_needs(service.kinds))
    accepted = [[need, language] for need in needs for language in service.languages]
    PathwayCheck.objects.bulk_create(
        PathwayCheck(
            service=service,
            on=day,
            called_by=contact,
            answered=answered,
            accepts=accepted if answered else [],
            created_by=by,
        )
        for day, answered in plan.checks
    )


def store_totals(places: Iterable[Place], today: date) -> None:
    """In the office's scope: the sums over its communities that the daily task would have made by today."""
    reported_counts = defaultdict(list)
    for place in places:
        for half_year, need, people in _draw_tallies(place):
            reported_counts[half_year, need].append(people)
    SupportTotal.objects.bulk_create(
        (
            SupportTotal(
                year=half_year.year,
                half=half_year.half,
                need=need,
                people=compute_network_total(counts),
                communities=len(counts),
            )
            for (half_year, need), counts in reported_counts.items()
            if get_totals_date(half_year) <= today
        ),
        ignore_conflicts=True,
    )

"""Hill's services and residents' surveys as pages show them: one of each, with long texts."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from communities.actions.settings import replace_profile, set_required_languages
from communities.models import Membership
from communities.population_csv import Group
from residents.models import TurnedAway
from stakeholders.models import Organization, Sector
from support.models import (
    Interest,
    OpeningHours,
    Pathway,
    PathwayCheck,
    Service,
    ServiceConfirmation,
    SupportOffered,
    SupportTally,
    SupportTotal,
    TallyPurge,
)
from support.tallies import get_stored_half_years
from tests.base import World, within
from tests.e2e.research_path_samples import ago
from tests.residents.waves_base import add_answers, make_wave
from tests.support.public_base import publish
from tests.support.services_base import ask_service

LONG = "https://hill.example.org/how-to-get-in-at-every-hour-of-the-day-and-of-the-night-without-papers"
NAME = "House at the Old Rail Yard for Women and their Children (Casa de la Estación)"
TOKEN = "a-link-that-only-the-provider-got-by-email"
SPOKEN = {"en": 70_000, "es": 27_000, "zh": 3_000}


def create_help(town: World) -> dict[str, object]:
    """Create the help records and return the ids for the URLs."""
    with within(town.hill):
        places = _directory(town)
    ask_service(town, Service(pk=places["asked"]), TOKEN)
    _numbers(town)
    publish(town.hill, town["hill-coordinator"], about_en=f"We stand by our neighbors. {LONG}")
    return places | _waves(town) | {"token": TOKEN}


def _directory(town: World) -> dict[str, Any]:
    """Create a confirmed shelter, one with a pending confirmation, one with a reported change, and a hotline."""
    _languages(town)
    by = town["hill-leader"]
    center = Organization.objects.create(name="Hope Center", sector=Sector.FAITH_NGOS, created_by=by)
    house = Service.objects.create(
        name=NAME, provider="Hope Center", organization=center, kinds=["housing", "food", "case_management"],
        languages=["en", "es", "zh"], description=LONG, eligibility=LONG, ineligibility="No pets", intake=LONG,
        coverage="Hill and Dale", phone="+1 626-555-0142", website=LONG, email="desk@hope-center.example.org",
        address="Behind-the-third-gas-station-on-Elm-Street", is_public=True, approved_at=timezone.now(),
        approved_phone="+1 626-555-0142", approved_website=LONG,
        confirmed_on=ago(20), created_by=by,
    )  # fmt: skip
    for weekday in range(5):
        OpeningHours.objects.create(service=house, weekday=weekday, opens=dt.time(9), closes=dt.time(17))
    others: dict[str, dict[str, Any]] = {
        "asked": {"kinds": ["counseling"], "languages": ["en"], "email": "talk@clinic.example.org"},
        "changed": {"kinds": ["legal"], "languages": ["es"], "confirmed_on": ago(160)},
        "hotline": {"kinds": ["crisis"], "languages": ["en"], "phone": town.usa.hotline, "always_open": True},
    }
    results = {
        name: Service.objects.create(name=f"{NAME}: {name}", provider="Clinic", created_by=by, **values).pk
        for name, values in others.items()
    }
    reply = ServiceConfirmation.objects.create(
        service_id=results["changed"], way="link", reply="changed", replied_on=ago(2), changes=LONG
    )
    _readiness(town, house)
    return results | {"service": house.pk, "reply": reply.pk}


def _languages(town: World) -> None:
    by = town["hill-coordinator"]
    groups = [Group("language", code, people) for code, people in SPOKEN.items()]
    replace_profile(groups=groups, source="census", year=2020, by=by)
    set_required_languages(languages=["zh"], by=by)


def _readiness(town: World, house: Service) -> None:
    """A complete referral pathway; the first check call was not answered, in the second they would have accepted
    some."""
    contact, by = Membership.objects.get(user=town["hill-member"]), town["hill-leader"]
    Pathway.objects.create(
        service=house, steps=f"Ask whether the person is safe.\n{LONG}", who_calls=LONG, contact=contact,
        contact_trained_on=ago(60), created_by=by,
    )  # fmt: skip
    PathwayCheck.objects.create(service=house, on=ago(200), called_by=contact, answered=False, created_by=by)
    accepts = [["physical", "en"], ["physical", "es"], ["social", "en"]]
    PathwayCheck.objects.create(
        service=house, on=ago(10), called_by=contact, answered=True, accepts=accepts, created_by=by
    )


def _numbers(town: World) -> None:
    """Create tallies of two half-years, volunteer inquiries, and the office's sums, one of them hidden."""
    by, (now, before, *_older) = town["hill-coordinator"], get_stored_half_years(ago(0))
    with within(town.hill, coordinator=True):
        for need in (1, 2, 4):
            SupportTally.objects.create(
                year=before.year, half=before.half, need=need, people=9_999, updated_by=by
            )
        SupportOffered.objects.create(
            year=now.year, half=now.half, kind=4, sessions=18, places=600, updated_by=by
        )
        TallyPurge.objects.create(year=2023, half=1, rows=3)
        for reach in ("rosa-who-would-like-to-help-very-much@neighbors.hill.example.org", "626 555 0142"):
            Interest.objects.create(name=NAME, reach=reach, message=LONG, on=ago(3), client_id=uuid.uuid4())
    with within(town.usa):
        for need, people in ((1, 12_345), (2, None)):
            SupportTotal.objects.create(
                year=before.year, half=before.half, need=need, people=people, communities=4
            )


def _waves(town: World) -> dict[str, Any]:
    """Create two comparable waves with enough answers, an imported file and rejected answers."""
    first = make_wave(town.hill, starts_on=ago(380), ends_on=ago(360), place="Market")
    wave = make_wave(town.hill, place=NAME)
    add_answers(first, town.hill, knows=4, knows_not=30)
    add_answers(wave, town.hill, knows=25, knows_not=10, refuses=2)
    add_answers(wave, town.hill, knows=1, source="file", batch=uuid.uuid4())
    with within(town.hill):
        TurnedAway.objects.create(
            office_id=town.usa.pk, wave=wave, day=timezone.localdate(), why="haste", number=9_000
        )
    return {"wave": wave.pk}

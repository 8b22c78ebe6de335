"""Services, referral pathways, check calls, waves and residents' answers for the tests of figures, in the community's
scope."""

import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from communities.models import Community, Membership, RequiredLanguage, User
from evaluation.figures import Computed, compute
from residents.models import AwarenessAnswer, AwarenessWave
from support.models import Pathway, PathwayCheck, Service, ServiceConfirmation
from tests.base import World, within
from tests.evaluation.figures.records import H1
from tests.residents.waves_base import store_totals

# One for each need.
ALL_KINDS = "housing counseling spiritual_care legal"

# All answers right; with "debts" and "no_home" two risks are named.
KNOWS_ALL: dict[str, Any] = {
    "route_unprompted": "right",
    "hotline_unprompted": "right",
    "route_prompted": "right",
    "hotline_prompted": "right",
    "definition": "right",
    "risks": ["debts", "no_home"],
}


def wave(sampling: str = "street", **fields: Any) -> AwarenessWave:
    days = {"starts_on": date(2025, 1, 1), "ends_on": date(2026, 12, 31)}
    return AwarenessWave.objects.create(
        code=uuid.uuid4().hex[:12], sampling=sampling, **{"version": 1, **days, **fields}
    )


def answered(to: AwarenessWave, people: int, on: str = "2026-03-01", **codes: Any) -> None:
    """Store so many residents with these answers and right ones to all other questions."""
    AwarenessAnswer.objects.bulk_create(
        AwarenessAnswer(
            wave=to,
            client_id=uuid.uuid4(),
            day=date.fromisoformat(on),
            language="en",
            source="paper",
            counted=True,
            **KNOWS_ALL | codes,
        )
        for _ in range(people)
    )
    store_totals(to)


def languages(*codes: str) -> None:
    for code in codes:
        RequiredLanguage.objects.create(language=code)


def service(kinds: str, spoken: str, confirmed: str | None = None, **fields: Any) -> Service:
    """`kinds` and `spoken` are codes separated by spaces. Created on New Year's Day by default."""
    entered = fields.pop("entered", "2026-01-01")
    service = Service.objects.create(
        name="x",
        provider="x",
        kinds=kinds.split(),
        languages=spoken.split(),
        confirmed_on=date.fromisoformat(confirmed) if confirmed else None,
        **fields,
    )
    at = datetime.combine(date.fromisoformat(entered), time(20), UTC)
    Service.objects.filter(pk=service.pk).update(created_at=at)
    service.refresh_from_db()
    return service


def confirmation(service: Service, on: str, reply: str = "right") -> ServiceConfirmation:
    return ServiceConfirmation.objects.create(
        service=service, way="call", reply=reply, replied_on=date.fromisoformat(on)
    )


def pathway(to: Service, community: Community, trained: User, **fields: Any) -> Pathway:
    """A complete one: written, with a contact trained in January."""
    member = Membership.objects.get(user=trained, community=community)
    values = {"steps": "x", "who_calls": "x", "contact": member, "contact_trained_on": date(2026, 1, 20)}
    return Pathway.objects.create(service=to, **values | fields)


def call(to: Service, on: str, *accepts: str, answered: bool = True, **fields: Any) -> PathwayCheck:
    taken = [text.split() for text in accepts]
    return PathwayCheck.objects.create(
        service=to, on=date.fromisoformat(on), answered=answered, accepts=taken, **fields
    )


def prepared(world: World, kinds: str, spoken: str, **fields: Any) -> Service:
    """``accepts``: "physical es", a need and a language each."""
    result = service(kinds, spoken)
    pathway(result, world.hill, world["hill-leader"], **fields)
    return result


def figures(community: Community, as_of: date | None = None) -> dict[str, Computed]:
    """Return the figures of the tests' half-year."""
    with within(community):
        return compute([community], H1, as_of=as_of)[community.pk]


def bounds(computed: Computed) -> tuple:
    """Return numerator, denominator and maximum of the cells."""
    measured = computed.measured
    return measured.numerator, measured.denominator, measured.upper


def cells(computed: Computed, state: str) -> list[str]:
    """Return the covered cells, as "physical es"."""
    rows = computed.measured.details["cells"]
    return [f"{row['need']} {row['language']}" for row in rows if row[state]]

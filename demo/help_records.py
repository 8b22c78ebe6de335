"""The directory of the demo's towns, their calls, tallies and public words, stored as a coordinator would."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.text import slugify

from communities.models import Membership, User
from demo.help import DAY, LATE, HelpPlan, ServicePlan
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
from support.needs import needs_of
from support.tallies import network_total, totals_from

STEPS = (
    "Ask whether the person is safe now.\nCall from a room where nobody listens.\nStay until somebody came."
)


def store_help(plan: HelpPlan, memberships: list[Membership]) -> None:
    """In a coordinator's scope."""
    by, second = memberships[0].user, memberships[min(1, len(memberships) - 1)].user
    for number, one in enumerate(plan.services):
        service = _store_service(one, number, by, second)
        _store_readiness(one, service, memberships, by)
    for half_year, people in plan.tallies:
        for need, count in people.items():
            SupportTally.objects.create(
                year=half_year.year, half=half_year.half, need=need, people=count, updated_by=by
            )
    for half_year, offered in plan.offered:
        for kind, (sessions, places) in offered.items():
            SupportOffered.objects.create(
                year=half_year.year, half=half_year.half, kind=kind, sessions=sessions, places=places, updated_by=by
            )  # fmt: skip
    if plan.about:
        PublicProfile.objects.create(
            about_en=plan.about["en"], about_es=plan.about["es"], about_zh=plan.about["zh"],
            is_published=True, updated_by=by,
        )  # fmt: skip
    Interest.objects.bulk_create(
        Interest(name=name, reach=reach, words=words, on=day, client_id=uuid.uuid4())
        for name, reach, words, day in plan.interested
    )


def _store_service(plan: ServicePlan, number: int, by: User, second: User) -> Service:
    text = plan.text
    service = Service.objects.create(
        name=text.name,
        provider=text.provider,
        kinds=list(text.kinds),
        languages=list(plan.languages),
        description=text.description,
        eligibility=text.eligibility,
        ineligibility=text.ineligibility,
        intake=text.intake,
        phone=plan.phone,
        email=f"office@{slugify(text.provider)}.example",
        address=text.address,
        address_is_public=text.address_is_public,
        always_open=text.always_open,
        is_public=True,
        published_by=by,
        approved_at=timezone.now(),
        approved_by=second,
        approved_phone=plan.phone,
        approved_address=text.address if text.address_is_public else "",
        confirmed_on=plan.confirmed[-1],
        created_by=by,
    )
    if not text.always_open:
        OpeningHours.objects.bulk_create(
            OpeningHours(service=service, weekday=weekday, opens=opens, closes=closes)
            for weekday in range(5)
            for opens, closes in (LATE if weekday == 1 and number % 2 else DAY)
        )
    ServiceConfirmation.objects.bulk_create(
        ServiceConfirmation(
            service=service, way=ConfirmationWay.CALL, reply=Reply.RIGHT, replied_on=day, asked_by=by
        )
        for day in plan.confirmed
    )
    return service


def _store_readiness(plan: ServicePlan, service: Service, memberships: list[Membership], by: User) -> None:
    contact = memberships[min(1, len(memberships) - 1)]
    if plan.written:
        Pathway.objects.create(
            service=service,
            steps=STEPS,
            who_calls=f"The contact of the evening calls {service.provider}.",
            contact=contact if plan.trained else None,
            contact_trained_on=plan.checks[0][0] if plan.trained and plan.checks else plan.confirmed[0],
            created_by=by,
        )
    PathwayCheck.objects.bulk_create(
        PathwayCheck(
            service=service,
            on=day,
            called_by=contact,
            answered=answered,
            accepts=[
                [need, language] for need in sorted(needs_of(service.kinds)) for language in service.languages
            ]
            if answered
            else [],
            created_by=by,
        )
        for day, answered in plan.checks
    )


def store_totals(plans: Iterable[HelpPlan], day: date) -> None:
    """In the office's scope, from its communities' plans: what the daily task would have made by the day."""
    told = defaultdict(list)
    for plan in plans:
        for half_year, people in plan.tallies:
            for need, count in people.items():
                told[half_year, need].append(count)
    SupportTotal.objects.bulk_create(
        (
            SupportTotal(
                year=half_year.year,
                half=half_year.half,
                need=need,
                people=network_total(counts),
                communities=len(counts),
            )
            for (half_year, need), counts in told.items()
            if totals_from(half_year) <= day
        ),
        ignore_conflicts=True,
    )

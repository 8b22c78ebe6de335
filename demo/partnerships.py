"""What was given to a town, its partnerships, its briefings and the yearly partner survey, in its own scope."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from communities.models import Community, User
from demo.places import NEW, SHOWCASE, Place
from demo.register import OrganizationPlan, get_active_numbers
from demo.sources import make_random, read_json, read_rows
from stakeholders.actions.briefing_files import make_briefing
from stakeholders.actions.briefings import store_statuses
from stakeholders.briefings.snapshot import digest, get_current_snapshot
from stakeholders.models import (
    Briefing,
    BriefingFinding,
    BriefingShare,
    Contribution,
    ContributionKind,
    Finding,
    Organization,
    Partnership,
    Sector,
    TrustAnswer,
    TrustInvitation,
    TrustRound,
)
from tfc.tokens import hash_token, new_token

CURRENCIES = {"US": "USD", "GB": "GBP"}
MONEY, GOODS, HOURS = ContributionKind
CONTRIBUTION_TEXTS: dict[str, list[str]] = read_json("contributions.json")


def store_contributions(
    place: Place,
    plans: Sequence[OrganizationPlan],
    organizations: Sequence[Organization],
    community: Community,
    by: User,
    today: date,
) -> None:
    """About one a month in a steady town. Some amounts were never counted, and stay empty."""
    if place.activity_level == NEW or place.dormant_since or not place.cadences:
        return
    chance = make_random("contributions", place.slug)
    active = get_active_numbers(plans)
    rows = []
    for month in range(20 if place.activity_level == SHOWCASE else 8):
        kind = chance.choice((MONEY, GOODS, GOODS, HOURS, HOURS))
        amounts = {
            MONEY: chance.randint(2, 30) * 25,
            GOODS: chance.randint(10, 120),
            HOURS: chance.randint(2, 24),
        }
        organization = organizations[chance.choice(active)]
        rows.append(
            Contribution(
                kind=kind,
                sector=organization.sector,
                organization=organization,
                amount=Decimal(amounts[kind]) if chance.random() < 0.8 else None,
                currency=CURRENCIES[community.office.country] if kind == MONEY else "",
                what=chance.choice(CONTRIBUTION_TEXTS[kind]),
                received_on=today - timedelta(days=12 + 31 * month),
                created_by=by,
            )
        )
    Contribution.objects.bulk_create(rows)


def store_partnerships(place: Place, community: Community, by: User) -> None:
    """The showcase has one of each kind, every third town a coalition."""
    if place.activity_level != SHOWCASE and community.pk % 3:
        return
    town = place.slug if place.activity_level == SHOWCASE else ""
    rows = [row for row in read_rows("partnerships.csv") if row.pop("town") == town]
    Partnership.objects.bulk_create(
        Partnership(created_by=by, **{**row, "ends_on": row["ends_on"] or None}) for row in rows
    )


def store_briefings(
    community: Community, findings: Sequence[Finding], decided_on: date, by: User, today: date
) -> None:
    """What the showcase told its officials. A briefing that was given to people has its PDF, made the day before."""
    for text in read_json("briefings.json"):
        fields = {name: text[name] for name in ("title", "audience", "opening", "asks")}
        briefing = Briefing.objects.create(created_by=by, **fields)
        BriefingFinding.objects.bulk_create(
            BriefingFinding(briefing=briefing, finding=finding) for finding in findings[-4:]
        )
        shares = [
            BriefingShare(
                briefing=briefing,
                recipient=share["recipient"],
                shared_on=day,
                answered_on=min(day + timedelta(days=20), today) if share.get("answer") else None,
                answer=share.get("answer", ""),
                followed_on=min(day + timedelta(days=90), today) if share.get("outcome") else None,
                outcome=share.get("outcome", ""),
                created_by=by,
            )
            for share in text["shares"]
            if (day := _get_shared_on(share, decided_on, today)) <= today
        ]
        if shares:
            before = min(share.shared_on for share in shares) - timedelta(days=1)
            at = datetime.combine(before, time(12), community.zone)
            shown = digest(get_current_snapshot(briefing, community, at))
            make_briefing(briefing=briefing, community=community, displayed_digest=shown, by=by, at=at)
        for share in shares:
            share.save()
        store_statuses(briefing)


def _get_shared_on(share: dict[str, int], decided_on: date, today: date) -> date:
    if "days_ago" in share:
        return today - timedelta(days=share["days_ago"])
    return decided_on + timedelta(days=share["days_after_decision"])


def store_partner_survey(
    place: Place,
    plans: Sequence[OrganizationPlan],
    organizations: Sequence[Organization],
    by: User,
    today: date,
) -> None:
    """The showcase asked this spring: enough answered to show most of it. The tokens are thrown away."""
    chance = make_random("trust", place.slug)
    invited = [number for number, plan in enumerate(plans) if any(contact.email for contact in plan.contacts)]
    answering = invited[: max(1, len(invited) - 3)]
    survey = TrustRound.objects.create(year=today.year, closes_on=today - timedelta(days=150), created_by=by)
    TrustInvitation.objects.bulk_create(
        TrustInvitation(
            round=survey,
            organization=organizations[number],
            token_hash=hash_token(new_token()),
            sent_at=survey.created_at,
            answered=number in answering,
        )
        for number in invited
    )
    answers = []
    for number in answering:
        own = plans[number].sector
        others = [sector for sector in Sector if sector != own and chance.random() < 0.8]
        scores = {sector: chance.choice((0, 1, 1, 2, 2, 3)) for sector in others}
        answers += [
            TrustAnswer(round=survey, sector=own, other=other, score=score) for other, score in scores.items()
        ]
    TrustAnswer.objects.bulk_create(answers)

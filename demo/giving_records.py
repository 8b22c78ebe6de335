"""What was given to the demo's towns, their briefings and the yearly question, stored in each one's own scope."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from communities.models import Community, User
from demo.contributions import BriefingPlan, ContributionPlan, SharePlan, TrustPlan
from stakeholders.actions.briefing_files import make_briefing
from stakeholders.briefings.snapshot import digest, snapshot_of
from stakeholders.models import (
    Briefing,
    BriefingFinding,
    BriefingShare,
    Contribution,
    ContributionKind,
    Finding,
    Organization,
    TrustAnswer,
    TrustInvitation,
    TrustRound,
)
from tfc.tokens import hash_of, new_token

CURRENCIES = {"US": "USD", "GB": "GBP"}


def store_contributions(
    plans: Sequence[ContributionPlan], community: Community, organizations: list[Organization], by: User
) -> None:
    Contribution.objects.bulk_create(
        Contribution(
            kind=one.kind,
            sector=organizations[one.organization].sector,
            organization=organizations[one.organization],
            amount=one.amount,
            currency=CURRENCIES[community.office.country] if one.kind == ContributionKind.MONEY else "",
            what=one.what,
            received_on=one.received_on,
            created_by=by,
        )
        for one in plans
    )


def store_briefings(
    plans: Sequence[BriefingPlan], community: Community, findings: list[Finding], by: User, today: date
) -> None:
    """Of those that were given to somebody the PDF as well, made the day before."""
    for one in plans:
        briefing = Briefing.objects.create(
            title=one.title, audience=one.audience, opening=one.opening, asks=one.asks, created_by=by
        )
        BriefingFinding.objects.bulk_create(
            BriefingFinding(briefing=briefing, finding=finding) for finding in findings[-4:]
        )
        shares = [share for share in one.shares if share.shared_on <= today]
        if shares:
            day = min(share.shared_on for share in shares) - timedelta(days=1)
            at = datetime.combine(day, time(12), community.zone)
            seen = digest(snapshot_of(briefing, community, at))
            make_briefing(briefing=briefing, community=community, seen=seen, by=by, at=at)
        for share in shares:
            BriefingShare.objects.create(
                briefing=briefing, recipient=share.recipient, shared_on=share.shared_on,
                answered_on=_later(share, 20, today) if share.answer else None, answer=share.answer,
                followed_on=_later(share, 90, today) if share.outcome else None, outcome=share.outcome,
                created_by=by,
            )  # fmt: skip


def _later(share: SharePlan, days: int, today: date) -> date:
    return min(share.shared_on + timedelta(days=days), today)


def store_trust(plan: TrustPlan | None, organizations: list[Organization], by: User) -> None:
    """Nobody can answer any more: the tokens are thrown away."""
    if plan is None:
        return
    stored = TrustRound.objects.create(year=plan.year, closes_on=plan.closes_on, created_by=by)
    TrustInvitation.objects.bulk_create(
        TrustInvitation(
            round=stored,
            organization=organizations[number],
            token_hash=hash_of(new_token()),
            sent_at=stored.created_at,
            answered=place < len(plan.answers),
        )
        for place, number in enumerate(plan.invited)
    )
    TrustAnswer.objects.bulk_create(
        TrustAnswer(round=stored, sector=sector, other=other, score=score)
        for sector, scores in plan.answers
        for other, score in scores.items()
    )

"""The yearly partner survey: open a round, invite, store an answer, close. In the scope of the community that asks."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import Community, User
from stakeholders.actions.saving import add_row
from stakeholders.emails import send_questions
from stakeholders.models import Organization, TrustAnswer, TrustInvitation, TrustRound
from tfc.tokens import hash_token, new_token


class NotOpenError(Exception):
    """The round is closed, or this link was already used for an answer."""


@transaction.atomic
def open_trust_round(*, year: int, closes_on: dt.date, by: User, client_id: UUID | None = None) -> TrustRound:
    """Open the round of the year, or return the existing one."""
    existing_round = TrustRound.objects.filter(year=year).first()
    return existing_round or add_row(TrustRound, by, client_id, {"year": year, "closes_on": closes_on})


@transaction.atomic
def close_trust_round(*, trust_round: TrustRound, today: dt.date, by: User) -> None:
    """Close the round: no more answers, and the results can be read. A closed round is never opened again."""
    still_open = TrustRound.objects.filter(pk=trust_round.pk, closes_on__gte=today)
    still_open.update(closes_on=today - dt.timedelta(days=1), updated_at=timezone.now())


@transaction.atomic
def invite(
    *, trust_round: TrustRound, community: Community, organizations: Iterable[Organization], by: User
) -> None:
    """Send each organization one email after the commit. Those whose email failed stay unsent and can be invited
    again.
    """
    invitations = [
        TrustInvitation.objects.get_or_create(
            # The real token is created when the email is written; until then no link opens this invitation.
            round=trust_round, organization=organization, defaults={"token_hash": hash_token(new_token())},
        )[0]
        for organization in organizations
    ]  # fmt: skip
    unsent = [invitation.pk for invitation in invitations if invitation.sent_at is None]
    transaction.on_commit(partial(send_questions, community, unsent, again=False))


@transaction.atomic
def remind(*, trust_round: TrustRound, community: Community, by: User) -> None:
    """Remind those that were invited and have not answered; a second reminder is never sent."""
    silent = TrustInvitation.objects.filter(round=trust_round, sent_at__isnull=False, answered=False)
    due = list(silent.filter(reminded_at=None).values_list("pk", flat=True))
    transaction.on_commit(partial(send_questions, community, due, again=True))


@transaction.atomic
def save_answer(
    *, invitation: TrustInvitation, sector: str, scores: Mapping[str, int], today: dt.date
) -> None:
    """Store ``scores`` by sector, and of the organization only its sector. NotOpenError when it is
    late or a repeat.
    """
    locked = TrustInvitation.objects.select_for_update(of=("self",)).select_related("round")
    stored = locked.get(pk=invitation.pk)
    if stored.answered or not stored.round.is_open(today):
        raise NotOpenError
    stored.answered = True
    stored.save(update_fields=["answered"])
    TrustAnswer.objects.bulk_create(
        TrustAnswer(round=stored.round, sector=sector, other=other, score=score)
        for other, score in scores.items()
        if other != sector
    )

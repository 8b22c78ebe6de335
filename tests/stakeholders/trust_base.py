"""Helpers for the tests of the partner survey."""

import datetime as dt
import re
from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend

from communities.models import Community
from stakeholders.models import Organization, TrustAnswer, TrustInvitation, TrustRound
from tests.base import within
from tests.stakeholders.base import add, add_person
from tfc.tokens import hash_token, new_token

LINK = re.compile(r"https?://\S+/p/\S+")


def trust_url(slug: str = "hill", rest: str = "") -> str:
    return f"/c/{slug}/partner-survey/{rest}"


def answer_url(token: str, slug: str = "hill") -> str:
    return f"/p/{slug}/partner-survey/{token}/"


def reachable(community: Community, name: str = "Hill High", **fields) -> Organization:
    organization = add(community, name, **fields)
    add_person(community, organization, email=f"{name.replace(' ', '').lower()}@work.example")
    return organization


def a_round(community: Community, **fields) -> TrustRound:
    with within(community):
        fields_sent = {"year": 2026, "closes_on": dt.date(2026, 6, 10)} | fields
        return TrustRound.objects.create(**fields_sent)


def ask_trust(
    community: Community,
    trust_round: TrustRound,
    organization: Organization,
    token: str | None = None,
    **fields,
) -> TrustInvitation:
    fields_sent = {
        "sent_at": dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        "token_hash": hash_token(token or new_token()),
    } | fields
    with within(community):
        return TrustInvitation.objects.create(round=trust_round, organization=organization, **fields_sent)


def answers(community: Community) -> list[tuple[str, str, int]]:
    with within(community):
        return list(TrustAnswer.objects.order_by("other").values_list("sector", "other", "score"))


def invitations(community: Community) -> list[TrustInvitation]:
    with within(community):
        return list(TrustInvitation.objects.select_related("organization").order_by("organization__name"))


def path_in(message) -> str:
    [link] = LINK.findall(message.body)
    return "/" + link.split("/", 3)[3]


class RefusesSchools(EmailBackend):
    """A mail server that rejects one of the addresses."""

    def send_messages(self, email_messages):
        for message in email_messages:
            if "hillhigh" in message.to[0]:
                raise SMTPRecipientsRefused({message.to[0]: (550, b"unknown")})
        return super().send_messages(email_messages)


class Unreachable(BaseEmailBackend):
    """An unreachable mail server."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError(f"no way to {email_messages[0].to[0]}")

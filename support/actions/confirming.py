"""Asking a provider if the directory is right, storing its reply, and settling that reply."""

import datetime as dt
import logging
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from communities.mail import render_subject
from communities.models import Community, User
from stakeholders.actions.saving import mark_row
from support.confirming import LINK_DAYS
from support.models import ConfirmationWay, Outcome, Reply, Service, ServiceConfirmation
from support.models.approval import CONFIDENTIAL
from tfc.mail import automatic_message
from tfc.tenancy import community_scope
from tfc.tokens import hash_token, new_token

logger = logging.getLogger(__name__)
# A repeated request within this time is treated as a double click.
REPEAT_WINDOW = dt.timedelta(minutes=2)


class NotOpenError(Exception):
    """The link was already answered or has expired, or its service is deleted."""


@transaction.atomic
def ask_provider(*, service: Service, community: Community, by: User) -> None:
    """Send a link after the commit; older links stop working."""
    now = timezone.now()
    Service.objects.select_for_update().get(pk=service.pk)
    open_ones = service.confirmations.filter(way=ConfirmationWay.LINK, reply="")
    if open_ones.filter(sent_at__gt=now - REPEAT_WINDOW, expires_at__gt=now).exists():
        return
    waiting = open_ones.filter(requested_at__gt=now - REPEAT_WINDOW, sent_at=None, expires_at=None).first()
    if waiting is not None:
        # The first email is on its way or failed: this sends it only if the first attempt did not.
        transaction.on_commit(partial(send_question, community, waiting.pk))
        return
    open_ones.filter(Q(expires_at=None) | Q(expires_at__gt=now)).update(expires_at=now)
    confirmation = ServiceConfirmation.objects.create(
        service=service, way=ConfirmationWay.LINK, requested_by=by
    )
    transaction.on_commit(partial(send_question, community, confirmation.pk))


@transaction.atomic
def expire_links(services: Iterable[int]) -> None:
    """Expire the open links of services whose email address changes.

    Otherwise the recipient at the old address could read on where the service is. An unsent email goes to the new
    address.
    """
    sent = ServiceConfirmation.objects.filter(service__in=services, reply="", expires_at__gt=timezone.now())
    sent.update(expires_at=timezone.now())


@transaction.atomic
def record_reply(*, confirmation: ServiceConfirmation, reply: str, changes: str, today: dt.date) -> None:
    """Store the provider's reply to a link. Raises NotOpenError if the link is closed.

    "right" confirms the service; other replies wait for the team.
    """
    locked = ServiceConfirmation.objects.select_for_update(of=("self",)).select_related("service")
    # The login that serves the link may not read addresses.
    stored = locked.defer(*(f"service__{name}" for name in CONFIDENTIAL)).get(pk=confirmation.pk)
    if not is_open(stored):
        raise NotOpenError
    right = reply == Reply.RIGHT
    stored.reply, stored.replied_on = reply, today
    stored.changes = changes if reply == Reply.CHANGED else ""
    stored.settled_at = timezone.now() if right else None
    stored.service_revision = stored.service.revision
    stored.save(update_fields=["reply", "replied_on", "changes", "settled_at", "service_revision"])
    if right:
        _update_confirmed_on(stored.service, today)


def is_open(confirmation: ServiceConfirmation) -> bool:
    over = confirmation.expires_at is None or confirmation.expires_at <= timezone.now()
    return not (confirmation.reply or over or confirmation.service.deleted_at)


@transaction.atomic
def confirm_service(*, service: Service, way: str, on: dt.date, by: User) -> None:
    """Store that the provider confirmed everything by phone or in person. Safe to repeat."""
    reply_fields = {"way": way, "reply": Reply.RIGHT, "replied_on": on}
    if not service.confirmations.filter(**reply_fields).exists():
        service.confirmations.create(**reply_fields, requested_by=by, settled_at=timezone.now())
    _update_confirmed_on(service, on)


@transaction.atomic
def settle_reply(*, confirmation: ServiceConfirmation, outcome: str, by: User) -> bool:
    """Store the outcome of a reply.

    If the directory is right now, the service counts as confirmed on the day of the reply; a service that has ended
    goes to the trash. Returns False if the reply was settled before.
    """
    locked = ServiceConfirmation.objects.select_for_update(of=("self",)).select_related("service")
    stored = locked.get(pk=confirmation.pk)
    if stored.settled_at or not stored.reply:
        return False
    stored.settled_at, stored.outcome = timezone.now(), outcome
    stored.save(update_fields=["settled_at", "outcome"])
    if outcome in (Outcome.CORRECTED, Outcome.NOTHING) and stored.replied_on:
        _update_confirmed_on(stored.service, stored.replied_on)
    elif outcome == Outcome.ENDED:
        mark_row(stored.service, deleted=True)
    return True


def _update_confirmed_on(service: Service, on: dt.date) -> None:
    """Set the day of confirmation unless a later one is stored."""
    older = Service.objects.filter(pk=service.pk).filter(Q(confirmed_on=None) | Q(confirmed_on__lt=on))
    older.update(confirmed_on=on, updated_at=timezone.now())


def send_question(community: Community, confirmation_id: int) -> None:
    """Send the email; call it outside any scope.

    If no mail server accepts it, it stays unsent: the page of the service shows that and offers to send it again. The
    link of an unsent email never works.
    """
    try:
        with community_scope(community.pk, community.office_id):
            _send(community, confirmation_id)
    except OSError as error:
        # Log the type only: the text of the error would contain the email address.
        logger.warning("confirmation %s was not sent: %s", confirmation_id, type(error).__name__)


def _send(community: Community, confirmation_id: int) -> None:
    """Send one email.

    A second simultaneous call waits for the row and finds it sent. A question that a newer one has ended is not sent.
    """
    waiting = ServiceConfirmation.objects.select_for_update(of=("self",)).select_related("service")
    confirmation = waiting.filter(pk=confirmation_id, sent_at=None, expires_at=None).first()
    if confirmation is None or not confirmation.service.email or community.office.is_sample:
        return
    token, now = new_token(), timezone.now()
    confirmation.expires_at = now + dt.timedelta(days=LINK_DAYS)
    _build_email(community, confirmation.service.email, token, confirmation.expires_at).send()
    # The email was sent: its link works from now on.
    confirmation.token_hash, confirmation.sent_at = hash_token(token), now
    confirmation.save(update_fields=["token_hash", "sent_at", "expires_at"])


def _build_email(community: Community, email: str, token: str, expires_at: dt.datetime) -> EmailMessage:
    path = reverse("support:confirmation", args=[community.slug, token])
    context = {
        "community": community,
        "last_day": expires_at.astimezone(community.zone).date(),
        "link": settings.SITE_URL + path,
    }
    with translation.override(community.letters_in):
        subject = render_subject("support/email/confirmation_subject.txt", context)
        text = render_to_string("support/email/confirmation.txt", context)
    return automatic_message(subject, text, [email])

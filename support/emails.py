"""The e-mail by which a provider confirms what the directory says of it: a link, and no detail of the service."""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from communities.mail import render_subject
from communities.models import Community
from support.confirming import LINK_DAYS
from support.models import ServiceConfirmation
from tfc.mail import automatic_message
from tfc.tenancy import community_scope
from tfc.tokens import hash_token, new_token

logger = logging.getLogger(__name__)


def send_question(community: Community, confirmation_id: int) -> None:
    """Outside any scope. What no mail server takes stays unsent: the page of the service says so, and it can be sent
    again; its link never works."""
    try:
        with community_scope(community.pk, community.office_id):
            _send(community, confirmation_id)
    except OSError as error:
        # The text of the error would name the address.
        logger.warning("confirmation %s was not sent: %s", confirmation_id, type(error).__name__)


def _send(community: Community, confirmation_id: int) -> None:
    """Of two calls at the same time the second waits for the row, and finds it sent. One that a newer question has
    ended meanwhile is not sent any more."""
    waiting = ServiceConfirmation.objects.select_for_update(of=("self",)).select_related("service")
    confirmation = waiting.filter(pk=confirmation_id, sent_at=None, expires_at=None).first()
    if confirmation is None or not confirmation.service.email or community.office.is_sample:
        return
    token, now = new_token(), timezone.now()
    confirmation.expires_at = now + dt.timedelta(days=LINK_DAYS)
    _build_email(community, confirmation.service.email, token, confirmation.expires_at).send()
    # The letter has left: from now on its link works.
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

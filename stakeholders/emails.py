"""Emails of the yearly partner survey: a link for one organization, and no information about people."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from communities.mail import render_subject
from communities.models import Community
from stakeholders.models import Contact, ContactQuerySet, Organization, OrganizationQuerySet, TrustInvitation
from tfc.mail import automatic_message
from tfc.tenancy import community_scope
from tfc.tokens import hash_token, new_token

logger = logging.getLogger(__name__)


def get_reachable_organizations() -> OrganizationQuerySet:
    """Return the organizations with an email address, with the ``email`` and ``contact_name`` of
    the first contact.
    """
    first = _addressees().filter(organization=OuterRef("pk"))
    organizations = Organization.objects.not_deleted().in_register_order()
    return organizations.annotate(
        email=Subquery(first.values("email")[:1]), contact_name=Subquery(first.values("name")[:1])
    ).filter(email__isnull=False)


def _addressees() -> ContactQuerySet:
    """Return contacts with an email address; the first one of an organization receives the emails."""
    return Contact.objects.not_deleted().exclude(email="").order_by("id")


def send_questions(community: Community, invitation_ids: list[int], *, again: bool) -> None:
    """Send one email per invitation, outside any scope; a refused one stays unchanged and can be sent again.

    ``again``: a reminder to those invited that have not answered or been reminded; else the first email.
    """
    if community.office.is_sample:
        return
    connection = get_connection()
    for invitation_id in invitation_ids:
        try:
            with community_scope(community.pk, community.office_id):
                _send_one(community, invitation_id, connection, again=again)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
            # The text of the error contains the address, so it is not logged.
            logger.warning("trust invitation %s was not sent: %s", invitation_id, type(error).__name__)
        except OSError as error:
            logger.warning("no mail server took trust invitations: %s", type(error).__name__)
            break
    connection.close()


def _send_one(community: Community, invitation_id: int, connection: BaseEmailBackend, *, again: bool) -> None:
    """Send one email. Of two calls at the same time, the second waits for the row lock and sends nothing."""
    waiting = TrustInvitation.objects.select_for_update(of=("self",))
    waiting = waiting.select_related("round", "organization")
    due = waiting.filter(answered=False, reminded_at=None, sent_at__isnull=not again)
    invitation = due.filter(pk=invitation_id).first()
    if invitation is None:
        return
    to = _addressees().filter(organization=invitation.organization, organization__deleted_at=None).first()
    if to is None:
        return
    token, now = new_token(), timezone.now()
    _letter(community, invitation, to.email, token, connection, again=again).send()
    # The token is stored only after the email was sent, so that the newest sent link works.
    invitation.token_hash = hash_token(token)
    if again:
        invitation.reminded_at = now
    else:
        invitation.sent_at = now
    invitation.save(update_fields=["token_hash", "sent_at", "reminded_at"])


def _letter(
    community: Community,
    invitation: TrustInvitation,
    email: str,
    token: str,
    connection: BaseEmailBackend,
    *,
    again: bool,
) -> EmailMessage:
    path = reverse("stakeholders:partner-survey-answer", args=[community.slug, token])
    context = {
        "community": community,
        "closes_on": invitation.round.closes_on,
        "again": again,
        "link": settings.SITE_URL + path,
    }
    with translation.override(community.letters_in):
        subject = render_subject("stakeholders/email/trust_subject.txt", context)
        text = render_to_string("stakeholders/email/trust.txt", context)
    return automatic_message(subject, text, [email], connection=connection)

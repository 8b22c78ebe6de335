"""E-mails that the communities' app writes: plain text, in the language of the office, no secret but the link."""

import logging
import smtplib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Invitation

logger = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the link; ValidationError when no mail server took it, so that the caller's transaction is undone."""
    place = invitation.place
    office = place.office if isinstance(place, Community) else place
    with translation.override(office.language):
        context = {
            "invitation": invitation,
            "place": place,
            "hours": int(Invitation.LIFETIME.total_seconds() // 3600),
            "link": settings.SITE_URL.rstrip("/") + reverse("communities:invitation", args=[token]),
        }
        subject = " ".join(render_to_string("communities/email/invitation_subject.txt", context).split())
        text = render_to_string("communities/email/invitation.txt", context)
    try:
        send_mail(subject, text, None, [invitation.email])
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("invitation %s was not sent: %s", invitation.pk, error)
        raise ValidationError(
            _("The e-mail could not be sent, so nobody was invited. Try again in a few minutes."),
            code="not-sent",
        ) from error

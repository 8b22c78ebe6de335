"""Emails: plain text with a link, without figures or secrets other than the link, since others may read a mailbox."""

import contextlib
import logging
import smtplib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import Error, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.models import Community, Invitation, NoticeSetting, Office, StaffMembership, User
from communities.unsubscribe import unsubscribe_path
from tfc.mail import automatic_message, unsubscribe_headers

logger = logging.getLogger(__name__)


def render_subject(template: str, context: Mapping[str, object]) -> str:
    """Return the subject in one line, regardless of the template's line breaks."""
    return " ".join(render_to_string(template, context).split())


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the link; ValidationError if no mail server accepts it, so that the caller's transaction is rolled back."""
    place = invitation.place
    with translation.override(place.letters_in):
        context = {
            "invitation": invitation,
            "place": place,
            "hours": int(Invitation.LIFETIME.total_seconds() // 3600),
            "link": settings.SITE_URL + reverse("communities:invitation", args=[token]),
        }
        subject = render_subject("communities/email/invitation_subject.txt", context)
        text = render_to_string("communities/email/invitation.txt", context)
    try:
        automatic_message(subject, text, [invitation.email]).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("invitation %s was not sent: %s", invitation.pk, error)
        raise ValidationError(
            _("The invitation could not be sent. Try again in a few minutes."),
            code="not-sent",
        ) from error


def post_on_commit(
    users: Iterable[User], language: str, path: str, write: Callable[[], tuple[str, str]], *, stop: str = ""
) -> None:
    """Send one message per person after the commit, so that no address is shown to others.

    ``write`` returns subject and text and is called in each person's own language, or else in ``language``; the link
    to ``path`` follows the text, and one to ``stop``. Mail programs offer a button of their own (RFC 8058), which leads
    to ``stop`` or else ends all emails but those about the account.
    People who want no emails get none.
    """
    recipients, messages, site = list(users), [], settings.SITE_URL
    refused = NoticeSetting.objects.filter(Q(nothing=True) | Q(emails_off=True), user__in=recipients)
    silent = set(refused.values_list("user_id", flat=True))
    for user in recipients:
        if user.pk in silent:
            continue
        with translation.override(user.language or language):
            subject, text = write()
            text += f"\n\n{site}{path}\n"
            if stop:
                text += "\n{}\n\n{}\n".format(_("Stop these emails:"), site + stop)
        headers = unsubscribe_headers(site + (stop or unsubscribe_path(user)))
        messages.append(automatic_message(subject, text, [user.email], headers))
    transaction.on_commit(partial(_send, messages))


def post_to_staff_on_commit(community: Community, path: str, write: Callable[[], tuple[str, str]]) -> None:
    """Do what `post_on_commit` does, for the staff of the community's office."""
    staff = StaffMembership.objects.current().filter(office=community.office_id, user__is_active=True)
    users = [membership.user for membership in staff.select_related("user")]
    post_on_commit(users, community.letters_in, path, write)


def send_digest_on_commit(
    user: User,
    place: Community | Office,
    kinds: Sequence[tuple[object, int]],
    on_failure: Callable[[Exception], None],
) -> None:
    """Send, after the commit, how many things of which kinds wait in a place, without their content.

    ``on_failure`` is called outside any scope if the email was not sent, for any reason.
    """
    count = sum(number for _words, number in kinds)
    prefix = "" if isinstance(place, Community) else "office-"
    site = settings.SITE_URL
    with translation.override(user.language or place.letters_in):
        subject = ngettext(
            "%(count)s thing is waiting in %(place)s", "%(count)s things are waiting in %(place)s", count
        ) % {"count": count, "place": " ".join(place.name.split())}
        context = {
            "subject": subject,
            "kinds": kinds,
            "link": site + reverse(f"communities:{prefix}notifications", args=[place.slug]),
            "settings_link": site + reverse("communities:notification-settings"),
        }
        text = render_to_string("communities/email/digest.txt", context)
    headers = unsubscribe_headers(site + unsubscribe_path(user))
    message = automatic_message(subject, text, [user.email], headers)
    transaction.on_commit(partial(_send_digest, message, on_failure))


def _send_digest(message: EmailMessage, on_failure: Callable[[Exception], None]) -> None:
    """Send one digest; a failure, of the message or of the mail server, does not stop the others."""
    try:
        message.send()
    except Exception as error:  # noqa: BLE001 (the next digest must be sent)
        logger.warning("A digest was not sent: %s", type(error).__name__)
        # Where the database is away as well, the next digest is still sent.
        with contextlib.suppress(Error):
            on_failure(error)


def _send(messages: list[EmailMessage]) -> None:
    """Send the messages; a failing mail server does not undo what they report."""
    for message in messages:
        try:
            message.send()
        except OSError as error:
            logger.warning("A message was not sent: %s", error)

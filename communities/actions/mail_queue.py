"""Emails about accounts are queued with the response and sent by the worker, so that the response time reveals
nothing.

The row is authoritative and the task message only a trigger (docs/adr/0003). An email whose worker dies while sending
is sent again.
"""

import logging
import smtplib
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format

from communities import devices
from communities.mail import render_subject
from communities.models import OutgoingMail, User
from communities.notices import get_own_zone
from tfc import leases
from tfc.logins import ACCOUNTS, use_login
from tfc.mail import automatic_message
from tfc.zones import zone_words

logger = logging.getLogger(__name__)

SEND = "communities.tasks.send_outgoing"
# A code is valid for minutes, and a link for an hour; people who receive it later have requested another.
KEPT = timedelta(hours=1)
# Errors about one message; after any other error the remaining messages would fail too.
REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused)


def queue_mail(*, to: str, subject: str, text: str) -> OutgoingMail:
    """Queue an email; ``to`` may be "" (no recipient): an unknown address must take as much work as a known one."""
    with use_login(ACCOUNTS), transaction.atomic():
        mail = OutgoingMail.objects.create(to=to, subject=subject, text=text)
        transaction.on_commit(partial(leases.send_task_message, SEND, mail.pk))
    return mail


def tell_of_device(*, user: User, user_agent: str) -> None:
    """Queue the notice of a sign-in from an unknown device; the person who signed in may read it too."""
    zone = get_own_zone(user)
    at = timezone.localtime(timezone.now(), zone)
    with translation.override(user.language or translation.get_language()):
        context = {
            "device": devices.describe_user_agent(user_agent),
            "day": date_format(at),
            "time": time_format(at),
            "zone": zone_words(str(zone)),
            "link": settings.SITE_URL + reverse("communities:sessions"),
        }
        subject = render_subject("communities/email/new_device_subject.txt", context)
        text = render_to_string("communities/email/new_device.txt", context)
    queue_mail(to=user.email, subject=subject, text=text)


def send_waiting() -> int:
    """Send all waiting emails, oldest first, each in its own transaction; return how many were sent.

    Two simultaneous workers send each email only once. If no mail server responds, the rest waits for the next round.
    Uses the accounts login: anyone who reads a link to a new password can take over the account.
    """
    with use_login(ACCOUNTS):
        return _send_all()


def _send_all() -> int:
    OutgoingMail.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    sent = 0
    for pk in OutgoingMail.objects.order_by("pk").values_list("pk", flat=True)[:500]:
        try:
            sent += _send(pk)
        except OSError as error:
            logger.warning("email %s about an account was not sent: %s", pk, type(error).__name__)
            if not isinstance(error, REFUSED):
                break
    return sent


@transaction.atomic
def _send(pk: int) -> bool:
    mail = OutgoingMail.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if mail is None:
        return False
    if mail.to:
        automatic_message(mail.subject, mail.text, [mail.to]).send()
    mail.delete()
    return bool(mail.to)

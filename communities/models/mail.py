"""E-mails about accounts that wait for the worker."""

from typing import ClassVar, Self

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from communities.models.people import User


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def to_person(self, person: User) -> Self:
        """Return mail to the address of the account or another one that the person entered. Uses
        the accounts login.
        """
        others = EmailAddress.objects.filter(user=person).values(address=Lower("email"))
        own = models.Q(to__iexact=person.email) | models.Q(lower_to__in=others)
        return self.alias(lower_to=Lower("to")).filter(own)


class OutgoingMail(models.Model):
    """Global: it is written before anyone is signed in. Deleted as soon as it is sent, or an hour old.

    ``to`` may be empty: an unknown address causes the same work, and nothing is sent.
    """

    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[OutgoingMailQuerySet] = OutgoingMailQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"e-mail {self.pk}"

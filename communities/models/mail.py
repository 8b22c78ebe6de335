"""E-mails about somebody's account that wait for the worker."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class OutgoingMail(models.Model):
    """Global: it is written before anybody is signed in. Gone as soon as it is sent, or an hour old.

    ``to`` may be empty: for an address that nobody here has the same work is done, and nothing is sent.
    """

    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["OutgoingMail"]] = models.Manager()

    def __str__(self) -> str:
        return f"e-mail {self.pk}"

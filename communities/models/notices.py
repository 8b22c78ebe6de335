"""Notifications of a person in a place (codes and links, never text), their settings, and emails about accounts."""

import datetime as dt
from typing import Any, ClassVar, Self

from allauth.account.models import EmailAddress
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models.people import User
from tfc.tenancy import OfficeModel, TenantModel


class NoticeGroup(models.TextChoices):
    """Groups of notifications that a person switches on and off together."""

    SURVEY = "survey", _("Half-year survey")
    TEAM = "team", _("Meetings, events and the team")
    NETWORK = "network", _("Network")
    HELP = "help", _("Services and volunteers")
    ALERTS = "alerts", _("Alerts")


_get_day_name = lazy(lambda number: capfirst(WEEKDAYS[number]), str)  # Spanish has no capital in a sentence


class Weekday(models.IntegerChoices):
    """Numbered as in Python."""

    MONDAY = 0, _get_day_name(0)
    TUESDAY = 1, _get_day_name(1)
    WEDNESDAY = 2, _get_day_name(2)
    THURSDAY = 3, _get_day_name(3)
    FRIDAY = 4, _get_day_name(4)
    SATURDAY = 5, _get_day_name(5)
    SUNDAY = 6, _get_day_name(6)


def _groups() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=10, choices=NoticeGroup), default=list)


class NoticeSetting(models.Model):
    """Global: a person's own settings, for all places. Without a row everything is shown, and mailed daily."""

    user = models.OneToOneField(User, models.CASCADE, related_name="notice_setting")
    nothing = models.BooleanField(default=False)
    emails_off = models.BooleanField(default=False)
    hidden = _groups()
    unmailed = _groups()
    weekly = _groups()
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)

    def wants(self, group: str) -> bool:
        return self.shows(group) or self.mails(group)

    def shows(self, group: str) -> bool:
        return not self.nothing and group not in self.hidden

    def mails(self, group: str) -> bool:
        return not (self.nothing or self.emails_off or group in self.unmailed)

    def mails_on(self, group: str, day: dt.date) -> bool:
        return self.mails(group) and (group not in self.weekly or day.weekday() == self.weekday)


class NoticeQuerySet(models.QuerySet["AnyNotice"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def shown_to(self, user: User) -> Self:
        """Return this person's open notifications, without hidden groups."""
        unwanted = NoticeSetting.objects.filter(
            Q(nothing=True) | Q(hidden__contains=[OuterRef("group")]), user=OuterRef("user")
        )
        return self.open().filter(~Exists(unwanted), user=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class AnyNotice(models.Model):
    """``key``: its subject, in codes; unique with person and kind. ``made_at``: since when the work waits, such as the
    event's end, which may be long before the notification.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    group = models.CharField(max_length=10, choices=NoticeGroup)
    key = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


class Notice(TenantModel, AnyNotice):
    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "user", "kind", "key"], name="communities_noticed_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "user"],
                condition=Q(read_at=None, resolved_at=None),
                name="communities_notice_unread",
            )
        ]


class OfficeNotice(OfficeModel, AnyNotice):
    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "user", "kind", "key"], name="communities_office_noticed_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "user"],
                condition=Q(read_at=None, resolved_at=None),
                name="communities_office_unread",
            )
        ]


class AnyDigestDay(models.Model):
    """The last day, in the person's time zone, on which the email of a place was sent or not needed."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        abstract = True


class DigestDay(TenantModel, AnyDigestDay):
    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "user"], name="communities_one_morning"),
        ]


class OfficeDigestDay(OfficeModel, AnyDigestDay):
    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "user"], name="communities_one_office_morning"),
        ]


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
        return f"email {self.pk}"

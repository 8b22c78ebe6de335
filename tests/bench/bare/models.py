"""Three tables as a plain Django project would declare them; the tables are the application's."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone


class Person(AbstractBaseUser):
    email = models.EmailField(unique=True)

    USERNAME_FIELD = "email"

    class Meta:
        managed = False
        db_table = "communities_user"


class Happening(models.Model):
    community_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=12, default="held")
    hosting = models.CharField(max_length=12, default="hosted")
    sponsored_by_oasis = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=40)
    place = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    revision = models.IntegerField(default=1)
    moved = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Happening"]] = models.Manager()

    class Meta:
        managed = False
        db_table = "events_event"

    def __str__(self) -> str:
        return self.title


class Heads(models.Model):
    happening = models.ForeignKey(Happening, models.CASCADE, db_column="event_id", related_name="heads")
    dimension = models.CharField(max_length=20)
    group = models.CharField(max_length=40)
    people = models.IntegerField()

    class Meta:
        managed = False
        db_table = "events_headcount"

    def __str__(self) -> str:
        return f"{self.group}: {self.people}"

"""Writes of a person about their own account, for all places at once."""

import datetime as dt

from django.utils import timezone

from communities.models import User
from tfc.current_actor import Actor
from tfc.tenancy import set_actor


def choose_language(*, language: str, by: User) -> None:
    """Store the language of this person's pages and emails, on any device."""
    with set_actor(Actor(by.pk)):
        by.language = language
        by.save(update_fields=["language"])


def save_phone(*, phone: str, by: User) -> None:
    """Store the number at which staff call this person; empty for none."""
    with set_actor(Actor(by.pk)):
        by.phone = phone
        by.save(update_fields=["phone"])


def note_data_download(*, by: User) -> None:
    """Record when the person downloaded their own data, so that the account's history shows it."""
    with set_actor(Actor(by.pk)):
        by.data_downloaded_at = timezone.now()
        by.save(update_fields=["data_downloaded_at"])


def see_news(*, by: User, on: dt.date) -> None:
    """Store the day on which the person viewed the news; a day already stored is not written again."""
    if by.news_seen_on is None or by.news_seen_on < on:
        by.news_seen_on = on
        by.save(update_fields=["news_seen_on"])


def end_tour(*, by: User) -> None:
    """Stop offering the tour, whether completed or dismissed."""
    if not by.tour_is_over:
        by.tour_is_over = True
        by.save(update_fields=["tour_is_over"])

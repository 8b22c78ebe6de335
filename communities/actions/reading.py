"""What a person has seen of the help inside the application; outside of any scope."""

import datetime as dt

from communities.models import User


def see_news(*, by: User, on: dt.date) -> None:
    """That the person has looked at what is new; a day that is known already is not written again."""
    if by.news_seen_on is None or by.news_seen_on < on:
        by.news_seen_on = on
        by.save(update_fields=["news_seen_on"])


def end_tour(*, by: User) -> None:
    """The tour is offered no more: seen to its end, or put away for good."""
    if not by.tour_is_over:
        by.tour_is_over = True
        by.save(update_fields=["tour_is_over"])

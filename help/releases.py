"""Release notes, the newest first. The heading of a release begins with its date."""

import datetime as dt
from functools import cache
from typing import NamedTuple

from tfc.help_pages import Topic, get_page


class Release(NamedTuple):
    day: dt.date
    title: str
    topic: Topic


def get_releases() -> list[Release]:
    releases = []
    for topic in get_page("whats-new").topics:
        day, _colon, title = topic.title.partition(": ")
        releases.append(Release(dt.date.fromisoformat(day), title, topic))
    return releases


@cache
def get_newest_day() -> dt.date:
    """Return the date of the newest release; the same in every language."""
    return get_releases()[0].day

"""The steps that a home may offer, and the facts for choosing one."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from communities.models import Community, Role, User
from dashboards.home import HomeStatus
from dashboards.home_facts import HomeFacts
from events.models import JointShare


@dataclass(frozen=True)
class NextStep:
    """``title``: one sentence. ``at_once``: the button acts by a POST to ``url``; ``look`` is then the page to check
    first. ``is_meeting``: the next meeting, or the one to log.
    """

    title: str
    text: str
    url: str
    action: str
    at_once: bool = False
    look: str = ""
    is_meeting: bool = False


@dataclass(frozen=True)
class Facts:
    community: Community
    user: User
    role: Role
    now: HomeStatus
    questions: Iterable[JointShare]
    link: Callable[..., str] = field(repr=False)

    @property
    def waiting(self) -> HomeFacts:
        return self.now.waiting

    @property
    def today(self) -> dt.date:
        return timezone.now().astimezone(self.community.zone).date()

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
    """``title``: one sentence. ``text``: a second one, or when and where a meeting is. ``at_once``: the button acts by
    a POST to ``url``; ``look`` is then the page to check first, to which the title leads.
    """

    title: str
    url: str
    action: str
    text: str = ""
    at_once: bool = False
    look: str = ""


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

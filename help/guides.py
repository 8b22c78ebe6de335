"""The guides, in list order. Their texts are in docs/help/<language>/<code>.md."""

from functools import cache
from typing import NamedTuple

from communities.models import Role
from help.pages import Topic, get_page


class Guide(NamedTuple):
    """``role``: the role in a community; None for offices and for people without an account."""

    code: str
    icon: str
    role: Role | None = None

    @property
    def page(self) -> Topic:
        return get_page(self.code)


GUIDES = (
    Guide("member", "user", Role.MEMBER),
    Guide("leader", "check", Role.LEADER),
    Guide("coordinator", "people", Role.COORDINATOR),
    Guide("staff", "office"),
    Guide("international", "globe"),
    Guide("everybody", "help"),
)
BY_CODE = {guide.code: guide for guide in GUIDES}


def get_role_guide(role: Role) -> Guide:
    return next(guide for guide in GUIDES if guide.role == role)


def get_office_guide(*, is_international: bool) -> Guide:
    return BY_CODE["international" if is_international else "staff"]


@cache
def get_anchors(guide: Guide) -> dict[str, str]:
    """Return URL name → anchor of the first topic that links to it.

    Anchors are the same in every language.
    """
    topics = reversed([topic for topic in guide.page if topic.link])
    return {topic.link.page: topic.anchor for topic in topics if topic.link}

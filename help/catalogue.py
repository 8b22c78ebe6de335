"""All guides, in the order in which the page of guides lists them."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from communities.models import Role
from help.content import Guide, Step
from help.coordinator import COORDINATOR
from help.everybody import EVERYBODY
from help.leader import LEADER
from help.member import MEMBER
from help.office import INTERNATIONAL, STAFF

GUIDES: tuple[Guide, ...] = (MEMBER, LEADER, COORDINATOR, STAFF, INTERNATIONAL, EVERYBODY)


def guide_of(code: str) -> Guide | None:
    return next((one for one in GUIDES if one.code == code), None)


def of_role(role: Role) -> Guide:
    return next(one for one in GUIDES if one.role == role)


def steps_of(guide: Guide) -> Iterator[Step]:
    return (step for chapter in guide.chapters for step in chapter.steps)


class Place(NamedTuple):
    """Where a guide speaks of a page."""

    guide: str
    anchor: str
    title: str


@cache
def explained() -> dict[tuple[str, str], str]:
    """(code of a guide, name of a page) → the anchor of the first step that is done there."""
    found: dict[tuple[str, str], str] = {}
    for guide in GUIDES:
        for step in steps_of(guide):
            if step.page:
                found.setdefault((guide.code, step.page), anchor_of(step.page))
    return found


def anchor_of(page: str) -> str:
    return page.rpartition(":")[2]

"""The data quality page, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from communities.models import Community, Role
from evaluation.instrument import Text
from evaluation.models import QualityAnswer
from evaluation.quality.checks import GROUPS, Check, Flag, Group
from evaluation.quality.looking import Found, all_flags, look
from evaluation.quality.reading import read_facts

# Flags of one check that are seen at once, and that are listed; the rest comes up as these are mended.
FIRST, MOST = 5, 30


@dataclass(frozen=True)
class Row:
    """A flag with where this reader mends it; without ``url`` a coordinator does."""

    flag: Flag
    url: str


@dataclass(frozen=True)
class Section:
    """What one check found."""

    check: Check
    rows: Sequence[Row]
    total: int

    @property
    def first(self) -> Sequence[Row]:
        return self.rows[:FIRST]

    @property
    def others(self) -> Sequence[Row]:
        return self.rows[FIRST:]

    @property
    def unlisted(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class GroupShown:
    group: Group
    title: Text
    why: Text
    sections: Sequence[Section]


@dataclass(frozen=True)
class Looked:
    """``found``: what waits. ``left``: the answers that hold, the newest first; an answer to what is not so any more
    is history."""

    found: Sequence[Found]
    left: Sequence[QualityAnswer]


def look_at(community: Community) -> Looked:
    """In the community's scope."""
    answers = QualityAnswer.objects.standing().select_related("by").order_by("-at", "-pk")
    given = {(one.code, one.key): one for one in answers}
    facts = read_facts([community])[community.pk]
    there = {(flag.check, flag.key) for flag in all_flags(facts)}
    return Looked(look(facts, given), [one for key, one in given.items() if key in there])


def found_now(community: Community) -> Sequence[Found]:
    """In the community's scope."""
    return look_at(community).found


def groups_of(found: Sequence[Found], community: Community, role: Role) -> list[GroupShown]:
    """In the order of their weight; a group in which nothing was found is left out."""
    shown = []
    for group, (title, why) in GROUPS.items():
        sections = [_section(one, community, role) for one in found if one.check.group == group]
        if sections:
            shown.append(GroupShown(group, title, why, sections))
    return shown


def flag_of(found: Sequence[Found], code: str, key: str) -> tuple[Check, Flag] | None:
    """One that is there now and may be left as it is."""
    for one in found:
        for flag in one.flags:
            if (flag.check, flag.key) == (code, key) and one.check.may_be_left:
                return one.check, flag
    return None


def answer_url(community: Community, flag: Flag) -> str:
    """Where somebody says why it stays as it is; of a pair both are shown there."""
    asked = urlencode({"answer": flag.check, "key": flag.key})
    return f"{reverse('evaluation:quality', args=[community.slug])}?{asked}"


def _section(found: Found, community: Community, role: Role) -> Section:
    rows = [Row(flag, _url(found.check, flag, community, role)) for flag in found.flags[:MOST]]
    return Section(found.check, rows, len(found.flags))


def _url(check: Check, flag: Flag, community: Community, role: Role) -> str:
    if role < check.role:
        return ""
    if check.is_pair:
        return answer_url(community, flag)
    record = [flag.record] if check.by_record else []
    url = reverse(check.page, args=[community.slug, *record])
    return f"{url}?{flag.query}" if flag.query else url

"""The data quality page, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from communities.models import Community, Role
from evaluation.instrument import Text
from evaluation.models import QualityAnswer
from evaluation.quality.checks import GROUPS, Check, Flag, Group
from evaluation.quality.looking import Found, look
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


def found_now(community: Community) -> list[Found]:
    """In the community's scope."""
    answers = QualityAnswer.objects.standing().values_list("code", "key")
    return look(read_facts([community])[community.pk], set(answers))


def groups_of(found: Sequence[Found], community: Community, role: Role) -> list[GroupShown]:
    """In the order of their weight; a group in which nothing was found is left out."""
    shown = []
    for group, (title, why) in GROUPS.items():
        sections = [_section(one, community, role) for one in found if one.check.group == group]
        if sections:
            shown.append(GroupShown(group, title, why, sections))
    return shown


def flag_of(found: Sequence[Found], code: str, key: str) -> tuple[Check, Flag] | None:
    """One that is there now and may be answered."""
    for one in found:
        for flag in one.flags:
            if (flag.check, flag.key) == (code, key) and one.check.answer:
                return one.check, flag
    return None


def _section(found: Found, community: Community, role: Role) -> Section:
    rows = [Row(flag, _url(found.check, flag, community, role)) for flag in found.flags[:MOST]]
    return Section(found.check, rows, len(found.flags))


def _url(check: Check, flag: Flag, community: Community, role: Role) -> str:
    if role < check.role:
        return ""
    record = [flag.record] if check.by_record else []
    return reverse(check.page, args=[community.slug, *record])

"""The data quality page, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from communities.models import Community, Role
from evaluation.instrument import Text
from evaluation.models import QualityAnswer
from evaluation.quality.checks import GROUPS, Check, Flag, Group
from evaluation.quality.looking import CheckResult, all_flags, run_checks
from evaluation.quality.reading import read_facts

# Flags of one check that are seen at once, and that are listed; the rest comes up as these are mended.
FIRST, MOST = 5, 30


@dataclass(frozen=True)
class FlagRow:
    """A flag with where this reader mends it; without ``url`` a coordinator does."""

    flag: Flag
    url: str


@dataclass(frozen=True)
class Section:
    """What one check found."""

    check: Check
    rows: Sequence[FlagRow]
    total: int

    @property
    def first(self) -> Sequence[FlagRow]:
        return self.rows[:FIRST]

    @property
    def others(self) -> Sequence[FlagRow]:
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
class QualityReview:
    """``found``: what waits. ``left``: the answers that hold, the newest first; an answer to what is not so any more
    is history."""

    results: Sequence[CheckResult]
    left: Sequence[QualityAnswer]


def review_quality(community: Community) -> QualityReview:
    """In the community's scope."""
    answers = QualityAnswer.objects.standing().select_related("by").order_by("-at", "-pk")
    answers_by_flag = {(answer.code, answer.key): answer for answer in answers}
    facts = read_facts([community])[community.pk]
    there = {(flag.check, flag.key) for flag in all_flags(facts)}
    return QualityReview(
        run_checks(facts, answers_by_flag),
        [answer for key, answer in answers_by_flag.items() if key in there],
    )


def get_check_results(community: Community) -> Sequence[CheckResult]:
    """In the community's scope."""
    return review_quality(community).results


def build_groups(results: Sequence[CheckResult], community: Community, role: Role) -> list[GroupShown]:
    """In the order of their weight; a group in which nothing was found is left out."""
    shown = []
    for group, (title, why) in GROUPS.items():
        sections = [_section(result, community, role) for result in results if result.check.group == group]
        if sections:
            shown.append(GroupShown(group, title, why, sections))
    return shown


def find_flag(results: Sequence[CheckResult], code: str, key: str) -> tuple[Check, Flag] | None:
    """One that is there now and may be left as it is."""
    for result in results:
        for flag in result.flags:
            if (flag.check, flag.key) == (code, key) and result.check.may_be_left:
                return result.check, flag
    return None


def answer_url(community: Community, flag: Flag) -> str:
    """Where somebody says why it stays as it is; of a pair both are shown there."""
    query = urlencode({"answer": flag.check, "key": flag.key})
    return f"{reverse('evaluation:data-quality', args=[community.slug])}?{query}"


def _section(result: CheckResult, community: Community, role: Role) -> Section:
    rows = [FlagRow(flag, _url(result.check, flag, community, role)) for flag in result.flags[:MOST]]
    return Section(result.check, rows, len(result.flags))


def _url(check: Check, flag: Flag, community: Community, role: Role) -> str:
    if role < check.role:
        return ""
    if check.is_pair:
        return answer_url(community, flag)
    record = [flag.record] if check.by_record else []
    url = reverse(check.page, args=[community.slug, *record])
    return f"{url}?{flag.query}" if flag.query else url
